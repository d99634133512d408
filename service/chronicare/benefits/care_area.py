"""The area of care of a bill, where it is another than that of insurance, and what its catalogue says of the lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.model import BenefitModel
from chronicare.cells.values import Given
from chronicare.diagnostics import Text
from chronicare.program.entry import Switch
from chronicare.program.roles import Role, Roles


class ReleaseUsed(NamedTuple):
    """The release the catalogue is taken from: its resource name, digest and version."""

    name: str
    digest: str
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class CareArea:
    """The area where the care was given, another than that of insurance, and its rules on the day of care.

    Without ``model`` its catalogue cannot be asked; ``unavailable`` says why.
    """

    code: str
    name: Text
    model: BenefitModel | None = None
    release: ReleaseUsed | None = None
    unavailable: Text | None = None

    @property
    def switches(self) -> dict[str, Switch]:
        """The switches its tables hang on, called after it as well; its doubts stand in no register of another area."""
        own = {} if self.model is None else self.model.rules.switches
        called = (replace(each, name=f"{self.name.zh}：{name}", anomaly="") for name, each in own.items())
        return {each.name: each for each in called}

    def own_readings(self, readings: Mapping[str, str]) -> dict[str, str]:
        """Return those of ``readings`` that are of its switches, by the names its own rules give them."""
        own = () if self.model is None else self.model.rules.switches
        return {
            name: reading for name, called in zip(own, self.switches, strict=True) if (reading := readings.get(called))
        }


class CatalogueWanting(Enum):
    """Why it is not known what lines are that go by the catalogue of the area of care."""

    NOT_STATED = "not stated"
    """Nobody says which area that is."""
    NOT_HELD = "not held"
    """There are no rules of that area, or none with a catalogue on the day."""
    OPEN = "open"
    """Its catalogue wants facts of the lines, or leaves them open."""


@dataclass(frozen=True, slots=True, eq=False)
class ListedCharge:
    """What the catalogue of the area of care says of lines that state the same to it; codes are of that area's terms.

    ``ratio`` per cent are paid in advance (``None``: nothing is). It is open while facts are ``missing``, readings of
    ``switches`` or, as ``absences`` say, values.
    """

    is_covered: bool
    ratio: Fraction | None = None
    applied_rows: tuple[AppliedRow, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    absences: Mapping[str, Absence] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it is not known what the lines are."""
        return bool(self.missing or self.switches or self.absences)


def is_in_area(roles: Roles, facts: Mapping[str, Given]) -> bool:
    """Whether care is known, by ``facts``, to have been given in the area of insurance."""
    code = roles.get(Role.CARE_IN_AREA)
    return code is not None and facts.get(code) is True
