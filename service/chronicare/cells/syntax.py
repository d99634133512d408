"""The syntax tree of a cell: what its author wrote, before any type is known.

Two trees are equal when they say the same; where each part stood (``span``) does not count.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from chronicare.cells.folding import Span
from chronicare.cells.typed import Operator


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the unit after it: ``7.0 mmol/L``, ``3 个月``, ``2``.

    ``number`` is the number as written (``7.0``, ``10^4``), ``value`` its exact value, ``unit`` may be empty.
    """

    number: str
    value: Fraction
    unit: str = ""
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Ratio:
    """``1:80``."""

    left: int
    right: int
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A limit of the laboratory's reference range, times ``factor`` (``None`` is once)."""

    factor: Amount | None
    upper: bool
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class MixedDuration:
    """A duration in several units: ``1 年 6 个月``. One in a single unit is an ``Amount``."""

    parts: tuple[Amount, ...]
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date."""

    value: date
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A name (``闭角型``, ``III``, ``是``), or, if ``quoted``, a string."""

    text: str
    quoted: bool = False
    span: Span = field(default=Span(0, 0), compare=False)


Operand = Amount | Ratio | Reference | MixedDuration | Day | Word


@dataclass(frozen=True, slots=True)
class Wildcard:
    """``-``: anything at all."""

    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``≥ 7.0 mmol/L``; a bare operand is one with EQ."""

    operator: Operator
    operand: Operand
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Interval:
    """``[low..high]``, either end open or closed."""

    low: Operand
    low_closed: bool
    high: Operand
    high_closed: bool
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one of the tests: written with commas if ``listed``, else with 或."""

    tests: "tuple[Node, ...]"
    listed: bool
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Both:
    """All of the tests, written with 且."""

    tests: "tuple[Node, ...]"
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Opposite:
    """``非(…)``."""

    test: "Node"
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A test on a named component: ``收缩压 ≥ 160 mmHg``."""

    name: Word
    test: "Node"
    span: Span = field(default=Span(0, 0), compare=False)


Node = Wildcard | Comparison | Interval | OneOf | Both | Opposite | Part
