"""A validator of HTML: html-validate, over many documents at once."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from config.runtime.places import ROOT

PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    # A button in a form submits it, as the standard says.
    "rules": {"no-implicit-button-type": "off"},
}


def faults(folder: Path, *, but: tuple[str, ...] = ()) -> list[str]:
    """Every error in the documents of a folder, but those against the rules named."""
    rules = {**RULES, "rules": {**RULES["rules"], **dict.fromkeys(but, "off")}}  # type: ignore[dict-item]
    config = folder / "rules.json"
    config.write_text(json.dumps(rules))
    node = shutil.which("node", path=f"{os.environ['PATH']}{os.pathsep}{ROOT / '.venv' / 'bin'}")
    assert node, "The validator needs node: `make test` installs it where it is missing."
    found = folder / "found.json"  # into a pipe it would end in the middle
    with found.open("w") as output:
        documents = map(str, sorted(folder.glob("*.html")))
        command = [node, str(PROGRAM), "--config", str(config), "--formatter", "json", *documents]
        code = subprocess.run(command, stdout=output, check=False).returncode
    assert code in (0, 1), found.read_text()
    return [
        f"{Path(document['filePath']).stem}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for document in json.loads(found.read_text())
        for fault in document["messages"]
    ]
