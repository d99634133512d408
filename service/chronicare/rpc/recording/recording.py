"""From a call to entries of the record: its request, its answer, and what has to be known of them years later."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from google.protobuf.message import Message

from chronicare.api.v1 import recognition_service_pb2
from chronicare.application.errors import UnrecordableError
from chronicare.loaders.clock import now
from chronicare.records.entry import Entry, Kind, head_of
from chronicare.records.policy import MaskingPolicy, Treatment
from chronicare.records.pseudonyms import PseudonymKey
from chronicare.records.recorder import NotWritableError
from chronicare.rpc.recording.masking import drop, forget_unknown, pseudonymise, put_back, putting_back, wanted_fields
from chronicare.rpc.status import Failure
from chronicare.tables import TIME_ZONE

if TYPE_CHECKING:
    from concurrent.futures import Future

BATCHES = {"BatchCheckRecognition": "CheckRecognition", "BatchSettleBills": "SettleBill"}
"""Methods that answer many requests, each of which is recorded by itself, as if asked of this method."""
RECORDED = frozenset(
    {
        "CheckRecognition",
        "ScreenRecognition",
        "ReviewRecognition",
        "SettleBill",
        "SettleYear",
        "ListEntitlements",
        "LookUpTerms",
        "PrepareFiling",
        *BATCHES,
    }
)
"""Methods that decide something about somebody."""
VALUES = "value"
"""What is said to be masked if all reported values are left out."""


class Sink(Protocol):
    """Where entries go."""

    def check(self) -> None:
        """Raise NotWritableError if none could be put now."""
        ...

    def put(self, entries: Sequence[Entry]) -> "Future[None] | None":
        """Have ``entries`` written; return what tells when they are, if that is to be waited for."""
        ...


class Recording:
    """How calls are recorded: where they go, what is masked, under which key."""

    def __init__(
        self, sink: Sink, policy: MaskingPolicy, key: PseudonymKey, clock: Callable[[], datetime] = now
    ) -> None:
        """Put entries into ``sink``, made at the time that ``clock`` tells."""
        self._sink, self.key, self.clock = sink, key, clock
        self.hashed, self.dropped = wanted_fields(policy, Treatment.HASH), wanted_fields(policy, Treatment.DROP)

    def check(self) -> None:
        """Raise UnrecordableError if nothing could be recorded now, so that nothing is worked out in vain."""
        try:
            self._sink.check()
        except NotWritableError as error:
            raise UnrecordableError(error.retry_seconds) from error

    def put(self, entries: Sequence[Entry]) -> "Future[None] | None":
        """Have ``entries`` written; return what tells when they are, if that is to be waited for.

        Raises UnrecordableError; what is waited for raises NotWritableError.
        """
        try:
            return self._sink.put(entries) if entries else None
        except NotWritableError as error:
            raise UnrecordableError(error.retry_seconds) from error

    def begin(self, method: str, request: Message, caller: str) -> "RecordedCall":
        """Put pseudonyms into ``request``, which is going to be answered."""
        return RecordedCall(self, method, request, caller, pseudonymise(request, self.hashed, self.key))


class RecordedCall:
    """One call that is recorded."""

    def __init__(self, recording: Recording, method: str, request: Message, caller: str, meant: dict[str, str]) -> None:
        """Note what the pseudonyms in ``request`` stand for."""
        self._recording, self._method, self._request, self._caller = recording, method, request, caller
        self._meant = meant
        self.entries: Sequence[Entry] = ()

    def answer(self, response: Message) -> None:
        """Make ``response`` what the caller is sent; ``entries`` are what is recorded."""
        self.entries = tuple(self._entries(response))
        if self._meant:
            put_back(response, self._meant, self._recording.key)

    def restore(self, failure: Failure) -> Failure:
        """Return ``failure`` in the caller's own words."""
        if not self._meant:
            return failure
        put = putting_back(self._meant, self._recording.key)
        violations = tuple((field, code, put(said)) for field, code, said in failure.violations)
        metadata = {name: put(value) for name, value in failure.metadata.items()}
        return replace(failure, message=put(failure.message), metadata=metadata, violations=violations)

    def _entries(self, response: Any) -> Iterator[Entry]:  # noqa: ANN401 - any of the answers
        single = BATCHES.get(self._method)
        if single is None:
            yield self._entry(self._method, self._request, response)
            return
        requests: Sequence[Message] = self._request.requests  # type: ignore[attr-defined] # batches have them
        for request, item in zip(requests, response.items, strict=True):
            if item.HasField("response"):
                yield self._entry(single, request, item.response)

    def _entry(self, method: str, request: Message, response: Any) -> Entry:  # noqa: ANN401 - any of the answers
        at, dropped = self._recording.clock(), self._recording.dropped
        inner: Any = getattr(request, "request", request)
        head = head_of(
            Kind.DECISION,
            at,
            method=method,
            request_id=inner.request_id,
            area=inner.area_code,
            area_day=at.astimezone(ZoneInfo(TIME_ZONE)).date().isoformat(),
            releases=[_plain(each) for each in releases_of(response)],
            caller=self._caller,
            key=self._recording.key.name,
            versions=VERSIONS,
        )
        response.record_id = head["id"]
        masked = {VALUES} if forget_unknown(inner, response) else set[str]()
        recorded = response
        if dropped:
            recorded = type(response)()
            recorded.CopyFrom(response)
            masked |= drop(inner, dropped) | drop(recorded, dropped)
            head["request_id"] = inner.request_id
        head["masked"] = sorted(masked)
        return Entry(head, _canonical(request), _canonical(recorded))


VERSIONS = {name: version(name) for name in ("chronicare", "durable-rules")}
"""What decides: this service and its engine."""


def releases_of(response: Any) -> list[recognition_service_pb2.ReleaseInfo]:  # noqa: ANN401 - any of the answers
    """Return the releases that ``response`` rests on: of the area asked about, compared with, of the area of care."""
    found = [getattr(response, name, None) for name in ("release", "compared_release")]
    settlements = [response.settlement] if hasattr(response, "settlement") else getattr(response, "settlements", ())
    for each in (response, *settlements):
        catalogue = getattr(each, "care_catalogue", None)
        found.append(catalogue.release if catalogue is not None else None)
    unique = {each.digest: each for each in found if each is not None and each.digest}
    return list(unique.values())


def _plain(release: recognition_service_pb2.ReleaseInfo) -> dict[str, str]:
    return {"name": release.name, "digest": release.digest, "version": release.version}


def _canonical(message: Message) -> bytes:
    """Return the bytes of ``message``, the same for what says the same."""
    return message.SerializeToString(deterministic=True)
