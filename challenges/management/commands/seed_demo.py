"""`manage.py seed_demo`: the demo data of a local run."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from accounts.kit import clock
from challenges.management.demo import world

DEFAULT_SEED = 2026


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # every start of a local run passes here
    help = "Loads the demo data: invented people in programmes that are modelled on real ones. Does nothing when they are there."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="the same seed gives the same data")
        parser.add_argument("--scale", type=_positive, default=1, help="how many times as many students and challenges")

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO_DATA_ALLOWED", False):
            raise CommandError("Demo data are for a local run: these settings do not allow them.")
        if world.is_there():
            self.stdout.write("The demo data are there.")
            return
        signs = settings.VAR_DIR / "demo-signins.txt"
        with self._progress() as step:
            world.seed(now=clock.now(), seed=options["seed"], scale=options["scale"], signs=signs, step=step)

    @contextmanager
    def _progress(self) -> Iterator[world.Step]:
        """A bar on a terminal, else a line for each step."""
        console = Console(file=self.stdout._out)
        if not console.is_terminal:
            yield lambda words: self.stdout.write(f"Demo data: {words}")
            return
        columns = (TextColumn("Loading the demo data"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("", total=world.STEPS)

            def step(words: str) -> None:
                progress.update(task, description=words, completed=progress.tasks[0].completed + (progress.tasks[0].description != ""))

            yield step
            progress.update(task, completed=world.STEPS, description="done")


def _positive(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 20:
        raise argparse.ArgumentTypeError("from 1 to 20")
    return value
