"""Publishing anew while the service runs, pinning, health, reflection, lists and descriptions."""

import logging
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from chronicare.api.v1 import decision_pb2, disease_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

Serve = Callable[..., AbstractContextManager[Any]]
RequestOf = Callable[..., pb.CheckRecognitionRequest]
SERVICES = {f"chronicare.api.v1.{name}Service" for name in ("Recognition", "Benefit", "RuleSet")}
SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING


def change(rules: Path, file: str, old: str, new: str) -> None:
    """Change one place of a table."""
    path = rules / "990000-example" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def codes(caplog: pytest.LogCaptureFixture) -> set[str]:
    """Return the codes of the diagnostics in the log."""
    return {vars(record)["fields"]["code"] for record in caplog.records if record.levelno >= logging.WARNING}


def digest(stub: RecognitionServiceStub, request: pb.CheckRecognitionRequest) -> str:
    """Return the digest of the release that answers."""
    return stub.CheckRecognition(request).release.digest


def test_changed_rules_come_into_force_and_the_old_can_be_pinned(
    serve: Serve, rules: Path, request_of: RequestOf
) -> None:
    with serve(rules=rules) as running:
        before = running.stub.CheckRecognition(request_of())
        change(rules, "criteria.csv", "≥ 7.0 mmol/L,至少2次", "≥ 7.5 mmol/L,至少2次")
        assert running.do(running.server.reload())
        after = running.stub.CheckRecognition(request_of())
        assert after.release.digest != before.release.digest
        assert [each.decisions[0].outcome for each in (before, after)] == [
            decision_pb2.OUTCOME_MEETS,
            decision_pb2.OUTCOME_UNDECIDED,
        ]
        for pin in (before.release.name, before.release.digest):
            pinned = running.stub.CheckRecognition(request_of(release=pin))
            assert pinned.release == before.release
            assert pinned.decisions[0].outcome == decision_pb2.OUTCOME_MEETS


def test_broken_rules_are_refused_with_every_error_and_the_old_stay(
    serve: Serve, rules: Path, request_of: RequestOf, caplog: pytest.LogCaptureFixture
) -> None:
    with serve(rules=rules) as running:
        before = digest(running.stub, request_of())
        change(rules, "criteria.csv", "≥ 7.0 mmol/L,至少2次", "≥ 7.0 kg,至少2次")
        change(rules, "groups.csv", "有症状,全部,1;2", "有症状,全部,1;9")
        with caplog.at_level(logging.WARNING, "chronicare"):
            assert not running.do(running.server.reload())
        assert digest(running.stub, request_of()) == before
    told = codes(caplog)
    assert {"E0205", "E0404"} <= told


def test_a_case_that_comes_out_otherwise_refuses_the_rules(
    serve: Serve, rules: Path, request_of: RequestOf, caplog: pytest.LogCaptureFixture
) -> None:
    cases = rules / "990000-example" / "cases"
    cases.mkdir(exist_ok=True)
    expected = "- {name: 无症状, findings: [{finding: symptoms, value: true}], expect: {outcome: DOES_NOT_MEET}}"
    (cases / "M90100.yaml").write_text(f"entry: M90100\nas_of_date: 2025-12-01\ncases:\n{expected}\n", encoding="utf-8")
    with serve(rules=rules, load=False) as running, caplog.at_level(logging.WARNING, "chronicare"):
        assert not running.do(running.server.reload())
        with pytest.raises(grpc.RpcError):
            running.stub.CheckRecognition(request_of())
    assert codes(caplog) == {"E0702"}


def test_unchanged_rules_stay_the_same_release(serve: Serve, rules: Path) -> None:
    with serve(rules=rules) as running:
        (area,) = running.server.catalogue.areas
        held = running.server.catalogue.snapshot()
        assert running.do(running.server.reload())
        digests = {running.stub.ListDiseases(listing()).release.digest}
        assert held.held(area, *digests) is running.server.catalogue.held(area, *digests)


def test_health_follows_the_rules(serve: Serve, rules: Path) -> None:
    with serve(rules=rules, load=False) as running:
        health: Any = health_pb2_grpc.HealthStub(running.channel)
        ask = [health_pb2.HealthCheckRequest(service=name) for name in ("", *SERVICES)]
        assert [health.Check(each).status for each in ask] == [NOT_SERVING] * len(ask)
        watch = health.Watch(ask[1], timeout=30)
        assert next(watch).status == NOT_SERVING
        assert running.do(running.server.reload())
        assert next(watch).status == SERVING
        assert [health.Check(each).status for each in ask] == [SERVING] * len(ask)
        (rules / "990000-example" / "manifest.yaml").unlink()
        assert not running.do(running.server.reload())
        assert [health.Check(each).status for each in ask] == [SERVING] * len(ask)
        stopping = running.server._health.enter_graceful_shutdown()  # noqa: SLF001 - what stop does first
        running.do(stopping)
        assert next(watch).status == NOT_SERVING
        watch.cancel()


def test_an_area_whose_rules_are_broken_is_told_apart(serve: Serve, rules: Path, request_of: RequestOf) -> None:
    second = rules / "990001-second"
    shutil.copytree(rules / "990000-example", second)
    manifest, criteria = second / "manifest.yaml", second / "criteria.csv"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("990000", "990001"), encoding="utf-8")
    good = criteria.read_text(encoding="utf-8")
    criteria.write_text(good.replace("≥ 7.0 mmol/L,至少2次", "≥ 7.0 kg,至少2次"), encoding="utf-8")
    areas = [health_pb2.HealthCheckRequest(service=f"areas/{code}") for code in ("990000", "990001")]
    with serve(rules=rules) as running:
        health: Any = health_pb2_grpc.HealthStub(running.channel)
        assert [health.Check(each).status for each in areas] == [SERVING, NOT_SERVING]
        assert running.stub.CheckRecognition(request_of()).release.name.startswith("areas/990000/")
        with pytest.raises(grpc.RpcError) as caught:
            running.stub.CheckRecognition(request_of(area_code="990001"))
        error: Any = caught.value
        assert error.code() is grpc.StatusCode.FAILED_PRECONDITION
        assert "ERROR_REASON_BROKEN_RULES" in str(error.trailing_metadata())
        assert "990001 的规则没有生效" in error.details()
        criteria.write_text(good, encoding="utf-8")
        assert running.do(running.server.reload())
        assert [health.Check(each).status for each in areas] == [SERVING, SERVING]
        assert running.stub.CheckRecognition(request_of(area_code="990001")).release.name.startswith("areas/990001/")


@pytest.mark.parametrize(("on", "listed"), [(True, True), (False, False)])
def test_reflection(serve: Serve, on: bool, listed: bool) -> None:
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    with serve(load=False, reflection=on) as running:
        stub: Any = reflection_pb2_grpc.ServerReflectionStub(running.channel)
        answers = stub.ServerReflectionInfo(iter([request]))
        if not listed:
            with pytest.raises(grpc.RpcError) as caught:
                next(answers)
            error: Any = caught.value
            assert error.code() is grpc.StatusCode.UNIMPLEMENTED
            return
        names = {each.name for each in next(answers).list_services_response.service}
    assert names == SERVICES | {"grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"}


def listing(**changes: object) -> pb.ListDiseasesRequest:
    """Return a request for the list of entries."""
    plain = {"area_code": "990000", "as_of_date": "2025-12-01"}
    return json_format.ParseDict(plain | changes, pb.ListDiseasesRequest())


def test_a_list_page_by_page(stub: RecognitionServiceStub) -> None:
    first = stub.ListDiseases(listing(page_size=2))
    second = stub.ListDiseases(listing(page_size=2, page_token=first.next_page_token))
    whole = stub.ListDiseases(listing())
    assert [each.disease_code for each in first.diseases] == ["M90100", "M90200"]
    assert [each.disease_code for each in second.diseases] == ["M90300"]
    assert [*first.diseases, *second.diseases] == list(whole.diseases)
    assert {first.total_count, second.total_count, whole.total_count} == {3}
    assert not second.next_page_token
    assert not whole.next_page_token
    disease = whole.diseases[0]
    assert (disease.name, list(disease.aliases), disease.review_months) == ("高糖病", ["糖病"], 24)
    assert not whole.diseases[1].HasField("review_months")
    assert stub.ListDiseases(listing(language_code="en")).diseases[0].name == "high sugar disease"


def test_a_page_goes_on_in_the_release_it_began_in(serve: Serve, rules: Path) -> None:
    with serve(rules=rules) as running:
        first = running.stub.ListDiseases(listing(page_size=2))
        change(rules, "entries.csv", "M90300,未定病,", "M90300,改名病,")
        assert running.do(running.server.reload())
        second = running.stub.ListDiseases(listing(page_size=2, page_token=first.next_page_token))
        assert second.release == first.release
        assert [each.name for each in second.diseases] == ["未定病"]
        assert running.stub.ListDiseases(listing()).diseases[2].name == "改名病"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"page_size": -1}, "page_size"),
        ({"page_token": "x"}, "page_token"),
        ({"page_token": "甲"}, "page_token"),
        ({"page_token": "YXxifGM="}, "page_token"),
        ({"as_of_date": "2025-12-02", "page_token": "of the day before"}, "page_token"),
    ],
)
def test_a_page_that_is_not_there(stub: RecognitionServiceStub, changes: dict[str, Any], field: str) -> None:
    if changes.get("page_token") == "of the day before":
        changes = changes | {"page_token": stub.ListDiseases(listing(page_size=1)).next_page_token}
    with pytest.raises(grpc.RpcError) as caught:
        stub.ListDiseases(listing(**changes))
    error: Any = caught.value
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert field in str(error.trailing_metadata())


def describe(stub: RecognitionServiceStub, code: str, language: str = "zh") -> disease_pb2.DiseaseDescription:
    """Return the description of an entry."""
    request = pb.DescribeDiseaseRequest(
        area_code="990000", as_of_date="2025-12-01", disease_code=code, language_code=language
    )
    return stub.DescribeDisease(request).description


def test_a_description_holds_what_a_form_needs(stub: RecognitionServiceStub) -> None:
    pressures, grade, enzyme, end_stage = describe(stub, "M90200").findings
    assert [each.code for each in (pressures, grade, enzyme, end_stage)] == [
        "blood_pressure",
        "severity",
        "alt",
        "end_stage",
    ]
    assert (pressures.kind, pressures.is_repeated) == (disease_pb2.VALUE_KIND_COMPOUND, True)
    assert [(each.code, each.name, list(each.units), each.lowest, each.highest) for each in pressures.components] == [
        ("systolic_pressure", "收缩压", ["mmHg", "kPa"], "20", "400"),
        ("diastolic_pressure", "舒张压", ["mmHg", "kPa"], "0", "300"),
    ]
    assert [(each.value, each.name) for each in grade.allowed_values] == [
        ("I", "I级"),
        ("II", "II级"),
        ("III", "III级"),
    ]
    assert (grade.attester, grade.question, list(grade.criteria)) == ("副主任医师及以上", "分级是几级？", ["2"])
    assert [each.needs_reference_range for each in (grade, enzyme)] == [False, True]


def test_a_description_holds_the_rules(stub: RecognitionServiceStub) -> None:
    description = describe(stub, "未定病", "en")
    assert [(each.id, each.test) for each in description.criteria] == [("1", "是"), ("2", "≥ 18 岁"), ("3", "≥ III")]
    assert [(each.id, each.reading, each.needs) for each in description.groups] == [
        ("A", "都要", "all"),
        ("A", "其一", "any"),
        ("R1", "", "all"),
    ]
    assert [each.description for each in description.policy_readings[0].readings] == [
        "both are needed",
        "either will do",
    ]
    documents = describe(stub, "M90100").documents
    assert [(each.code, list(each.only_if)) for each in documents] == [("certificate", []), ("history", ["R2"])]


def test_describing_what_is_not_there(stub: RecognitionServiceStub) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        describe(stub, "M90199", "xx")
    error: Any = caught.value
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert all(field in str(error.trailing_metadata()) for field in ("disease_code", "language_code"))
