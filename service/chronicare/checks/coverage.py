"""Coverage: what the cases have shown of the tables' rows.

A criterion is to be seen true, false and unknown; a row of a decision table is to be hit, which is to be seen true.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chronicare.diagnostics import Position
from chronicare.program.truth import Truth


class Sighting(NamedTuple):
    """A row, at its place in the tables, with a truth it can have; ``criterion`` is its number if it is one."""

    row: Position
    truth: Truth = True
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases have shown of one ``subject`` (an entry or a table): ``seen`` of ``total`` sightings.

    ``cases`` counts those that show anything of it. ``missing_outcomes`` are those no case of an entry comes to; they
    do not count among the sightings.
    """

    subject: str
    cases: int
    seen: int
    total: int
    unseen: tuple[Sighting, ...]
    missing_outcomes: tuple[str, ...] = ()


def measure(
    subject: str,
    wanted: Collection[Sighting],
    shown_by: Sequence[Collection[Sighting]],
    missing_outcomes: tuple[str, ...] = (),
) -> Coverage:
    """Hold what is ``wanted`` of ``subject`` against what each case has shown."""
    cases = sum(any(sighting in wanted for sighting in shown) for shown in shown_by)
    seen = {sighting for shown in shown_by for sighting in shown}
    unseen = tuple(sighting for sighting in wanted if sighting not in seen)
    return Coverage(subject, cases, len(wanted) - len(unseen), len(wanted), unseen, missing_outcomes)
