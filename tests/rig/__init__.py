"""The outbox under fire: real web, worker, beat, Redis and Postgres, an SMTP server that misbehaves, and faults on purpose.

`python -m tests.rig` is the whole run, `python -m tests.rig --small` the one that `make test` takes along.
"""
