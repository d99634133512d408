"""Why an answer is undecided."""

from enum import Enum


class Cause(Enum):
    """What is missing for an answer: evidence, or a decision the source leaves open; it may be both."""

    EVIDENCE = "EVIDENCE"
    """Findings or facts are missing, which the answer names."""
    POLICY = "POLICY"
    """A switch has no reading in force, or the source does not give a value."""
