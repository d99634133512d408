"""Spans for OpenTelemetry: one for each call, with its method, its status, its outcomes and its release.

Nothing of a person, nothing a caller wrote but the ids of the trace it belongs to (W3C ``traceparent``), and no words
of an error. They are handed on by a thread of their own; what it cannot hand on is dropped, and holds nobody up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from chronicare.rpc.access.call import CALL, TRACE_PARENT
from chronicare.rpc.counts import Timing
from chronicare.rpc.told import Told

_FAULTS = frozenset({"UNKNOWN", "INTERNAL", "UNAVAILABLE", "UNIMPLEMENTED", "DATA_LOSS", "DEADLINE_EXCEEDED"})
"""What is an error of the server, as the conventions of OpenTelemetry have it."""


class Traces:
    """Makes the spans of one process."""

    def __init__(self, processor: SpanProcessor, share: float = 1.0) -> None:
        """Hand spans to ``processor``: all that belong to a sampled trace, and that ``share`` of those without one."""
        resource = Resource({SERVICE_NAME: "chronicare", SERVICE_VERSION: version("chronicare")})
        # Nothing is read from the environment: what is published is said in the settings alone.
        self._provider = TracerProvider(ParentBased(TraceIdRatioBased(share)), resource, shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("chronicare")

    @contextmanager
    def call(self, service: str, method: str, timing: Timing) -> Iterator[Told]:
        """Make the span of a call, which ends with the block by the status noted in ``timing``."""
        call = CALL.get()
        parent = TraceContextTextMapPropagator().extract({TRACE_PARENT: call.trace_parent if call else ""})
        span = self._tracer.start_span(f"{service}/{method}", parent, SpanKind.SERVER)
        span.set_attributes({"rpc.system": "grpc", "rpc.service": service, "rpc.method": method})
        told = Told()
        try:
            yield told
        finally:
            span.set_attribute("rpc.grpc.status", timing.code)
            if told.outcomes:
                span.set_attribute("chronicare.areas", sorted({area for _, area, _ in told.outcomes}))
                span.set_attribute("chronicare.outcomes", sorted({f"{name} {what}" for name, _, what in told.outcomes}))
            if told.release:
                span.set_attribute("chronicare.release", told.release)
            if timing.code in _FAULTS:
                span.set_status(StatusCode.ERROR)
            span.end()

    def close(self) -> None:
        """Hand on what is left."""
        self._provider.shutdown()


def open_traces(endpoint: str, share: float) -> Traces:
    """Return what hands spans to the collector at ``endpoint``, by OTLP over HTTP."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - takes long
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - same

    return Traces(BatchSpanProcessor(OTLPSpanExporter(endpoint)), share)
