"""What the registers say of a row besides its clause: of its anomalies, and of the readings it holds under.

A figure that departs from the clause is named there. What an anomaly quotes of the source is no part of it: it is as
long as a table, and would excuse any figure in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chronicare.tables import RuleFolder

_OF_ANOMALY = ("reading", "alternative", "reason")
_OF_READING = ("name", "reason")


@dataclass(frozen=True, slots=True)
class RowNotes:
    """What is said of each anomaly, by id, and of each reading, by switch and its own name."""

    anomalies: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of_folder(cls, folder: RuleFolder) -> "RowNotes":
        """Return the notes of the registers of ``folder``."""
        anomalies = [row for table in folder.of_kind("anomalies") for row in table]
        readings = [row for table in folder.of_kind("switches") for row in table]
        return cls(
            {row.text("id"): " ".join(map(row.text, _OF_ANOMALY)) for row in anomalies},
            {(row.text("switch"), row.text("reading")): " ".join(map(row.text, _OF_READING)) for row in readings},
        )

    def said(self, anomalies: Iterable[str], readings: Iterable[tuple[str, str]] = ()) -> str:
        """Return what is said of a row with ``anomalies`` that holds under ``readings``, by switch and name."""
        of_readings = [text for each in readings for text in (each[1], self.readings.get(each, ""))]
        return " ".join([*(self.anomalies.get(each, "") for each in anomalies), *of_readings])
