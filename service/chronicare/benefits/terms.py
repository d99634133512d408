"""Terms looked up for their own sake: where to apply, from when a person is in benefit, what a premium is."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chronicare.benefits.alternatives import Alternative, explore
from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import Absence, ImpossibleError, NotEvaluableError, NoValueError
from chronicare.benefits.lookup import AppliedRow, BenefitModel, TermResolver
from chronicare.benefits.provisional import CarriedFigure, carried_figures
from chronicare.benefits.ruled import rulings_of
from chronicare.cells.values import Given, Value
from chronicare.judging.memo import JudgementMemo
from chronicare.program.entry import Ruling, Switch
from chronicare.program.roles import Role


@dataclass(frozen=True, slots=True)
class TermsKnown:
    """The values under one set of assumptions; ``None``: no value. ``wanting`` names the fact each unknown term wants.

    ``absences`` say why a term has no value. ``applied_rows`` are the rows that gave them, ``switches`` the readings
    they rest on.
    """

    values: Mapping[str, Given | None]
    absences: Mapping[str, Absence]
    wanting: Mapping[str, str]
    applied_rows: tuple[AppliedRow, ...]
    switches: Mapping[str, str]

    @property
    def provisional(self) -> tuple[CarriedFigure, ...]:
        """The figures of an earlier year among what the values rest on."""
        return carried_figures(self.applied_rows)

    def rulings(self, switches: Mapping[str, Switch]) -> tuple[Ruling, ...]:
        """Return what authorities have decided that the values rest on; ``switches`` are those of the rules."""
        return rulings_of(switches, self.switches, self.applied_rows)


@dataclass(frozen=True, slots=True)
class TermsFound:
    """The answer: ``known`` if every way agrees, else the ``ways``; the facts and switches that would decide."""

    asked: tuple[str, ...]
    known: TermsKnown | None
    alternatives: tuple[Alternative[TermsKnown], ...]
    missing: tuple[str, ...]
    switches: tuple[Switch, ...]


def find_terms(model: BenefitModel, day: date, terms: Sequence[str], facts: Facts) -> TermsFound:
    """Look ``terms`` up as of ``day``; the benefit year is that of ``day`` unless it is stated."""
    memo = JudgementMemo()

    def run(assumed: Mapping[str, Value], readings: Mapping[str, str]) -> TermsKnown:
        known = {**model.roles.facts({Role.CARE_DATE: day, Role.BENEFIT_YEAR: day.year}), **facts, **assumed}
        resolver = TermResolver(model, day, known, readings, memo)
        values: dict[str, Given | None] = {}
        absences: dict[str, Absence] = {}
        wanting: dict[str, str] = {}
        for code in terms:
            try:
                values[code] = resolver.look_up(code) if code in known else resolver.derive(code)
                if values[code] is None:
                    absences[code] = resolver.absence(code)
            except NotEvaluableError as error:
                wanting[code] = error.term
                if isinstance(error, NoValueError | ImpossibleError):
                    values[code] = None
                    absences[code] = error.absence
        return TermsKnown(values, absences, wanting, tuple(resolver.applied_rows.values()), resolver.switches)

    exploration = explore(run, _essence)
    results = [alternative.result for alternative in exploration.alternatives]
    missing = dict.fromkeys(exploration.terms)
    missing.update(
        dict.fromkeys(term for each in results for code, term in each.wanting.items() if code not in each.values)
    )
    decided = bool(results) and not missing and not exploration.switches
    return TermsFound(
        tuple(terms), results[0] if decided else None, exploration.alternatives, tuple(missing), exploration.switches
    )


def _essence(known: TermsKnown) -> Hashable:
    words = tuple((code, absence.word) for code, absence in known.absences.items())
    return (tuple(known.values.items()), words, tuple(known.wanting.items()))
