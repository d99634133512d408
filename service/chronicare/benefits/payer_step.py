"""One payer's step: base, start, deductible, segments, cap, and the payment, rounded once.

All in exact yuan, but for the payment: that is in fen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from chronicare.benefits.formula_evaluation import ImpossibleError, NoValueError, evaluate_formula
from chronicare.benefits.lookup import TermResolver
from chronicare.benefits.money import exact_fen, floor_to_fen, round_to_fen, to_yuan
from chronicare.cells.values import Given, Value
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.formula import Formula

REMAINING = "remaining_eligible"
"""The term that says what of the eligible expense no earlier payer has paid."""
_NOTHING = Fraction(0)
_WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class SegmentPaid:
    """What fell into a segment (in yuan, from the deductible on), its ratio in per cent, and what that comes to."""

    low: Fraction
    high: Fraction
    ratio: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class FormulaUsed:
    """A formula of the step, as written, the values its terms had, and what it gave."""

    role: str
    formula: Formula
    values: Mapping[str, Value]
    result: Value


@dataclass(frozen=True, slots=True)
class StepPaid:
    """A payer's step: base, deductible and segments in yuan, the payment in fen, and the row it rests on.

    ``start`` is what the same counter had seen before, ``deductible`` the standard, ``deductible_borne`` what of it
    fell on this base. ``limit`` is what the caps still allowed (``None``: no cap).
    """

    step: ChainStep
    row: TableRow
    base: Fraction
    start: Fraction
    deductible: Fraction
    deductible_borne: Fraction
    segments: tuple[SegmentPaid, ...]
    limit: Fraction | None
    payment_fen: int
    formulas: tuple[FormulaUsed, ...]


@dataclass(frozen=True, slots=True)
class StepLeftOut:
    """A payer that has nothing to pay because the tables give no entitlement: the term they give no value for."""

    step: ChainStep
    row: TableRow
    term: str


def pay_step(resolver: TermResolver, step: ChainStep, row: TableRow) -> StepPaid | StepLeftOut:
    """Work out one payer's amount; a cap without a value is no entitlement.

    Raises NotEvaluableError for what cannot be worked out, and as ``TermResolver.look_up`` does.
    """
    used: list[FormulaUsed] = []

    def work_out(role: str, formula: Formula | None) -> Fraction:
        if formula is None:
            return _NOTHING
        values: dict[str, Value] = {}

        def value_of(code: str) -> Value:
            values[code] = resolver.value(code)
            return values[code]

        result = evaluate_formula(formula, value_of)
        used.append(FormulaUsed(role, formula, values, result))
        return as_number(result)

    if step.payment_kind is PaymentKind.ALLOWANCE:
        try:
            limit = work_out("limit", step.limit)
        except NoValueError as none:
            return _left_out(step, row, none)
        limit = to_yuan(floor_to_fen(max(limit, _NOTHING)))
        nothing = (_NOTHING, _NOTHING, _NOTHING, _NOTHING)
        return StepPaid(step, row, *nothing, (), limit, exact_fen(limit), tuple(used))
    base = max(work_out("base", step.base), _NOTHING)
    if not base:
        return StepPaid(step, row, base, _NOTHING, _NOTHING, _NOTHING, (), None, 0, tuple(used))
    try:
        start = work_out("start", step.start)
        deductible = max(work_out("deductible", step.deductible), _NOTHING)
        segments = _segments(step, base, start - deductible, work_out)
    except NoValueError:
        try:
            work_out("limit", step.limit)
        except NoValueError as none:
            return _left_out(step, row, none)
        raise
    due = sum((each.amount for each in segments), _NOTHING)
    cap: Fraction | None = None
    if due and step.limit is not None:
        try:
            cap = to_yuan(floor_to_fen(max(work_out("limit", step.limit), _NOTHING)))
        except NoValueError as none:
            return _left_out(step, row, none)
    left = max(as_number(resolver.value(REMAINING)), _NOTHING)
    allowed = [due, left] if cap is None else [due, left, cap]
    borne = max(min(start + base, deductible) - start, _NOTHING)
    return StepPaid(step, row, base, start, deductible, borne, segments, cap, round_to_fen(min(allowed)), tuple(used))


def _left_out(step: ChainStep, row: TableRow, none: NoValueError) -> StepLeftOut:
    """Leave the step out if its table says that there is no value; raise again if no row says anything."""
    if not none.stated:
        raise none
    return StepLeftOut(step, row, none.term)


def _segments(
    step: ChainStep, base: Fraction, begin: Fraction, work_out: Callable[[str, Formula | None], Fraction]
) -> tuple[SegmentPaid, ...]:
    """Cut the base, which begins at ``begin`` measured from the deductible, into the step's segments."""
    segments: list[SegmentPaid] = []
    low = max(begin, _NOTHING)
    end = max(begin + base, _NOTHING)
    for segment in step.segments:
        high = end if segment.limit is None else min(end, work_out("segment", segment.limit))
        if high > low:
            ratio = work_out("ratio", segment.ratio)
            segments.append(SegmentPaid(low, high, ratio, (high - low) * ratio / _WHOLE))
        low = max(low, high)
    return tuple(segments)


def as_number(value: Given) -> Fraction:
    """Return ``value`` as a number. Raises ImpossibleError if it is none."""
    if type(value) is Fraction:
        return value
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    raise ImpossibleError("")
