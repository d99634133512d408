"""A call over the wire leaves a span in its caller's trace, in which nothing of the person stands."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from over_http import RECOGNITION, ask, free_port

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.rpc import traces

if TYPE_CHECKING:
    from acceptance.conftest import Live

TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_each_call_is_a_span_of_its_callers_trace(
    serve: Callable[..., AbstractContextManager["Live"]],
    request_of: Callable[..., pb.CheckRecognitionRequest],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exporter = InMemorySpanExporter()
    opened: list[Any] = []

    def open_traces(endpoint: str, share: float) -> traces.Traces:
        opened.append((endpoint, share))
        return traces.Traces(SimpleSpanProcessor(exporter), share)

    monkeypatch.setattr(traces, "open_traces", open_traces)
    port, parent = free_port(), f"00-{TRACE}-b7ad6b7169203331-01"
    with serve(traces_endpoint="http://127.0.0.1:4318/v1/traces", http_port=port) as running:
        metadata = (("traceparent", parent),)
        answer = running.stub.CheckRecognition(request_of(request_id="病例-0001"), metadata=metadata)
        batch = pb.BatchCheckRecognitionRequest(requests=[request_of()])
        running.stub.BatchCheckRecognition(batch, metadata=metadata)
        asked = json_format.MessageToDict(request_of(request_id="病例-0001"))
        assert ask(port, f"{RECOGNITION}/CheckRecognition", asked, {"traceparent": parent}).status == 200
        items = [pb.StreamCheckRecognitionRequest(item_id="病例-0001", request=request_of())] * 2
        assert len(list(running.stub.StreamCheckRecognition(iter(items), metadata=metadata))) == 2
    assert opened == [("http://127.0.0.1:4318/v1/traces", 1.0)]
    spans = exporter.get_finished_spans()
    service = "chronicare.api.v1.RecognitionService"
    streamed = "StreamCheckRecognition"
    assert [each.name for each in spans] == [
        f"{service}/{name}"
        for name in ("CheckRecognition", "BatchCheckRecognition", "CheckRecognition", *[streamed] * 2)
    ]
    for span in spans:
        assert span.context is not None
        assert f"{span.context.trace_id:032x}" == TRACE
        attributes = dict(span.attributes or {})
        assert attributes["rpc.grpc.status"] == "OK"
        assert attributes["chronicare.release"] == answer.release.digest
        assert attributes["chronicare.outcomes"] == ("decisions MEETS",)
        assert attributes.keys() <= {
            *(f"rpc.{name}" for name in ("system", "service", "method", "grpc.status")),
            *(f"chronicare.{name}" for name in ("areas", "outcomes", "release")),
        }
