"""One payer's step: base, start, deductible, segments, cap, and the payment, rounded once.

All in exact yuan, but for the payment: that is in fen.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from chronicare.benefits.bounds import bounds_of
from chronicare.benefits.formula_evaluation import (
    Absence,
    ImpossibleError,
    NotEvaluableError,
    NoValueError,
    UnknownTermError,
    as_number,
    evaluate_formula,
    impossible,
)
from chronicare.benefits.money import FEN_A_YUAN, exact_fen, floor_to_fen, round_to_fen, to_yuan
from chronicare.benefits.step_paid import FormulaUsed, SegmentPaid, StepLeftOut, StepPaid
from chronicare.benefits.step_start import start_from
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Value
from chronicare.program.counters import Counter
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.formula import Formula, NoValue
from chronicare.program.roles import Role

_NOTHING = Fraction(0)
_WHOLE = Fraction(100)


def pay_step(
    resolver: TermResolver,
    step: ChainStep,
    row: TableRow,
    counter: Counter | None = None,
    lines_fen: Sequence[Fraction] | None = None,
    *,
    is_first: bool = False,
    elsewhere: Fraction = _NOTHING,
) -> StepPaid | StepLeftOut:
    """Work out one payer's amount; where a table says that there is no entitlement, the step is left out.

    Where the base of ``counter`` is not known, the step starts where the deductible used and what was paid say.

    ``lines_fen`` is what of each line is eligible, for steps that pay line by line.

    The first payer's deductible and ratio are told even if it has nothing to pay on. What others have paid
    ``elsewhere``, in yuan, is not left to be paid.

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

        try:
            result = evaluate_formula(formula, value_of)
            if role == "ratio" and not _NOTHING <= as_number(result) <= _WHOLE:
                raise impossible(f"比例得 {result}%", f"the ratio comes to {result}%")
        except ImpossibleError as fault:
            raise fault.of(formula, "", row) from fault
        except NoValueError as none:
            if none.absence.term:
                raise
            raise NoValueError("", Absence(none.absence.word, "", row)) from none  # the step's own cell says so
        used.append(FormulaUsed(role, formula, values, result))
        return as_number(result)

    def start_at() -> Fraction:
        if counter is None or counter.base in resolver.facts or counter.deductible not in resolver.facts:
            return work_out("start", step.start)
        return start_from(counter, resolver, step, work_out, used)

    try:
        if step.payment_kind is PaymentKind.ALLOWANCE:
            limit = to_yuan(floor_to_fen(max(work_out("limit", step.limit), _NOTHING)))
            nothing = (_NOTHING, _NOTHING, _NOTHING, _NOTHING)
            return StepPaid(step, row, *nothing, (), limit, exact_fen(limit), tuple(used))
        base = max(work_out("base", step.base), _NOTHING)
        if not base:
            return (
                _nothing_to_pay_on(step, row, work_out, start_at, used)
                if is_first
                else StepPaid(step, row, base, _NOTHING, None, _NOTHING, (), None, 0, tuple(used))
            )
        start = start_at()
        deductible = max(work_out("deductible", step.deductible), _NOTHING)
        segments = _segments(step, base, start - deductible, work_out)
        item_limit = _capped("item_limit", step.item_limit, work_out)
        if item_limit is not None:
            segments = _by_line(resolver, segments, item_limit, lines_fen)
        due = sum((each.amount for each in segments), _NOTHING)
        left = max(as_number(resolver.value(resolver.roles[Role.REMAINING_ELIGIBLE])) - elsewhere, _NOTHING)
        cap, at_least, at_most = _cap(resolver, step.limit, work_out, min(due, left)) if due else (None, None, None)
    except NoValueError as none:
        return _left_out(step, row, none, work_out)
    allowed = [due, left] if cap is None else [due, left, cap]
    borne = max(min(start + base, deductible) - start, _NOTHING)
    beyond = None if segments else _as_told(lambda: _ratio_at(step, _NOTHING, work_out))
    payment = round_to_fen(min(allowed))
    return StepPaid(
        step,
        row,
        base,
        start,
        deductible,
        borne,
        segments,
        cap,
        payment,
        tuple(used),
        beyond,
        _beyond(segments, cap) if cap is not None and cap == min(allowed) < due else _NOTHING,
        item_limit,
        at_least,
        at_most,
    )


def _nothing_to_pay_on(
    step: ChainStep,
    row: TableRow,
    work_out: Callable[[str, Formula | None], Fraction],
    start_at: Callable[[], Fraction],
    used: list[FormulaUsed],
) -> StepPaid:
    """Tell the deductible and ratio of a step that has no base, as far as they are known."""
    start = _as_told(start_at) or _NOTHING
    deductible = _as_told(lambda: max(work_out("deductible", step.deductible), _NOTHING))
    beyond = None
    if deductible is not None:
        place = max(start - deductible, _NOTHING)
        beyond = _as_told(lambda: _ratio_at(step, place, work_out))
    return StepPaid(step, row, _NOTHING, start, deductible, _NOTHING, (), None, 0, tuple(used), ratio_beyond=beyond)


def _as_told(work_out: Callable[[], Fraction | None]) -> Fraction | None:
    """Return what can be told though no amount rests on it; ``None`` if it rests on what is not known."""
    try:
        return work_out()
    except (NotEvaluableError, FactNeededError, ReadingNeededError):
        return None


def _ratio_at(step: ChainStep, place: Fraction, work_out: Callable[[str, Formula | None], Fraction]) -> Fraction | None:
    """Return the ratio of the segment at ``place``, measured from the deductible."""
    for segment in step.segments:
        if segment.limit is None or place < work_out("segment", segment.limit):
            return work_out("ratio", segment.ratio)
    return None


def _capped(role: str, limit: Formula | None, work_out: Callable[[str, Formula | None], Fraction]) -> Fraction | None:
    """Return what a cap allows; ``None`` if there is none."""
    if limit is None:
        return None
    try:
        return _still_allowed(work_out(role, limit))
    except NoValueError as none:
        if none.unlimited:
            return None
        raise


def _cap(
    resolver: TermResolver,
    limit: Formula | None,
    work_out: Callable[[str, Formula | None], Fraction],
    due: Fraction,
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Return what the step's cap still allows; ``None`` if there is none, or it cannot be below what is ``due``.

    A fact it rests on that is not known is asked for only if the payment may be another by it. What the cap allows at
    the least is returned besides, if it is not known but cannot be below; last what it allows at the most, if it is not
    known but nothing is left.
    """
    if limit is None:
        return None, None, None
    try:
        return _capped("limit", limit, work_out), None, None
    except (UnknownTermError, FactNeededError, ReadingNeededError):
        bounds = bounds_of(resolver, limit)
    if bounds.low is not None and _still_allowed(bounds.low) >= due:
        return None, _still_allowed(bounds.low), None
    if bounds.high is not None and bounds.high <= 0:
        return _NOTHING, None, bounds.high
    return _capped("limit", limit, work_out), None, None


def _still_allowed(limit: Fraction) -> Fraction:
    return to_yuan(floor_to_fen(max(limit, _NOTHING)))


def _by_line(
    resolver: TermResolver, segments: tuple[SegmentPaid, ...], most: Fraction, lines_fen: Sequence[Fraction] | None
) -> tuple[SegmentPaid, ...]:
    """Return the one segment with what comes of paying it line by line, ``most`` for each.

    A bill that states its sums only lacks the amounts of its lines.
    """
    if lines_fen is None:
        lines_fen = [as_number(resolver.value(resolver.roles[Role.CHARGE_AMOUNT])) * FEN_A_YUAN]
    return tuple(
        replace(each, amount=sum((min(to_yuan(line) * each.ratio / _WHOLE, most) for line in lines_fen), _NOTHING))
        for each in segments
    )


def _beyond(segments: tuple[SegmentPaid, ...], cap: Fraction) -> Fraction:
    """Return how much of the ``segments`` lies beyond the place at which ``cap`` was reached."""
    beyond = _NOTHING
    for segment in segments:
        reached = min(cap, segment.amount)
        cap -= reached
        if segment.amount:  # else it is not for the cap that nothing was paid on it
            beyond += (segment.high - segment.low) * (1 - reached / segment.amount)
    return beyond


def _left_out(
    step: ChainStep, row: TableRow, none: NoValueError, work_out: Callable[[str, Formula | None], Fraction]
) -> StepLeftOut:
    """Leave the step out if its table says that there is no entitlement; raise again if it says anything else.

    What is not published does not matter where the cap says that nothing is due.
    """
    absence = none.absence
    if absence.word is not NoValue.NO_ENTITLEMENT:
        absence = _said_of_cap(step, work_out) or absence
    if absence.word is not NoValue.NO_ENTITLEMENT:
        raise none
    return StepLeftOut(step, absence.row or row, absence.term, row)


def _said_of_cap(step: ChainStep, work_out: Callable[[str, Formula | None], Fraction]) -> Absence | None:
    try:
        work_out("limit", step.limit)
    except NoValueError as none:
        return none.absence
    return None


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
