"""Callers who ask all the time, each on a connection of its own, and mark every answer."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from time import monotonic

import grpc
from chaos.questions import Question, Questions

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

CALLERS = 6
_BATCH_OF = 10
_ONE_IN = 8
"""Of so many calls one is a batch."""
PATIENCE = 60.0
_CALL_SECONDS = 30.0
HONEST = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.DEADLINE_EXCEEDED,
    }
)
"""How one may be refused that is to ask again; any other refusal of these questions is a fault."""

Connect = Callable[[], grpc.Channel]


class Load:
    """What callers were answered: ``right``, ``wrong``, ``refused`` by status, and the longest ``silence``."""

    def __init__(self, connect: Connect, seed: int, allowed: Questions, callers: int = CALLERS) -> None:
        """Begin to ask."""
        self._connect = connect
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self.right, self.wrong = 0, list[str]()
        self.refused: Counter[grpc.StatusCode] = Counter()
        self.acknowledged: list[str] = []
        self.silence, self._answered_at = 0.0, 0.0
        self._threads = [
            threading.Thread(target=self._ask, args=(allowed.another(seed * 100 + number),), daemon=True)
            for number in range(callers)
        ]
        for each in self._threads:
            each.start()

    @property
    def calls(self) -> int:
        """Questions answered or refused."""
        return self.right + len(self.wrong) + self.refused.total()

    @property
    def dishonest(self) -> list[grpc.StatusCode]:
        """Refusals that are faults."""
        return [code for code in self.refused if code not in HONEST]

    def go_on(self, more: int = 60) -> None:
        """Return when ``more`` questions have been answered. Raises TimeoutError."""
        with self._changed:
            wanted = self.right + len(self.wrong) + more
            if not self._changed.wait_for(lambda: self.right + len(self.wrong) >= wanted, PATIENCE):
                raise TimeoutError(f"not answered any more: {self.right} right, {dict(self.refused)}")

    def be_refused(self, more: int = 20) -> None:
        """Return when ``more`` calls have been refused. Raises TimeoutError."""
        with self._changed:
            wanted = self.refused.total() + more
            if not self._changed.wait_for(lambda: self.refused.total() >= wanted, PATIENCE):
                raise TimeoutError("nobody is refused")

    def stop(self) -> None:
        """Return when nobody asks any more."""
        self._stopping.set()
        for each in self._threads:
            each.join(PATIENCE)

    def _ask(self, questions: Questions) -> None:
        number = 0
        while not self._stopping.is_set():
            with self._connect() as channel:
                stub = RecognitionServiceStub(channel)
                try:
                    while not self._stopping.is_set():
                        number += 1
                        asked = [questions.ask() for _ in range(1 if number % _ONE_IN else _BATCH_OF)]
                        self._mark(questions, asked, _answers(stub, asked))
                except grpc.RpcError as error:
                    with self._changed:
                        self.refused[error.code()] += 1
                        self._changed.notify_all()
                    self._stopping.wait(0.05)

    def _mark(
        self, questions: Questions, asked: Sequence[Question], answers: Sequence[pb.CheckRecognitionResponse]
    ) -> None:
        marks = [questions.is_right(*each) for each in zip(asked, answers, strict=True)]
        with self._changed:
            self.right += sum(marks)
            self.wrong += [
                f"{question.request.request_id}: {answer}"
                for question, answer, is_right in zip(asked, answers, marks, strict=True)
                if not is_right
            ]
            self.acknowledged += [each.record_id for each in answers]
            now = monotonic()
            self.silence = max(self.silence, now - (self._answered_at or now))
            self._answered_at = now
            self._changed.notify_all()


def _answers(stub: RecognitionServiceStub, asked: Sequence[Question]) -> list[pb.CheckRecognitionResponse]:
    if len(asked) == 1:
        return [stub.CheckRecognition(asked[0].request, timeout=_CALL_SECONDS, wait_for_ready=True)]
    batch = pb.BatchCheckRecognitionRequest(requests=[each.request for each in asked])
    items = stub.BatchCheckRecognition(batch, timeout=_CALL_SECONDS, wait_for_ready=True).items
    return [each.response for each in items]
