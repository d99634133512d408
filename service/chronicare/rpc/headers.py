"""What every request says, read in one place: by which rules it wants to be answered, and in which language."""

from collections.abc import Mapping
from typing import Protocol

from chronicare.application.request import Header
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Language, Text

_LANGUAGES: Mapping[str, Language] = {"": Language.ZH, "zh": Language.ZH, "en": Language.EN}


class Speaking(Protocol):
    """A request message that says in which language it wants to be answered."""

    language_code: str


class Headed(Speaking, Protocol):
    """A request message that asks something of the rules of an area."""

    area_code: str
    release: str


def language_of(code: str) -> Language:
    """Return the language called ``code``; Chinese for one that is not spoken here."""
    return _LANGUAGES.get(code, Language.ZH)


def read_language(request: Speaking, diagnostics: Diagnostics) -> Language:
    """Read in which language ``request`` wants its answer; one that is not spoken here goes to ``diagnostics``."""
    language = _LANGUAGES.get(request.language_code)
    if language is None:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("language_code"),
            Text(f"不会说「{request.language_code}」", f"{request.language_code!r} is not spoken here"),
            Text("可用：zh、en", "use zh or en"),
        )
    return language or Language.ZH


def read_header(request: Headed, request_id: str, diagnostics: Diagnostics) -> Header:
    """Read what heads ``request``; ``request_id`` is its own, empty if its message has none.

    A language that is not spoken here goes to ``diagnostics``.
    """
    language = read_language(request, diagnostics)
    readings = dict(getattr(request, "readings", {}))
    ignore_unknown = bool(getattr(request, "ignore_unknown", False))
    return Header(request.area_code, request.release, language, request_id, readings, ignore_unknown)
