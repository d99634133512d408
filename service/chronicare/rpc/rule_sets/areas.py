"""Areas as messages."""

from collections.abc import Mapping

from chronicare.api.v1 import rule_set_service_pb2 as pb
from chronicare.application.areas import Area, list_areas
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Language
from chronicare.rpc.response_head import write_release

_STATUS: Mapping[tuple[bool, bool], pb.AreaStatus] = {
    (True, False): pb.AREA_STATUS_IN_FORCE,
    (True, True): pb.AREA_STATUS_EARLIER_IN_FORCE,
    (False, True): pb.AREA_STATUS_NOT_IN_FORCE,
}
"""By whether there is a release, and whether the tables as they stand are broken."""


def respond_areas(runtime: Runtime, language: Language, response: pb.ListAreasResponse) -> pb.ListAreasResponse:
    """List the areas. Raises NotReadyError if no rules are loaded yet."""
    for area in list_areas(runtime):
        write_area(area, language, response.areas.add())
    return response


def write_area(area: Area, language: Language, message: pb.Area) -> None:
    """Write an area into the empty ``message``."""
    message.area_code = area.code
    message.status = _STATUS[area.release is not None, bool(area.problems)]
    message.problem_count = area.problems
    if area.release is not None:
        _write_rules(area.release, language, message)
        message.covered.extend(each.in_language(language) for each in area.covered)


def _write_rules(release: Release, language: Language, message: pb.Area) -> None:
    rules = release.rules
    message.name = rules.name.in_language(language)
    write_release(release, message.release)
    message.effective_from = rules.effective_from.isoformat() if rules.effective_from else ""
    message.effective_until = rules.effective_until.isoformat() if rules.effective_until else ""
    message.layers.extend(rules.layers)
    for each in rules.documents:
        message.documents.add(
            id=each.id, title=each.title, publisher=each.publisher, edition=each.edition, sha256=each.sha256
        )
    message.disease_count = len({each.entry.code for each in rules.entries})
    newest = rules.benefits[-1] if rules.benefits else None
    message.settles_bills = newest is not None and newest.chain is not None
    message.term_count = len(newest.producers) if newest is not None else 0
    message.open_switch_count = sum(each.default is None for each in rules.switches)
    message.awaiting_ruling_count = sum(each.ruling is None for each in rules.switches)
    message.anomaly_count = rules.anomaly_count
