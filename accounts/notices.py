"""The kinds of notice of the ground floor."""


def register() -> None:
    """Called when the apps start."""
