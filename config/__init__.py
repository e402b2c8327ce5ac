"""What holds the apps together: settings, addresses, how the parts run.

Celery finds its application in config.celery (`celery -A config`). It is not imported here, because then every small program of
config.runtime would pay for it, and no web request publishes a task.
"""
