"""The service under attack: workers behind a supervisor, a record, callers; and what is told of each attack."""

import os
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import grpc
from acceptance.test_supervisor import Service
from chaos.load import CALLERS, PATIENCE, Load
from chaos.questions import Questions

from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.records.opening import open_store
from chronicare.records.pseudonyms import new_key
from chronicare.records.search import Wanted, search
from chronicare.records.store import RecordError
from chronicare.records.verification import verify
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import ServiceState, WorkerPhase
from chronicare.rpc.status_socket import NotRunningError, ask

EXAMPLE = Path(__file__).parents[1] / "data" / "rpc" / "rules"
THRESHOLD = 70
"""Tenths of mmol/L that the example rules ask for."""
_PAUSE_SECONDS = 0.05
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """How one attack went.

    ``recovery`` is the seconds from the blow to when all was whole again, ``None`` if it was not; ``silence`` the
    longest time in which nobody was answered.
    """

    calls: int
    right: int
    wrong: list[str]
    refused: Counter[grpc.StatusCode]
    lost: int
    recovery: float | None
    silence: float
    faults: list[str]
    note: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing was answered wrongly, lost, or refused without honesty."""
        return not self.wrong and not self.lost and not self.faults


class Arena:
    """A running service with a record, and the questions it may be asked."""

    def __init__(
        self,
        folder: Path,
        service: Service,
        address: str,
        questions: Questions,
        record: str,
        credentials: grpc.ChannelCredentials | None,
    ) -> None:
        """Attack ``service``, which answers at ``address``."""
        self.folder, self.service, self.address, self.questions = folder, service, address, questions
        self.rules, self.record = folder / "rules", record
        self.port = int(address.rpartition(":")[2])
        self._credentials = credentials
        self._seeds = 0

    def connect(self) -> grpc.Channel:
        """Connect anew."""
        own = [("grpc.use_local_subchannel_pool", 1)]
        if self._credentials is None:
            return grpc.insecure_channel(self.address, own)
        return grpc.secure_channel(f"localhost:{self.port}", self._credentials, own)

    def state(self) -> ServiceState:
        """Ask the supervisor how it is."""
        return ask(self.port)

    def workers(self) -> list[int]:
        """Return the processes that answer now."""
        return [each.pid for each in self.state().workers if each.phase is WorkerPhase.LISTENING]

    def kill_a_worker(self) -> None:
        """End a worker (-9), and return when that has been noticed."""
        victim = self.workers()[0]
        os.kill(victim, signal.SIGKILL)
        self.until(lambda: victim not in self.workers())

    def hang_up(self) -> None:
        """Have the rules read anew."""
        self.service.process.send_signal(signal.SIGHUP)

    def until(self, condition: Callable[[], bool]) -> None:
        """Return when ``condition`` holds. Raises TimeoutError."""
        until, pause = monotonic() + PATIENCE, threading.Event()
        while not condition():
            if monotonic() > until:
                raise TimeoutError("it did not come to that")
            pause.wait(_PAUSE_SECONDS)

    def is_well(self) -> bool:
        """Whether every worker listens and can record, and a new caller is answered rightly."""
        try:
            workers = self.state().workers
        except (NotRunningError, ValueError):
            return False
        ready = [
            each.phase is WorkerPhase.LISTENING and not (each.record and each.record.is_failing) for each in workers
        ]
        return len(ready) == WORKERS and all(ready) and self.answers_rightly()

    def answers_rightly(self) -> bool:
        """Whether a new caller is answered rightly."""
        question = self.questions.ask()
        with self.connect() as channel:
            try:
                answer = RecognitionServiceStub(channel).CheckRecognition(question.request, timeout=5)
            except grpc.RpcError:
                return False
        return self.questions.is_right(question, answer)

    def under_load(
        self, attack: Callable[[Load], str | None], callers: int = CALLERS, healed: Callable[[], bool] | None = None
    ) -> Told:
        """Attack while callers ask; then wait until all is well, let them go on, and verify the record.

        ``attack`` returns what is to be told of it besides.
        """
        self._seeds += 1
        load = Load(self.connect, self._seeds, self.questions, callers)
        faults: list[str] = []
        note, recovery = "", None
        try:
            load.go_on()
            began = monotonic()
            note = attack(load) or ""
            self.until(healed or self.is_well)
            recovery = monotonic() - began
            load.go_on()
        except (TimeoutError, NotRunningError, AssertionError) as error:
            faults.append(f"{type(error).__name__}: {error}")
        finally:
            load.stop()
        faults += [f"refused with {each.name}" for each in load.dishonest]
        try:
            lost, broken = self.verify(load.acknowledged)
        except RecordError as error:
            lost, broken = len(load.acknowledged), [str(error)]
        return Told(
            load.calls, load.right, load.wrong, load.refused, lost, recovery, load.silence, faults + broken, note
        )

    def verify(self, acknowledged: list[str]) -> tuple[int, list[str]]:
        """Return how many of what was ``acknowledged`` is not in the record, and what is wrong with it."""
        store = open_store(self.record)
        faults = [str(each) for each in verify(store).faults]
        kept = {each.id for each in search(store, Wanted())}
        store.close()
        return len([each for each in acknowledged if each not in kept]), faults


@contextmanager
def arena(
    folder: Path,
    record: str | None = None,
    *,
    reads_log: bool = True,
    credentials: grpc.ChannelCredentials | None = None,
    **settings: object,
) -> Iterator[Arena]:
    """Run a service of a copy of the example rules in ``folder``, which records there unless told where."""
    rules = folder / "rules"
    if not rules.exists():
        shutil.copytree(EXAMPLE, rules)
    keys, place = folder / "keys", record or str(folder / "record")
    keys.write_text(new_key(), encoding="utf-8")
    usual: dict[str, object] = {
        "rules": rules,
        "port": 0,
        "workers": WORKERS,
        "silence_seconds": 2,
        "heartbeat_seconds": 0.1,
        "grace_seconds": 5,
        "record": place,
        "record_keys": keys,
    }
    questions = Questions(0)
    questions.allow(rules, THRESHOLD)
    running = Service(Settings.model_validate(usual | settings), reads_log=reads_log)
    try:
        line = running.announced()
        if not line:
            raise SystemExit(f"the service did not start: {running.end()}, {running.all_events()}")
        made = Arena(folder, running, line.removeprefix("listening on "), questions, place, credentials)
        made.until(made.is_well)
        yield made
    finally:
        with _continued(running.process.pid):
            running.end()


@contextmanager
def _continued(pid: int) -> Iterator[None]:
    """Wake ``pid`` if an attack has left it asleep."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
    yield
