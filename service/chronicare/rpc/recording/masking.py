"""Pseudonyms in messages. Requests are given them before they are answered, so that no identifier goes further.

An answer is therefore given to pseudonyms, is recorded as it was given, and comes out the same when it is given again;
the caller's own words are put back into what the caller is sent.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from chronicare.api.v1 import finding_pb2
from chronicare.records.policy import IDENTIFIERS, MaskingPolicy, Treatment
from chronicare.records.pseudonyms import PseudonymKey

_SORTS = {**{name: name for name in IDENTIFIERS}, "without_visit_ids": "visit_id"}
"""The sort of identifier that a field holds: where the same can stand in two fields it has the same pseudonym."""
_PART = re.compile(r"(\w+)(?:\[(\d+)\])?")


class _Step(NamedTuple):
    """A field that is wanted, or whose message has one in it (``inner``)."""

    field: FieldDescriptor
    inner: tuple["_Step", ...]


def wanted_fields(policy: MaskingPolicy, treatment: Treatment) -> frozenset[str]:
    """Return the names of the fields that get ``treatment``."""
    return frozenset(each for each in {*_SORTS, *policy.fields} if policy.of(_SORTS.get(each, each)) is treatment)


def pseudonymise(message: Message, names: frozenset[str], key: PseudonymKey) -> dict[str, str]:
    """Put pseudonyms under ``key`` into the fields ``names`` of ``message``; return what each stands for."""
    meant: dict[str, str] = {}

    def masked(sort: str, text: str) -> str:
        if not text:
            return ""
        pseudonym = key.pseudonym(sort, text)
        meant[pseudonym] = text
        return pseudonym

    for owner, field in _fields(message, _plan(message.DESCRIPTOR, names)):
        sort = _SORTS[field.name]
        if field.is_repeated:
            listed = getattr(owner, field.name)
            listed[:] = [masked(sort, each) for each in listed]
        else:
            setattr(owner, field.name, masked(sort, getattr(owner, field.name)))
    return meant


def put_back(message: Message, meant: Mapping[str, str], key: PseudonymKey) -> None:
    """Put what pseudonyms under ``key`` stand for into every text of ``message``."""
    if meant:
        _put_back(message, putting_back(meant, key))


def putting_back(meant: Mapping[str, str], key: PseudonymKey) -> Callable[[str], str]:
    """Return what puts into a text what its pseudonyms under ``key`` stand for."""
    mark, form = f"{key.name}.", re.compile(rf"{key.name}\.[a-z2-7]{{26}}")

    def put(text: str) -> str:
        return form.sub(lambda found: meant.get(found[0], found[0]), text) if mark in text else text

    return put


def drop(message: Message, names: frozenset[str]) -> set[str]:
    """Clear the fields ``names`` of ``message``; return which of them there were."""
    found = [*_fields(message, _plan(message.DESCRIPTOR, names))]
    for owner, field in found:
        owner.ClearField(field.name)
    return {field.name for _, field in found}


def forget_unknown(request: Message, answer: Any) -> bool:  # noqa: ANN401 - any of the answers
    """Clear what was reported in ``request`` under names that ``answer`` says nobody knows: it could be anything.

    The names stay, so that they are ignored as before. If there are more than the answer lists, all values are cleared,
    and nothing can be answered again; then return true.
    """
    ignored, total = getattr(answer, "ignored", ()), getattr(answer, "ignored_total", 0)
    if total > len(ignored):
        for owner, field in _fields(request, _plan(request.DESCRIPTOR, frozenset({"value"}))):
            owner.ClearField(field.name)
        return True
    for each in ignored:
        reported = None if each.is_known else _reported_at(request, each.path)
        if reported is not None:
            named = finding_pb2.ReportedFinding(finding=reported.finding, any_of=reported.any_of)
            named.value.null_value = 0  # type: ignore[assignment] # the one value of its enum
            reported.CopyFrom(named)
    return False


def maskable_fields(descriptors: Iterator[Descriptor]) -> frozenset[str]:
    """Return the names of all fields that messages of these types can hold."""
    names: set[str] = set()
    waiting, seen = list(descriptors), set[str]()
    while waiting:
        each = waiting.pop()
        if each.full_name not in seen and not each.full_name.startswith("google."):
            seen.add(each.full_name)
            names |= {field.name for field in each.fields}
            waiting += [field.message_type for field in each.fields if field.message_type]
    return frozenset(names)


@cache
def _plan(kind: Descriptor, names: frozenset[str], above: frozenset[str] = frozenset()) -> tuple[_Step, ...]:
    """Return the steps to the fields ``names`` in messages of ``kind``."""
    steps: list[_Step] = []
    for field in kind.fields:
        inner = field.message_type
        if field.name in names:
            steps.append(_Step(field, ()))
        elif inner and not inner.full_name.startswith("google.") and inner.full_name not in above:
            within = _plan(inner, names, above | {kind.full_name})
            if within:
                steps.append(_Step(field, within))
    return tuple(steps)


def _fields(message: Message, plan: tuple[_Step, ...]) -> Iterator[tuple[Message, FieldDescriptor]]:
    """Yield the wanted fields that are set, each with the message it is in."""
    for field, inner in plan:
        if not inner:
            if len(getattr(message, field.name)) if field.is_repeated else _is_set(message, field):
                yield message, field
        elif field.is_repeated:
            for each in getattr(message, field.name):
                yield from _fields(each, inner)
        elif message.HasField(field.name):
            yield from _fields(getattr(message, field.name), inner)


def _is_set(message: Message, field: FieldDescriptor) -> bool:
    if field.has_presence:
        return message.HasField(field.name)
    return bool(getattr(message, field.name))


def _put_back(message: Message, put: Callable[[str], str]) -> None:
    for field, value in message.ListFields():
        if field.type == FieldDescriptor.TYPE_STRING:
            if field.is_repeated:
                texts = [put(each) for each in value]
                if texts != value:
                    value[:] = texts
            elif (text := put(value)) != value:
                setattr(message, field.name, text)
        elif field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        elif field.is_repeated:
            for each in value:
                _put_back(each, put)
        else:
            _put_back(value, put)


def _reported_at(request: Message, path: str) -> finding_pb2.ReportedFinding | None:
    """Return the reported finding at or above ``path``, if there is one."""
    place: Any = request
    for name, index in _PART.findall(path):
        if isinstance(place, finding_pb2.ReportedFinding):
            return place
        place = getattr(place, name, None)
        if index and place is not None and int(index) < len(place):
            place = place[int(index)]
        elif index:
            return None
    return place if isinstance(place, finding_pb2.ReportedFinding) else None
