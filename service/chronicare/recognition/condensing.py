"""Sets told by as few as can be: 甲 and 乙, or 甲 and 丙, is 甲 and any 1 of 乙 and 丙."""

from collections.abc import Sequence
from dataclasses import dataclass

_FEWEST_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """Any ``count`` of ``members``; ``answers`` are those that would do, where that is to be told of each."""

    count: int
    members: tuple[str, ...]
    answers: frozenset[bool] = frozenset()


def condensed(sets: Sequence[Sequence[Pick]]) -> list[tuple[Pick, ...]]:
    """Bring sets that differ in one member together as a choice of one among several; only for a list that is whole.

    The sets of the answer stand for exactly the same sets as those given.
    """
    waiting = [tuple(each) for each in sets]
    while True:
        rests: dict[tuple[frozenset[Pick], frozenset[bool]], list[tuple[tuple[Pick, ...], Pick]]] = {}
        for each in waiting:
            for pick in each:
                if pick.count == 1:
                    rests.setdefault((frozenset(each) - {pick}, pick.answers), []).append((each, pick))
        found = max(rests.values(), key=len, default=[])
        if len(found) < _FEWEST_ALIKE:
            return waiting
        first, replaced = found[0]
        members = tuple(dict.fromkeys(member for _, pick in found for member in pick.members))
        merged = tuple(Pick(1, members, pick.answers) if pick == replaced else pick for pick in first)
        gone = [each for each, _ in found[1:]]
        waiting = [merged if each == first else each for each in waiting if each not in gone]
