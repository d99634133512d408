"""Our tests and formulas as FEEL: cells as unary tests, outputs as expressions, numbers in the canonical unit."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.cells.typed import AllOf, AnyOf, Anything, Compare, Not, Operator, Range, Test, TypedTest, View
from chronicare.cells.types import CellType, LevelSet, ValueKind
from chronicare.cells.values import Value
from chronicare.program.formula import Absent, Among, Constant, Expression, Formula, NoValue, Operation, Term
from chronicare.program.vocabulary import Finding

ANYTHING, NULL = "-", "null"
_ITEM = "x"
_SUBJECT = "?"
_PER_CENT = Fraction(1, 100)


def string_text(text: str) -> str:
    """Write a string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def number_text(number: Fraction) -> str:
    """Write a number exactly: as a decimal, or where it has none as a division."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"({number.numerator} / {number.denominator})"
    text = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: Value, cell_type: CellType) -> str:
    """Write a value of ``cell_type``."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return f'date("{value.isoformat()}")'
        case str():
            return string_text(value)
        case _ if cell_type.kind is ValueKind.LEVEL and cell_type.levels is not None:
            return string_text(cell_type.levels.levels[int(value)].value)
        case _:
            return number_text(Fraction(value))


def test_text(test: TypedTest, finding: Finding) -> str:
    """Write a cell. Raises UntranslatableError for what rests on more than the value tested."""
    if test.view is not View.VALUE or finding.type.kind is ValueKind.COMPOUND:
        raise UntranslatableError(
            "条件看的不是值本身（时长、参考范围、组成部分）", "it tests more than the value itself"
        )
    writer = _TestWriter(finding.type)
    if finding.repeated:
        return f"some {_ITEM} in {_SUBJECT} satisfies {writer.condition(test.test, _ITEM)}"
    return writer.cell(test.test)


class _TestWriter:
    """Writes tests of values of one type."""

    def __init__(self, cell_type: CellType) -> None:
        self._type = cell_type

    def cell(self, test: Test) -> str:
        """Write a test as a cell: a list where it is one, else a condition on what is tested."""
        match test:
            case Anything():
                return ANYTHING
            case AnyOf(tests) if all(isinstance(each, Compare | Range) for each in tests):
                return ", ".join(map(self.cell, tests))
            case Not(AnyOf() | Compare() | Range() as inner):
                return f"not({self.cell(inner)})" if _is_listed(inner) else self.condition(test, _SUBJECT)
            case Compare(operator, _) | Range(low_closed=operator) if self._type.kind is ValueKind.LEVEL:
                return ", ".join(map(string_text, self._levels(test))) or "false"
            case Compare(Operator.NE, bound):
                return f"not({self._value(bound)})"
            case Compare(Operator.EQ, bound):
                return self._value(bound)
            case Compare(operator, bound):
                return f"{operator.value} {self._value(bound)}"
            case Range():
                return self._range(test)
            case _:
                return self.condition(test, _SUBJECT)

    def condition(self, test: Test, subject: str) -> str:
        """Write a test as a condition on ``subject``."""
        match test:
            case Anything():
                return "true"
            case AllOf(tests):
                return " and ".join(f"({self.condition(each, subject)})" for each in tests)
            case AnyOf(tests) if not _is_listed(test):
                return " or ".join(f"({self.condition(each, subject)})" for each in tests)
            case Not(inner):
                return f"not({self.condition(inner, subject)})"
            case Compare(Operator.NE, bound):
                return f"not({subject} = {self._value(bound)})"
            case Compare(operator, bound) if self._type.kind is not ValueKind.LEVEL:
                return f"{subject} {operator.value} {self._value(bound)}"
            case _:
                return f"{subject} in ({self.cell(test)})"

    def _value(self, bound: object) -> str:
        if not isinstance(bound, bool | int | Fraction | str | date):
            raise UntranslatableError("时长不能同值比", "a duration is compared")
        return value_text(bound, self._type)

    def _range(self, test: Range) -> str:
        low, high = "[" if test.low_closed else "(", "]" if test.high_closed else ")"
        return f"{low}{self._value(test.low)}..{self._value(test.high)}{high}"

    def _levels(self, test: Test) -> list[str]:
        """Return the levels that a comparison or a range lets through: FEEL has no order of words."""
        levels = self._type.levels
        if levels is None:
            return []
        return [each.value for place, each in enumerate(levels.levels) if _holds(test, place)]


def _is_listed(test: Test) -> bool:
    tests = test.tests if isinstance(test, AnyOf) else (test,)
    return all(
        isinstance(each, Range) or (isinstance(each, Compare) and each.operator is not Operator.NE) for each in tests
    )


def _holds(test: Test, place: int) -> bool:
    match test:
        case Compare(operator, int() | Fraction() as bound):
            return {
                Operator.LT: place < bound,
                Operator.LE: place <= bound,
                Operator.GT: place > bound,
                Operator.GE: place >= bound,
                Operator.EQ: place == bound,
                Operator.NE: place != bound,
            }[operator]
        case Range(int() | Fraction() as low, low_closed, int() | Fraction() as high, high_closed):
            return (low <= place if low_closed else low < place) and (place <= high if high_closed else place < high)
        case _:
            raise UntranslatableError("等级的条件里有别的写法", "a test of levels is otherwise")


class FormulaWriter:
    """Writes formulas; ``paths`` says how a term is spoken of, ``unlimited`` which may have no limit and why else not.

    ``findings`` are the terms by code.
    """

    def __init__(
        self, paths: Mapping[str, str], findings: Mapping[str, Finding], words: Mapping[str, frozenset[NoValue]]
    ) -> None:
        """Keep them; ``words`` are those that the table of a term has for no value, by code."""
        self._paths = paths
        self._findings = findings
        self._words = words

    def output(self, formula: Formula, cell_type: CellType) -> str:
        """Write an output. Raises UntranslatableError for what FEEL would come to something else on."""
        expression = formula.expression
        match expression:
            case Absent():
                return NULL
            case Constant(Fraction() as number):
                return value_text(number * formula.scale, cell_type)
            case Constant(value):
                return value_text(value, cell_type)
            case Among(code, values):
                return f"list contains({self._paths[values]}, {self._paths[code]})"
            case _:
                text = self._write(expression)
                return text if formula.scale == 1 else f"{text} * {number_text(formula.scale)}"

    def _write(self, expression: Expression) -> str:
        match expression:
            case Constant(Fraction() as number):
                return number_text(number)
            case Constant(date() as day):
                return f'date("{day.isoformat()}")'
            case Term(code, scale) if scale == 1:
                return self._paths[code]
            case Term(code, scale) if scale == _PER_CENT:
                return f"({self._paths[code]} / 100)"
            case Operation("min", arguments):
                return self._least(arguments)
            case Operation(name, arguments) if name in _FORMS:
                return _FORMS[name](*map(self._write, arguments))
            case _:
                raise UntranslatableError("公式里有 FEEL 没有的写法", "FEEL has no words for the formula")

    def _least(self, arguments: tuple[Expression, ...]) -> str:
        """Write the least value; what has no limit takes no part in it, and is null like any other that has none."""
        words = [
            self._words.get(each.code, frozenset()) if isinstance(each, Term) else frozenset() for each in arguments
        ]
        listed = ", ".join(map(self._write, arguments))
        if not any(NoValue.UNLIMITED in each for each in words):
            return f"min({listed})"
        if all(each <= {NoValue.UNLIMITED} for each in words):
            return f"min([{listed}][item != null])"
        raise UntranslatableError(
            "「最小」里的事项有时不限、有时没有值，FEEL 的 null 分不开",
            "null cannot tell no limit from no value in min",
        )


def _joined(sign: str) -> Callable[..., str]:
    return lambda left, right: f"({left} {sign} {right})"


def _called(name: str) -> Callable[..., str]:
    return lambda *arguments: f"{name}({', '.join(arguments)})"


_FORMS: Mapping[str, Callable[..., str]] = {
    "+": _joined("+"),
    "-": _joined("-"),
    "×": _joined("*"),
    "÷": _joined("/"),
    "max": _called("max"),
    "date": _called("date"),
    "year": lambda day: f"{day}.year",
    "month": lambda day: f"{day}.month",
    "day": lambda day: f"{day}.day",
    "after_months": lambda day, number: f'({day} + {number} * duration("P1M"))',
    "after_days": lambda day, number: f'({day} + {number} * duration("P1D"))',
    "days_between": lambda later, earlier: f'(({later} - {earlier}) / duration("P1D"))',
    "months_between": lambda start, end: f'(years and months duration({start}, {end}) / duration("P1M"))',
    "cents": lambda amount: f"(floor({amount} * 100 + 0.5) / 100)",
}


def allowed_text(levels: LevelSet) -> str:
    """Write the values of a set as what a type is limited to."""
    return ", ".join(string_text(each.value) for each in levels.levels)
