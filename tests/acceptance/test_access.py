"""Who may call, and what: over the wire, by certificate and by token, and exchanged while the service runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from credentials import AUDIENCE, DAY, ISSUER, Certificate, certificate, key_set, put, server_certificate, token
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf import any_pb2, json_format
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status

from chronicare.api.v1 import benefit_service_pb2, rule_set_service_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.benefit_service_pb2_grpc import BenefitServiceStub
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.api.v1.rule_set_service_pb2_grpc import RuleSetServiceStub

if TYPE_CHECKING:
    from acceptance.conftest import Live, Serve

RequestOf = Callable[..., pb.CheckRecognitionRequest]
KEY = Ed25519PrivateKey.generate()
ROOT = certificate("root")
CALLERS = """
[[callers]]
name = "doctor"
roles = ["decide"]
areas = ["990000"]
tokens = ["doctor"]
certificates = ["dns:doctor.example"]

[[callers]]
name = "clerk"
roles = ["settle", "read-rules"]
areas = ["511900"]
tokens = ["clerk"]

[[callers]]
name = "centre"
roles = ["settle"]
areas = ["990000"]
care_areas = ["511900"]
tokens = ["centre"]

[[callers]]
name = "hasty"
roles = ["decide"]
areas = ["*"]
tokens = ["hasty"]
requests_per_second = 0.1
"""


@pytest.fixture
def access(tmp_path: Path) -> dict[str, object]:
    callers = tmp_path / "callers.toml"
    callers.write_text(CALLERS, encoding="utf-8")
    keys = key_set(tmp_path / "keys.json", k1=KEY)
    return {"callers": callers, "tokens": {"keys": keys, "issuer": ISSUER, "audience": AUDIENCE}}


@pytest.fixture
def live(serve: "Serve", access: dict[str, object]) -> Iterator["Live"]:
    with serve(access=access) as running:
        yield running


Metadata = tuple[tuple[str, str | bytes], ...]


def bearer(subject: str, changes: Mapping[str, object] = {}) -> Metadata:
    return shown(f"Bearer {token(KEY, subject, changes)}")


def shown(value: str) -> Metadata:
    return (("authorization", value),)


def refused(call: Callable[[], object]) -> tuple[grpc.StatusCode, str, dict[str, str]]:
    """Make a call that is refused; return status, reason and what else the details say."""
    with pytest.raises(grpc.RpcError) as error:
        call()
    info = error_details_pb2.ErrorInfo()
    assert details(error.value)[0].Unpack(info)
    return error.value.code(), info.reason, dict(info.metadata)


def details(error: grpc.RpcError) -> Sequence[any_pb2.Any]:
    status = rpc_status.from_call(cast("grpc.Call", error))
    assert status is not None
    return cast("Sequence[any_pb2.Any]", status.details)


def trailing(call: Any) -> Metadata:  # noqa: ANN401 - an answered call, or an error, which is one as well
    return tuple((each[0], each[1]) for each in call.trailing_metadata())


UNKNOWN = grpc.StatusCode.UNAUTHENTICATED, "ERROR_REASON_UNAUTHENTICATED"
FORBIDDEN = grpc.StatusCode.PERMISSION_DENIED, "ERROR_REASON_FORBIDDEN"


def test_whoever_is_known_may_do_what_its_roles_say_where_they_hold(live: "Live", request_of: RequestOf) -> None:
    answer = live.stub.CheckRecognition(request_of(), metadata=bearer("doctor"))
    assert len(answer.decisions) == 1

    def call(who: str, **changes: object) -> object:
        return live.stub.CheckRecognition(request_of(**changes), metadata=bearer(who))

    assert refused(lambda: call("clerk")) == (*FORBIDDEN, {"role": "decide"})
    assert refused(lambda: call("doctor", area_code="511900")) == (*FORBIDDEN, {"area_code": "511900"})
    assert refused(lambda: call("doctor", area_code="")) == (*FORBIDDEN, {"area_code": ""})
    bill = benefit_service_pb2.SettleBillRequest(area_code="990000")
    assert refused(lambda: live.benefits.SettleBill(bill, metadata=bearer("doctor")))[:2] == FORBIDDEN
    assert refused(lambda: live.benefits.SettleBill(bill, metadata=bearer("clerk"))) == (
        *FORBIDDEN,
        {"area_code": "990000"},
    )


def test_where_the_care_was_given_is_asked_for_too(live: "Live") -> None:
    def settle(care_area: str) -> tuple[object, ...]:
        bill = {"care_date": "2025-12-01", "care_area_code": care_area}
        request = json_format.ParseDict({"area_code": "990000", "bill": bill}, benefit_service_pb2.SettleBillRequest())
        return refused(lambda: live.benefits.SettleBill(request, metadata=bearer("centre")))

    assert settle("320800") == (*FORBIDDEN, {"care_area_code": "320800"})
    for known in ("", "990000", "511900"):
        assert settle(known)[0] is not grpc.StatusCode.PERMISSION_DENIED

    def year(*care_areas: str) -> tuple[object, ...]:
        bills = [{"care_date": "2025-12-01", "care_area_code": each} for each in care_areas]
        request = json_format.ParseDict(
            {"area_code": "990000", "bills": bills}, benefit_service_pb2.SettleYearRequest()
        )
        return refused(lambda: live.benefits.SettleYear(request, metadata=bearer("centre")))

    assert year("511900", "320800") == (*FORBIDDEN, {"care_area_code": "320800"})
    assert year("511900")[0] is not grpc.StatusCode.PERMISSION_DENIED
    terms = benefit_service_pb2.LookUpTermsRequest(area_code="990000", care_area_code="320800")
    assert refused(lambda: live.benefits.LookUpTerms(terms, metadata=bearer("centre")))[:2] == FORBIDDEN


def test_of_a_batch_each_request_is_asked_for(live: "Live", request_of: RequestOf) -> None:
    batch = pb.BatchCheckRecognitionRequest(requests=[request_of(), request_of(area_code="511900")])
    first, second = live.stub.BatchCheckRecognition(batch, metadata=bearer("doctor")).items
    assert first.HasField("response")
    assert second.error.status_code == grpc.StatusCode.PERMISSION_DENIED.value[0]


def test_a_request_within_another_is_asked_for(live: "Live", request_of: RequestOf) -> None:
    screen = pb.ScreenRecognitionRequest(request=request_of(area_code="511900", disease_codes=[]))
    assert refused(lambda: live.stub.ScreenRecognition(screen, metadata=bearer("doctor"))) == (
        *FORBIDDEN,
        {"area_code": "511900"},
    )


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ((), "missing"),
        (bearer("nobody"), "unknown"),
        (bearer("doctor", {"exp": 1}), "expired"),
        (bearer("doctor") * 2, "malformed"),
        (shown("Basic ZG9jdG9yOg=="), "malformed"),
        (shown("Bearer"), "malformed"),
        (shown("Bearer "), "invalid"),
        (shown("Bearer x.y.z"), "invalid"),
        ((("authorization-bin", b"Bearer x"),), "missing"),
    ],
)
def test_whoever_is_not_known_is_told_what_is_wrong_and_nothing_else(
    live: "Live", request_of: RequestOf, metadata: Metadata, why: str
) -> None:
    assert refused(lambda: live.stub.CheckRecognition(request_of(), metadata=metadata)) == (*UNKNOWN, {"why": why})


def test_every_method_asks_who_calls_and_probes_do_not(live: "Live") -> None:
    channel = live.channel
    for stub in (RecognitionServiceStub(channel), BenefitServiceStub(channel), RuleSetServiceStub(channel)):
        for name, method in vars(stub).items():
            asked = partial(method, _empty(name))
            if isinstance(method, grpc.StreamStreamMultiCallable):
                asked = partial(lambda stream, one: next(stream(iter([one]))), method, _empty(name))
            code, reason, _ = refused(asked)
            assert (code, reason) == UNKNOWN
    health = cast("Any", health_pb2_grpc.HealthStub(channel))
    assert health.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING


def _empty(method: str) -> Any:  # noqa: ANN401 - of whichever type the method takes
    for module in (pb, benefit_service_pb2, rule_set_service_pb2):
        if hasattr(module, f"{method}Request"):
            return getattr(module, f"{method}Request")()
    raise AssertionError(method)


def test_reflection_answers_whoever_is_known(live: "Live") -> None:
    stub = cast("Any", reflection_pb2_grpc.ServerReflectionStub(live.channel))
    ask = reflection_pb2.ServerReflectionRequest(list_services="")
    (answer,) = stub.ServerReflectionInfo(iter([ask]), metadata=bearer("clerk"))
    assert len(answer.list_services_response.service) == 5
    assert refused(lambda: list(stub.ServerReflectionInfo(iter([ask])))) == (*UNKNOWN, {"why": "missing"})


def test_who_asks_for_more_than_its_share_is_told_when_to_come_back(live: "Live", request_of: RequestOf) -> None:
    live.stub.CheckRecognition(request_of(), metadata=bearer("hasty"))
    with pytest.raises(grpc.RpcError) as error:
        live.stub.CheckRecognition(request_of(), metadata=bearer("hasty"))
    assert error.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    advice = error_details_pb2.RetryInfo()
    assert any(each.Unpack(advice) for each in details(error.value))
    assert 1 <= advice.retry_delay.seconds <= 10
    live.stub.CheckRecognition(request_of(), metadata=bearer("doctor"))


def test_callers_and_keys_are_exchanged_while_the_service_runs(
    live: "Live", access: dict[str, Any], request_of: RequestOf
) -> None:
    def code(metadata: Metadata) -> str:
        try:
            live.stub.CheckRecognition(request_of(), metadata=metadata)
        except grpc.RpcError as error:
            return str(error.code().name)
        return "OK"

    assert code(bearer("doctor")) == "OK"
    access["callers"].write_text(CALLERS.replace('tokens = ["doctor"]', 'tokens = ["dr"]'), encoding="utf-8")
    assert (code(bearer("doctor")), code(bearer("dr"))) == ("UNAUTHENTICATED", "OK")
    access["callers"].write_text("[[callers", encoding="utf-8")
    assert code(bearer("dr")) == "OK"  # the old stay
    later = Ed25519PrivateKey.generate()
    key_set(access["tokens"]["keys"], k1=KEY, k2=later)
    assert code(shown(f"Bearer {token(later, 'dr', {}, 'k2')}")) == "OK"
    key_set(access["tokens"]["keys"], k2=later)
    assert code(bearer("dr")) == "UNAUTHENTICATED"


@pytest.mark.parametrize(("sent", "is_kept"), [("case-7:1", True), ("a b", False), ("x" * 129, False), ("病例", False)])
def test_the_id_of_a_call_is_the_callers_if_it_will_do(
    live: "Live", request_of: RequestOf, sent: str, is_kept: bool
) -> None:
    key: tuple[str, Any] = ("x-request-id", sent) if sent.isascii() else ("x-request-id-bin", sent.encode())
    _, call = live.stub.CheckRecognition.with_call(request_of(), metadata=(*bearer("doctor"), key))
    (returned,) = [value for name, value in trailing(call) if name == "x-request-id"]
    assert (returned == sent) == is_kept
    assert 0 < len(returned) <= 128
    with pytest.raises(grpc.RpcError) as error:
        live.stub.CheckRecognition(request_of(), metadata=(key,))
    assert [each[0] for each in trailing(error.value)].count("x-request-id") == 1


def test_without_access_a_call_has_its_id_all_the_same(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    _, call = stub.CheckRecognition.with_call(request_of(), metadata=(("x-request-id", "case-8"),))
    assert ("x-request-id", "case-8") in trailing(call)


@contextmanager
def connected(port: int, client: Certificate | None = None) -> Iterator[RecognitionServiceStub]:
    own = (client.key_pem, client.pem) if client else (None, None)
    credentials = grpc.ssl_channel_credentials(ROOT.pem, *own)
    options = [("grpc.use_local_subchannel_pool", 1)]
    with grpc.secure_channel(f"localhost:{port}", credentials, options) as channel:
        yield RecognitionServiceStub(channel)


def test_a_client_certificate_says_who_calls(
    serve: "Serve", access: dict[str, object], tmp_path: Path, request_of: RequestOf
) -> None:
    own, key = put(tmp_path, "server", server_certificate(ROOT))
    roots, _ = put(tmp_path, "root", ROOT)
    doctor = certificate("doctor", ROOT, x509.DNSName("doctor.example"))
    stranger = certificate("stranger", ROOT, x509.DNSName("stranger.example"))
    likeness = certificate("doctor", certificate("root"), x509.DNSName("doctor.example"))
    expired = certificate("doctor", ROOT, x509.DNSName("doctor.example"), begins=-2 * DAY, ends=-DAY)
    tls = {"certificate": own, "key": key, "client_ca": roots}
    with serve(tls=tls, access={"callers": access["callers"]}) as live:
        with connected(live.port, doctor) as stub:
            assert len(stub.CheckRecognition(request_of()).decisions) == 1
            # There are no tokens here: showing one does not help, and is not passed over either.
            assert refused(lambda: stub.CheckRecognition(request_of(), metadata=bearer("doctor"))) == (
                *UNKNOWN,
                {"why": "key"},
            )
        with connected(live.port, stranger) as stub:
            assert refused(lambda: stub.CheckRecognition(request_of())) == (*UNKNOWN, {"why": "unknown"})
        for none in (None, likeness, expired):
            with connected(live.port, none) as stub, pytest.raises(grpc.RpcError) as error:
                stub.CheckRecognition(request_of())
            assert error.value.code() is grpc.StatusCode.UNAVAILABLE


def test_the_certificate_is_exchanged_and_connections_stay(
    serve: "Serve", access: dict[str, object], tmp_path: Path, request_of: RequestOf
) -> None:
    own, key = put(tmp_path, "server", server_certificate(ROOT))
    other_root = certificate("other")
    with (
        serve(tls={"certificate": own, "key": key}, access=access) as live,
        connected(live.port) as stub,
    ):
        stub.CheckRecognition(request_of(), metadata=bearer("doctor"))
        put(tmp_path, "server", server_certificate(other_root))
        with connected(live.port) as later, pytest.raises(grpc.RpcError) as error:
            later.CheckRecognition(request_of(), metadata=bearer("doctor"))  # it knows the other root not
        assert error.value.code() is grpc.StatusCode.UNAVAILABLE
        stub.CheckRecognition(request_of(), metadata=bearer("doctor"))  # on its old connection
        put(tmp_path, "server", server_certificate(ROOT))
        with connected(live.port) as later:
            later.CheckRecognition(request_of(), metadata=bearer("doctor"))
        put(tmp_path, "server", server_certificate(ROOT, ends=-DAY / 2))
        with connected(live.port) as later:  # the one before has not expired
            later.CheckRecognition(request_of(), metadata=bearer("doctor"))
