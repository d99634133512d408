"""A payer's step worked through with numbers: below the deductible, in each band, within its cap and beyond it.

The numbers are examples; the payment is worked out as for a bill, and told in the words of a bill's statement.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from chronicare.authoring.benefits.formula_examples import WorkedExample
from chronicare.authoring.benefits.sample_values import SampleValues
from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.payer_step import pay_step
from chronicare.benefits.statement import payer_step_text
from chronicare.benefits.step_paid import StepPaid
from chronicare.cells.values import Value
from chronicare.diagnostics import Language
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.roles import Role, Roles
from chronicare.program.vocabulary import Vocabulary

if TYPE_CHECKING:
    from chronicare.benefits.term_resolver import TermResolver

_FEN = 100
_BELOW_DEDUCTIBLE, _WITHIN, _CAPPED = "起付以内", "限额以内", "到了限额"


@dataclass(slots=True)
class _Sampled:
    """Stands for what is known of a bill: the terms have the values drawn, and nothing is looked up."""

    values: dict[str, Value]
    roles: Roles
    facts: Mapping[str, Value]

    def value(self, code: str) -> Value:
        """Return the value drawn."""
        return self.values[code]


def step_examples(
    step: ChainStep, row: TableRow, samples: SampleValues, vocabulary: Vocabulary
) -> tuple[WorkedExample, ...]:
    """Return as many examples as it takes to see ``step`` do each thing it can do, so far as examples are found."""
    codes = list(dict.fromkeys(code for formula in step.payment_formulas for code in formula.terms))
    if not step.payment_formulas:
        return ()
    left = vocabulary.roles[Role.REMAINING_ELIGIBLE]
    missing = set(_kinds(step))
    examples: list[WorkedExample] = []
    for drawn in samples.assignments(codes):
        paid = _pay(step, row, drawn, left, vocabulary)
        shown = None if paid is None else set(_shown(paid, step))
        if paid is None or shown is None or not shown & missing:
            continue
        given = tuple(
            f"{vocabulary.findings[code].name.zh} {value_text(value, code, vocabulary, Language.ZH)}"
            for code, value in drawn.items()
        )
        examples.append(WorkedExample(given, (payer_step_text(paid).zh.removesuffix("。"),)))
        missing -= shown
        if not missing:
            break
    return tuple(examples)


def _pay(
    step: ChainStep, row: TableRow, drawn: Mapping[str, Value], left: str, vocabulary: Vocabulary
) -> StepPaid | None:
    """Return what the step pays; ``None`` if it pays on nothing, or some figure comes to less than nothing."""
    # All of the bill is still to be paid, unless the step goes by what is left of it.
    resolver = _Sampled({left: Fraction(10**8), **drawn}, vocabulary.roles, {})
    lines = [Fraction(value) * _FEN for code, value in drawn.items() if isinstance(value, Fraction)][:1]
    try:
        paid = pay_step(cast("TermResolver", resolver), step, row, lines_fen=lines)
    except (NotEvaluableError, KeyError):
        return None
    if not isinstance(paid, StepPaid) or any(
        isinstance(each.result, Fraction) and each.result < 0 for each in paid.formulas
    ):
        return None
    return paid if paid.base or step.payment_kind is PaymentKind.ALLOWANCE else None


def _kinds(step: ChainStep) -> Iterator[str]:
    """Yield what there is to see of ``step``."""
    if step.payment_kind is PaymentKind.ALLOWANCE:
        yield _WITHIN
        return
    if step.deductible is not None and step.deductible.terms:
        yield _BELOW_DEDUCTIBLE
    yield from (_band(place) for place in range(len(step.segments)))
    if step.limit is not None:
        yield from (_WITHIN, _CAPPED)


def _shown(paid: StepPaid, step: ChainStep) -> Iterator[str]:
    """Yield what can be seen of it in ``paid``."""
    if step.payment_kind is PaymentKind.ALLOWANCE:
        yield _WITHIN
        return
    if not paid.segments:
        yield _BELOW_DEDUCTIBLE
        return
    yield from (_band(place) for place in _bands(paid.segments))
    due = sum((each.amount for each in paid.segments), Fraction(0))
    yield _CAPPED if paid.limit is not None and paid.limit < due else _WITHIN


def _bands(segments: Sequence[object]) -> Iterator[int]:
    yield from range(len(segments))


def _band(place: int) -> str:
    return f"第 {place + 1} 段"
