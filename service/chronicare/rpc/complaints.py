"""What pydantic refuses, told as everything else that is wrong is: the file, the key, and what would be right."""

from collections.abc import Callable, Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chronicare.diagnostics import Code, Diagnostic, Position, Text

_WORDS: dict[str, Text] = {
    "extra_forbidden": Text("没有这一项", "there is no such setting"),
    "missing": Text("没有写", "is missing"),
    "path_type": Text("应当是路径", "must be a path"),
    "int_parsing": Text("应当是整数", "must be a whole number"),
    "int_type": Text("应当是整数", "must be a whole number"),
    "float_parsing": Text("应当是数", "must be a number"),
    "float_type": Text("应当是数", "must be a number"),
    "bool_parsing": Text("应当是 true 或 false", "must be true or false"),
    "bool_type": Text("应当是 true 或 false", "must be true or false"),
    "string_type": Text("应当是文字", "must be text"),
}


def key_of(error: ErrorDetails) -> str:
    """Return the key an ``error`` is about: ``callers[0].roles``."""
    key = ""
    for part in error["loc"]:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key


def complaints(
    file: str, error: ValidationError, place: Callable[[str], Position] | None = None
) -> Iterator[Diagnostic]:
    """Tell each thing wrong with the values read from ``file``, or wherever ``place`` says the key stands.

    The values themselves are not told: they may be secret.
    """
    for each in error.errors(include_url=False, include_input=False):
        context = each.get("ctx", {})
        key = key_of(each) or str(context.get("key", ""))
        where = place(key) if place else Position(file, heading=key)
        said = Text(str(context.get("zh", each["msg"])), each["msg"])
        yield Diagnostic(Code.BAD_SETTING, where, _WORDS.get(each["type"], said))
