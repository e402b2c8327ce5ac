"""Postgres refuses to run as root. Root therefore runs it in a user namespace of its own, or else as the user nobody."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Identity:
    prefix: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def give(self, folder: Path) -> None:
        """Let this identity own a folder and all in it; files may be left from a run under another one."""
        uid = self.options.get("user", os.geteuid())
        gid = self.options.get("group", os.getegid())
        if folder.stat().st_uid == uid:
            return
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, uid, gid, follow_symlinks=False)


@cache
def unprivileged() -> Identity:
    if os.geteuid() != 0:
        return Identity()
    if (unshare := shutil.which("unshare")) and subprocess.run([unshare, "--user", "true"], capture_output=True).returncode == 0:
        # In a namespace without a mapping, root's own files stay its own while its user id reads as nobody's.
        return Identity(prefix=(unshare, "--user"))
    nobody = pwd.getpwnam("nobody")
    return Identity(options={"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []})
