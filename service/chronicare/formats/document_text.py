"""Brings a source document and a quoted clause to one plain form, so that a quotation can be proved word for word.

This module holds the one list of what is taken for the same. Nothing else is: a wrong character stays wrong.
"""

import re
import unicodedata
from dataclasses import dataclass, field

TAGS = ("p", "b", "i", "math", "sup", "sub", "br")
"""HTML tags that are left out; what they enclose stays."""
ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&amp;": "&"}
"""HTML entities, replaced in one pass: ``&amp;lt;`` is the text ``&lt;``."""
COMMANDS = {
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "mu": "μ",
    "gamma": "γ",
    "alpha": "α",
    "beta": "β",
    "circ": "°",
    "times": "×",
    "pm": "±",
    "%": "%",
}
"""LaTeX commands and the character each stands for."""
WRAPPERS = ("text", "mathrm")
"""LaTeX commands that are left out with their braces; what they enclose stays. So with ``^{…}``."""
CHARACTERS = {"µ": "μ", "℃": "°C", "²": "2", "³": "3", "^": "", "$": "", "\u200b": "", "\ufeff": ""}
"""Characters that keyboards and scanners give for the same sign, and those left out: a raised figure is a figure
(``<sup>2</sup>``, ``^{2}``, ``^2``, ``²``), ``$`` is mark-up, the last two nobody sees."""

_TAG = re.compile(rf"</?(?:{'|'.join(TAGS)})\s*/?>", re.IGNORECASE)
_ENTITY = re.compile("|".join(ENTITIES))
_COMMAND = re.compile(r"\\(%|[a-zA-Z]+)")
_WRAPPED = re.compile(rf"(?:\\(?:{'|'.join(WRAPPERS)})\s*|\^\s*)\{{([^{{}}]*)\}}")
_SINGLE = str.maketrans(CHARACTERS)
_WHITE = re.compile(r"\s+")


def normal_form(text: str) -> str:
    """Return ``text`` without mark-up, LaTeX written as characters, in NFC, and with all white space removed.

    White space has no meaning in Chinese text and scanning adds it at will; line breaks of table cells go as well.
    """
    plain = _TAG.sub("", text)
    plain = _ENTITY.sub(lambda entity: ENTITIES[entity[0]], plain)
    plain = _COMMAND.sub(lambda command: COMMANDS.get(command[1], command[0]), plain)
    while (unwrapped := _WRAPPED.sub(r"\1", plain)) != plain:
        plain = unwrapped
    return _WHITE.sub("", unicodedata.normalize("NFC", plain.translate(_SINGLE)))


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a source document, ready to be searched for quoted clauses."""

    text: str
    _normal: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Bring the document to normal form once."""
        object.__setattr__(self, "_normal", normal_form(self.text))

    def holds(self, clause: str) -> bool:
        """Say whether the document holds ``clause`` word for word; an empty clause is held by none."""
        wanted = normal_form(clause)
        return bool(wanted) and wanted in self._normal
