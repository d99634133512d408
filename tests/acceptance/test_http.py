"""The same over HTTP: the same answers, errors, callers, limits, ids and counts as over gRPC."""

import base64
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from acceptance.test_access import CALLERS, KEY
from credentials import AUDIENCE, DAY, ISSUER, certificate, key_set, put, server_certificate, token
from cryptography import x509
from google.protobuf import json_format
from google.rpc import error_details_pb2
from over_http import BENEFITS, PATIENCE_SECONDS, RECOGNITION, RULE_SETS, ask, free_port
from uvicorn.protocols.http.h11_impl import H11Protocol

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.rpc.counts import CALLS

if TYPE_CHECKING:
    from acceptance.conftest import Live, Serve

RequestOf = Callable[..., pb.CheckRecognitionRequest]
CHECK = f"{RECOGNITION}/CheckRecognition"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def live(serve: "Serve", port: int) -> Iterator["Live"]:
    with serve(http_port=port) as running:
        yield running


def plain(request: pb.CheckRecognitionRequest) -> Any:  # noqa: ANN401 - JSON
    return json_format.MessageToDict(request)


def without_ids(answer: pb.CheckRecognitionResponse) -> pb.CheckRecognitionResponse:
    """Return ``answer`` without what each decision is called by itself."""
    for each in answer.decisions:
        each.ClearField("decision_id")
    return answer


def test_the_answer_is_the_one_grpc_gives(live: "Live", port: int, request_of: RequestOf) -> None:
    request = request_of(request_id="病例-1")
    expected = without_ids(live.stub.CheckRecognition(request))
    assert expected.decisions[0].summary
    as_json = ask(port, CHECK, plain(request))
    assert (as_json.status, as_json.headers["content-type"]) == (200, "application/json")
    answers = [json_format.ParseDict(as_json.json, pb.CheckRecognitionResponse())]
    assert as_json.json["decisions"][0]["diseaseCode"] == "M90100"
    as_written = ask(port, CHECK, json_format.MessageToDict(request, preserving_proto_field_name=True))
    answers.append(json_format.ParseDict(as_written.json, pb.CheckRecognitionResponse()))
    as_bytes = ask(port, CHECK, request.SerializeToString(), {"content-type": "application/proto"})
    answers.append(pb.CheckRecognitionResponse.FromString(as_bytes.body))
    assert [without_ids(each) for each in answers] == [expected] * 3


def test_every_service_answers(live: "Live", port: int) -> None:
    assert live.port
    assert [each["areaCode"] for each in ask(port, f"{RULE_SETS}/ListAreas", {}).json["areas"]] == ["990000"]
    assert ask(port, f"{BENEFITS}/ListTerms", {"areaCode": "990000", "asOfDate": "2025-12-01"}).status == 404


def test_the_first_violation_is_in_the_message_and_all_are_in_the_details(
    live: "Live", port: int, request_of: RequestOf
) -> None:
    assert live.port
    findings = [{"finding": f"没有的所见{number}", "value": number} for number in range(90)]
    reply = ask(port, CHECK, plain(request_of(findings=findings)))
    assert (reply.status, reply.json["code"]) == (400, "invalid_argument")
    assert reply.json["message"].startswith("请求有 90 处错误：findings[0].finding ")
    assert len(reply.violations) == 90
    assert reply.violations[:2] == [("findings[0].finding", "E0802"), ("findings[1].finding", "E0802")]
    assert reply.info == {
        "reason": "ERROR_REASON_INVALID_REQUEST",
        "domain": "chronicare",
        "metadata": {"count": "90"},
    }
    value = reply.json["details"][0]["value"]
    info = error_details_pb2.ErrorInfo.FromString(base64.b64decode(value + "=" * (-len(value) % 4)))
    assert info.reason == "ERROR_REASON_INVALID_REQUEST"
    assert not value.endswith("=")


def test_json_that_is_no_request_is_told_in_full(live: "Live", port: int, request_of: RequestOf) -> None:
    assert live.port
    written = plain(request_of()) | {
        "areacode": "1",
        "diseaseCodes": "M90100",
        "recordComplete": "是",
        "detail": "全部",
        "person": [],
        "pageSize": 3,
        "requestId": 7,
    }
    written["findings"][1] |= {"units": "mmol/L"}
    reply = ask(port, CHECK, written)
    assert reply.violations == [
        ("areacode", "E0811"),
        ("detail", "E0803"),
        ("diseaseCodes", "E0803"),
        ("findings[1].units", "E0811"),
        ("pageSize", "E0811"),
        ("person", "E0803"),
        ("recordComplete", "E0803"),
        ("requestId", "E0803"),
    ]
    assert reply.json["message"] == "请求有 8 处错误：areacode 没有这个字段；是不是 areaCode？"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"areaCode": "990000", "areaCode": "990001"}',
        b'{"areaCode": "990000", "area_code": "990000"}',
        b'{"findings": [{"finding": "x", "value": NaN}]}',
        b'{"findings": [{"finding": "x", "value": ' + b"[" * 5000 + b"]" * 5000 + b"}]}",
        b'{"detail": 99999999999999999999}',
    ],
)
def test_what_is_not_json_of_a_request_is_refused(live: "Live", port: int, body: bytes) -> None:
    assert live.port
    reply = ask(port, CHECK, body)
    assert (reply.status, reply.json["code"]) == (400, "invalid_argument")
    assert reply.info["reason"] == "ERROR_REASON_INVALID_REQUEST"


def test_a_name_that_stands_twice_is_named(live: "Live", port: int) -> None:
    assert live.port
    reply = ask(
        port, CHECK, b'{"areaCode": "990000", "area_code": "990000", "findings": [{"value": true, "value": false}]}'
    )
    assert "'value'" in reply.json["message"]


def test_however_many_names_there_are_the_one_that_stands_twice_is_found_at_once(live: "Live", port: int) -> None:
    assert live.port
    names = ",".join(f'"n{number}":0' for number in range(200_000))
    reply = ask(port, CHECK, f'{{{names},"last":0,"last":0}}'.encode())
    assert (reply.status, reply.json["code"]) == (400, "invalid_argument")
    assert "'last'" in reply.json["message"]


def test_names_that_there_are_not_are_compared_with_the_contracts_within_the_budget(live: "Live", port: int) -> None:
    assert live.port
    reply = ask(port, CHECK, {f"areaCod{number}": 0 for number in range(20_000)})
    assert (reply.status, reply.info["reason"]) == (429, "ERROR_REASON_TOO_MUCH")
    reply = ask(port, CHECK, {f"areaCod{number}": 0 for number in range(1000)})
    assert (reply.status, reply.info["reason"]) == (400, "ERROR_REASON_INVALID_REQUEST")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"content-type": "text/plain"}, 415, "invalid_argument"),
        ({"content-type": "application/json; charset=utf-8"}, 200, None),
        ({"connect-protocol-version": "1"}, 200, None),
        ({"connect-protocol-version": "2"}, 400, "invalid_argument"),
        ({"connect-timeout-ms": "20000"}, 200, None),
        ({"connect-timeout-ms": "-1"}, 400, "invalid_argument"),
        ({"connect-timeout-ms": "12345678901"}, 400, "invalid_argument"),
        ({"connect-timeout-ms": "0"}, 504, "deadline_exceeded"),
        ({"content-encoding": "gzip"}, 501, "unimplemented"),
        ({"content-encoding": "identity"}, 200, None),
    ],
)
def test_what_frames_a_message_is_connects(
    live: "Live", port: int, request_of: RequestOf, headers: dict[str, str], status: int, code: str | None
) -> None:
    assert live.port
    reply = ask(port, CHECK, plain(request_of()), headers)
    assert (reply.status, reply.json.get("code")) == (status, code)


def test_paths_and_verbs_that_there_are_not(live: "Live", port: int) -> None:
    assert live.port
    assert ask(port, f"{RECOGNITION}/Check", {}).status == 404
    assert ask(port, CHECK, verb="GET").status == 405
    assert ask(port, CHECK, {}, verb="PUT").json["code"] == "unimplemented"


def test_a_get_asks_what_is_marked_as_safe(live: "Live", port: int) -> None:
    assert live.port
    message = {"areaCode": "990000", "asOfDate": "2025-12-01", "pageSize": 1}
    path = f"{RECOGNITION}/ListDiseases"
    expected = ask(port, path, message)
    assert expected.json["totalCount"] > 1
    written = json.dumps(message)
    asked = f"{path}?connect=v1&encoding=json&message={quote(written)}"
    assert ask(port, asked, verb="GET").json == expected.json
    coded = base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")
    assert ask(port, f"{path}?encoding=json&base64=1&message={coded}", verb="GET").json == expected.json
    for query in (
        "",
        "?encoding=json",
        "?encoding=xml&message={}",
        "?encoding=json&base64=1&message=%25",
        "?connect=v2",
    ):
        assert ask(port, f"{path}{query}", verb="GET").status == 400


def test_a_message_has_a_limit_wherever_it_is_found_out(live: "Live", port: int) -> None:
    assert live.port
    limit = 4 * 1024 * 1024
    assert ask(port, CHECK, b" " * (limit + 1)).json["code"] == "resource_exhausted"
    assert ask(port, CHECK, b" " * limit).json["code"] == "invalid_argument"
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as raw:
        head = (
            f"POST {CHECK} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked"
        )
        raw.sendall(head.encode() + b"\r\n\r\n")
        piece = b" " * 65536
        for _ in range(limit // len(piece) + 1):
            raw.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        assert raw.recv(64).startswith(b"HTTP/1.1 429 ")


def test_a_page_elsewhere_cannot_have_its_name_lead_here(live: "Live", port: int, request_of: RequestOf) -> None:
    assert live.port
    assert ask(port, CHECK, plain(request_of()), {"host": f"localhost:{port}"}).status == 200
    assert ask(port, CHECK, plain(request_of()), {"host": "evil.example"}).status == 400


def test_calls_have_an_id_and_are_counted(live: "Live", port: int, request_of: RequestOf) -> None:
    before = live.server.stats.counts.value(CALLS, "CheckRecognition", "NOT_FOUND")
    reply = ask(port, CHECK, plain(request_of(area_code="123456")), {"x-request-id": "case-7"})
    assert (reply.status, reply.headers["x-request-id"]) == (404, "case-7")
    assert live.server.stats.counts.value(CALLS, "CheckRecognition", "NOT_FOUND") == before + 1
    assert ask(port, CHECK, plain(request_of()), {"x-request-id": "case-8"}).headers["x-request-id"] == "case-8"
    assert len(ask(port, CHECK, plain(request_of())).headers["x-request-id"]) == 32


def test_an_answer_does_not_wait_until_what_was_sent_before_is_acknowledged(
    serve: "Serve", request_of: RequestOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, own, port = [], H11Protocol.connection_made, free_port()

    def connection_made(self: H11Protocol, transport: Any) -> None:  # noqa: ANN401 - asyncio's
        made.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        own(self, transport)

    monkeypatch.setattr(H11Protocol, "connection_made", connection_made)
    with serve(http_port=port):
        assert ask(port, CHECK, plain(request_of())).status == 200
    assert made == [1]


def test_probes_are_told_the_health(serve: "Serve") -> None:
    port = free_port()
    with serve(load=False, http_port=port) as live:
        assert ask(port, "/healthz", verb="GET").status == 503
        assert live.server.load()
        live.do(live.server.tell_health())
        reply = ask(port, "/healthz", verb="GET")
        assert (reply.status, reply.json) == (200, {"status": "SERVING"})
        assert ask(port, "/healthz?service=areas/990000", verb="GET").status == 200
        assert ask(port, "/healthz?service=areas/123456", verb="GET").status == 404


@pytest.fixture
def access(tmp_path: Path) -> dict[str, object]:
    callers = tmp_path / "callers.toml"
    callers.write_text(CALLERS, encoding="utf-8")
    keys = key_set(tmp_path / "keys.json", k1=KEY)
    return {"callers": callers, "tokens": {"keys": keys, "issuer": ISSUER, "audience": AUDIENCE}}


def bearer(subject: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token(KEY, subject)}"}


def test_tokens_roles_areas_and_quotas_are_those_of_grpc(
    serve: "Serve", access: dict[str, object], request_of: RequestOf
) -> None:
    port = free_port()
    with serve(access=access, http_port=port):
        body = plain(request_of())
        assert ask(port, CHECK, body, bearer("doctor")).status == 200
        nobody = ask(port, CHECK, body)
        assert (nobody.status, nobody.json["code"], nobody.info["metadata"]) == (
            401,
            "unauthenticated",
            {"why": "missing"},
        )
        assert len(nobody.headers["x-request-id"]) == 32
        clerk = ask(port, CHECK, body, bearer("clerk"))
        assert (clerk.status, clerk.info["metadata"]) == (403, {"role": "decide"})
        elsewhere = ask(port, CHECK, body | {"areaCode": "511900"}, bearer("doctor"))
        assert (elsewhere.status, elsewhere.info["metadata"]) == (403, {"area_code": "511900"})
        assert ask(port, CHECK, body, bearer("hasty")).status == 200
        hasty = ask(port, CHECK, body, bearer("hasty"))
        assert (hasty.status, hasty.info["reason"]) == (429, "ERROR_REASON_QUOTA_SPENT")
        assert 1 <= int(hasty.headers["retry-after"]) <= 10
        assert ask(port, "/healthz", verb="GET").status == 200
        forwarded = {"x-forwarded-for": "10.0.0.1", "x-client-cert": "doctor.example"}
        assert ask(port, CHECK, body, forwarded).status == 401


def test_a_client_certificate_says_who_calls_and_the_servers_is_exchanged(
    serve: "Serve", access: dict[str, object], tmp_path: Path, request_of: RequestOf
) -> None:
    root, port = certificate("root"), free_port()
    own, key = put(tmp_path, "server", server_certificate(root))
    roots, _ = put(tmp_path, "root", root)
    body = plain(request_of())

    def context(name: str, *, subject: str = "", expired: bool = False, stranger: bool = False) -> ssl.SSLContext:
        made = certificate(
            subject or name,
            certificate("root") if stranger else root,
            x509.DNSName(name),
            begins=-2 * DAY,
            ends=-DAY if expired else DAY,
        )
        files = put(tmp_path, "client", made)
        client = ssl.create_default_context(cafile=str(roots))
        client.load_cert_chain(*files)
        return client

    tls = {"certificate": own, "key": key, "client_ca": roots}
    with serve(tls=tls, access={"callers": access["callers"]}, http_port=port):
        doctor = context("doctor.example")
        assert ask(port, CHECK, body, tls=doctor).status == 200
        unknown = ask(port, CHECK, body, tls=context("stranger.example"))
        assert (unknown.status, unknown.info["metadata"]) == (401, {"why": "unknown"})
        for refused in (
            ssl.create_default_context(cafile=str(roots)),
            context("doctor.example", expired=True),
            context("doctor.example", stranger=True),
        ):
            with pytest.raises((ssl.SSLError, ConnectionError)):
                ask(port, CHECK, body, tls=refused)
        other = certificate("other")
        put(tmp_path, "server", server_certificate(other))
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(port, CHECK, body, tls=doctor)
        put(tmp_path, "server", server_certificate(root))
        assert ask(port, CHECK, body, tls=doctor).status == 200
