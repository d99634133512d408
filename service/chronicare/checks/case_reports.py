"""What a case file writes of a person, as the reports that intakes read."""

from collections.abc import Mapping
from typing import Any

from chronicare.judging.report import ReportedFinding, ReportedPerson, ReportedRange


def reported_person(written: Mapping[str, Any]) -> ReportedPerson:
    """Return the person a case writes of."""
    return ReportedPerson(_text(written.get("birth_date")))


def reported_finding(written: Mapping[str, Any]) -> ReportedFinding:
    """Return the finding a case writes, a mapping with some of the fields of a reported finding."""
    limits = written.get("reference_range")
    return ReportedFinding(
        _text(written.get("finding")),
        written.get("value"),
        _text(written.get("unit")),
        _text(written.get("date")),
        _text(written.get("report_id")),
        _text(written.get("attester")),
        ReportedRange(limits.get("low"), limits.get("high")) if limits else None,
        tuple(written.get("any_of") or ()),
        _text(written.get("site")),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
