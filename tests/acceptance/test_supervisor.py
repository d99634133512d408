"""The service as it is run: a supervisor with worker processes, stopped, killed, hung and reloaded."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.request import urlopen

import grpc
import pytest
from google.protobuf import json_format
from over_http import RECOGNITION, free_port
from over_http import ask as ask_http
from unit.releases.made import package_of, published, signed, store_with

from chronicare.api.v1 import decision_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.diagnostics import Code
from chronicare.loaders.rule_archive import pack_rules
from chronicare.releases.package import build
from chronicare.rpc.proofs import Proofs
from chronicare.rpc.rules_history import HeldRelease
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import ServiceState
from chronicare.rpc.status_socket import NotRunningError, ask

RequestOf = Callable[..., pb.CheckRecognitionRequest]
SERVE = """
import sys
from chronicare.rpc.settings import Settings
from chronicare.rpc.supervisor import serve
sys.exit(serve(Settings.model_validate_json(sys.argv[1])))
"""
SERVE_DYING = """
import sys
from chronicare.rpc import supervisor
from chronicare.rpc.settings import Settings
supervisor._WORKER = (sys.executable, "-c", sys.argv[2])
sys.exit(supervisor.serve(Settings.model_validate_json(sys.argv[1])))
"""
DYING = """
import ctypes, os, sys
from chronicare.rpc import worker
from chronicare.rpc.recognition import servicer
answer = servicer.RecognitionServicer.CheckRecognition
def answer_or_die(self, request):
    if request.request_id == "kills":
        os.abort()
    if request.request_id == "hangs":
        ctypes.PyDLL(None).pause()  # keeps the lock of the interpreter
    return answer(self, request)
servicer.RecognitionServicer.CheckRecognition = answer_or_die
sys.exit(worker.main())
"""
"""A worker with requests that kill it, or after which it does nothing any more, as a fault of the engine would."""
PATIENCE_SECONDS = 60


class Service:
    """A supervisor in a process of its own, and what it says."""

    def __init__(self, settings: Settings, worker: str = "", *, reads_log: bool = True) -> None:
        """Start it; ``worker`` is the program of its workers, if it is not theirs."""
        command = [sys.executable, "-c", SERVE_DYING if worker else SERVE, settings.model_dump_json(), worker]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        if reads_log:
            self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith("{"):  # gRPC's own core writes there too, in lines of its own
                self.events.put(json.loads(line))

    def wait_for(self, event: str) -> dict[str, Any]:
        """Return the next log line of the kind ``event``; pass over others."""
        until = monotonic() + PATIENCE_SECONDS
        while True:
            line = self.events.get(timeout=max(until - monotonic(), 0.001))
            if line["event"] == event:
                return line

    def all_events(self) -> list[dict[str, Any]]:
        """Return the log lines that nobody has waited for, of a service that has ended."""
        return list(self.events.queue)

    def announced(self) -> str:
        """Return the line on standard output."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def call(self, address: str, request: pb.CheckRecognitionRequest) -> pb.CheckRecognitionResponse:
        """Make a call on a new connection, as soon as there is somebody to answer it."""
        with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            stub = RecognitionServiceStub(channel)
            return stub.CheckRecognition(request, timeout=PATIENCE_SECONDS, wait_for_ready=True)

    def end(self) -> int:
        """Stop it as an operator does; return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(PATIENCE_SECONDS)
        if self._reader.ident is not None:
            self._reader.join(PATIENCE_SECONDS)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code


@contextmanager
def service(rules: Path, worker: str = "", **settings: object) -> Iterator[tuple[Service, str]]:
    """Run a service of one worker and give its address."""
    defaults = {"port": 0, "workers": 1, "silence_seconds": 2, "heartbeat_seconds": 0.1, "grace_seconds": 5}
    running = Service(Settings.model_validate({"rules": rules} | defaults | settings), worker)
    try:
        line = running.announced()
        assert line.startswith("listening on 127.0.0.1:")
        yield running, line.removeprefix("listening on ")
    finally:
        running.end()


def gone(process_id: int) -> bool:
    """Whether a process that is not our child ends within the time we have patience for."""
    until = monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while monotonic() < until:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        pause.wait(0.02)
    return False


@pytest.mark.parametrize(("blow", "told"), [(signal.SIGKILL, "worker ended"), (signal.SIGSTOP, "worker hangs")])
def test_a_worker_that_dies_or_hangs_is_replaced(
    rules: Path, request_of: RequestOf, blow: signal.Signals, told: str
) -> None:
    with service(rules) as (running, address):
        first = running.wait_for("worker started")["worker_pid"]
        before = running.call(address, request_of())
        os.kill(first, blow)
        assert running.wait_for(told)["worker_pid"] == first
        assert running.wait_for("worker started")["worker_pid"] != first
        after = running.call(address, request_of())
        assert after.release == before.release
        assert gone(first)


@pytest.mark.parametrize("poison", ["kills", "hangs"])
def test_a_request_that_killed_a_worker_is_not_tried_again(rules: Path, request_of: RequestOf, poison: str) -> None:
    with service(rules, DYING, workers=2) as (running, address):
        with pytest.raises(grpc.RpcError) as caught:
            running.call(address, request_of(request_id=poison))
        error: Any = caught.value
        assert error.code() is grpc.StatusCode.UNAVAILABLE
        told = running.wait_for("requests quarantined")
        assert (told["refused"], told["suspected"]) == (1, 0)
        for _ in range(4):
            with pytest.raises(grpc.RpcError) as caught:
                running.call(address, request_of(request_id=poison))
            error = caught.value
            assert error.code() is grpc.StatusCode.FAILED_PRECONDITION
            assert "ERROR_REASON_QUARANTINED" in str(error.trailing_metadata())
        assert running.call(address, request_of(request_id="other")).request_id == "other"
        running.end()
        assert [each["event"] for each in running.all_events()].count("worker ended") == 0, "no other worker died"


def test_whoever_runs_it_is_told_how_it_is(rules: Path, request_of: RequestOf) -> None:
    with service(rules) as (running, address):
        port = int(address.rpartition(":")[2])
        first = running.wait_for("worker started")["worker_pid"]
        release = running.call(address, request_of()).release
        state = told(port, lambda state: dict(state.sums).get(("calls", "CheckRecognition", "OK")) == 1)
        assert state.is_whole
        assert (state.pid, state.address, state.rules) == (running.process.pid, address, str(rules))
        assert [(each.area, each.digest) for each in state.releases] == [("990000", release.digest)]
        assert [(each.pid, each.phase, each.restarts) for each in state.workers] == [(first, "listening", 0)]
        assert dict(state.sums)["decisions", "990000", "MEETS"] == 1

        os.kill(first, signal.SIGKILL)
        running.call(address, request_of())
        state = told(port, lambda state: dict(state.sums)["calls", "CheckRecognition", "OK"] == 2)
        assert [(each.pid != first, each.phase, each.restarts) for each in state.workers] == [(True, "listening", 1)]

        table = rules / "990000-example" / "criteria.csv"
        table.write_text("x\n" + table.read_text(encoding="utf-8"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        state = told(port, lambda state: state.last_reload is not None)
        assert not state.is_whole
        assert state.last_reload is not None
        assert not state.last_reload.in_force
        assert [each.digest for each in state.releases] == [release.digest]
    with pytest.raises(NotRunningError):
        ask(port)


def test_metrics_are_published_for_all_workers_together_over_http_as_well(rules: Path, request_of: RequestOf) -> None:
    http = free_port()
    with service(rules, workers=2, metrics_port=0, http_port=http) as (running, address):
        assert running.announced() == f"HTTP on 127.0.0.1:{http}"
        page = f"http://{running.wait_for('metrics published')['address']}/metrics"
        port = int(address.rpartition(":")[2])
        calls = ("calls", "CheckRecognition", "OK")
        for _ in range(6):
            running.call(address, request_of())
        over_http = ask_http(http, f"{RECOGNITION}/CheckRecognition", json_format.MessageToDict(request_of()))
        assert over_http.json["decisions"][0]["outcome"] == "OUTCOME_MEETS"
        assert told(port, lambda state: dict(state.sums).get(calls) == 7).http_address == f"127.0.0.1:{http}"
        with urlopen(page, timeout=PATIENCE_SECONDS) as answer:
            text = answer.read().decode()
        assert 'chronicare_calls_total{code="OK",method="CheckRecognition"} 7.0' in text
        assert 'chronicare_decisions_total{area="990000",outcome="MEETS"} 7.0' in text


def told(port: int, is_it: Callable[[ServiceState], bool]) -> ServiceState:
    """Ask the service on ``port`` until it is told what is waited for, as long as we have patience."""
    until = monotonic() + PATIENCE_SECONDS
    state = ask(port)
    while not is_it(state) and monotonic() < until:
        threading.Event().wait(0.02)
        state = ask(port)
    return state


def test_two_workers_share_the_port_and_stop_together(rules: Path, request_of: RequestOf) -> None:
    with service(rules, workers=2) as (running, address):
        assert running.wait_for("loading rules")["rules"] == str(rules)  # before anything else takes its time
        workers = [running.wait_for("worker started")["worker_pid"] for _ in range(2)]
        assert running.call(address, request_of(request_id="r")).request_id == "r"
        assert running.end() == 0
        assert all(gone(each) for each in workers)


def test_a_worker_whose_supervisor_is_gone_ends(rules: Path) -> None:
    with service(rules) as (running, _):
        worker = running.wait_for("worker started")["worker_pid"]
        running.process.kill()
        assert gone(worker)


def test_a_supervisor_that_was_paused_takes_no_worker_for_hanging(rules: Path, request_of: RequestOf) -> None:
    with service(rules, silence_seconds=0.5) as (running, address):
        worker = running.wait_for("rules in force")["pid"]
        running.process.send_signal(signal.SIGSTOP)
        until = monotonic() + 1
        while monotonic() < until:  # calls go on being answered
            assert running.call(address, request_of(request_id="meanwhile")).request_id == "meanwhile"
        running.process.send_signal(signal.SIGCONT)
        running.process.send_signal(signal.SIGHUP)
        assert running.wait_for("rules in force")["pid"] == worker
        assert running.end() == 0
        assert not {"worker hangs", "worker ended"} & {each["event"] for each in running.all_events()}


def test_rules_are_loaded_anew_on_sighup(rules: Path, request_of: RequestOf) -> None:
    criteria = rules / "990000-example" / "criteria.csv"
    text = criteria.read_text(encoding="utf-8")
    with service(rules) as (running, address):
        running.wait_for("rules in force")
        before = running.call(address, request_of()).release.digest
        criteria.write_text(text.replace("≥ 7.0 mmol/L", "≥ 7.0 kg"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        assert running.wait_for("rules refused")["code"] == "E0205"
        assert running.call(address, request_of()).release.digest == before
        criteria.write_text(text.replace("≥ 7.0 mmol/L", "≥ 7.1 mmol/L"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        changed = running.wait_for("rules in force")["digest"]
        assert changed != before
        assert running.call(address, request_of()).release.digest == changed


def test_rules_broken_from_the_start_end_the_service_once(rules: Path) -> None:
    (rules / "national" / "units.csv").unlink()
    running = Service(Settings(rules=rules, port=0, workers=2))
    assert running.announced() == ""
    assert running.end() == 1
    told = running.all_events()
    assert [each["code"] for each in told if each["event"] == "rules refused"] == ["E0110"]
    assert [each["event"] for each in told].count("worker started") == 1


def test_what_has_passed_once_is_not_tried_again_and_nothing_else_is_taken_for_passed(
    rules: Path, tmp_path: Path, request_of: RequestOf
) -> None:
    kept = tmp_path / "proofs"
    with service(rules, proofs=kept) as (running, address):
        digest = running.call(address, request_of()).release.digest
    assert [each.read_text(encoding="utf-8") for each in kept.iterdir()] == [f"990000={digest}\n"]
    case = rules / "990000-example" / "cases" / "M90100.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("UNDECIDED", "MEETS"), encoding="utf-8")
    failing = Service(Settings(rules=rules, port=0, workers=1, proofs=kept))
    assert failing.announced() == ""
    assert failing.end() == 1
    assert {each["code"] for each in failing.all_events() if each["event"] == "rules refused"} == {
        Code.CASE_FAILS.value
    }
    Proofs(kept).keep(pack_rules(rules), (HeldRelease("990000", digest),))
    with service(rules, proofs=kept) as (running, address):  # it would not start if it tried the cases
        assert running.call(address, request_of()).release.digest == digest


def test_rules_that_are_not_there_end_the_service(tmp_path: Path) -> None:
    running = Service(Settings(rules=tmp_path / "nowhere", port=0))
    assert running.announced() == ""
    assert running.end() == 1
    assert [each["event"] for each in running.all_events()] == ["loading rules", "rules not read"]


def test_a_worker_that_starts_late_has_the_rules_in_force_whatever_stands_on_disk(
    rules: Path, request_of: RequestOf
) -> None:
    manifest = rules / "990000-example" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")

    def digest_after_a_death(running: Service, address: str, worker: int) -> tuple[str, int]:
        os.kill(worker, signal.SIGKILL)
        again = int(running.wait_for("worker started")["worker_pid"])
        running.wait_for("rules in force")
        return running.call(address, request_of()).release.digest, again

    with service(rules) as (running, address):
        worker = running.wait_for("worker started")["worker_pid"]
        first = running.wait_for("rules in force")["digest"]
        manifest.write_text(text.replace("2025.1", "2026.1"), encoding="utf-8")
        digest, worker = digest_after_a_death(running, address, worker)
        assert digest == first, "nobody has said that the rules on disk are to be in force"
        running.process.send_signal(signal.SIGHUP)
        second = running.wait_for("rules in force")["digest"]
        assert second != first
        manifest.write_text("spoilt", encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        running.wait_for("rules refused")
        digest, _ = digest_after_a_death(running, address, worker)
        assert digest == second, "the last good rules come back though those on disk are broken"


def test_a_worker_that_starts_late_holds_the_releases_that_can_be_pinned(rules: Path, request_of: RequestOf) -> None:
    manifest = rules / "990000-example" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    with service(rules) as (running, address):
        worker = running.wait_for("worker started")["worker_pid"]
        digests = [running.wait_for("rules in force")["digest"]]
        for version in ("2026.1", "2027.1"):
            manifest.write_text(text.replace("2025.1", version), encoding="utf-8")
            running.process.send_signal(signal.SIGHUP)
            digests.append(running.wait_for("rules in force")["digest"])
        os.kill(worker, signal.SIGKILL)
        running.wait_for("worker started")
        assert running.wait_for("rules in force")["digest"] == digests[2]
        assert [running.wait_for("earlier rules held")["digests"] for _ in range(2)] == [[digests[1]], [digests[0]]]
        for each in digests:
            assert running.call(address, request_of(release=each)).release.digest == each


def test_a_worker_that_starts_late_answers_for_a_bad_area_by_what_was_in_force(
    rules: Path, request_of: RequestOf
) -> None:
    second = rules / "990001-second"
    shutil.copytree(rules / "990000-example", second)
    manifest, case = second / "manifest.yaml", second / "cases" / "M90100.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("990000", "990001"), encoding="utf-8")
    other = rules / "990000-example" / "manifest.yaml"
    with service(rules) as (running, address):
        worker = running.wait_for("worker started")["worker_pid"]
        told = [running.wait_for("rules in force") for _ in range(2)]
        good = {each["release"].split("/")[1]: each["digest"] for each in told}
        manifest.write_text(manifest.read_text(encoding="utf-8").replace("2025.1", "2026.1"), encoding="utf-8")
        case.write_text(case.read_text(encoding="utf-8").replace("UNDECIDED", "MEETS"), encoding="utf-8")
        other.write_text(other.read_text(encoding="utf-8").replace("2025.1", "2026.1"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        refused = running.wait_for("rules refused")
        assert (refused["area"], refused["code"]) == ("990001", "E0702")
        changed = running.wait_for("rules in force")["digest"]
        os.kill(worker, signal.SIGKILL)
        running.wait_for("worker started")
        running.wait_for("earlier rules held")
        assert running.call(address, request_of()).release.digest == changed != good["990000"]
        assert running.call(address, request_of(area_code="990001")).release.digest == good["990001"]


def test_all_workers_change_to_the_same_rules(rules: Path, request_of: RequestOf) -> None:
    manifest = rules / "990000-example" / "manifest.yaml"
    with service(rules, workers=2) as (running, address):
        first = {running.wait_for("rules in force")["digest"] for _ in range(2)}
        manifest.write_text(manifest.read_text(encoding="utf-8").replace("2025.1", "2026.1"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        told = [running.wait_for("rules in force") for _ in range(2)]
        assert len({each["pid"] for each in told}) == 2
        (digest,) = {each["digest"] for each in told}
        assert first != {digest}
        assert {running.call(address, request_of()).release.digest for _ in range(8)} == {digest}


def test_the_port_is_one_services(rules: Path, request_of: RequestOf) -> None:
    with service(rules) as (first, address):
        second = Service(Settings(rules=rules, port=int(address.rpartition(":")[2]), workers=1))
        assert second.announced() == ""
        assert second.wait_for("cannot listen")["port"] == int(address.rpartition(":")[2])
        assert second.end() == 1
        assert first.call(address, request_of(request_id="still")).request_id == "still"


def test_an_address_that_is_not_ours_ends_the_service(rules: Path) -> None:
    running = Service(Settings(rules=rules, host="192.0.2.1", port=0, anyone_may_call=True, plain_text=True))
    assert running.announced() == ""
    assert running.wait_for("cannot listen")["host"] == "192.0.2.1"
    assert running.end() == 1


def test_a_new_release_is_taken_without_dropping_or_mixing_a_request_and_a_tampered_one_is_not(
    rules: Path, request_of: RequestOf, tmp_path: Path
) -> None:
    first = package_of(rules)
    criteria = rules / "990000-example" / "criteria.csv"
    criteria.write_text(criteria.read_text(encoding="utf-8").replace("≥ 7.0 mmol/L,至少2次", "≥ 7.5 mmol/L,至少2次"))
    second = build(rules, published(rules), "2026.2", "", first.digest, {})
    store = store_with(tmp_path, first, second)
    store.activate(first.digest, None)
    digests = [package.contents.areas[0].digest for package in (first, second)]
    outcomes = dict(zip(digests, (decision_pb2.OUTCOME_MEETS, decision_pb2.OUTCOME_UNDECIDED), strict=True))
    with service(rules, releases=tmp_path / "store", workers=2) as (running, address):
        told: list[tuple[str, int]] = []
        enough = threading.Event()

        def ask() -> None:
            while not enough.is_set():
                answer = running.call(address, request_of())
                told.append((answer.release.digest, answer.decisions[0].outcome))

        callers = [threading.Thread(target=ask) for _ in range(3)]
        for each in callers:
            each.start()
        store.activate(second.digest, None)
        running.process.send_signal(signal.SIGHUP)
        until = monotonic() + PATIENCE_SECONDS
        while digests[1] not in {digest for digest, _ in told[-20:]} and monotonic() < until:
            pass
        enough.set()
        for each in callers:
            each.join(PATIENCE_SECONDS)
        assert {digest for digest, _ in told} == set(digests)
        assert all(outcomes[digest] == outcome for digest, outcome in told)
        # a byte of what is active is changed: nothing is taken, the last good rules stay
        path = tmp_path / "store" / f"{second.digest}.release"
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        running.process.send_signal(signal.SIGHUP)
        assert "the bytes are not those of its digest" in running.wait_for("rules not read")["error"]
        assert running.call(address, request_of()).release.digest == digests[1]
        store.roll_back()
        running.process.send_signal(signal.SIGHUP)
        until = monotonic() + PATIENCE_SECONDS
        while running.call(address, request_of()).release.digest != digests[0] and monotonic() < until:
            pass
        assert running.call(address, request_of()).release.digest == digests[0]


def test_the_day_asked_about_chooses_among_active_releases(rules: Path, request_of: RequestOf, tmp_path: Path) -> None:
    first = package_of(rules)
    criteria = rules / "990000-example" / "criteria.csv"
    criteria.write_text(criteria.read_text(encoding="utf-8").replace("≥ 7.0 mmol/L,至少2次", "≥ 7.5 mmol/L,至少2次"))
    second = build(rules, published(rules), "2026.2", "", first.digest, {})
    store = store_with(tmp_path, first, second)
    store.activate(first.digest, None)
    store.activate(second.digest, date(2025, 12, 15))
    with service(rules, releases=tmp_path / "store") as (running, address):
        answers = [running.call(address, request_of(as_of_date=each)) for each in ("2025-12-14", "2025-12-15")]
        assert [each.release.digest for each in answers] == [each.contents.areas[0].digest for each in (first, second)]
        pinned = running.call(address, request_of(as_of_date="2025-12-15", release=answers[0].release.digest))
        assert pinned.release.digest == answers[0].release.digest


def test_nothing_is_served_of_a_store_in_which_nothing_trusted_is_active(rules: Path, tmp_path: Path) -> None:
    package = package_of(rules)
    store = store_with(tmp_path, package)
    store.activate(package.digest, None)
    store.keep_signatures(package.digest, signed(package.digest, tmp_path, "外人"))
    settings = Settings(rules=rules, releases=tmp_path / "store", port=0)
    running = Service(settings)
    assert running.announced() == ""
    assert "0 trusted signatures of 1 needed" in running.wait_for("rules not read")["error"]
    assert running.end() == 1
