"""The syntax of FEEL expressions, as far as it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from chronicare.authoring.dmn.feel.values import FeelValue

INPUT = "?"
"""The name of what a unary test tests."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a string, true, false or null."""

    value: FeelValue


@dataclass(frozen=True, slots=True)
class Name:
    """A name in scope, or ``INPUT``."""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """``source.name``."""

    source: "Expression"
    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """``-operand``."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left operator right``; the operator is one of ``+ - * / **``."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right``; the operator is one of ``= != < <= > >=``."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Connective:
    """``left and right``, ``left or right``."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Interval:
    """``[low..high]``, each end closed or not."""

    low: "Expression"
    low_closed: bool
    high: "Expression"
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Tests:
    """What a cell of a decision table tests, or what follows ``in``: one of ``tests`` must hold, none if ``negated``.

    Without tests anything will do. A test speaks of ``INPUT``, or is a value or a range that it is compared with.
    """

    tests: "tuple[Expression, ...]"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """``value in tests``; ``between`` is read as an interval."""

    value: "Expression"
    tests: Tests


@dataclass(frozen=True, slots=True)
class Listed:
    """``[item, item]``."""

    items: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """``if condition then yes else no``."""

    condition: "Expression"
    yes: "Expression"
    no: "Expression"


@dataclass(frozen=True, slots=True)
class Quantified:
    """``some variable in source satisfies condition``, or ``every``."""

    every: bool
    variable: str
    source: "Expression"
    condition: "Expression"


@dataclass(frozen=True, slots=True)
class Filter:
    """``source[condition]``, where ``item`` is each of the source in turn."""

    source: "Expression"
    condition: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """``function(argument, argument)``."""

    function: str
    arguments: "tuple[Expression, ...]"


Expression = (
    Constant
    | Name
    | Path
    | Negation
    | Arithmetic
    | Comparison
    | Connective
    | Interval
    | Membership
    | Listed
    | Choice
    | Quantified
    | Filter
    | Call
)


def parts_of(node: Expression) -> Iterator[Expression]:
    """Give the expressions that ``node`` is made of."""
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Tests):
            yield from value.tests
        elif isinstance(value, tuple):
            yield from value
        elif isinstance(value, Expression):
            yield value


def names_in(node: Expression) -> frozenset[str]:
    """Return the names and the functions that ``node`` speaks of."""
    own = {node.name} if isinstance(node, Name) else {node.function} if isinstance(node, Call) else set[str]()
    return frozenset(own).union(*map(names_in, parts_of(node)))
