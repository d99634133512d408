"""Holds plain data against a declared shape and tells every departure at its place, in words an author understands."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from chronicare.diagnostics import Code, Diagnostics, Hint, Text
from chronicare.formats.date_cell import WRITE_DATES
from chronicare.formats.spelling import suggest
from chronicare.formats.yaml_document import Path, YamlDocument
from chronicare.tables.written_date import parse_date

ALTERNATIVE = "#"
"""Begins the tag of each alternative where a value may have one of two shapes; no place in the file is named so."""

_EMPTY = Text("", "")
_MAPPING = Text("「{key}」应是一组「键: 值」", "'{key}' must be a mapping of keys to values")
_PROBLEMS = {
    "missing": Text("缺少「{key}」", "'{key}' is missing"),
    "extra_forbidden": Text("没有「{key}」这一项", "there is no key '{key}' here"),
    "string_type": Text("「{key}」应是文字", "'{key}' must be text"),
    "bool_type": Text("「{key}」应是 true、false 或 null", "'{key}' must be true, false or null"),
    "decimal_type": Text("「{key}」应是数字", "'{key}' must be a number"),
    "list_type": Text("「{key}」应是列表：写成 [甲, 乙]", "'{key}' must be a list: write [a, b]"),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
}


class Shape(BaseModel):
    """A mapping with declared keys and no others; nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


ShapeType = TypeVar("ShapeType", bound=Shape)


def refusal(message: Text, hint: Hint = _EMPTY) -> PydanticCustomError:
    """Make the error a validator raises; ``message`` continues a sentence that begins with the key."""
    context = {"zh": message.zh, "en": message.en, "hint_zh": hint.zh, "hint_en": hint.en}
    return PydanticCustomError("refusal", "{en}", context)


def _as_written(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def _filled(text: str) -> str:
    if not text.strip():
        raise refusal(Text("不能留空", "must not be blank"))
    return text.strip()


def _as_date(value: object) -> date:
    read = parse_date(value) if isinstance(value, str) else None
    if read is None:
        raise refusal(Text("不是日期", "is not a date"), WRITE_DATES)
    return read


def iso_day(value: object) -> str:
    """Return the date written in ``value`` as ISO text, or refuse it."""
    return _as_date(value).isoformat()


Written = Annotated[str, BeforeValidator(_as_written), AfterValidator(_filled)]
"""Text that is not blank; where an author left the quotes off a number, its very digits: ``version: 2025.10``."""
Day = Annotated[date, BeforeValidator(_as_date)]
"""A date in any accepted writing."""
IsoDay = Annotated[str, BeforeValidator(iso_day)]
"""A date in any accepted writing, kept as ISO text."""


def check_shape(
    document: YamlDocument, shape: type[ShapeType], diagnostics: Diagnostics, code: Code
) -> ShapeType | None:
    """Return the data of ``document`` as ``shape``, or ``None`` with each departure in ``diagnostics`` as ``code``."""
    try:
        return shape.model_validate(document.data if document.data is not None else {})
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            _tell(problem, document, shape, diagnostics, code)
        return None


def _tell(
    problem: ErrorDetails, document: YamlDocument, shape: type[Shape], diagnostics: Diagnostics, code: Code
) -> None:
    path: Path = tuple(part for part in problem["loc"] if not str(part).startswith(ALTERNATIVE))
    key = next((part for part in reversed(path) if isinstance(part, str)), document.file)
    message = _PROBLEMS.get(problem["type"], Text("「{key}」不合要求", "'{key}': " + problem["msg"]))
    hint: Hint = _EMPTY
    if problem["type"] == "refusal":
        context = problem.get("ctx", {})
        message = Text("「{key}」" + context["zh"], "'{key}' " + context["en"])
        hint = Text(context["hint_zh"], context["hint_en"])
    elif problem["type"] == "extra_forbidden":
        hint = suggest(key, _keys_at(shape, path[:-1]))
    elif problem["type"] == "missing":
        path = path[:-1]
    text = Text(message.zh.replace("{key}", key), message.en.replace("{key}", key))
    diagnostics.add(code, document.where(path), text, hint)


def _keys_at(shape: type[Shape], path: Path) -> list[str]:
    """Return the keys ``shape`` declares for the mapping at ``path``."""
    for part in path:
        field = shape.model_fields.get(part) if isinstance(part, str) else None
        inner = _shape_in(field.annotation) if field is not None else None
        shape = inner or shape
    return list(shape.model_fields)


def _shape_in(annotation: object) -> type[Shape] | None:
    """Find the shape inside ``list[…]``, ``dict[str, …]`` or ``… | None``."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next((inner for each in get_args(annotation) if (inner := _shape_in(each)) is not None), None)
