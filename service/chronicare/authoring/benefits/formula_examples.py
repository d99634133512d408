"""A formula worked through with numbers, step by step in words, until every branch of it has been taken.

The numbers are examples; what comes of them is computed by the evaluator that settles bills.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from chronicare.authoring.benefits.formula_units import PER_CENT, PLAIN, FormulaUnits, unit_of
from chronicare.authoring.benefits.sample_values import SampleValues
from chronicare.benefits.amount_texts import per_cent_text, value_text, yuan_text
from chronicare.benefits.formula_evaluation import NotEvaluableError, evaluate_formula
from chronicare.cells.bounds import is_possible
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Value
from chronicare.diagnostics import Language
from chronicare.program.formula import Expression, Formula, Operation, Term
from chronicare.program.vocabulary import Finding, Vocabulary

_LEAST, _MOST = "min", "max"
_SIGNS = {"+": "+", "-": "−", "×": "×", "÷": "÷"}
Branch = tuple[int, int]
"""A choice that a formula makes: which one, counted as it is read, and which of its arguments is taken."""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """What is given, and each step of what is done with it."""

    given: tuple[str, ...]
    steps: tuple[str, ...]


class FormulaExamples(NamedTuple):
    """The examples of a formula; ``unseen`` counts the branches that none was found to take."""

    examples: tuple[WorkedExample, ...]
    unseen: int


def formula_examples(
    formula: Formula, finding: Finding, samples: SampleValues, vocabulary: Vocabulary
) -> FormulaExamples:
    """Return as many examples as it takes to see ``formula``, which is for ``finding``, take each branch it can take.

    None if it does nothing: a number as it stands needs no example. One that makes no choice has one branch.
    """
    if not isinstance(formula.expression, Operation):
        return FormulaExamples((), 0)
    wanted = PER_CENT if formula.scale != 1 else unit_of(finding)
    units = FormulaUnits(formula.expression, wanted, vocabulary)
    missing = set(branches_of(formula.expression))
    examples: list[WorkedExample] = []
    first: WorkedExample | None = None
    for values in samples.assignments(tuple(dict.fromkeys(formula.terms))):
        working = _Working(values, units, vocabulary)
        try:
            result = working.work_out(formula.expression)
        except NotEvaluableError:
            continue
        if not _can_be(result, formula, finding):
            continue
        example = WorkedExample(tuple(_given(values, vocabulary)), tuple(dict.fromkeys(working.steps)))
        first = first or example
        if working.is_plain and (working.taken & missing or not missing):
            examples.append(example)
            missing -= working.taken
            if not missing:
                break
    shown = tuple(examples) or ((first,) if first else ())
    return FormulaExamples(shown, len(missing) or int(not shown))


def branches_of(expression: Expression) -> Iterator[Branch]:
    """Yield every branch of every choice in ``expression``."""
    for number, choice in enumerate(_choices(expression)):
        for place in range(len(choice.arguments)):
            yield number, place


def _choices(expression: Expression) -> Iterator[Operation]:
    if isinstance(expression, Operation):
        for each in expression.arguments:
            yield from _choices(each)
        if expression.name in (_LEAST, _MOST):
            yield expression


def _given(values: Mapping[str, Value], vocabulary: Vocabulary) -> Iterator[str]:
    for code, value in values.items():
        yield f"{vocabulary.findings[code].name.zh} {value_text(value, code, vocabulary, Language.ZH)}"


def _can_be(result: Value, formula: Formula, finding: Finding) -> bool:
    if finding.type.kind is ValueKind.DATE or not isinstance(result, Fraction):
        return True
    return is_possible(result * formula.scale, finding.type)


class _Working:
    """One working through of a formula: the steps in words, and the branches taken."""

    def __init__(self, values: Mapping[str, Value], units: FormulaUnits, vocabulary: Vocabulary) -> None:
        """Work with ``values``."""
        self._values, self._units, self._vocabulary = values, units, vocabulary
        self._choices = 0
        self.steps: list[str] = []
        self.taken: set[Branch] = set()
        self.is_plain = True
        """Whether nothing came to less than nothing where it would be taken as it is."""

    def work_out(self, part: Expression, *, may_be_negative: bool = False) -> Value:
        """Return what ``part`` gives, and note how. Raises NotEvaluableError."""
        value = evaluate_formula(Formula("", part, ()), self._values.__getitem__)
        if not isinstance(part, Operation):
            return value
        is_floored = may_be_negative or part.name == _MOST
        inner = [self.work_out(each, may_be_negative=is_floored) for each in part.arguments]
        shown = [self._text(each, known) for each, known in zip(inner, part.arguments, strict=True)]
        if part.name in (_LEAST, _MOST):
            self._note_choice(inner, value)
        if isinstance(value, Fraction) and value < 0 and not is_floored:
            self.is_plain = False
        self.steps.append(_said(part, shown, self._text(value, part)))
        return value

    def _note_choice(self, inner: Iterable[Value], value: Value) -> None:
        places = [place for place, each in enumerate(inner) if each == value]
        if len(places) == 1:
            self.taken.add((self._choices, places[0]))
        self._choices += 1

    def _text(self, value: Value, part: Expression) -> str:
        if isinstance(part, Term) and part.scale == 1:
            return value_text(value, part.code, self._vocabulary, Language.ZH)
        if isinstance(value, bool) or not isinstance(value, Fraction | int):
            return str(value)
        unit, number = self._units.of(part), Fraction(value)
        if unit == PER_CENT:
            return per_cent_text(number * 100)
        text = str(number) if number.denominator == 1 else yuan_text(number)
        text = text.replace("-", "−")
        return text if unit == PLAIN else f"{text} {unit}"


def _said(part: Operation, shown: list[str], result: str) -> str:
    match part.name:
        case "min" | "max" as name:
            which = "小" if name == _LEAST else "大"
            return f"在 {'、'.join(shown[:-1])} 与 {shown[-1]} 中取{which}，得 {result}"
        case "after_months" | "after_days":
            return f"{shown[0]} 起过 {shown[1]}，是 {result}"
        case "days_between" | "months_between":
            return f"从 {shown[1]} 到 {shown[0]}，是 {result}"
        case "date":
            return f"{shown[0]} 年 {shown[1]} 月 {shown[2]} 日，即 {result}"
        case "year" | "month" | "day" as name:
            return f"{shown[0]} 的{ {'year': '年份', 'month': '月份', 'day': '日'}[name] }是 {result}"
        case "quota":
            return f"限额内还剩 {shown[0]}，本次 {shown[1]}：{result}"
        case "cents":
            return f"{shown[0]} 四舍五入到分，是 {result}"
    bracketed = [f"({each})" if each.startswith("−") and place else each for place, each in enumerate(shown)]
    return f"{f' {_SIGNS[part.name]} '.join(bracketed)} = {result}"
