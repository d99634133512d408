"""A formula after typing: terms resolved, units gone, dimensions checked."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from chronicare.cells.values import Value

ONE = Fraction(1)
"""What changes no unit; whoever evaluates formulas tells it by itself, which is faster than comparing."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in the canonical unit (a percentage as a fraction: 85% is 0.85), a date, or a word (code, yes/no)."""

    value: Fraction | date | str | bool


@dataclass(frozen=True, slots=True)
class Term:
    """The value of a term, multiplied by ``scale`` (1/100 for a term in per cent)."""

    code: str
    scale: Fraction


@dataclass(frozen=True, slots=True)
class Among:
    """Whether the value of the term ``code`` is one of the list of the repeated term ``values``: yes or no."""

    code: str
    values: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``name`` of the arguments: ``+ - × ÷``, ``after`` (a date and a number of months or days), or a function."""

    name: str
    arguments: "tuple[Expression, ...]"


class NoValue(Enum):
    """The three words for no value, the same in every column that gives one; the value is the word of the table."""

    NO_ENTITLEMENT = "无此待遇"
    """Nothing is due: a payer's step is skipped."""
    NOT_PUBLISHED = "未公布"
    """The source does not give it."""
    UNLIMITED = "不限"
    """There is no cap, or no end."""


@dataclass(frozen=True, slots=True)
class Absent:
    """No value, in one of the three words."""

    word: NoValue


Expression = Constant | Term | Operation | Absent | Among


@dataclass(frozen=True, slots=True)
class Formula:
    """A typed formula; ``text`` is as written, ``terms`` the codes it names, in order. ``days`` holds for ``after``.

    ``scale`` turns the result into the canonical unit of what it is for (100 for a term in per cent).
    """

    text: str
    expression: Expression
    terms: tuple[str, ...]
    scale: Fraction = ONE


FormulaValue = Value
"""What a formula gives: a number, a date, a code or yes/no."""
