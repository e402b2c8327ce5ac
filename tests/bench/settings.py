"""The portal as in production, on this machine: what is measured is what will run. Only the demo data are allowed besides."""

from config.settings.production import *  # noqa: F403

DEMO_DATA_ALLOWED = True
