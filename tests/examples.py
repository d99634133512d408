"""How many examples a property test takes that takes longer than others."""

from hypothesis import settings


def at_most(count: int) -> settings:
    """Return settings with as many examples as the profile in use has, but no more than ``count``."""
    return settings(max_examples=min(count, settings().max_examples))
