"""How much a message may hold: counts and lengths are looked at before anything in it is read.

What a field may hold is stated in its comment in protos/, and nowhere else in code but here. A text whose field is not
named has MAX_CHARACTERS, a list whose field is not named MAX_ITEMS.
"""

from collections.abc import Iterable, Mapping, Sequence

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import ListValue, Struct, Value

from chronicare.application.benefits.look_up import MAX_TERMS
from chronicare.application.benefits.settle_year import MAX_BILLS
from chronicare.application.recognition.context import MAX_DISEASES
from chronicare.benefits.intake import MAX_LINES
from chronicare.diagnostics import MAX_FIELDS, Code, Diagnostics, FieldPath, Text
from chronicare.judging.intake import MAX_FINDINGS

MAX_CHARACTERS = 200
"""Of any one text of a request."""
MAX_ITEMS = 200
"""Of any one list of a request."""
MAX_PARTS = 100
"""Of one value: the components of an object, or the items of a list, with all that is in them."""
MAX_FACTS_OF_LINE = 50
MAX_FACTS_IN_ALL = 100_000
"""Findings and facts of one call, those of all its persons, bills and lines together."""
MAX_LINES_IN_ALL = 20_000
"""Charge lines of one call, all its bills together."""

MAX_ID_CHARACTERS = 128
_CHARACTERS: Mapping[str, int] = {"request_id": MAX_ID_CHARACTERS, "release": 128, "page_token": 500}
_ITEMS: Mapping[str, int] = {
    "disease_codes": MAX_DISEASES,
    "findings": MAX_FINDINGS,
    "complete_findings": MAX_FINDINGS,
    "documents": MAX_FINDINGS,
    "lines": MAX_LINES,
    "bills": MAX_BILLS,
    "without_visit_ids": MAX_BILLS,
    "terms": MAX_TERMS,
    "ChargeLine.facts": MAX_FACTS_OF_LINE,
}
_BATCH = "requests"
_TOTALS: Mapping[str, tuple[int, str, str]] = {
    "ReportedFinding": (MAX_FACTS_IN_ALL, "项所见或事实", "findings or facts"),
    "ChargeLine": (MAX_LINES_IN_ALL, "行费用", "charge lines"),
}
_LISTING = frozenset({"Bill", "BenefitPerson", "ChargeLine"})
"""Messages with lists of what is counted in all."""
_SMALL_BYTES = 2 * MAX_FACTS_OF_LINE
"""A message of no more bytes can hold nothing too long, nor too many of anything."""


def limit_of(field: FieldDescriptor) -> int:
    """Return how many items the list ``field`` may hold, or how many characters the text ``field``."""
    if field.is_repeated:
        owner = field.containing_type
        own = f"{owner.name if owner else ''}.{field.name}"
        return _ITEMS.get(own, _ITEMS.get(field.name, MAX_ITEMS))
    return _CHARACTERS.get(field.name, MAX_CHARACTERS)


def check_size(message: Message, diagnostics: Diagnostics) -> None:
    """Tell every list in ``message`` that is too long and every text that is; nothing else of it is looked at.

    Of a batch only what all its requests hold together: each is checked when its turn comes.
    """
    is_batch = _BATCH in message.DESCRIPTOR.fields_by_name
    if not is_batch:
        _check(message, "", diagnostics)
    if diagnostics.has_errors:
        return
    totals = dict.fromkeys(_TOTALS, 0)
    for each in getattr(message, _BATCH) if is_batch else (message,):
        _count(each, totals)
    for name, count in totals.items():
        most, zh, en = _TOTALS[name]
        if count > most:
            told = Text(f"合计 {count} {zh}", f"{count} {en} in all")
            diagnostics.add(Code.TOO_MANY, FieldPath(_BATCH if is_batch else "bills"), told, _at_most(most))


def _count(message: Message, totals: dict[str, int]) -> None:
    """Count what stands in lists, without going into their items further than lists in them go."""
    for field, value in message.ListFields():
        kind = field.message_type
        if kind is None or kind.full_name.startswith("google."):
            continue
        if field.is_repeated and kind.name in totals:
            totals[kind.name] += len(value)
        if kind.name in _LISTING:
            for each in value if field.is_repeated else (value,):
                _count(each, totals)


def _check(message: Message, path: str, diagnostics: Diagnostics) -> None:
    if message.ByteSize() <= _SMALL_BYTES:
        return
    for field, value in message.ListFields():
        if diagnostics.count > MAX_FIELDS:
            return
        here = f"{path}{field.name}"
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            _check_map(field, value, here, diagnostics)
        elif field.is_repeated:
            _check_list(field, value, here, diagnostics)
        elif field.message_type is not None:
            _check_message(value, here, diagnostics)
        elif field.type == FieldDescriptor.TYPE_STRING:
            _check_text(value, limit_of(field), here, diagnostics)


def _check_list(field: FieldDescriptor, items: Sequence[Message | str], path: str, diagnostics: Diagnostics) -> None:
    if not _check_count(len(items), field, path, diagnostics):
        return
    for index, each in enumerate(items):
        if isinstance(each, str):
            _check_text(each, MAX_CHARACTERS, f"{path}[{index}]", diagnostics)
        elif isinstance(each, Message):
            _check_message(each, f"{path}[{index}]", diagnostics)


def _check_map(field: FieldDescriptor, items: Mapping[str, str], path: str, diagnostics: Diagnostics) -> None:
    if _check_count(len(items), field, path, diagnostics):
        for name, text in items.items():
            _check_text(name, MAX_CHARACTERS, path, diagnostics)
            _check_text(text, MAX_CHARACTERS, f"{path}[{name[:MAX_CHARACTERS]}]", diagnostics)


def _check_count(count: int, field: FieldDescriptor, path: str, diagnostics: Diagnostics) -> bool:
    most = limit_of(field)
    if count > most:
        diagnostics.add(Code.TOO_MANY, FieldPath(path), Text(f"有 {count} 项", f"{count} items"), _at_most(most))
    return count <= most


def _check_message(message: Message, path: str, diagnostics: Diagnostics) -> None:
    if not isinstance(message, Value):
        _check(message, f"{path}.", diagnostics)
    elif message.ByteSize() > _SMALL_BYTES:
        _check_value(message, path, diagnostics)


def _check_value(value: Value, path: str, diagnostics: Diagnostics) -> None:
    """Tell a value of too many parts, or one with a text too long; the first of either is enough."""
    waiting: list[Value] = [value]
    parts = 0
    while waiting:
        each = waiting.pop()
        texts: Iterable[str] = ()
        inner: Struct | ListValue | None = None
        kind = each.WhichOneof("kind")
        if kind == "string_value":
            texts = (each.string_value,)
        elif kind == "struct_value":
            inner = each.struct_value
            parts += len(inner.fields)
            texts = inner.fields if parts <= MAX_PARTS else ()
        elif kind == "list_value":
            inner = each.list_value
            parts += len(inner.values)
        if parts > MAX_PARTS:
            told = Text("这个值的成分太多", "too many parts in this value")
            diagnostics.add(Code.TOO_MANY, FieldPath(path), told, _at_most(MAX_PARTS))
            return
        if any(len(text) > MAX_CHARACTERS for text in texts):
            _check_text("_" * (MAX_CHARACTERS + 1), MAX_CHARACTERS, path, diagnostics)
            return
        if isinstance(inner, Struct):
            waiting += inner.fields.values()
        elif isinstance(inner, ListValue):
            waiting += inner.values


def _check_text(text: str, most: int, path: str, diagnostics: Diagnostics) -> None:
    if len(text) > most:
        hint = Text(f"至多 {most} 个字符", f"at most {most} characters")
        diagnostics.add(Code.BAD_FIELD, FieldPath(path), Text("太长", "too long"), hint)


def _at_most(most: int) -> Text:
    return Text(f"至多 {most} 项", f"at most {most}")
