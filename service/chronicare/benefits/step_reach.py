"""What one payer's step may come to ask for, and the most it may pay, where not all it rests on is known.

It follows ``payer_step``, with intervals in place of amounts; what cannot matter whatever the amounts are is left out.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from chronicare.benefits.money import floor_to_fen, to_yuan
from chronicare.benefits.reach import Reach
from chronicare.compiler.formula_ranges import NumberRange
from chronicare.program.counters import Counter
from chronicare.program.decision_table import ChainStep, PaymentKind, Segment
from chronicare.program.formula import Formula, NoValue
from chronicare.program.roles import Role, Roles

_NOTHING = Fraction(0)
_WHOLE = Fraction(100)
_NO_AMOUNT = NumberRange(_NOTHING, _NOTHING)


class Paid(NamedTuple):
    """The most, in yuan, that a step may pay, bear as its deductible, and leave beyond its cap; ``None``: no bound."""

    payment: Fraction | None = _NOTHING
    deductible: Fraction | None = _NOTHING
    beyond_cap: Fraction | None = _NOTHING


def go_through_step(
    reach: Reach, step: ChainStep, counter: Counter | None, remaining: NumberRange, roles: Roles, *, of_lines: bool
) -> Paid:
    """Note what ``step`` may come to ask for, of which at most ``remaining`` is left; return what it may come to.

    ``of_lines``: the amounts of the items of the bill are known.
    """
    if step.payment_kind is PaymentKind.ALLOWANCE:
        _ask(reach, step.limit)
        return Paid()
    base = _interval(reach, step.base)
    _ask(reach, step.base)
    if base.high is not None and base.high <= 0:
        return Paid()
    asked = [step.deductible, *(each.ratio for each in step.segments), *(each.limit for each in step.segments)]
    word = reach.absence_of([step.base, step.start, *asked])
    if word is NoValue.NO_ENTITLEMENT:
        return Paid()
    start, deductible = _interval(reach, step.start), _interval(reach, step.deductible)
    if step.item_limit is None and _is_below(start, base, deductible):
        told = (step.start, step.deductible, *(each.limit for each in step.segments))
        reach.go_to_tell([code for each in told if each is not None for code in each.terms])
        return Paid(deductible=base.high)
    _ask_start(reach, step, counter)
    _ask(reach, step.deductible)
    due = _due(reach, step.segments, _less(start, deductible), base)
    if step.item_limit is not None:
        _ask(reach, step.item_limit)
        if not of_lines and reach.absence_of([step.item_limit]) is not NoValue.UNLIMITED:
            reach.go(roles.of((Role.CHARGE_AMOUNT,)))
    most = _least(due, remaining.high)
    if step.limit is not None and (due != 0 or word is not None):
        cap = reach.interval(step.limit)
        if not _is_beyond(cap, most):
            _ask(reach, step.limit)
        most = _least(most, None if cap.high is None else max(cap.high, _NOTHING))
    return Paid(most, deductible.high, base.high)


def _ask(reach: Reach, formula: Formula | None) -> None:
    if formula is not None:
        reach.go(formula.terms)


def _interval(reach: Reach, formula: Formula | None) -> NumberRange:
    return _NO_AMOUNT if formula is None else reach.interval(formula)


def _ask_start(reach: Reach, step: ChainStep, counter: Counter | None) -> None:
    """Note what may be asked for to know where the step starts: the base, or what may stand for it."""
    facts = reach.resolver.facts
    if step.start is None:
        return
    if counter is None or counter.base in facts or counter.deductible not in facts:
        _ask(reach, step.start)
    elif counter.base in step.start.terms and len(step.segments) > 1:
        reach.go([counter.paid or counter.base])


def _due(reach: Reach, segments: Sequence[Segment], begin: NumberRange, base: NumberRange) -> Fraction | None:
    """Note what the segments may ask for that the base may reach; return the most that they may pay."""
    low = max(begin.low or _NOTHING, _NOTHING)
    end = None if base.high is None or begin.high is None else max(begin.high + base.high, _NOTHING)
    highest = _NOTHING
    for segment in segments:
        limit = None
        if segment.limit is not None:
            _ask(reach, segment.limit)
            limit = reach.interval(segment.limit)
        reached = (end is None or low < end) and (limit is None or limit.high is None or low < limit.high)
        if reached:
            _ask(reach, segment.ratio)
            ratio = reach.interval(segment.ratio).high
            highest = max(highest, _WHOLE if ratio is None else min(ratio, _WHOLE))
        if limit is not None:
            low = max(low, limit.low or _NOTHING)
    return _NOTHING if not highest else None if base.high is None else base.high * highest / _WHOLE


def _less(one: NumberRange, other: NumberRange) -> NumberRange:
    low = None if one.low is None or other.high is None else one.low - max(other.high, _NOTHING)
    high = None if one.high is None else one.high - max(other.low or _NOTHING, _NOTHING)
    return NumberRange(low, high)


def _is_below(start: NumberRange, base: NumberRange, deductible: NumberRange) -> bool:
    """Whether the person bears all of the base as the deductible, whatever is not known."""
    if start.high is None or base.high is None or deductible.low is None:
        return False
    return start.high + base.high <= deductible.low


def _least(*amounts: Fraction | None) -> Fraction | None:
    return min((each for each in amounts if each is not None), default=None)


def _is_beyond(cap: NumberRange, most: Fraction | None) -> bool:
    """Whether the cap makes no difference, whatever is not known: it is not reached, or nothing is left of it."""
    enough = cap.low is not None and most is not None and to_yuan(floor_to_fen(max(cap.low, _NOTHING))) >= most
    return enough or (cap.high is not None and cap.high <= 0)
