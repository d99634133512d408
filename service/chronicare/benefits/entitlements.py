"""What a person is entitled to on a day: for every setting, each payer's ratio, deductible and what its cap leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from chronicare.benefits.alternatives import explore
from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import Absence, NotEvaluableError, NoValueError
from chronicare.benefits.lookup import AppliedRow, BenefitModel, TermResolver
from chronicare.benefits.money import to_yuan
from chronicare.benefits.settlement import changing_terms
from chronicare.cells.values import Value
from chronicare.judging.memo import JudgementMemo
from chronicare.program.decision_table import ChainStep, TableRow
from chronicare.program.formula import Formula
from chronicare.program.roles import Role

_EXPENSES = (Role.TOTAL_EXPENSE, Role.ELIGIBLE_EXPENSE, Role.REMAINING_ELIGIBLE)
_ANY_EXPENSE = Fraction(100_000_000)
"""No bill is known yet: what is entitled to is not cut to the size of one."""


@dataclass(frozen=True, slots=True)
class Band:
    """Up to ``limit`` yuan beyond the deductible (``None``: all the rest) ``ratio`` per cent are paid."""

    limit: Fraction | None
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class StepTerms:
    """One payer's terms, in yuan. ``None`` where ``wanting`` names the fact, or value of the tables, that is lacking.

    ``remaining`` is what the cap still allows (``None`` with no entry in ``wanting``: there is no cap). ``absences``
    say why there is no deductible, ratio or cap where the tables give none.
    """

    step: ChainStep
    row: TableRow
    deductible: Fraction | None
    counted: Fraction | None
    bands: tuple[Band, ...]
    remaining: Fraction | None
    wanting: Mapping[str, str]
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A setting and its payers in order, under one set of assumptions about facts nobody stated."""

    setting: str
    assumed: Mapping[str, Value]
    readings: Mapping[str, str]
    steps: tuple[StepTerms, ...]
    applied_rows: tuple[AppliedRow, ...] = ()


class _Listed(NamedTuple):
    steps: tuple[StepTerms, ...]
    applied_rows: tuple[AppliedRow, ...]


def list_entitlements(
    model: BenefitModel, day: date, facts: Facts, accumulators: Mapping[str, int]
) -> tuple[Entitlement, ...]:
    """Return the entitlements in every setting in which some payer pays; what is not stated is tried value by value."""
    roles = model.roles
    in_setting = roles[Role.SETTING]
    known = {
        **roles.facts({Role.CARE_DATE: day, Role.BENEFIT_YEAR: day.year}),
        **dict.fromkeys(changing_terms(roles), Fraction(0)),
        **dict.fromkeys(roles.of(_EXPENSES), _ANY_EXPENSE),
        **facts,
        **{code: to_yuan(fen) for code, fen in accumulators.items()},
    }
    levels = model.vocabulary.findings[in_setting].type.levels
    settings = (
        [facts[in_setting]] if in_setting in facts else [level.value for level in (levels.levels if levels else ())]
    )
    entitlements: list[Entitlement] = []
    memo = JudgementMemo()
    for setting in settings:

        def run(assumed: Mapping[str, Value], readings: Mapping[str, str], setting: object = setting) -> _Listed:
            resolver = TermResolver(model, day, {**known, in_setting: str(setting), **assumed}, readings, memo)
            try:
                rows = resolver.matching_rows(model.rules.chain) if model.rules.chain else []
            except NotEvaluableError:
                rows = []
            steps = tuple(_terms(resolver, model.rules.steps[row.id], row) for row in rows)
            return _Listed(steps, tuple(resolver.applied_rows.values()))

        exploration = explore(run, lambda listed: repr(listed.steps))
        entitlements += [
            Entitlement(str(setting), alternative.facts, alternative.readings, *alternative.result)
            for alternative in exploration.alternatives
            if alternative.result.steps
        ]
    return tuple(entitlements)


def _terms(resolver: TermResolver, step: ChainStep, row: TableRow) -> StepTerms:
    wanting: dict[str, str] = {}
    absences: dict[tuple[object, str], Absence] = {}

    def work_out(role: str, formula: Formula | None) -> Fraction | None:
        if formula is None:
            return Fraction(0) if role in ("deductible", "start") else None
        try:
            result = resolver.evaluate(formula)
        except NoValueError as error:
            if not (error.unlimited and role == "limit"):
                wanting[role] = error.term
            absence = error.absence if error.absence.term else Absence(error.absence.word, error.term, row)
            absences[absence.word, absence.term] = absence
            return None
        except NotEvaluableError as error:
            wanting[role] = error.term
            return None
        return Fraction(result) if isinstance(result, Fraction | int) else None

    bands: list[Band] = []
    for segment in step.segments:
        limit = work_out("segment", segment.limit)
        ratio = work_out("ratio", segment.ratio)
        if ratio is not None:
            bands.append(Band(limit, ratio))
    remaining, deductible = work_out("limit", step.limit), work_out("deductible", step.deductible)
    return StepTerms(
        step,
        row,
        deductible,
        work_out("start", step.start),
        tuple(bands),
        None if remaining is None else max(remaining, Fraction(0)),
        wanting,
        tuple(absences.values()),
    )
