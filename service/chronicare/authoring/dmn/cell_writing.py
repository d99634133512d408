"""The cell of an input, as FEEL has it, to a cell of ours: the test of a term by its type."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from chronicare.authoring.dmn.feel.builtins import BUILTINS
from chronicare.authoring.dmn.feel.evaluation import evaluate
from chronicare.authoring.dmn.feel.syntax import (
    INPUT,
    Call,
    Comparison,
    Connective,
    Constant,
    Expression,
    Interval,
    Membership,
    Name,
    Quantified,
    Tests,
    names_in,
)
from chronicare.authoring.dmn.feel.values import FeelValue
from chronicare.authoring.dmn.terms import ModelTerm, ModelTerms
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.cells.printing import print_test
from chronicare.cells.syntax import Amount, Both, Day, Node, OneOf, Operand, Opposite, Word
from chronicare.cells.syntax import Comparison as CellComparison
from chronicare.cells.syntax import Interval as CellInterval
from chronicare.cells.typed import Operator

ANYTHING = "-"
_OPERATORS = {each.value: each for each in Operator}
_ORDERED = ("number", "date")


def write_cell(tests: Tests, term: ModelTerm, terms: ModelTerms) -> str:
    """Return the cell that tests ``term`` as ``tests`` do. Raises UntranslatableError if no cell does."""
    return print_test(write_tests(tests, term, terms)) if tests.tests else ANYTHING


def write_tests(tests: Tests, term: ModelTerm, terms: ModelTerms) -> Node:
    """Return the syntax of the cell, where ``tests`` test something; raises as ``write_cell``."""
    writer = _CellWriter(term, terms)
    nodes = [writer.test(each, INPUT) for each in tests.tests]
    node = nodes[0] if len(nodes) == 1 else OneOf(tuple(nodes), listed=True)
    return Opposite(node) if tests.negated else node


class _CellWriter:
    """Writes the tests of one term."""

    def __init__(self, term: ModelTerm, terms: ModelTerms) -> None:
        self._term = term
        self._terms = terms

    def test(self, node: Expression, subject: str) -> Node:
        """Write one test of ``subject``: what is tested, or where that is a list each item of it."""
        match node:
            case Comparison(operator, Name(name), right) if name == subject:
                return self._comparison(operator, right)
            case Connective(operator, left, right):
                parts = (self.test(left, subject), self.test(right, subject))
                return Both(parts) if operator == "and" else OneOf(parts, listed=False)
            case Membership(Name(name), tests) if name == subject and not tests.negated:
                listed = tuple(self.test(each, subject) for each in tests.tests)
                return listed[0] if len(listed) == 1 else OneOf(listed, listed=True)
            case Call("not", (inner,)):
                return Opposite(self.test(inner, subject))
            case Call("list contains", (Name(name), value)) if name == subject and self._term.repeated:
                return CellComparison(Operator.EQ, self._operand(value))
            case Quantified(False, variable, Name(name), condition) if name == subject and self._term.repeated:
                return _CellWriter(_each_of(self._term), self._terms).test(condition, variable)
            case Interval(low, low_closed, high, high_closed):
                self._ordered("区间", "a range")
                return CellInterval(self._operand(low), low_closed, self._operand(high), high_closed)
            case _ if self._term.repeated:
                raise UntranslatableError(
                    "一串值的条件只认 list contains(?, …) 和 some … in ? satisfies …",
                    "a list is tested by list contains(?, …) or some … in ? satisfies … only",
                )
            case _:
                return CellComparison(Operator.EQ, self._operand(node))

    def _comparison(self, operator: str, right: Expression) -> Node:
        if self._term.repeated:
            raise UntranslatableError("一串值不能比大小", "a list does not compare")
        if operator not in ("=", "!="):
            self._ordered("比大小", "a comparison")
        other = self._terms.of(right)
        if other is not None:
            self._ordered("同别的事项比", "a comparison with another term")
            if other.base != self._term.base or other.repeated:
                raise UntranslatableError("两边不是同一类型", "the two are not of one type")
            return CellComparison(_OPERATORS[operator], Word(other.path, quoted=True))
        return CellComparison(_OPERATORS[operator], self._operand(right))

    def _ordered(self, zh: str, en: str) -> None:
        if self._term.base not in _ORDERED:
            raise UntranslatableError(
                f"{zh}只能用于数和日期，这里是 {self._term.base}", f"{en} of {self._term.base}: numbers and dates only"
            )

    def _operand(self, node: Expression) -> Operand:
        value = constant_of(node)
        match value, self._term.base:
            case (bool(), "boolean"):
                return Word("是" if value else "否")
            case (Decimal(), "number"):
                return Amount(number_text(value), Fraction(value))
            case (str(), "string"):
                return Word(value, quoted=True)
            case (date(), "date"):
                return Day(value)
            case (None, _):
                raise UntranslatableError("条件里不能写 null：没有值即不知道", "null in a test: no value is unknown")
            case _:
                raise UntranslatableError(
                    f"{self._term.base} 不能同这样的值比", f"a {self._term.base} does not compare with such a value"
                )


def is_constant(node: Expression) -> bool:
    """Whether no name stands in an expression, so that it always comes to the same."""
    return names_in(node) <= BUILTINS.keys()


def constant_of(node: Expression) -> FeelValue:
    """Return the value of an expression in which no name stands. Raises UntranslatableError if one does."""
    match node:
        case Constant(value):
            return value
        case _ if is_constant(node):
            return evaluate(node, BUILTINS)
        case _:
            raise UntranslatableError("不是一个写定的值", "no constant")


def number_text(number: Decimal) -> str:
    """Return a number as it is written without a power of ten."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _each_of(term: ModelTerm) -> ModelTerm:
    return ModelTerm(term.path, term.code, term.base, False, term.position, term.values)
