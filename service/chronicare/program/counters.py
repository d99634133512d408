"""What a payer's step counts from visit to visit, and what settlement systems hold instead: the deductible used.

The expense behind a deductible decides where a step starts. Whoever knows only what of the deductible was used, knows
as much while the step pays everything beyond it alike; where it pays in segments, what was paid says how far they were.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chronicare.program.decision_table import BenefitRules, ChainStep
from chronicare.program.formula import Formula, Term
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Counter:
    """The accumulators of a step: ``base``, the deductible used that may stand for it, and what was ``paid``.

    ``paid`` is empty if no accumulator counts what just the steps with this base have paid.
    """

    base: str
    deductible: str
    paid: str


def counters_of(rules: BenefitRules, vocabulary: Vocabulary) -> Mapping[str, Counter]:
    """Return the counters of the chain, by row id; a step without one has none."""
    return {
        row: Counter(base, deductible, _paid(rules, vocabulary, step, base))
        for row, step in rules.steps.items()
        for base, deductible in _pairs(step, vocabulary)
    }


def alternatives_of(rules: BenefitRules, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return what each accumulator that has another form says too, in both directions."""
    forms = [(code, vocabulary.findings[code].stands_for) for code in rules.accumulators]
    stated = [(code, other) for code, other in forms if other in rules.accumulators]
    return {**dict(stated), **{other: code for code, other in stated}}


def miscounted(step: ChainStep, rules: BenefitRules, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Give the base and the deductible that ``step`` counts otherwise than the one can stand for the other."""
    counted = {each.accumulator: each.amount for each in step.accumulations}
    for code in rules.accumulators:
        base = vocabulary.findings[code].stands_for
        if not base or (base not in counted and code not in counted):
            continue
        if {base, code} - counted.keys() or vocabulary.roles.get(Role.STEP_DEDUCTIBLE) not in counted[code].terms:
            yield base, code


def _pairs(step: ChainStep, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    counted = {each.accumulator for each in step.accumulations}
    for code in counted:
        if vocabulary.findings[code].stands_for in counted:
            yield vocabulary.findings[code].stands_for, code


def _paid(rules: BenefitRules, vocabulary: Vocabulary, step: ChainStep, base: str) -> str:
    for each in step.accumulations:
        if _is(each.amount, Role.STEP_PAYMENT, vocabulary) and _rows(rules, each.accumulator) == _rows(rules, base):
            return each.accumulator
    return ""


def _rows(rules: BenefitRules, accumulator: str) -> set[str]:
    return {
        row for row, step in rules.steps.items() if accumulator in {each.accumulator for each in step.accumulations}
    }


def _is(formula: Formula, role: Role, vocabulary: Vocabulary) -> bool:
    expression = formula.expression
    return isinstance(expression, Term) and expression.code == vocabulary.roles.get(role)
