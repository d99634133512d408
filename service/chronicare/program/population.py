"""Who lives in an area, as far as sample persons are drawn from it: how often which values occur."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from chronicare.cells.values import Value
from chronicare.program.ranks import Predicate


@dataclass(frozen=True, slots=True)
class Spread:
    """Evenly spread values: ``low`` to ``high`` times ``step``, both included; days by their ordinal."""

    low: int
    high: int
    step: Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """A share of those who pass ``conditions`` (by code): each of ``values`` equally often, or a ``spread``.

    Its ``weight`` counts against those of the other shares of the same term that may be drawn.
    """

    weight: int
    values: tuple[Value, ...]
    spread: Spread | None = None
    conditions: Mapping[str, Predicate] = field(default_factory=dict)


Population = Mapping[str, tuple[Share, ...]]
"""The shares of each term or finding, by code."""
