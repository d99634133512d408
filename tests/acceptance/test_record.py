"""Decisions over a live channel with a record: the same answers, no identifiers kept, nothing decided unrecorded."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from acceptance.refused import info_of, refused, violations_of
from acceptance.test_benefits import AREA, FIRST_VISIT, SECOND_VISIT, bill, facts, year
from google.protobuf import json_format
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2
from grpc_health.v1.health_pb2_grpc import HealthStub
from grpc_status import rpc_status
from over_http import RECOGNITION, ask, free_port

from chronicare.api.v1 import benefit_service_pb2, rule_set_service_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.rule_set_service_pb2_grpc import RuleSetServiceStub
from chronicare.diagnostics import Text
from chronicare.records import recorder as recorders
from chronicare.records.entry import Entry, Kind
from chronicare.records.opening import open_store
from chronicare.records.pseudonyms import new_key, read_keys
from chronicare.records.store import RecordError
from chronicare.records.verification import verify

if TYPE_CHECKING:
    from acceptance.conftest import Live

Serve = Callable[..., AbstractContextManager[Any]]
RequestOf = Callable[..., pb.CheckRecognitionRequest]
PATIENCE = 30.0


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a key."""
    path: Path = tmp_path_factory.mktemp("keys") / "keys"
    path.write_text(new_key())
    return path


@pytest.fixture
def recorded(serve: Serve, tmp_path: Path, keys: Path) -> Iterator["Live"]:
    """Run a server of the example rules that records into ``tmp_path``."""
    with serve(record=str(tmp_path / "record"), record_keys=keys) as live:
        yield live


def entries(place: Path) -> list[Entry]:
    """Return the decisions recorded, none of which has been changed."""
    store = open_store(str(place / "record"))
    assert not verify(store).faults
    found = [each.entry() for chain in store.chains() for each in store.read(chain)]
    store.close()
    return [each for each in found if each.kind is Kind.DECISION]


def without_ids(answer: Message) -> Message:
    """Return ``answer`` without what is another each time."""
    copy = type(answer)()
    copy.CopyFrom(answer)
    for each in (copy, *getattr(copy, "decisions", ()), *getattr(copy, "settlements", ())):
        for name in ("record_id", "decision_id", "settlement_id"):
            if name in each.DESCRIPTOR.fields_by_name:
                each.ClearField(name)
    return copy


def bytes_of(place: Path) -> bytes:
    return b"".join(each.read_bytes() for each in (place / "record").iterdir())


def test_the_answer_is_the_same_and_names_its_entry(
    recorded: "Live", channel: grpc.Channel, request_of: RequestOf, tmp_path: Path
) -> None:
    request = request_of(request_id="病例-0001")
    answer = recorded.stub.CheckRecognition(request)
    plain = type(recorded.stub)(channel).CheckRecognition(request)
    assert plain.record_id == ""
    assert without_ids(answer) == without_ids(plain)
    (entry,) = entries(tmp_path)
    assert entry.id == answer.record_id
    head = entry.head
    assert (head["method"], head["area"], head["caller"]) == ("CheckRecognition", "990000", "ipv4:127.0.0.1")
    assert head["releases"] == [
        {"name": answer.release.name, "digest": answer.release.digest, "version": answer.release.version}
    ]
    kept = pb.CheckRecognitionResponse.FromString(entry.answer)
    assert kept.decisions[0].decision_id == answer.decisions[0].decision_id


def test_a_call_over_http_and_each_item_of_a_stream_are_entries_like_any_other(
    serve: Serve, request_of: RequestOf, tmp_path: Path, keys: Path
) -> None:
    port, request = free_port(), request_of(request_id="病例-0001")
    with serve(record=str(tmp_path / "record"), record_keys=keys, http_port=port) as live:
        ids = [live.stub.CheckRecognition(request).record_id]
        ids.append(ask(port, f"{RECOGNITION}/CheckRecognition", json_format.MessageToDict(request)).json["recordId"])
        refused_one = pb.StreamCheckRecognitionRequest(item_id="bad", request=request_of(area_code="123456"))
        items = [pb.StreamCheckRecognitionRequest(item_id=name, request=request) for name in "ab"]
        answers = list(live.stub.StreamCheckRecognition(iter([*items, refused_one]), timeout=PATIENCE))
        assert [each.response.request_id for each in answers] == ["病例-0001", "病例-0001", ""]
        ids += [each.response.record_id for each in answers[:2]]
    found = entries(tmp_path)
    assert len(set(ids)) == len(ids) == 4
    assert [each.id for each in found] == ids
    assert {(each.head["method"], each.head["caller"]) for each in found} == {("CheckRecognition", "ipv4:127.0.0.1")}
    assert len({each.request for each in found}) == 1
    assert "病例".encode() not in bytes_of(tmp_path)


def test_identifiers_come_back_and_are_kept_as_pseudonyms(
    recorded: "Live", request_of: RequestOf, tmp_path: Path, keys: Path
) -> None:
    finding = {"finding": "空腹血糖", "value": 7.4, "unit": "mmol/L", "date": "2025-11-03"}
    request = request_of(
        request_id="511900196503081234",
        findings=[
            finding | {"report_id": "检验单-778899", "attester": "张医师"},
            {"finding": "symptoms", "value": True},
        ],
    )
    answer = recorded.stub.CheckRecognition(request)
    assert answer.request_id == "511900196503081234"
    used = [value for each in answer.decisions[0].criteria for value in each.values if value.report_id]
    assert {(each.report_id, each.attester) for each in used} == {("检验单-778899", "张医师")}
    (entry,) = entries(tmp_path)
    kept, answered = pb.CheckRecognitionRequest.FromString(entry.request), entry.answer.decode("utf-8", "replace")
    key = read_keys(keys.read_text()).current
    assert kept.request_id == entry.reference == key.pseudonym("request_id", "511900196503081234")
    assert kept.findings[0].report_id == key.pseudonym("report_id", "检验单-778899")
    for clear in ("511900196503081234", "778899", "张医师"):
        assert clear not in str(kept) + answered
        assert clear.encode() not in bytes_of(tmp_path)


def test_what_is_reported_under_unknown_names_is_not_kept(
    recorded: "Live", request_of: RequestOf, tmp_path: Path
) -> None:
    named = {"finding": "参保人", "value": "李四四", "report_id": "x", "unit": "李四四"}
    answer = recorded.stub.CheckRecognition(request_of(ignore_unknown=True, findings=[named]))
    assert [each.name for each in answer.ignored] == ["参保人"]
    (entry,) = entries(tmp_path)
    kept = pb.CheckRecognitionRequest.FromString(entry.request)
    assert (kept.findings[0].finding, kept.findings[0].value.WhichOneof("kind")) == ("参保人", "null_value")
    assert "李四四" not in str(kept)
    again = recorded.stub.CheckRecognition(kept)
    assert without_ids(again) == without_ids(pb.CheckRecognitionResponse.FromString(entry.answer))


def test_of_more_unknown_names_than_are_listed_no_value_is_kept(
    recorded: "Live", request_of: RequestOf, tmp_path: Path
) -> None:
    named = [{"finding": f"字段{number}", "value": "李四四"} for number in range(150)]
    recorded.stub.CheckRecognition(request_of(ignore_unknown=True, findings=named))
    (entry,) = entries(tmp_path)
    assert entry.head["masked"] == ["value"]
    assert "李四四" not in str(pb.CheckRecognitionRequest.FromString(entry.request))


def test_each_item_of_a_batch_is_recorded_and_a_refused_one_is_not(
    recorded: "Live", request_of: RequestOf, tmp_path: Path
) -> None:
    requests = [request_of(request_id=f"p{number}") for number in range(3)]
    requests[1].disease_codes[:] = ["nothing"]
    items = recorded.stub.BatchCheckRecognition(pb.BatchCheckRecognitionRequest(requests=requests)).items
    assert [each.response.request_id for each in items] == ["p0", "", "p2"]
    found = entries(tmp_path)
    assert [each.id for each in found] == [items[0].response.record_id, items[2].response.record_id]
    assert {each.head["method"] for each in found} == {"CheckRecognition"}


def test_screening_is_recorded_and_what_decides_nothing_is_not(
    recorded: "Live", request_of: RequestOf, tmp_path: Path
) -> None:
    asked = request_of(request_id="s")
    del asked.disease_codes[:]
    answer = recorded.stub.ScreenRecognition(pb.ScreenRecognitionRequest(request=asked))
    recorded.stub.ListDiseases(pb.ListDiseasesRequest(area_code="990000", as_of_date="2025-12-01"))
    RuleSetServiceStub(recorded.channel).ListAreas(rule_set_service_pb2.ListAreasRequest())
    refused(recorded.stub.CheckRecognition, request_of(as_of_date="never"))
    (entry,) = entries(tmp_path)
    assert (entry.id, entry.head["method"], answer.request_id) == (answer.record_id, "ScreenRecognition", "s")


@pytest.mark.slow
def test_a_year_of_bills_is_told_in_the_callers_words(serve: Serve, real: "Live", tmp_path: Path, keys: Path) -> None:
    middle = bill(300, facts({"结算类别": "普通门诊"}), visit_id="门诊777", care_date="2025-11-20")
    undecided = year(FIRST_VISIT, middle, SECOND_VISIT, request_id="r")
    corrected = year(FIRST_VISIT, SECOND_VISIT, without_visit_ids=["a"])
    with serve(load=False, record=str(tmp_path / "record"), record_keys=keys) as live:
        live.server.catalogue.publish((real.server.catalogue.newest(AREA),))
        for request in (undecided, corrected):
            answer = live.benefits.SettleYear(request)
            assert without_changes(answer) == without_changes(real.benefits.SettleYear(request))
        twice = refused(live.benefits.SettleYear, year(FIRST_VISIT, FIRST_VISIT))
        assert [each.description for each in violations_of(twice)] == [
            each.description
            for each in violations_of(refused(real.benefits.SettleYear, year(FIRST_VISIT, FIRST_VISIT)))
        ]
    first, second = entries(tmp_path)
    assert "门诊777" not in first.answer.decode("utf-8", "replace")
    kept = benefit_service_pb2.SettleYearRequest.FromString(second.request)
    assert list(kept.without_visit_ids) == [kept.bills[0].visit_id]


def without_changes(answer: benefit_service_pb2.SettleYearResponse) -> Message:
    copy = without_ids(answer)
    assert isinstance(copy, benefit_service_pb2.SettleYearResponse)
    for change in copy.changes:
        for each in (change.before, change.after):
            each.ClearField("settlement_id")
    return copy


def test_while_the_record_cannot_be_written_nothing_is_decided(
    recorded: "Live", request_of: RequestOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorders, "RETRY_SECONDS", 0.01)
    recorded.stub.CheckRecognition(request_of(request_id="1"))
    health: Any = HealthStub(recorded.channel)
    serving, not_serving = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING
    watch = health.Watch(health_pb2.HealthCheckRequest(service="record"), timeout=PATIENCE)
    assert next(watch).status == serving
    record = recorded.server.record
    assert record is not None
    broken = True

    def append(*_: object) -> None:
        raise RecordError(Text("满了", "it is full"))

    def claim(*_: object) -> object:
        if broken:
            raise RecordError(Text("满了", "it is full"))
        return real_claim()

    real_claim = record.recorder.store.claim
    monkeypatch.setattr(record.recorder.store, "claim", claim)
    monkeypatch.setattr(record.recorder.writer, "append", append)
    error = refused(recorded.stub.CheckRecognition, request_of(request_id="2"))
    assert error.code() is grpc.StatusCode.UNAVAILABLE
    assert info_of(error).reason == "ERROR_REASON_RECORD_UNAVAILABLE"
    assert recorded.server.stats.counts.value("decisions", "990000", "MEETS") == 1  # what nobody was told counts not
    status, advice = rpc_status.from_call(error), error_details_pb2.RetryInfo()
    assert status is not None
    assert status.details[1].Unpack(advice)
    assert next(watch).status == not_serving
    recorded.stub.ListDiseases(pb.ListDiseasesRequest(area_code="990000", as_of_date="2025-12-01"))
    assert refused(recorded.stub.CheckRecognition, request_of()).code() is grpc.StatusCode.UNAVAILABLE
    broken = False
    assert next(watch).status == serving
    watch.cancel()
    answer = recorded.stub.CheckRecognition(request_of(request_id="3"))
    assert [each.id for each in entries(tmp_path)][-1] == answer.record_id
    assert len(entries(tmp_path)) == 2
