"""What is wrong with JSON that is no message of its type: every unknown name and every value of the wrong kind."""

from collections.abc import Iterator
from difflib import get_close_matches

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from chronicare.diagnostics import Code, Diagnostic, FieldPath, Text
from chronicare.judging.budget import spend

_ANYTHING = frozenset({"google.protobuf.Value", "google.protobuf.Struct", "google.protobuf.ListValue"})
"""Types that stand for JSON itself."""
_WHOLE = {
    FieldDescriptor.CPPTYPE_INT32: 32,
    FieldDescriptor.CPPTYPE_INT64: 64,
}
_MOST_CHARACTERS = 100
"""Of a name that is told, or compared with others: no name of the contract is as long."""
_LIST = Text("应当是列表 […]", "must be a list […]")
_OBJECT = Text("应当是对象 {…}", "must be an object {…}")
_TEXT = Text("应当是文字", "must be text")
_TRUTH = Text("应当是 true 或 false", "must be true or false")


def faults_in(written: object, message: Descriptor, path: str = "") -> Iterator[Diagnostic]:
    """Yield each fault of ``written``, which is to be a ``message``; none if it would be read.

    Raises BudgetSpentError if there are more unknown names than may be told what they are like.
    """
    if message.full_name in _ANYTHING:
        return
    if not isinstance(written, dict):
        yield _wrong(path, _OBJECT)
        return
    fields = {name: field for field in message.fields for name in (field.json_name, field.name)}
    seen: set[str] = set()
    for name, value in written.items():
        field = fields.get(name)
        here = f"{path}.{name[:_MOST_CHARACTERS]}" if path else name[:_MOST_CHARACTERS]
        if field is None:
            yield _unknown(here, name, message)
        elif field.name in seen:
            said = Text(
                f"写了两次：{field.json_name}、{field.name}", f"stands twice, as {field.json_name} and {field.name}"
            )
            yield Diagnostic(Code.BAD_FIELD, FieldPath(here), said, Text("只写一处", "write it once"))
        elif value is not None or _is_value(field):
            seen.add(field.name)
            yield from _of_field(value, field, here)


def _of_field(value: object, field: FieldDescriptor, path: str) -> Iterator[Diagnostic]:
    kind = field.message_type
    if kind is not None and kind.GetOptions().map_entry:
        if not isinstance(value, dict):
            yield _wrong(path, _OBJECT)
            return
        inner = kind.fields_by_name["value"]
        for name, each in value.items():
            yield from _of_one(each, inner, f"{path}.{name[:_MOST_CHARACTERS]}")
    elif field.is_repeated:
        if not isinstance(value, list):
            yield _wrong(path, _LIST)
            return
        for index, each in enumerate(value):
            yield from _of_one(each, field, f"{path}[{index}]")
    else:
        yield from _of_one(value, field, path)


def _of_one(value: object, field: FieldDescriptor, path: str) -> Iterator[Diagnostic]:
    kind = field.cpp_type
    if field.message_type is not None:
        yield from faults_in(value, field.message_type, path)
    elif field.enum_type is not None:
        if not _is_enum(value, field.enum_type):
            names = "、".join(each.name for each in field.enum_type.values)
            yield _wrong(path, Text(f"应当是其中之一：{names}", f"must be one of {names}"))
    elif kind == FieldDescriptor.CPPTYPE_STRING:
        if not isinstance(value, str) or any("\ud800" <= each <= "\udfff" for each in value):
            yield _wrong(path, _TEXT)
    elif kind == FieldDescriptor.CPPTYPE_BOOL:
        if not isinstance(value, bool):
            yield _wrong(path, _TRUTH)
    elif kind in _WHOLE and not _is_whole(value, _WHOLE[kind]):
        bits = _WHOLE[kind]
        yield _wrong(path, Text(f"应当是整数（{bits} 位以内）", f"must be a whole number of {bits} bits"))


def _is_enum(value: object, enum: EnumDescriptor) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and value in enum.values_by_name)


def _is_whole(value: object, bits: int) -> bool:
    if isinstance(value, str):
        try:
            value = int(value)
        except ValueError:
            return False
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return bool(value == value // 1 and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1))


def _is_value(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.message_type.full_name == "google.protobuf.Value"


def _unknown(path: str, name: str, message: Descriptor) -> Diagnostic:
    spend(len(message.fields))  # to compare a name with another takes no longer than a step
    near = get_close_matches(name[:_MOST_CHARACTERS], [each.json_name for each in message.fields], 3)
    hint = Text("", "")
    if near:
        hint = Text(f"是不是 {'、'.join(near)}？", f"did you mean {', '.join(near)}?")
    return Diagnostic(Code.BAD_FIELD, FieldPath(path), Text("没有这个字段", "there is no such field"), hint)


def _wrong(path: str, message: Text) -> Diagnostic:
    return Diagnostic(Code.BAD_VALUE, FieldPath(path), message)
