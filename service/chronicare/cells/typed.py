"""A unary test after typing: bounds are canonical, names resolved. Compiler and reference both start here."""

from dataclasses import dataclass
from enum import Enum

from chronicare.cells.values import Duration, Value


class Operator(Enum):
    """A comparison of the tested value (left) with a bound (right)."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "="
    NE = "!="


class View(Enum):
    """Which side of a measurement a test looks at."""

    VALUE = "value"
    """The value itself."""
    OF_UPPER = "of_upper"
    """The value divided by the upper limit of the laboratory's reference range."""
    OF_LOWER = "of_lower"
    """The value divided by the lower limit of the laboratory's reference range."""
    ELAPSED = "elapsed"
    """The time from the (date) value to the as-of date; bounds are durations: ``value + bound`` against as-of."""


@dataclass(frozen=True, slots=True)
class Compare:
    """``? operator bound``. A LEVEL's bound is its index; a CODE's and a yes/no's operator is EQ or NE only."""

    operator: Operator
    bound: Value | Duration


@dataclass(frozen=True, slots=True)
class Range:
    """``[low..high]`` with either end open or closed."""

    low: Value | Duration
    low_closed: bool
    high: Value | Duration
    high_closed: bool


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the tests (a comma list, or ``or``)."""

    tests: "tuple[Test, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of the tests (``and``)."""

    tests: "tuple[Test, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a test (``not(…)``)."""

    test: "Test"


@dataclass(frozen=True, slots=True)
class Component:
    """A test on one component, by code, of a COMPOUND value."""

    code: str
    test: "Test"


@dataclass(frozen=True, slots=True)
class Anything:
    """``-``: any value at all."""


Test = Compare | Range | AnyOf | AllOf | Not | Component | Anything


@dataclass(frozen=True, slots=True)
class TypedTest:
    """A whole cell: the view it looks through, the test, and its canonical text."""

    view: View
    test: Test
    text: str
