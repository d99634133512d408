"""Asks the catalogue of the area of care what lines of a bill are, if the policy says that they go by it.

The catalogue is asked by itself, under the rules of its own area: the policy of that area is never reached.
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from chronicare.benefits.bill import Bill, ChargeLine, Facts
from chronicare.benefits.care_area import CareArea, CatalogueWanting, ListedCharge, is_in_area
from chronicare.benefits.formula_evaluation import Absence, NotEvaluableError
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
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

    def __call__(self, line: ChargeLine) -> ListedCharge:
        """Return what it says of ``line``. Raises CatalogueWantingError if it cannot be asked."""
        area, key = self._bill.care_area, frozenset(line.care_facts.items())
        if area is None or area.model is None:
            raise _cannot_be_asked(area)
        if key not in self._listed:
            self._listed[key] = list_charge(area.model, self._bill.care_date, line.care_facts)
        return self._listed[key]


def list_charge(model: BenefitModel, day: date, facts: Facts) -> ListedCharge:
    """Return what the catalogue in ``model`` says on ``day`` of a line with ``facts``, in the words of its area.

    Raises RoleUnboundError if the area has no terms for it.
    """
    covered, ratio = model.roles[Role.CHARGE_COVERED], model.roles[Role.ADVANCE_RATIO]
    listed = _asked(model, day, covered, facts, needs_value=True)
    if listed.missing:  # what the ratio may want besides is asked for in the same round
        return replace(listed, missing=find_terms(model, day, [covered, ratio], facts).missing)
    if listed.is_open or not listed.is_covered:
        return listed
    return _asked(model, day, ratio, facts, listed)


def _asked(
    model: BenefitModel,
    day: date,
    code: str,
    facts: Facts,
    before: ListedCharge | None = None,
    *,
    needs_value: bool = False,
) -> ListedCharge:
    """Look ``code`` up; with ``before`` it is the ratio of what that says is covered."""
    found = find_terms(model, day, [code], facts)
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
