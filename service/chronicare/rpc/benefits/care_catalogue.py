"""The catalogue of the area of care as a message: by which release it is, and the rows that say what the lines are."""

from collections.abc import Sequence

from chronicare.api.v1 import benefit_pb2
from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.care_area import CareArea, CatalogueWanting, ListedCharge
from chronicare.benefits.carried_figures import carried_figures
from chronicare.benefits.rulings import rulings_of
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.parts import PartWriter


def write_care_catalogue(answer: BillAnswer, language: Language, message: benefit_pb2.Settlement) -> bool:
    """Write the catalogue of the area of care, if one is stated or needed; return whether it makes it provisional."""
    area, wanting = answer.bill.care_area, answer.catalogue
    if wanting is CatalogueWanting.NOT_STATED:
        message.care_catalogue.is_area_missing = True
    if area is None:
        return False
    told = message.care_catalogue
    write_area(area, language, told)
    told.is_applied = answer.settlement is not None and bool(answer.listed)
    is_provisional = write_listed(area, answer.listed, language, told)
    if area.model is not None:
        written = {each.name for each in told.open_switches}
        tried = {each.name for each in answer.switches}
        own = zip(area.model.rules.switches.values(), area.switches, strict=True)
        wanted = [each for each, called in own if called in tried and each.name not in written]
        PartWriter(area.model, language).open_switches(wanted, told.open_switches)
    return is_provisional


def write_area(area: CareArea, language: Language, message: benefit_pb2.CareCatalogue) -> None:
    """Write which area it is, by which release, and why its catalogue cannot be asked if it cannot."""
    message.area_code = area.code
    message.area_name = area.name.in_language(language)
    if area.release is not None:
        message.release.name, message.release.digest, message.release.version = area.release
    if area.unavailable is not None:
        message.unavailable = area.unavailable.in_language(language)


def write_listed(
    area: CareArea, listed: Sequence[ListedCharge], language: Language, message: benefit_pb2.CareCatalogue
) -> bool:
    """Write what the catalogue says and wants; return whether it rests on figures of an earlier year."""
    if area.model is None:
        return False
    parts, switches = PartWriter(area.model, language), area.model.rules.switches
    rows = _rows(listed)
    readings = {name: reading for each in listed for name, reading in each.readings.items()}
    figures = carried_figures(rows)
    parts.determinations(rows, message.determinations)
    parts.terms(dict.fromkeys(code for each in listed for code in each.missing), message.missing_facts)
    wanted = {switch.name: switch for each in listed for switch in each.switches}
    parts.open_switches(wanted.values(), message.open_switches)
    for each in listed:
        for absence in each.absences.values():
            parts.absence(absence, message.no_values.add())
    parts.readings_in_force(readings, message.readings_used)
    parts.rulings(rulings_of(switches, readings, rows), message.rulings)
    parts.provisional(figures, message.provisional_figures)
    return bool(figures)


def _rows(listed: Sequence[ListedCharge]) -> tuple[AppliedRow, ...]:
    return tuple({(row.table, row.row.id): row for each in listed for row in each.applied_rows}.values())
