"""Which rulings an answer rests on: those that put a reading in force, and those that set a figure."""

from collections.abc import Iterable, Mapping

from chronicare.benefits.applied_row import AppliedRow
from chronicare.program.entry import Ruling, Switch


def rulings_of(
    switches: Mapping[str, Switch], readings: Mapping[str, str], applied_rows: Iterable[AppliedRow]
) -> tuple[Ruling, ...]:
    """Return the rulings behind the ``readings`` taken, by switch, and behind what ``applied_rows`` put out."""
    found: dict[Ruling, None] = {}
    for name, reading in readings.items():
        ruling = switches[name].ruling
        if ruling is not None and ruling.taken == reading:
            found[ruling] = None
    for row in applied_rows:
        found.update(dict.fromkeys(row.rulings.values()))
    return tuple(found)
