"""Who reviews what. Pure: facts in, pairs and their explanation out."""

from challenges.assignment.evenly import Spread, spread

__all__ = ["Spread", "spread"]
