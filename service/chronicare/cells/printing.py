"""A syntax tree back to text, in the one canonical form."""

from chronicare.cells.fault import Fault
from chronicare.cells.folding import fold_character
from chronicare.cells.parser import MAX_CHARACTERS, parse_syntax
from chronicare.cells.syntax import (
    Amount,
    Both,
    Comparison,
    Day,
    Interval,
    MixedDuration,
    Node,
    OneOf,
    Operand,
    Opposite,
    Part,
    Ratio,
    Reference,
    Wildcard,
    Word,
)
from chronicare.cells.typed import Operator
from chronicare.cells.words import LOWER_LIMIT, UPPER_LIMIT

_SIGNS = {Operator.LE: "≤", Operator.GE: "≥", Operator.NE: "≠"}
_LISTED, _EITHER, _BOTH, _SINGLE = range(4)
"""How strongly the parts of a test hold together; what holds less strongly than its surroundings goes in brackets."""


def format_test(text: str) -> str:
    """Return a cell's ``text`` in canonical form, as far as that can be known without the vocabulary.

    Units, levels and words stay as written, only folded. Text that does not parse is returned unchanged, as is one that
    would outgrow the longest allowed.
    """
    node = parse_syntax(text)
    if isinstance(node, Fault):
        return text
    formatted = print_test(node)
    return formatted if len(formatted) <= MAX_CHARACTERS else text


def print_test(node: Node) -> str:
    """Write ``node``; reading it back gives an equal tree."""
    return _print(node, _LISTED)


def print_amount(number: str, unit: str) -> str:
    """Write a number with its unit: ``7.0 mmol/L``, ``50%``, ``4.0 × 10^9/L``, or the number alone."""
    if not unit:
        return number
    return (
        f"{number}{unit}" if unit[0] in "%‰+" else f"{number} × {unit}" if unit[0].isdecimal() else f"{number} {unit}"
    )


def print_operand(operand: Operand) -> str:
    """Write one bound."""
    match operand:
        case Amount():
            return print_amount(operand.number, operand.unit)
        case Ratio():
            return f"{operand.left}:{operand.right}"
        case Reference():
            limit = UPPER_LIMIT if operand.upper else LOWER_LIMIT
            return limit if operand.factor is None else f"{operand.factor.number} × {limit}"
        case MixedDuration():
            return " ".join(print_operand(part) for part in operand.parts)
        case Day():
            return operand.value.isoformat()
        case Word():
            return _quote(operand.text) if operand.quoted else operand.text


def _quote(text: str) -> str:
    escaped = (f"\\{each}" if fold_character(each) in ('"', "\\") else each for each in text)
    return f'"{"".join(escaped)}"'


def _print(node: Node, surroundings: int) -> str:
    strength, text = _print_alone(node)
    return f"({text})" if strength < surroundings else text


def _print_alone(node: Node) -> tuple[int, str]:
    match node:
        case Wildcard():
            return _SINGLE, "-"
        case Comparison(Operator.EQ, operand):
            return _SINGLE, print_operand(operand)
        case Comparison(operator, operand):
            return _SINGLE, f"{_SIGNS.get(operator, operator.value)} {print_operand(operand)}"
        case Interval():
            return _SINGLE, _print_interval(node)
        case OneOf(tests, listed):
            strength = _LISTED if listed else _EITHER
            return strength, (", " if listed else " 或 ").join(_print(test, strength + 1) for test in tests)
        case Both(tests):
            return _BOTH, " 且 ".join(_print(test, _SINGLE) for test in tests)
        case Opposite(test):
            return _SINGLE, f"非({_print(test, _LISTED)})"
        case Part(name, Comparison(Operator.EQ, operand)):
            return _SINGLE, f"{print_operand(name)} = {print_operand(operand)}"
        case Part(name, test):
            inner = f"({_print(test, _LISTED)})" if isinstance(test, Part) else _print(test, _SINGLE)
            return _SINGLE, f"{print_operand(name)} {inner}"


def _print_interval(interval: Interval) -> str:
    low, high = interval.low, interval.high
    shared = isinstance(low, Amount) and isinstance(high, Amount) and low.unit == high.unit
    first = low.number if isinstance(low, Amount) and shared else print_operand(low)
    return f"{'[' if interval.low_closed else '('}{first}..{print_operand(high)}{']' if interval.high_closed else ')'}"
