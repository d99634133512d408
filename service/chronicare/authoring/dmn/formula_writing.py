"""A FEEL expression to a formula of ours: numbers and dates, and whether a value is among others."""

from datetime import date, timedelta
from decimal import Decimal

from chronicare.authoring.dmn.cell_writing import constant_of, is_constant, number_text
from chronicare.authoring.dmn.feel.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Expression,
    Filter,
    Listed,
    Name,
    Negation,
    Path,
)
from chronicare.authoring.dmn.feel.values import FeelValue, Months
from chronicare.authoring.dmn.terms import ModelTerm, ModelTerms
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.program.formula import NoValue

MONTH, DAY = "个月", "天"
"""The units in which dates move."""
NULL = NoValue.NO_ENTITLEMENT.value
"""The word for null, where nothing says which of ours it is."""
_PARTS = {"year": "年份", "month": "月份", "day": "日数"}
_OPERATORS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_COUNTS = {"P1D": ("天数", DAY), "P1M": ("月数", MONTH)}
_WORDS = frozenset(each.value for each in NoValue)


def write_formula(node: Expression, term: ModelTerm, terms: ModelTerms) -> str:
    """Return the formula that puts ``node`` out for ``term``. Raises UntranslatableError if there is none."""
    if term.base == "boolean" and isinstance(node, Call) and node.function == "list contains":
        return _among(node, terms)
    if term.base in ("number", "date"):
        return _Writer(terms).write(node)
    raise UntranslatableError(
        f"结果是 {term.base} 的，只能写定一个值", f"an output of type {term.base} is a constant in our tables"
    )


def write_output(node: Expression, term: ModelTerm, terms: ModelTerms) -> str:
    """Return how a cell puts ``node`` out for ``term``: a value, a formula, or what an expression always comes to.

    Raises UntranslatableError if none of these can.
    """
    if isinstance(node, Constant) or (isinstance(node, Negation) and isinstance(node.operand, Constant)):
        return constant_text(constant_of(node), term)
    try:
        return write_formula(node, term, terms)
    except UntranslatableError:
        if not is_constant(node):
            raise
        return constant_text(constant_of(node), term)


def constant_text(value: FeelValue, term: ModelTerm) -> str:
    """Return how an output of ``term`` says ``value``. Raises UntranslatableError if it cannot have it."""
    match value, term.base:
        case None, _:
            return NULL
        case bool(), "boolean":
            return "是" if value else "否"
        case Decimal(), "number":
            return number_text(value)
        case date(), "date":
            return value.isoformat()
        case str(), "string" if value in _WORDS or value != value.strip() or not value:
            raise UntranslatableError(
                f"值「{value}」不能写：空的、前后有空格的，和表示没有值的三个词，都不能作值",
                f"{value!r} cannot be a value: empty, with space around it, or one of the words for no value",
            )
        case str(), "string":
            return value
        case _:
            raise UntranslatableError(f"结果不是 {term.base}", f"the output is no {term.base}")


def _among(node: Call, terms: ModelTerms) -> str:
    several, one = (terms.of(each) for each in node.arguments)
    if several is None or one is None:
        raise UntranslatableError("list contains 的两边须是事项", "list contains takes two terms")
    return f"属于({_quoted(one)}, {_quoted(several)})"


class _Writer:
    """Writes numbers and dates."""

    def __init__(self, terms: ModelTerms) -> None:
        self._terms = terms

    def write(self, node: Expression) -> str:
        """Write an expression whose value is a number or a date."""
        term = self._terms.of(node)
        if term is not None:
            return _quoted(term)
        match node:
            case Constant(Decimal() as number):
                return number_text(number)
            case Negation(operand):
                return f"(0 − {self.write(operand)})"
            case Arithmetic("/", Arithmetic("-", later, earlier), Call("duration", (Constant("P1D"),))):
                return f"(天数({self.write(earlier)}, {self.write(later)}) ÷ 1 {DAY})"
            case Arithmetic("/", Call("years and months duration", (start, end)), Call("duration", (Constant("P1M"),))):
                return f"(月数({self.write(start)}, {self.write(end)}) ÷ 1 {MONTH})"
            case Arithmetic("+" | "-" as operator, left, right) if (moved := self._duration(right)) is not None:
                return f"({self.write(left)} {_OPERATORS[operator]} {moved})"
            case Arithmetic(operator, left, right) if operator in _OPERATORS:
                return f"({self.write(left)} {_OPERATORS[operator]} {self.write(right)})"
            case Path(source, part) if part in _PARTS:
                return f"{_PARTS[part]}({self.write(source)})"
            case Call("min" | "max" as name, arguments):
                return f"{'最小' if name == 'min' else '最大'}({', '.join(map(self.write, _spread(arguments)))})"
            case Call("date", arguments):
                return self._date(node, arguments)
            case _:
                raise UntranslatableError("公式里没有这样的写法", "formulas have no words for it")

    def _date(self, node: Call, arguments: tuple[Expression, ...]) -> str:
        if len(arguments) == 3:  # noqa: PLR2004 - year, month, day
            return f"日期({', '.join(map(self.write, arguments))})"
        value = constant_of(node)
        if not isinstance(value, date):
            raise UntranslatableError("没有这样的日期", "there is no such date")
        return value.isoformat()

    def _duration(self, node: Expression) -> str | None:
        """Return a number of months or days; ``None`` if ``node`` is no duration."""
        match node:
            case Call("duration", (Constant(),)):
                return _length(constant_of(node))
            case Arithmetic("*", number, Call("duration", (Constant(),)) as unit):
                return f"{self.write(number)} × {_length(constant_of(unit))}"
            case _:
                return None


def _length(value: FeelValue) -> str:
    if isinstance(value, Months):
        return f"{value.months} {MONTH}" if value.months >= 0 else f"(0 − {-value.months} {MONTH})"
    if isinstance(value, timedelta) and not value.seconds:
        return f"{value.days} {DAY}" if value.days >= 0 else f"(0 − {-value.days} {DAY})"
    raise UntranslatableError("时长须是整月或整天", "a duration must be whole months or days")


def _spread(arguments: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """Return the items of the one list given, or what is given one by one."""
    match arguments:
        case (Listed(items),):
            return items
        case (Filter(Listed(items), Comparison("!=", Name("item"), Constant(None))),):
            return items  # what has no limit takes no part in the least value
        case _:
            return arguments


def _quoted(term: ModelTerm) -> str:
    return f'"{term.path}"'
