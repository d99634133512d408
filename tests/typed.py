"""Plain data in the shape of the contract's JSON, made the typed request or report it stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from chronicare.application.recognition.requests import CheckRequest
from chronicare.recognition.decision import Detail

Made = TypeVar("Made")

_PARTS = ("header", "report")
"""Fields of a request whose own fields stand beside the others in JSON."""


def typed(kind: type[Made], plain: Mapping[str, Any], **more: Any) -> Made:  # noqa: ANN401 - raw JSON
    """Return the ``kind`` that ``plain`` and ``more`` are; whatever it has no field for is a TypeError."""
    made: Made = _typed(kind, {**plain, **more})
    return made


def to_check(plain: Mapping[str, Any], detail: Detail = Detail.REASONS) -> CheckRequest:
    """Return a request to decide."""
    return typed(CheckRequest, plain, detail=detail)


def _typed(kind: Any, plain: dict[str, Any]) -> Any:  # noqa: ANN401 - any kind
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in _PARTS:
            own = {each: plain.pop(each) for each in get_type_hints(hint) if each in plain}
            fields[name] = _typed(hint, own)
    fields |= {name: _converted(hints.get(name), value) for name, value in plain.items()}
    return kind(**fields)


def _converted(hint: Any, value: Any) -> Any:  # noqa: ANN401 - any kind
    if get_origin(hint) is UnionType:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if isinstance(value, Mapping) and (is_dataclass(hint) or hasattr(hint, "_fields")):
        return _typed(hint, dict(value))
    if isinstance(value, list | tuple) and get_origin(hint) is Sequence:
        return tuple(_converted(get_args(hint)[0], each) for each in value)
    return value
