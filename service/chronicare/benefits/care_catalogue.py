"""Asks the catalogue of the area of care what lines of a bill are, if the policy says that they go by it.

The catalogue is asked by itself, under the rules of its own area: the policy of that area is never reached.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from chronicare.benefits.bill import Bill, ChargeLine, Facts
from chronicare.benefits.care_area import CareArea, CatalogueWanting, ListedCharge, is_in_area
from chronicare.benefits.formula_evaluation import Absence, NotEvaluableError
from chronicare.benefits.look_up import LookUpAnswer, find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import ReadingNeededError
from chronicare.program.formula import NoValue
from chronicare.program.roles import Role


class CatalogueWantingError(NotEvaluableError):
    """It is not known what lines are; ``listed`` is what the catalogue says of them, if it can be asked."""

    def __init__(self, wanting: CatalogueWanting, listed: Iterable[ListedCharge] = ()) -> None:
        """Keep both; no term of the rules that settle is wanting."""
        super().__init__("")
        self.wanting = wanting
        self.listed = tuple(listed)


def goes_by_care_catalogue(resolver: TermResolver, bill: Bill) -> bool:
    """Whether the catalogue of the area of care says what the lines of ``bill`` are.

    Raises CatalogueWantingError if it cannot be asked, and what ``TermResolver.look_up`` does where it is not known.
    """
    by_care = resolver.roles.get(Role.BY_CARE_CATALOGUE)
    if (
        not bill.lines
        or by_care is None
        or not resolver.can_know(by_care)
        or is_in_area(resolver.roles, resolver.facts)
    ):
        return False
    if resolver.look_up(by_care) is not True:
        if resolver.absence(by_care).word is NoValue.NOT_PUBLISHED:
            resolver.value(by_care)
        return False
    if bill.care_area is None or bill.care_area.model is None:
        raise _cannot_be_asked(bill.care_area)
    return True


def _cannot_be_asked(area: CareArea | None) -> CatalogueWantingError:
    return CatalogueWantingError(CatalogueWanting.NOT_STATED if area is None else CatalogueWanting.NOT_HELD)


class CareCatalogue:
    """What the catalogue of the area of care of one bill says of its lines; each kind of them is asked about once."""

    def __init__(self, bill: Bill) -> None:
        """Ask nothing yet: the policy may not want it."""
        self._bill = bill
        self._listed: dict[Hashable, ListedCharge] = {}

    def __call__(self, line: ChargeLine, readings: Mapping[str, str]) -> ListedCharge:
        """Return what it says of ``line``, under those of ``readings`` that are of switches of its area.

        Raises CatalogueWantingError if it cannot be asked.
        """
        area = self._bill.care_area
        if area is None or area.model is None:
            raise _cannot_be_asked(area)
        chosen = area.own_readings(readings)
        key = frozenset(line.care_facts.items()), frozenset(chosen.items())
        if key not in self._listed:
            self._listed[key] = list_charge(area.model, self._bill.care_date, line.care_facts, chosen)
        return self._listed[key]


def require_known(area: CareArea | None, listed: Sequence[ListedCharge]) -> None:
    """Raise what is to be tried or asked for before the lines ``listed`` by the catalogue of ``area`` are known.

    A reading that it leaves open is tried, as one of the area of insurance is, once nothing else is wanting.
    """
    if any(each.missing or each.absences for each in listed):
        raise CatalogueWantingError(CatalogueWanting.OPEN, listed)
    needed = next((switch.name for each in listed for switch in each.switches), None)
    if needed is None:
        return
    if area is None or area.model is None:
        raise _cannot_be_asked(area)
    called = dict(zip(area.model.rules.switches, area.switches.values(), strict=True))
    raise ReadingNeededError(called[needed])


def list_charge(
    model: BenefitModel, day: date, facts: Facts, readings: Mapping[str, str] = MappingProxyType({})
) -> ListedCharge:
    """Return what the catalogue in ``model`` says on ``day`` of a line with ``facts``, in the words of its area.

    It is asked under the ``readings`` chosen of its switches. Raises RoleUnboundError if the area has no terms for it.
    """
    covered, ratio = model.roles[Role.CHARGE_COVERED], model.roles[Role.ADVANCE_RATIO]

    def found(*terms: str) -> LookUpAnswer:
        return find_terms(model, day, terms, facts, readings=readings)

    listed = _listed(covered, found(covered), needs_value=True)
    if listed.missing:  # what the ratio may want besides is asked for in the same round
        return replace(listed, missing=found(covered, ratio).missing)
    if listed.is_open or not listed.is_covered:
        return listed
    return _listed(ratio, found(ratio), listed)


def _listed(
    code: str, found: LookUpAnswer, before: ListedCharge | None = None, *, needs_value: bool = False
) -> ListedCharge:
    """Return what was ``found`` of ``code``; with ``before`` it is the ratio of what that says is covered."""
    rows, readings = (before.applied_rows, before.readings) if before else ((), {})
    if found.known is None:
        return ListedCharge(True, None, rows, readings, found.missing, found.switches)
    known, value = found.known, found.known.values.get(code)
    rows = tuple({(row.table, row.row.id): row for row in (*rows, *known.applied_rows)}.values())
    readings = {**readings, **known.switches}
    absence = known.absences.get(code, Absence(None, code))
    if value is None and (needs_value or absence.word is NoValue.NOT_PUBLISHED or absence.fault is not None):
        return ListedCharge(True, None, rows, readings, absences={code: absence})
    if before is None:
        return ListedCharge(value is True, None, rows, readings)
    return ListedCharge(True, value if isinstance(value, Fraction) else None, rows, readings)
