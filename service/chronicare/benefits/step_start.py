"""Where a step starts whose counter is known only by the deductible used and what was paid."""

from collections.abc import Callable
from fractions import Fraction

from chronicare.benefits.formula_evaluation import (
    UnknownTermError,
    as_number,
    evaluate_formula,
)
from chronicare.benefits.step_paid import FormulaUsed
from chronicare.benefits.term_resolver import TermResolver
from chronicare.program.counters import Counter
from chronicare.program.decision_table import ChainStep
from chronicare.program.formula import Formula

_NOTHING = Fraction(0)
_WHOLE = Fraction(100)


def start_from(
    counter: Counter,
    resolver: TermResolver,
    step: ChainStep,
    work_out: Callable[[str, Formula | None], Fraction],
    used: list[FormulaUsed],
) -> Fraction:
    """Work out where the step starts from the deductible used and, if it pays in segments, from what was paid.

    Up to the deductible the base is what was used of it. Beyond it the base matters only as far as segments differ.
    """
    formula = step.start
    if formula is None:
        return _NOTHING

    def at(base: Fraction) -> Fraction:
        return as_number(evaluate_formula(formula, resolver.with_facts({counter.base: base}).value))

    borne = as_number(resolver.value(counter.deductible))
    known = {counter.deductible: borne}
    start = at(borne)
    if start != at(borne + 1):  # it does run over the year
        place = _NOTHING
        if len(step.segments) > 1:
            if not counter.paid:
                raise UnknownTermError(counter.base)
            known[counter.paid] = paid = as_number(resolver.value(counter.paid))
            place = _place_of(step, paid, work_out)
        deductible = max(work_out("deductible", step.deductible), _NOTHING)
        start = deductible + place if place else min(start, deductible)
    del used[1:]  # what was worked out on the way is told where it is used
    used.append(FormulaUsed("start", formula, known, start))
    return start


def _place_of(step: ChainStep, paid: Fraction, work_out: Callable[[str, Formula | None], Fraction]) -> Fraction:
    """Return how far beyond the deductible the base was, of which ``paid`` has been paid."""
    low = _NOTHING
    for segment in step.segments:
        if not paid:
            break
        ratio = work_out("ratio", segment.ratio) / _WHOLE
        high = None if segment.limit is None else work_out("segment", segment.limit)
        if ratio and (high is None or paid <= (high - low) * ratio):
            return low + paid / ratio
        if high is not None:
            paid, low = paid - (high - low) * ratio, high
    return low
