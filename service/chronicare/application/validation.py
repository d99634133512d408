"""How use cases refuse: everything wrong with a request is gathered first, then told together."""

from chronicare.application.errors import InvalidRequestError
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text


def require(path: str, zh: str, en: str, diagnostics: Diagnostics) -> None:
    """Tell that the field at ``path``, called ``zh`` and ``en``, was not sent."""
    diagnostics.add(Code.REQUIRED_FIELD, FieldPath(path), Text(f"没有写{zh}", f"{en} is required"))


def refuse(diagnostics: Diagnostics) -> None:
    """Raise InvalidRequestError with everything that was told, if any of it is an error."""
    if diagnostics.has_errors:
        raise InvalidRequestError(diagnostics.sorted(), diagnostics.left_out)
