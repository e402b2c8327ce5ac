"""The embedded PostgreSQL and Redis of a local run and of the tests, and the starter behind `make run`."""
