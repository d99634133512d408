"""Times several ways of doing the same work, so that they can be compared on a machine that has other things to do.

The ways take turns: every round has one turn of each, so whatever slows the machine down slows all of them down.
Figures are medians over the rounds; a ratio is the median of the ratios within each round. Work in this process is
timed in processor time, so that waiting for the processor does not count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import TypeVar

Item = TypeVar("Item")

Turn = Callable[[], float]
"""Does the work on all items once and returns the seconds that one item took."""


class Timings:
    """What the turns of every way took, round by round: seconds for each item."""

    def __init__(self, seconds: Mapping[str, Sequence[float]]) -> None:
        """Keep ``seconds``, by way."""
        self._seconds = seconds

    def median(self, way: str) -> float:
        """Return the median seconds of ``way``."""
        return median(self._seconds[way])

    def ratio(self, way: str, other: str) -> float:
        """Return how many times as long ``way`` takes as ``other``."""
        return median(one / two for one, two in zip(self._seconds[way], self._seconds[other], strict=True))


def over(items: Sequence[Item], work: Callable[[Item], object], renew: Callable[[Item], Item] | None = None) -> Turn:
    """Return the turn that does ``work`` on each of ``items`` in order and counts this process's processor time.

    With ``renew``, every turn works on what it makes of the items, which is not timed.
    """

    def turn() -> float:
        given = items if renew is None else [renew(item) for item in items]
        started = process_time()
        for item in given:
            work(item)
        return (process_time() - started) / len(items)

    return turn


def take_turns(ways: Mapping[str, Turn], rounds: int) -> Timings:
    """Time ``ways`` in ``rounds`` rounds, each begun by another way, after a turn of each that does not count."""
    for turn in ways.values():
        turn()
    order = list(ways)
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in order:
            seconds[way].append(ways[way]())
        order.append(order.pop(0))
    return Timings(seconds)


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value below which ``share`` of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
