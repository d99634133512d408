"""Streams: items answered in order, each by itself, by the rules of the beginning; one that stands still ends."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from acceptance.test_access import CALLERS, KEY, bearer
from credentials import AUDIENCE, ISSUER, key_set

from chronicare.api.v1 import benefit_service_pb2, decision_pb2, error_reason_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.rpc.counts import CALLS

if TYPE_CHECKING:
    from acceptance.conftest import Live, Serve

RequestOf = Callable[..., pb.CheckRecognitionRequest]
PATIENCE_SECONDS = 30
STREAM = "/chronicare.api.v1.RecognitionService/StreamCheckRecognition"


def item(name: str, request: pb.CheckRecognitionRequest) -> pb.StreamCheckRecognitionRequest:
    return pb.StreamCheckRecognitionRequest(item_id=name, request=request)


class Talk:
    """A stream that is spoken on one item at a time."""

    def __init__(self, live: "Live", **how: Any) -> None:  # noqa: ANN401 - as a stub takes it
        """Begin it."""
        self._items: queue.Queue[pb.StreamCheckRecognitionRequest | None] = queue.Queue()
        items = iter(self._items.get, None)
        self.call: Any = live.stub.StreamCheckRecognition(items, timeout=PATIENCE_SECONDS, **how)

    def ask(self, each: pb.StreamCheckRecognitionRequest) -> pb.StreamCheckRecognitionResponse:
        """Send an item and return its answer."""
        self._items.put(each)
        answer: pb.StreamCheckRecognitionResponse = next(self.call)
        return answer

    def end(self) -> list[pb.StreamCheckRecognitionResponse]:
        """Send no more; return what still comes."""
        self._items.put(None)
        return list(self.call)


@pytest.fixture(scope="module")
def live(serve: "Serve") -> Iterator["Live"]:
    with serve() as running:
        yield running


def test_each_item_is_answered_in_order_and_a_bad_one_ends_nothing(live: "Live", request_of: RequestOf) -> None:
    good = request_of(request_id="r")
    before = live.server.stats.counts.value(CALLS, "StreamCheckRecognition", "OK")
    items = [
        item("1", good),
        item("2", request_of(findings=[{"finding": "空腹血糖", "value": 7, "unit": "kg"}], language_code="en")),
        item("", request_of(area_code="123456")),
        item("x" * 129, good),
        pb.StreamCheckRecognitionRequest(item_id="5"),
        item("6", good),
    ]
    answers = list(live.stub.StreamCheckRecognition(iter(items), timeout=PATIENCE_SECONDS))
    assert [each.item_id for each in answers] == ["1", "2", "", "x" * 128, "5", "6"]
    assert [each.WhichOneof("answer") for each in answers] == [
        "response",
        "error",
        "error",
        "error",
        "error",
        "response",
    ]
    single = live.stub.CheckRecognition(good)
    for each in (answers[0].response, answers[5].response):
        assert each.request_id == "r"
        assert each.release == single.release
        assert each.decisions[0].outcome == single.decisions[0].outcome == decision_pb2.OUTCOME_MEETS
        assert each.decisions[0].summary == single.decisions[0].summary
    assert [(each.field, each.code) for each in answers[1].error.violations] == [("findings[0].unit", "E0804")]
    assert answers[1].error.message.startswith("1 problem in the request: findings[0].unit")
    assert answers[2].error.reason == error_reason_pb2.ERROR_REASON_UNKNOWN_AREA
    assert [(each.field, each.code) for each in answers[3].error.violations] == [("item_id", "E0811")]
    assert live.server.stats.counts.value(CALLS, "StreamCheckRecognition", "OK") == before + 2


def test_bytes_that_are_no_item_are_an_item_with_an_error(live: "Live", request_of: RequestOf) -> None:
    call: Any = live.channel.stream_stream(STREAM, None, pb.StreamCheckRecognitionResponse.FromString)
    sent = [b"\xff\xff", item("2", request_of()).SerializeToString()]
    answers = list(call(iter(sent), timeout=PATIENCE_SECONDS))
    assert [(each.item_id, each.WhichOneof("answer")) for each in answers] == [("", "error"), ("2", "response")]
    assert answers[0].error.reason == error_reason_pb2.ERROR_REASON_INVALID_REQUEST


def test_an_item_refused_for_its_length_is_named_and_not_read(serve: "Serve", request_of: RequestOf) -> None:
    with serve(max_message_bytes=10_000) as live:
        call: Any = live.channel.stream_stream(STREAM, None, pb.StreamCheckRecognitionResponse.FromString)
        no_message = b"\xff" * 10_001
        names = ["2", "", "病" * 128, "病" * 129, "x" * 9_000]
        # Field 1, text; with no id, what would be field 2 is first.
        begun = [pb.StreamCheckRecognitionRequest(item_id=name).SerializeToString() for name in names]
        sent = [*(each + no_message for each in begun), item("6", request_of()).SerializeToString()]
        answers = list(call(iter(sent), timeout=PATIENCE_SECONDS))
        assert [each.item_id for each in answers] == ["2", "", "病" * 128, "病" * 128, "x" * 128, "6"]
        assert {each.error.reason for each in answers[:5]} == {error_reason_pb2.ERROR_REASON_TOO_MUCH}
        assert answers[5].HasField("response")


def test_bills_are_streamed_as_persons_are(live: "Live") -> None:
    asked = benefit_service_pb2.StreamSettleBillsRequest(item_id="b")
    asked.request.area_code = "123456"
    (answer,) = live.benefits.StreamSettleBills(iter([asked]), timeout=PATIENCE_SECONDS)
    assert (answer.item_id, answer.WhichOneof("answer")) == ("b", "error")


def test_a_stream_keeps_the_rules_it_began_with(serve: "Serve", rules: Path, request_of: RequestOf) -> None:
    with serve(rules=rules) as live:
        talk = Talk(live)
        first = talk.ask(item("1", request_of())).response.release.digest
        (manifest,) = rules.glob("990000*/manifest.yaml")
        text = manifest.read_text("utf-8")
        (version,) = (line for line in text.splitlines() if line.startswith("version:"))
        manifest.write_text(text.replace(version, "version: later"), "utf-8")
        assert live.do(live.server.reload())
        later = live.stub.CheckRecognition(request_of()).release.digest
        assert later != first
        assert talk.ask(item("2", request_of())).response.release.digest == first
        assert talk.end() == []
        again = Talk(live)
        assert again.ask(item("3", request_of())).response.release.digest == later
        again.end()


def test_a_stream_that_stands_still_is_ended(serve: "Serve", request_of: RequestOf) -> None:
    with serve(stream_idle_seconds=0.5) as live:
        talk = Talk(live)
        assert talk.ask(item("1", request_of())).HasField("response")
        with pytest.raises(grpc.RpcError) as error:
            next(talk.call)
        ended: Any = error.value
        assert ended.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        assert live.stub.CheckRecognition(request_of()).decisions


def test_who_does_not_read_is_held_back_and_let_go_of(serve: "Serve", request_of: RequestOf) -> None:
    most = 2000

    def sent() -> Iterator[pb.StreamCheckRecognitionRequest]:
        for number in range(most):
            yield item(str(number), request_of())

    narrow = [("grpc.http2.bdp_probe", 0), ("grpc.http2.lookahead_bytes", 65536), ("grpc.use_local_subchannel_pool", 1)]
    with serve(stream_idle_seconds=1) as live, grpc.insecure_channel(f"127.0.0.1:{live.port}", narrow) as channel:
        call: Any = RecognitionServiceStub(channel).StreamCheckRecognition(sent(), timeout=PATIENCE_SECONDS)
        counts, until = live.server.stats.counts, monotonic() + PATIENCE_SECONDS
        assert live.stub.CheckRecognition(request_of(), timeout=PATIENCE_SECONDS).decisions
        while not counts.value(CALLS, "StreamCheckRecognition", "DEADLINE_EXCEEDED"):
            assert monotonic() < until
            assert live.stub.CheckRecognition(request_of(), timeout=PATIENCE_SECONDS).decisions
        assert counts.value(CALLS, "StreamCheckRecognition", "OK") < most / 2
        call.cancel()
        assert live.stub.CheckRecognition(request_of(), timeout=PATIENCE_SECONDS).decisions


def test_each_item_is_a_request_of_the_callers_quota_and_of_its_areas(
    serve: "Serve", tmp_path: Path, request_of: RequestOf
) -> None:
    callers = tmp_path / "callers.toml"
    callers.write_text(CALLERS.replace("requests_per_second = 0.1", "requests_per_second = 0.2"), encoding="utf-8")
    keys = key_set(tmp_path / "keys.json", k1=KEY)
    access = {"callers": callers, "tokens": {"keys": keys, "issuer": ISSUER, "audience": AUDIENCE}}
    with serve(access=access) as live:
        talk = Talk(live, metadata=bearer("hasty"))
        answers = [talk.ask(item(str(number), request_of())) for number in range(3)]
        assert [each.WhichOneof("answer") for each in answers] == ["response", "error", "error"]
        assert answers[2].item_id == "2"
        assert answers[2].error.reason == error_reason_pb2.ERROR_REASON_QUOTA_SPENT
        talk.end()
        talk = Talk(live, metadata=bearer("doctor"))
        elsewhere = talk.ask(item("1", request_of(area_code="511900")))
        assert elsewhere.error.reason == error_reason_pb2.ERROR_REASON_FORBIDDEN
        assert talk.ask(item("2", request_of())).HasField("response")
        talk.end()
        with pytest.raises(grpc.RpcError) as error:
            next(Talk(live, metadata=bearer("clerk")).call)
        refused: Any = error.value
        assert refused.code() is grpc.StatusCode.PERMISSION_DENIED


def test_a_client_that_vanishes_leaves_nothing(serve: "Serve", request_of: RequestOf) -> None:
    with serve() as live:
        for _ in range(20):
            talk = Talk(live)
            assert talk.ask(item("1", request_of())).HasField("response")
            talk.call.cancel()
        assert live.stub.CheckRecognition(request_of(), timeout=PATIENCE_SECONDS).decisions
        assert sum(live.server.report().in_progress.values()) == 0
