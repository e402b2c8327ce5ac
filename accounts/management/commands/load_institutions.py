"""Loads the institutions that the portal knows."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import institutions


class Command(BaseCommand):
    """`manage.py load_institutions`: safe to run at any time."""

    help = "Make or bring up to date the institutions with their faculties and domains."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the portal's own file."""
        made = institutions.ensure(institutions.known())
        self.stdout.write(f"{len(made)} institutions are known.")
