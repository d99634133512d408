"""The type a cell or a reported value is read against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from chronicare.diagnostics import Text


class ValueKind(Enum):
    """What sort of value a finding has; the member's value is the word used in the vocabulary table."""

    NUMBER = "数值"
    YES_NO = "是否"
    LEVEL = "等级"
    CODE = "代码"
    DATE = "日期"
    COUNT = "次数"
    TITRE = "滴度"
    AGE = "年龄"
    COMPOUND = "复合"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a number in a unit becomes canonical: ``factor × x + offset``, or ``10 ^ (x + offset)`` if ``power``.

    A unit of no one size (a month is 28 to 31 days) has a factor from ``factor`` to ``greatest``.
    """

    factor: Fraction
    offset: Fraction
    power: bool = False
    greatest: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is measured (葡萄糖浓度, 压强 …): its canonical unit and every accepted one.

    ``units`` maps each accepted spelling, aliases included, to its conversion; ``accepted`` lists the principal
    spellings in the table's order, canonical first.
    """

    name: str
    canonical: str
    accepted: tuple[str, ...]
    units: Mapping[str, Conversion]


@dataclass(frozen=True, slots=True)
class Level:
    """One allowed value of a level or code set. An ``exclusive`` one (无) goes with no other in a list."""

    value: str
    name: Text
    aliases: tuple[str, ...]
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class LevelSet:
    """Allowed values in order. ``ordered`` sets compare by position; others only for equality."""

    name: str
    ordered: bool
    levels: tuple[Level, ...]
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Values that a layer has and one above it takes out, each with the row that does."""

    def index(self, word: str) -> int | None:
        """Return the position of the level written ``word`` (value, Chinese name or alias), or ``None``."""
        for position, level in enumerate(self.levels):
            if word in (level.value, level.name.zh, *level.aliases):
                return position
        return None


@dataclass(frozen=True, slots=True)
class CellType:
    """The type of a finding.

    ``quantity`` is set for a NUMBER with a unit; a NUMBER without one is a plain score. ``levels`` is set for LEVEL and
    CODE. ``low``/``high`` bound what is possible, both inclusive, in the canonical unit; ``plausible`` what is so
    seldom passed that a number beyond it is taken only if it is said to have been checked. ``components`` names the
    parts of a COMPOUND value: the key is the component's code, ``component_names`` maps every name to the code.
    ``may_be_undetected`` is a number of which "not detected" says that it is next to nothing.
    """

    kind: ValueKind
    quantity: Quantity | None = None
    levels: LevelSet | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    plausible: tuple[Fraction, Fraction] | None = None
    components: Mapping[str, "CellType"] = field(default_factory=dict)
    component_names: Mapping[str, str] = field(default_factory=dict)
    may_be_undetected: bool = False
