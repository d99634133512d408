"""What is reported of a person, as it was sent: the intake reads it, and tells everything that is wrong with it.

The edges (gRPC, files, cases) make these; names, values, units and dates stand in them unread, whatever was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class ReportedRange(NamedTuple):
    """A laboratory's reference range: its limits, in the unit of the value; ``None`` where there is none."""

    low: object = None
    high: object = None


class ReportedFinding(NamedTuple):
    """A finding or fact: which one (code, label or alias), its value, the unit of a number, the day (ISO 8601).

    ``None`` is a value that is not known; text that was not sent is empty. In the place of ``finding``, ``any_of``
    names several yes/no findings of which at least one is true. ``site`` is the eye or limb it is of (左眼). A tuple
    because there are many in each call.
    """

    finding: str = ""
    value: object = None
    unit: str = ""
    date: str = ""
    report_id: str = ""
    attester: str = ""
    reference_range: ReportedRange | None = None
    any_of: Sequence[str] = ()
    site: str = ""


@dataclass(frozen=True, slots=True)
class ReportedPerson:
    """Who the person is: the birth date (ISO 8601), empty if it was not sent."""

    birth_date: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is reported for deciding.

    ``complete_findings`` names the repeated findings whose every measurement has been sent, if they are reported at
    all; with ``record_complete`` this is said of all. ``documents`` are the codes of the documents at hand.
    """

    person: ReportedPerson = field(default_factory=ReportedPerson)
    findings: Sequence[ReportedFinding] = ()
    complete_findings: Sequence[str] = ()
    documents: Sequence[str] = ()
    record_complete: bool = False
