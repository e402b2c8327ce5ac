"""Bring the database up to date and load the demo data, in one process because starting Django takes longer than either."""

import django
from django.core.management import call_command


def prepare() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo")


if __name__ == "__main__":
    prepare()
