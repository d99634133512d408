"""Brings a source document and a quoted clause to one plain form, so that a quotation can be proved word for word.

This module holds the one list of what is taken for the same. Nothing else is: a wrong character stays wrong.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher

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
_ANCHOR, _SHORTEST_ANCHOR = 8, 3
"""Characters by which a passage is found: as a clause that was not copied exactly begins, or ends."""
_MOST_PLACES = 20
_ALIKE = 0.88
"""Of nine characters one may be wrong."""


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

    def nearest(self, clause: str) -> str | None:
        """Return the one passage that ``clause``, which the document does not hold, was most likely copied from.

        It begins or ends as the clause does, and almost all of the rest is the same. It is in plain form.
        """
        wanted = normal_form(clause)
        anchor = min(_ANCHOR, len(wanted) // 3)
        if anchor < _SHORTEST_ANCHOR:
            return None
        found = {
            passage
            for at in self._places(wanted[:anchor])
            for end in self._places(wanted[-anchor:], at, at + len(wanted) + anchor)
            if (passage := self._normal[at : end + anchor])
        }
        found |= {self._normal[at : at + len(wanted)] for at in self._places(wanted[:anchor])}
        ends = (end + anchor for end in self._places(wanted[-anchor:]))
        found |= {self._normal[max(0, end - len(wanted)) : end] for end in ends}
        near = [(SequenceMatcher(None, wanted, each, autojunk=False).ratio(), each) for each in found]
        best = max(near, default=(0.0, ""))
        return best[1] if best[0] >= _ALIKE else None

    def _places(self, text: str, start: int = 0, end: int | None = None) -> list[int]:
        """Return where ``text`` stands in the document, from ``start`` on; not more than ``_MOST_PLACES``."""
        places: list[int] = []
        at = self._normal.find(text, start, end)
        while at >= 0 and len(places) < _MOST_PLACES:
            places.append(at)
            at = self._normal.find(text, at + 1, end)
        return places
