"""The gRPC server of one process: our services with health and reflection, over one catalogue of rules."""

import asyncio
import logging
import threading
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from chronicare.api.v1 import benefit_service_pb2, recognition_service_pb2, rule_set_service_pb2
from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard
from chronicare.application.ports import RuleSource
from chronicare.application.publish import Published, Publisher
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import DiagnosticError, Text
from chronicare.engine import DurableEngine, EngineError
from chronicare.engine.probe import probe_programs
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.rpc.access.certificates import server_credentials
from chronicare.rpc.access.gate import Gate
from chronicare.rpc.access.kept_files import NOTHING_KEPT, KeptFiles
from chronicare.rpc.access.quotas import Quotas
from chronicare.rpc.benefits.servicer import BenefitServicer
from chronicare.rpc.calls import handlers_of
from chronicare.rpc.health import BoundedHealth
from chronicare.rpc.held import Held
from chronicare.rpc.in_thread import in_thread
from chronicare.rpc.lanes import Lanes
from chronicare.rpc.log import LoggedDisagreements, ServerStats, log_diagnostics, log_event, log_fault
from chronicare.rpc.quarantine import Quarantine, Work, note_culprit
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.recording.opening import OpenRecord, open_record
from chronicare.rpc.rule_sets.servicer import RuleSetServicer
from chronicare.rpc.rules_history import HeldRelease
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import MAX_TOLD, RecordState, WorkerReport
from chronicare.rpc.unsent import Unsent
from chronicare.rpc.working_out import Room

if TYPE_CHECKING:
    from chronicare.rpc.http.serving import HttpServer
    from chronicare.rpc.traces import Traces

RECOGNITION = recognition_service_pb2.DESCRIPTOR.services_by_name["RecognitionService"]
BENEFITS = benefit_service_pb2.DESCRIPTOR.services_by_name["BenefitService"]
RULE_SETS = rule_set_service_pb2.DESCRIPTOR.services_by_name["RuleSetService"]
_NEVER_REACHED = 1_000_000
_ROOM_TO_REFUSE = 2
"""What is longer than it may be is taken up to so many times that, to be refused in our own words."""
_KEEPALIVE_MS = 30_000
_NEVER_MS = 2**31 - 1
"""What gRPC takes for never."""
_PREFIXES = {"ScreenRecognition": "request."}


class RuleServer:
    """Serves the rules of one directory. Until rules are loaded, health says NOT_SERVING and calls are UNAVAILABLE.

    ``stats`` are the counts of this process, ``catalogue`` the releases it holds, ``record`` where decisions go.
    """

    def __init__(
        self,
        settings: Settings,
        on_broken: Callable[[], None] = lambda: None,
        source: RuleSource | None = None,
        work: Work | None = None,
        quotas: Quotas | None = None,
        kept: KeptFiles = NOTHING_KEPT,
    ) -> None:
        """Prepare to serve. ``on_broken`` is called when the engine should not be trusted in this process any more.

        What is worked on is noted in ``work``, for a supervisor to find there; what callers take, in ``quotas``.
        Files for the wire and for callers that will not do when this starts are taken from those that are ``kept``.
        """
        self.stats = ServerStats()
        self.catalogue = Catalogue()
        self._settings = settings
        self._source = source or RuleDirectory(settings.rules)
        self._publisher = Publisher(
            self._source,
            partial(probe_programs, timeout_seconds=settings.probe_seconds),
            DurableEngine(),
            self.catalogue,
        )
        runtime = Runtime(self.catalogue, Guard(LoggedDisagreements(self.stats), self._break))
        self._servicers = {
            RECOGNITION: RecognitionServicer(runtime, settings, self.stats),
            BENEFITS: BenefitServicer(runtime, settings, self.stats),
            RULE_SETS: RuleSetServicer(runtime),
        }
        self._on_broken = on_broken
        self._kept = kept
        self._traces: Traces | None = None
        self._work = work or Work(Quarantine(-1, 1, settings.threads))
        self._quotas = quotas or Quotas(-1, 1)
        self._lanes = Lanes(settings)
        self.record: OpenRecord | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._health: BoundedHealth | None = None
        self._server: grpc.aio.Server | None = None
        self._http: HttpServer | None = None
        self._probes: grpc.aio.Server | None = None
        self._loading = threading.Lock()

    def _break(self) -> None:
        note_culprit()
        self._on_broken()

    def load(self) -> bool:
        """Publish the rules as they stand now. What is wrong is logged, and then what was in force stays.

        Takes seconds; may be called from another thread while calls are answered.
        """
        prepared = self.prepare(self._source)
        if prepared is not None:
            self.put_in_force(prepared)
        return prepared is not None

    def prepare(self, source: RuleSource, proven: Collection[HeldRelease] = ()) -> Published | None:
        """Make releases of the rules of ``source``, in force or not; ``None``, and what is wrong is logged, if none.

        What is ``proven`` is not tried and tested again.
        """
        with self._loading:
            try:
                prepared = self._publisher.prepare(source, proven)
            except DiagnosticError as refused:
                log_diagnostics("rules refused", refused.diagnostics)
                return None
            except EngineError as failure:
                log_fault("rules not loaded", failure)
                return None
        log_diagnostics("rules warn", prepared.warnings)
        for area, diagnostics in prepared.refused.items():
            log_diagnostics("rules refused", diagnostics, area)
        return prepared

    def put_in_force(self, prepared: Published) -> None:
        """Answer by the releases ``prepared`` from now on."""
        self.catalogue.publish(prepared.releases, prepared.refused, prepared.applies_from)
        for release in prepared.releases:
            fields = {"release": release.name, "digest": release.digest, "version": release.rules.version}
            log_event(logging.INFO, "rules in force", fields | {"entries": len(release.deciders)})

    def keep(self, source: RuleSource, held: Collection[HeldRelease]) -> None:
        """Hold the releases of ``source`` that have been in force before: those that are ``held`` elsewhere.

        Callers can pin them, and they are in force for areas whose later rules are broken.
        """
        prepared = self.prepare(source, held)
        made = () if prepared is None else prepared.releases
        releases = tuple(each for each in made if (each.rules.area, each.digest) in held)
        self.catalogue.keep(releases)
        log_event(logging.INFO, "earlier rules held", {"digests": [each.digest for each in releases]})

    async def start(self) -> int:
        """Listen, and return the port.

        Raises OSError if the port cannot be had, DiagnosticError if certificates, keys or callers cannot be read, and
        RecordSettingsError.
        """
        settings = self._settings
        credentials = server_credentials(settings.tls, self._kept) if settings.tls else None
        self._loop = asyncio.get_running_loop()
        if settings.record is not None:
            self.record = open_record(settings, self._tell_record)
            await in_thread(self.record.recorder.start, "record starts")
        gate = Gate(settings.access, self._quotas, self.stats.counts, self._kept)
        server = grpc.aio.server(
            interceptors=(gate,),
            options=[
                ("grpc.so_reuseport", 1),
                ("grpc.max_receive_message_length", _ROOM_TO_REFUSE * settings.max_message_bytes),
                ("grpc.max_allowed_incoming_connections", settings.max_connections),
                ("grpc.max_send_message_length", -1),
                ("grpc.max_connection_age_ms", round(1000 * (settings.max_connection_seconds or 0)) or _NEVER_MS),
                ("grpc.max_concurrent_streams", settings.max_streams),
                # Beyond that a client holds back; streams that have ended but not gone yet are not held against it.
                ("grpc.http.overload_protection", 0),
                # A client that has vanished, or takes nothing off its connection, is let go of after so long.
                ("grpc.keepalive_time_ms", _KEEPALIVE_MS),
                ("grpc.keepalive_timeout_ms", _KEEPALIVE_MS),
                ("grpc.http2.max_pings_without_data", 0),
                # The loop takes calls at once and refuses by itself: gRPC would cancel them, other clients' among them.
                ("grpc.server.max_pending_requests", _NEVER_REACHED),
                ("grpc.server.max_pending_requests_hard_limit", _NEVER_REACHED),
            ],
        )
        if settings.traces_endpoint is not None and self._traces is None:
            from chronicare.rpc.traces import open_traces  # noqa: PLC0415 - an extra that may be missing

            self._traces = open_traces(settings.traces_endpoint, settings.traces_share)
        room = Room(
            Held(settings.max_held_bytes, settings.max_message_bytes),
            Unsent(settings.max_unsent_bytes),
            settings.stream_idle_seconds,
        )
        handlers = tuple(
            handlers_of(
                *each,
                _PREFIXES,
                self.stats,
                self._lanes,
                self._work,
                room,
                self.record and self.record.recording,
                self._traces,
            )
            for each in self._servicers.items()
        )
        server.add_generic_rpc_handlers(handlers)
        self._health = BoundedHealth(settings.max_watches)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        if settings.reflection:
            names = [each.full_name for each in self._servicers]
            reflection.enable_server_reflection((*names, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        try:
            if credentials is None:
                port = server.add_insecure_port(settings.address)
            else:
                port = server.add_secure_port(settings.address, credentials)
        except RuntimeError as error:
            raise OSError(f"cannot listen on {settings.address}: {error}") from error
        await server.start()
        self._server = server
        if settings.health_port is not None:
            self._probes = await self._health.listen(settings.health_address)
        if settings.http_port is not None:
            from chronicare.rpc.http.serving import HttpServer  # noqa: PLC0415 - an extra that may be missing

            self._http = await HttpServer.listen(
                settings, tuple(self._servicers), handlers, gate, self._health, self._kept
            )
        await self.tell_health()
        return port

    async def reload(self) -> bool:
        """Publish the rules as they stand now, while calls go on being answered; see ``load``."""
        loaded = await in_thread(self.load, "reload")
        await self.tell_health()
        return loaded

    async def tell_health(self) -> None:
        """Say SERVING, as the whole, by each service's full name, and by ``areas/CODE``, if there are rules."""
        if self._health is not None:
            serving = health_pb2.HealthCheckResponse.SERVING
            status = serving if self.catalogue.areas else health_pb2.HealthCheckResponse.NOT_SERVING
            not_serving = health_pb2.HealthCheckResponse.NOT_SERVING
            is_recorded = self.record is None or not self.record.recorder.is_failing
            for name in ("", *(each.full_name for each in self._servicers)):
                decides = name != RULE_SETS.full_name
                await self._health.set(name, status if is_recorded or not decides else not_serving)
            if self.record is not None:
                await self._health.set("record", serving if is_recorded else not_serving)
            for area in {*self.catalogue.areas, *self.catalogue.refused}:
                held = area in self.catalogue.areas
                await self._health.set(f"areas/{area}", serving if held else health_pb2.HealthCheckResponse.NOT_SERVING)

    def report(self) -> WorkerReport:
        """Return what has been counted since this was asked last, and how things are."""
        return WorkerReport(
            sums=tuple(self.stats.counts.take(MAX_TOLD)),
            in_progress=self._lanes.inside(),
            refused_areas=tuple(sorted(self.catalogue.refused)),
            record=self._record_state(),
        )

    def _record_state(self) -> RecordState | None:
        if self.record is None:
            return None
        lag = self.record.recorder.lag
        return RecordState(waiting=lag.entries, seconds=lag.seconds, is_failing=self.record.recorder.is_failing)

    async def stop(self, *, drain: bool = False) -> None:
        """Say NOT_SERVING, take no new calls, let those in progress end within the grace, and stop.

        To ``drain`` is to go on taking calls for a while after that was said.
        """
        if self._server is not None and self._health is not None:
            await self._health.enter_graceful_shutdown()
            if drain:
                await asyncio.sleep(self._settings.drain_seconds)
            http = (self._http.stop(),) if self._http is not None else ()
            await asyncio.gather(self._server.stop(self._settings.grace_seconds), *http)
        if self._probes is not None:
            await self._probes.stop(0)
        self._lanes.close()
        if self._traces is not None:
            await in_thread(self._traces.close, "traces end")
        if self.record is not None:
            await in_thread(self.record.recorder.close, "record ends")
            if lost := self.record.recorder.lag.entries:
                log_event(logging.ERROR, "decisions not recorded", {"count": lost})

    def _tell_record(self, reason: Text | None) -> None:
        """Log why the record cannot be written, or that it can be again, and say so to whoever watches the health."""
        if reason is None:
            log_event(logging.INFO, "record written again")
        else:
            log_event(logging.ERROR, "record not written", {"zh": reason.zh, "en": reason.en})
        if self._loop is not None and not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self.tell_health(), self._loop)
