"""What areas there are, over the wire."""

import pytest
from unit.compiler.written import release_of, rows_of, switches

from chronicare.api.v1 import rule_set_service_pb2 as pb
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import InvalidRequestError, NotReadyError
from chronicare.application.guard import Guard
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Code, Diagnostic, Position, Text
from chronicare.rpc.log import LoggedDisagreements, ServerStats
from chronicare.rpc.rule_sets.servicer import RuleSetServicer

WRONG = Diagnostic(Code.NO_ROUTE, Position("entries.csv"), Text("没有路径", "no route"), Text("", ""))


def servicer_of(catalogue: Catalogue) -> RuleSetServicer:
    return RuleSetServicer(Runtime(catalogue, Guard(LoggedDisagreements(ServerStats()))))


def held() -> Catalogue:
    """Return a catalogue with one area, 990000, of one entry, an open switch and one with a default."""
    catalogue = Catalogue()
    catalogue.publish((release_of(**rows_of("1,症状,是", "R1,全部,1"), **switches(开="", 定="甲")),))
    return catalogue


def test_an_area_in_force() -> None:
    response = servicer_of(held()).ListAreas(pb.ListAreasRequest(request_id="7", language_code="en"))
    (area,) = response.areas
    assert response.request_id == "7"
    assert (area.area_code, area.name, area.status) == ("990000", "Trial", pb.AREA_STATUS_IN_FORCE)
    assert (area.effective_from, area.effective_until) == ("2025-01-01", "")
    assert (area.disease_count, area.settles_bills, area.term_count) == (1, False, 0)
    assert (area.open_switch_count, area.awaiting_ruling_count, area.anomaly_count) == (1, 2, 0)
    assert [(each.id, each.publisher) for each in area.documents] == [("手册", "局")]


def test_broken_tables_are_told_whether_earlier_rules_stay_in_force_or_not() -> None:
    catalogue = held()
    catalogue.publish((), {"990000": (WRONG, WRONG), "980000": (WRONG,)})
    first, second = servicer_of(catalogue).ListAreas(pb.ListAreasRequest()).areas
    assert (first.area_code, first.status, first.problem_count) == ("980000", pb.AREA_STATUS_NOT_IN_FORCE, 1)
    assert not first.HasField("release")
    assert (second.status, second.problem_count) == (pb.AREA_STATUS_EARLIER_IN_FORCE, 2)
    assert second.HasField("release")


def test_before_rules_are_loaded_there_are_none() -> None:
    with pytest.raises(NotReadyError):
        servicer_of(Catalogue()).ListAreas(pb.ListAreasRequest())


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(InvalidRequestError) as refused:
        servicer_of(held()).ListAreas(pb.ListAreasRequest(language_code="fr"))
    assert [str(each.where) for each in refused.value.diagnostics] == ["language_code"]
