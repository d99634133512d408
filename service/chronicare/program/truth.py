"""What an evaluator says of one entry and one person. ``None`` is unknown, everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Truth = bool | None


def common_truth(truths: Sequence[Truth]) -> Truth:
    """Return what all of ``truths``, at least one, are; unknown where they differ."""
    return truths[0] if len(set(truths)) == 1 else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The truth of every criterion and group by id, and the exact outcome.

    ``nodes`` are the three-valued truths with the unknowns left unknown. ``outcome`` is exact: true if the entry is met
    under every completion of the unknown findings, false under none, else ``None``; switches as in force, a switch
    without default counting as unknown. ``by_reading`` gives the exact outcome under each combination of readings of
    the switches without default (the key: pairs of switch and reading, in the entry's order); it has one item, with an
    empty key, if there is no such switch.
    """

    nodes: Mapping[str, Truth]
    outcome: Truth
    by_reading: Mapping[tuple[tuple[str, str], ...], Truth]
