"""Spans: what stands in them, whose trace they belong to, and that nothing else does."""

from collections.abc import Callable, Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chronicare.rpc.access.call import CALL, Call, trace_parent_of
from chronicare.rpc.counts import DECISIONS, MISSING, Timing
from chronicare.rpc.traces import Traces

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
UNSAMPLED = f"00-{TRACE}-b7ad6b7169203331-00"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def calling() -> Iterator[Callable[[str], None]]:
    """Return what says to which trace the call belongs."""
    before = CALL.get()

    def belong(parent: str) -> None:
        CALL.set(Call("r", trace_parent=parent))

    yield belong
    CALL.set(before)


def only(exporter: InMemorySpanExporter) -> ReadableSpan:
    (span,) = exporter.get_finished_spans()
    return span


def test_a_span_says_what_a_call_came_to(exporter: InMemorySpanExporter, calling: Callable[[str], None]) -> None:
    calling(PARENT)
    timing = Timing()
    with Traces(SimpleSpanProcessor(exporter)).call("a.Service", "Check", timing) as told:
        told.outcomes = ((DECISIONS, "990000", "MEETS"), (DECISIONS, "990000", "MEETS"), (MISSING, "990000", "fpg"))
        told.release = "abc"
        timing.code = "OK"
    span = only(exporter)
    assert span.name == "a.Service/Check"
    assert dict(span.attributes or {}) == {
        "rpc.system": "grpc",
        "rpc.service": "a.Service",
        "rpc.method": "Check",
        "rpc.grpc.status": "OK",
        "chronicare.areas": ("990000",),
        "chronicare.outcomes": ("decisions MEETS", "missing fpg"),
        "chronicare.release": "abc",
    }
    assert span.status.is_unset
    assert span.context is not None
    assert span.parent is not None
    assert f"{span.context.trace_id:032x}" == f"{span.parent.trace_id:032x}" == TRACE


def test_an_error_is_told_without_its_words(exporter: InMemorySpanExporter, calling: Callable[[str], None]) -> None:
    calling("")
    timing = Timing("INTERNAL")
    with pytest.raises(ValueError, match="李四"), Traces(SimpleSpanProcessor(exporter)).call("s", "m", timing):
        raise ValueError("李四")
    span = only(exporter)
    assert not span.status.is_ok
    assert not span.events
    assert "李四" not in span.to_json()


@pytest.mark.parametrize(("parent", "made"), [(PARENT, 1), (UNSAMPLED, 0), ("", 0), ("00-x", 0)])
def test_whether_there_is_a_trace_is_for_the_caller_to_say_and_else_by_the_share(
    exporter: InMemorySpanExporter, calling: Callable[[str], None], parent: str, made: int
) -> None:
    calling(parent)
    with Traces(SimpleSpanProcessor(exporter), share=0.0).call("s", "m", Timing()):
        pass
    assert len(exporter.get_finished_spans()) == made


def test_what_is_too_long_is_the_parent_of_nothing() -> None:
    assert trace_parent_of([("x", PARENT), ("traceparent", PARENT)]) == PARENT
    assert trace_parent_of([("traceparent", "0" * 101)]) == ""
    assert trace_parent_of([("traceparent", b"00")]) == ""
