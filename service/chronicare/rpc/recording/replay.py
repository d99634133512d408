"""Answers a recorded request again, by the release it was answered by, and holds the answers against each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import ApplicationError, InvalidRequestError
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Text
from chronicare.records.entry import Entry
from chronicare.rpc.benefits.servicer import BenefitServicer
from chronicare.rpc.log import ServerStats
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.recording.messages import read_answer, read_request
from chronicare.rpc.recording.shelf import ReleaseShelf
from chronicare.rpc.settings import Settings

_IDS = frozenset({"record_id", "decision_id", "settlement_id"})
"""Fields that are another each time."""
_WORDING = frozenset({"summary", "statement", "description", "question", "reasons", "covered"})
"""Fields that say in words what others say."""


class ReplayOutcome(StrEnum):
    """What replaying a decision came to."""

    SAME = "same"
    """The answer is the same to the byte, but for its ids."""
    REWORDED = "reworded"
    """The decision is the same; it is said in other words."""
    DIFFERENT = "different"
    """The answer is another."""
    IMPOSSIBLE = "impossible"
    """It cannot be answered again: ``reason`` says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the answer, as it was recorded and as it comes out now; ``None``: not set."""

    path: str
    before: object
    after: object

    @property
    def is_wording(self) -> bool:
        """Whether it only says in words what others say."""
        return any(part.partition("[")[0] in _WORDING for part in self.path.split("."))


@dataclass(frozen=True, slots=True)
class Replayed:
    """What replaying came to, and every field that comes out otherwise."""

    outcome: ReplayOutcome
    differences: tuple[Difference, ...] = ()
    reason: Text | None = None


def replay(entry: Entry, shelf: ReleaseShelf) -> Replayed:
    """Answer the decision ``entry`` again. Raises ValueError if it cannot be read, OSError."""
    request, recorded = read_request(entry), read_answer(entry)
    releases: list[Release] = []
    for each in entry.head["releases"]:
        found = shelf.find(each["digest"])
        if found is None:
            named = f"{each['name']} {each['version']} ({each['digest']})"
            return _impossible(f"没有发布 {named}：写明发布库 --store", f"no release {named}: name its --store")
        releases.append(found)
    _pin(request, releases)
    try:
        answer = _answer(entry.head["method"], request, releases)
    except ApplicationError as error:
        if entry.head["masked"]:
            return _masked(entry)
        told = "；".join(str(each.where) + each.message.zh for each in _diagnostics(error))
        return _impossible(f"现在不作答：{error.message.zh} {told}", f"it is refused now: {error.message.en}")
    if _without_ids(recorded) == _without_ids(answer):
        return Replayed(ReplayOutcome.SAME)
    differences = tuple(_differences(_plain(recorded), _plain(answer), ""))
    if entry.head["masked"]:
        return _masked(entry, differences)
    is_reworded = all(each.is_wording for each in differences)
    return Replayed(ReplayOutcome.REWORDED if is_reworded else ReplayOutcome.DIFFERENT, differences)


def _masked(entry: Entry, differences: tuple[Difference, ...] = ()) -> Replayed:
    names = "、".join(entry.head["masked"])
    reason = Text(
        f"没有留下 {names}，答案可能有赖于它，不能原样再算",
        f"{names} was not kept, on which the answer may rest: it cannot be redone as it was",
    )
    return Replayed(ReplayOutcome.IMPOSSIBLE, differences, reason)


def _impossible(zh: str, en: str) -> Replayed:
    return Replayed(ReplayOutcome.IMPOSSIBLE, reason=Text(zh, en))


def _diagnostics(error: ApplicationError) -> Iterator[Any]:
    yield from error.diagnostics if isinstance(error, InvalidRequestError) else ()


def _pin(request: Any, releases: list[Release]) -> None:  # noqa: ANN401 - any of the requests
    """Have ``request`` answered by ``releases``: the first is that of its area, others those of the area of care."""
    inner = getattr(request, "request", request)
    if not releases:
        return
    inner.release = releases[0].digest
    by_area = {each.rules.area: each.digest for each in reversed(releases)}
    for each in (inner, *([inner.bill] if hasattr(inner, "bill") else getattr(inner, "bills", ()))):
        if getattr(each, "care_area_code", "") in by_area:
            each.care_release = by_area[each.care_area_code]


def _answer(method: str, request: Message, releases: list[Release]) -> Message:
    catalogue = Catalogue()
    catalogue.publish(tuple(releases))
    runtime, settings, stats = Runtime(catalogue, Guard(Unrecorded())), Settings(rules=Path()), ServerStats()
    servicers = (RecognitionServicer(runtime, settings, stats), BenefitServicer(runtime, settings, stats))
    answer: Message = next(getattr(each, method) for each in servicers if hasattr(each, method))(request)
    return answer


def _without_ids(message: Message) -> bytes:
    """Clear the ids in ``message``; return its bytes."""
    waiting: list[Any] = [message]
    while waiting:
        each = waiting.pop()
        for name, field in each.DESCRIPTOR.fields_by_name.items():
            if name in _IDS:
                each.ClearField(name)
            elif field.message_type and not field.message_type.full_name.startswith("google."):
                value = getattr(each, name)
                if not field.is_repeated:
                    waiting += [value] if each.HasField(name) else []
                elif not field.message_type.GetOptions().map_entry:
                    waiting += value
    return message.SerializeToString(deterministic=True)


def _plain(answer: Message) -> Any:  # noqa: ANN401 - as JSON has it
    return json_format.MessageToDict(answer, preserving_proto_field_name=True)


def _differences(before: Any, after: Any, path: str) -> Iterator[Difference]:  # noqa: ANN401 - as JSON has it
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            if name not in _IDS:
                where = f"{path}.{name}" if path else name
                yield from _differences(before.get(name), after.get(name), where)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, pair in enumerate(zip(before, after, strict=True)):
            yield from _differences(*pair, f"{path}[{index}]")
    elif before != after:
        yield Difference(path, before, after)
