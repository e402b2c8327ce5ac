"""The demo world: people, challenges and work that are plainly invented, at the sizes at which real programmes ran.

Rows are written in bulk, past the actions: `tests/challenges/test_seed_demo.py` holds them against every rule that the actions hold.
"""
