"""Formula syntax to typed formulas: terms resolved, units converted, dimensions checked, all faults told.

A dimension is the name of a quantity (money, months …); plain numbers, counts and percentages have none. Money adds to
money only; a bare 0 adds to anything. A date moves by a number of months or days; two dates are some days apart.
"""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from chronicare.cells.conversion import convert
from chronicare.cells.fault import Fault
from chronicare.cells.formula import Binary, Call, FormulaSyntax, Literal, Named, parse_formula
from chronicare.cells.types import CellType, Quantity, ValueKind
from chronicare.cells.units import find_conversion
from chronicare.cells.words import CALENDAR_UNITS, yes_or_no
from chronicare.compiler.formula_ranges import NOTHING_KNOWN, NumberRange, check_possible
from chronicare.compiler.formula_ratios import PER_CENT, lacking_per_cent, missing_per_cent
from chronicare.diagnostics import Code, Diagnostics, Edit, Hint, Mending, Text
from chronicare.program.formula import ONE, Absent, Among, Constant, Expression, Formula, NoValue, Operation, Term
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell

PLAIN, DATE, ANY = "", "日期", "*"
"""The dimensions of a plain number, of a date, and of a bare zero."""
NO_VALUES = {each.value: each for each in NoValue}
"""The words for no value."""
SAY_WHICH = Text(
    "写明是哪一种：无此待遇（没有这项待遇）、未公布（文件没有给出）、不限（没有上限）",
    "say which: 无此待遇 (no entitlement), 未公布 (the source does not give it), 不限 (no cap)",
)
_AMONG = "among"
_NUMERIC = (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE)
_ARGUMENTS = {"min": (1, 20), "max": (1, 20), "date": (3, 3), "days": (2, 2), "months": (2, 2), "quota": (2, 2)}
"""How many arguments a function takes; the others take one."""
_BETWEEN = ("days", "months")
"""The functions that count from one date to another."""


def compile_formula(
    cell: Cell,
    wanted: CellType,
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
    known: Mapping[str, NumberRange] = NOTHING_KNOWN,
) -> Formula | None:
    """Read the formula in ``cell`` whose result is of type ``wanted``; ``None`` with the faults in ``diagnostics``.

    ``known`` are the numbers that terms can have where the formula is worked out, as far as that is known.
    """
    word = NO_VALUES.get(cell.text.strip())
    if word is not None:
        return Formula(cell.text.strip(), Absent(word), ())
    if wanted.levels is not None or (wanted.kind is ValueKind.YES_NO and yes_or_no(cell.text) is not None):
        return _word(cell, wanted, diagnostics)
    syntax = parse_formula(cell.text)
    if wanted.kind is ValueKind.YES_NO:
        if isinstance(syntax, Call) and syntax.function == _AMONG:
            return _among(cell, syntax, vocabulary, diagnostics)
        return _word(cell, wanted, diagnostics)
    if isinstance(syntax, Fault):
        syntax.report(cell.position, diagnostics)
        return None
    typing = _Typing(vocabulary)
    dimension, expression = typing.read(syntax)
    expected, scale = dimension_of(wanted)
    if scale != 1 and isinstance(syntax, Literal) and not syntax.unit and syntax.value:
        missing_per_cent(syntax).report(cell.position, diagnostics)
        return None
    if not typing.faults and dimension != expected and (dimension != ANY or expected == DATE):
        typing.fault(
            syntax,
            f"算出的是{_called(dimension)}，这里要{_called(expected)}",
            f"gives {dimension or 'a plain number'} where {expected or 'a plain number'} is wanted",
        )
    for fault in typing.faults:
        fault.report(cell.position, diagnostics)
    if typing.faults:
        return None
    formula = Formula(cell.text, expression, tuple(dict.fromkeys(typing.terms)), ONE if scale is ONE else 1 / scale)
    before = diagnostics.error_count
    check_possible(formula, wanted, vocabulary, known, cell.position, diagnostics)
    return formula if diagnostics.error_count == before else None


def dimension_of(cell_type: CellType) -> tuple[str, Fraction]:
    """Return the dimension of values of ``cell_type``, and what turns one into the number formulas work with."""
    if cell_type.kind is ValueKind.DATE:
        return DATE, ONE
    quantity = cell_type.quantity
    if quantity is None or cell_type.kind is ValueKind.AGE:
        return PLAIN, ONE
    return (PLAIN, Fraction(1, 100)) if quantity.canonical == PER_CENT else (quantity.name, ONE)


def moves_dates_by(quantity: Quantity) -> str | None:
    """Return ``months`` or ``days`` if numbers of ``quantity`` move a date by whole months or days."""
    unit = CALENDAR_UNITS.get(quantity.canonical)
    if unit is None or (unit.months, unit.days) not in ((1, 0), (0, 1)):
        return None
    return "months" if unit.months else "days"


def _called(dimension: str) -> str:
    return {PLAIN: "没有单位的数", ANY: "0"}.get(dimension, dimension)


def _word(cell: Cell, wanted: CellType, diagnostics: Diagnostics) -> Formula | None:
    """Read an output that is no number: a value of a level set, or yes or no."""
    value: str | bool | Fraction | None
    allowed: tuple[str, ...]
    if wanted.levels is None:
        value, allowed = yes_or_no(cell.text), ("是", "否")
    else:
        place = wanted.levels.index(cell.text)
        value = None if place is None else wanted.levels.levels[place].value
        allowed = tuple(level.value for level in wanted.levels.levels)
        if place is not None and wanted.kind is ValueKind.LEVEL:
            value = Fraction(place)
    if value is None:
        diagnostics.add(
            Code.UNKNOWN_NAME,
            cell.position,
            Text(f"「{cell.text}」不是可写的值", f"{cell.text!r} is no value here"),
            Text(f"可写：{'、'.join(allowed[:30])}", f"one of: {', '.join(allowed[:30])}"),
        )
        return None
    return Formula(cell.text, Constant(value), ())


def _among(cell: Cell, call: Call, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Formula | None:
    """Read whether a term's value is among those of a repeated one: both are codes of one set of values."""
    named = [vocabulary.find(each.name) if isinstance(each, Named) else None for each in call.arguments]
    if len(named) == 2:  # noqa: PLR2004 - the one, and the list it may be in
        one, several = named
        if (
            one is not None
            and several is not None
            and not one.repeated
            and several.repeated
            and one.type.kind is several.type.kind is ValueKind.CODE
            and one.type.levels == several.type.levels
        ):
            return Formula(cell.text, Among(one.code, several.code), (one.code, several.code))
    Fault(
        Code.WRONG_TYPE,
        call.span,
        Text("属于(…, …) 要一个单次的代码事项和一个同一值表的多次事项", "takes a code and a list of the same codes"),
        Text("如 属于(本次病种, 已认定病种)", "such as 属于(本次病种, 已认定病种)"),
    ).report(cell.position, diagnostics)
    return None


class _Typing:
    """The typing of one formula: what is wrong so far, and the terms named."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.faults: list[Fault] = []
        self.terms: list[str] = []

    def fault(self, node: FormulaSyntax, zh: str, en: str, hint: Hint = Text("", "")) -> tuple[str, Expression]:
        """Note a fault at ``node``; what it gives is taken as anything, so that one mistake is told once."""
        self.faults.append(Fault(Code.WRONG_TYPE, node.span, Text(zh, en), hint))
        return ANY, Constant(Fraction(0))

    def read(self, node: FormulaSyntax) -> tuple[str, Expression]:
        """Return the dimension of ``node`` and its typed form."""
        match node:
            case Literal():
                return self._literal(node)
            case Named():
                return self._named(node)
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)

    def _literal(self, node: Literal) -> tuple[str, Expression]:
        if isinstance(node.value, date):
            return DATE, Constant(node.value)
        if not node.unit:
            return (ANY if node.value == 0 else PLAIN), Constant(node.value)
        if node.unit == PER_CENT:
            return PLAIN, Constant(node.value / 100)
        quantities = sorted(self._vocabulary.quantities.values(), key=lambda each: each.canonical != node.unit)
        for quantity in quantities:
            conversion = find_conversion(quantity, node.unit)
            if conversion is not None:
                return quantity.name, Constant(convert(node.value, conversion))
        hint = Text(
            "如 300 元、3 个月、85%；单位见 units 表", "such as 300 元, 3 个月, 85%; units are in the units table"
        )
        return self.fault(node, f"不认识单位「{node.unit}」", f"unknown unit {node.unit!r}", hint)

    def _named(self, node: Named) -> tuple[str, Expression]:
        finding = self._vocabulary.find(node.name)
        if finding is None:
            near = get_close_matches(node.name, self._vocabulary.names, 3)
            hint = Text(f"是否 {'、'.join(near)}？", f"did you mean {', '.join(near)}?")
            return self.fault(
                node,
                f"词表里没有事项「{node.name}」",
                f"no term {node.name!r}",
                self._vocabulary.suggest(node.name)
                if node.name in self._vocabulary.hidden
                else Mending(*hint, Edit(node.name, near[0]))
                if near
                else Text("先在 terms 表里加一行", "add a row to terms first"),
            )
        kind = finding.type.kind
        if finding.repeated or not (kind in _NUMERIC or kind is ValueKind.DATE):
            return self.fault(node, f"「{node.name}」不是数也不是日期", f"{node.name!r} is neither number nor date")
        self.terms.append(finding.code)
        dimension, scale = dimension_of(finding.type)
        return dimension, Term(finding.code, scale)

    def _binary(self, node: Binary) -> tuple[str, Expression]:
        before = len(self.faults)
        left, first = self.read(node.left)
        right, second = self.read(node.right)
        made = Operation(node.operator, (first, second))
        self.faults += lacking_per_cent(node.operator, (node.left, node.right), self._vocabulary)
        if len(self.faults) > before:
            return ANY, made
        if node.operator in ("×", "÷") and DATE in (left, right):
            return self.fault(node, "日期不能乘除", "dates do not multiply or divide")
        if node.operator == "×":
            if PLAIN in (left, right) or ANY in (left, right):
                return (left if right in (PLAIN, ANY) else right), made
            return self.fault(node, f"{_called(left)}不能乘{_called(right)}", f"{left} times {right}")
        if node.operator == "÷":
            if right == left:
                return PLAIN, made
            if right == PLAIN:
                return left, made
            return self.fault(node, f"{_called(left)}不能除以{_called(right)}", f"{left} by {right}")
        if left == right == DATE and node.operator == "-":
            return self._quantity_of("days"), Operation("days_between", (first, second))
        if left == DATE and (unit := self._calendar(right)) is not None:
            moved = second if node.operator == "+" else Operation("-", (Constant(Fraction(0)), second))
            return DATE, Operation(f"after_{unit}", (first, moved))
        return self._alike(node, (left, right), made)

    def _calendar(self, dimension: str) -> str | None:
        """Return ``months`` or ``days`` if numbers of ``dimension`` move a date."""
        quantity = self._vocabulary.quantities.get(dimension)
        return None if quantity is None else moves_dates_by(quantity)

    def _quantity_of(self, unit: str) -> str:
        """Return the dimension of a number of ``unit``, ``days`` or ``months``."""
        return next((name for name in self._vocabulary.quantities if self._calendar(name) == unit), PLAIN)

    def _alike(self, node: FormulaSyntax, dimensions: tuple[str, ...], made: Operation) -> tuple[str, Expression]:
        """All of ``dimensions`` must be one, but for bare zeros; dates can only be compared, and with dates."""
        real = {each for each in dimensions if each != ANY}
        comparing = made.name in ("min", "max") and ANY not in dimensions
        if len(real) > 1 or (DATE in real and not comparing):
            names = "、".join(_called(each) for each in sorted(set(dimensions)))
            hint = Text("都写上单位，如 300 元", "give each its unit, as in 300 元")
            return self.fault(node, f"不能把{names}放在一起算", f"{sorted(real)} do not go together", hint)
        return (real.pop() if real else ANY), made

    def _call(self, node: Call) -> tuple[str, Expression]:
        before = len(self.faults)
        read = [self.read(argument) for argument in node.arguments]
        made = Operation(node.function, tuple(expression for _, expression in read))
        if node.function == _AMONG:
            return self.fault(node, "属于(…, …) 得是或否，不是数", "among(…, …) gives yes or no, no number")
        dimensions = tuple(dimension for dimension, _ in read)
        if node.function in ("min", "max"):
            self.faults += lacking_per_cent(node.function, node.arguments, self._vocabulary)
        if len(self.faults) > before:
            return ANY, made
        fewest, most = _ARGUMENTS.get(node.function, (1, 1))
        if not fewest <= len(read) <= most:
            return self.fault(node, f"要 {fewest} 个参数", f"takes {fewest} arguments")
        if node.function in ("min", "max", "cents", "quota"):
            dimension, alike = self._alike(node, dimensions, made)
            return (ANY if node.function == "quota" else dimension), alike
        if node.function == "date":
            if all(each in (PLAIN, ANY) for each in dimensions):
                return DATE, made
            return self.fault(node, "日期要年、月、日三个数", "a date takes year, month and day")
        if node.function in _BETWEEN:
            if dimensions == (DATE, DATE):
                return self._between(node.function, made)
            return self.fault(node, "要两个日期：从哪天、到哪天", "takes two dates: from, to")
        if dimensions == (DATE,):
            return PLAIN, made
        return self.fault(node, "要一个日期", "takes a date")

    def _between(self, function: str, made: Operation) -> tuple[str, Expression]:
        """Return what is counted from one date to another, in the quantity that moves a date by as much."""
        if function == "days":
            return self._quantity_of("days"), Operation("days_between", made.arguments[::-1])
        return self._quantity_of("months"), Operation("months_between", made.arguments)
