"""How use cases refuse: everything wrong with a request is gathered first, then told together."""

from datetime import date

from chronicare.application.errors import InvalidRequestError
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.dates import read_date


def require(path: str, zh: str, en: str, diagnostics: Diagnostics) -> None:
    """Tell that the field at ``path``, called ``zh`` and ``en``, was not sent."""
    diagnostics.add(Code.REQUIRED_FIELD, FieldPath(path), Text(f"没有写{zh}", f"{en} is required"))


def read_required_day(written: str, path: str, zh: str, en: str, diagnostics: Diagnostics) -> date | None:
    """Return the day ``written`` ISO 8601 at ``path``; ``None``, and it is told, if it is missing or is none.

    ``zh`` and ``en`` are what the field is called.
    """
    if written:
        return read_date(written, path, FieldPath, diagnostics)
    require(path, zh, en, diagnostics)
    return None


def refuse(diagnostics: Diagnostics) -> None:
    """Raise InvalidRequestError with everything that was told, if any of it is an error."""
    if diagnostics.has_errors:
        raise InvalidRequestError(diagnostics.sorted(), diagnostics.left_out)
