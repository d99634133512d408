"""Terms looked up for their own sake: where to apply, from when a person is in benefit, what a premium is."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chronicare.benefits.bill import Facts
from chronicare.benefits.branching import Way, explore
from chronicare.benefits.lookup import BenefitModel, Consulted, Inquiry
from chronicare.benefits.reckoning import UnknownTermError, UnreckonableError
from chronicare.benefits.settlement import BENEFIT_YEAR, CARE_DATE
from chronicare.cells.values import Given, Value
from chronicare.judging.hearing import Hearing
from chronicare.program.entry import Switch


@dataclass(frozen=True, slots=True)
class TermsKnown:
    """The values under one set of assumptions; ``None``: no value. ``wanting`` names the fact each unknown term wants.

    ``consulted`` are the rows that gave them, ``switches`` the readings they rest on.
    """

    values: Mapping[str, Given | None]
    wanting: Mapping[str, str]
    consulted: tuple[Consulted, ...]
    switches: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TermsFound:
    """The answer: ``known`` if every way agrees, else the ``ways``; the facts and switches that would decide."""

    asked: tuple[str, ...]
    known: TermsKnown | None
    ways: tuple[Way[TermsKnown], ...]
    missing: tuple[str, ...]
    switches: tuple[Switch, ...]


def find_terms(model: BenefitModel, day: date, terms: Sequence[str], facts: Facts) -> TermsFound:
    """Look ``terms`` up as of ``day``; the benefit year is that of ``day`` unless it is stated."""
    hearing = Hearing()

    def run(assumed: Mapping[str, Value], readings: Mapping[str, str]) -> TermsKnown:
        known = {CARE_DATE: day, BENEFIT_YEAR: day.year, **facts, **assumed}
        inquiry = Inquiry(model, day, known, readings, hearing)
        values: dict[str, Given | None] = {}
        wanting: dict[str, str] = {}
        for code in terms:
            try:
                values[code] = inquiry.look_up(code)
            except UnreckonableError as error:
                wanting[code] = error.term
                if not isinstance(error, UnknownTermError):
                    values[code] = None
        return TermsKnown(values, wanting, tuple(inquiry.consulted.values()), inquiry.switches)

    explored = explore(run, _essence)
    results = [way.result for way in explored.ways]
    missing = dict.fromkeys(explored.terms)
    missing.update(
        dict.fromkeys(term for each in results for code, term in each.wanting.items() if code not in each.values)
    )
    decided = bool(results) and not missing and not explored.switches
    return TermsFound(tuple(terms), results[0] if decided else None, explored.ways, tuple(missing), explored.switches)


def _essence(known: TermsKnown) -> Hashable:
    return (tuple(known.values.items()), tuple(known.wanting.items()))
