"""Folding what people type into the few characters the language knows, without losing where each stood."""

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a cell's text as its author wrote it: from ``start`` up to, not including, ``end``; from 0."""

    start: int
    end: int


_FOLDED = {
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("✕✖⨯╳", "×"),
    **dict.fromkeys("−–—―‐‑‒", "-"),
    **dict.fromkeys("∶꞉︓", ":"),
    **dict.fromkeys("“”„‟〝〞", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("【〔〖", "["),
    **dict.fromkeys("】〕〗", "]"),
    **dict.fromkeys("〜∼˜", "~"),
    **dict.fromkeys("…‥", ".."),
    **dict.fromkeys("∕⁄", "/"),
    **dict.fromkeys("•∙⋅・･", "·"),
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", " "),
}
_KEPT = "℃℉⁺⁻"
"""Compatibility forms that read better as they are."""


def fold_character(character: str) -> str:
    """Return what ``character`` counts as: its ASCII or usual form; superscripts and circled numbers stay."""
    folded = _FOLDED.get(character)
    if folded is not None:
        return folded
    if character in _KEPT or unicodedata.category(character) == "No":
        return character
    compatible = unicodedata.normalize("NFKC", character)
    return " " if compatible.isspace() else "".join(_FOLDED.get(each, each) for each in compatible)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A cell's text after folding; ``origins[i]`` is where folded character ``i`` stood in ``original``."""

    original: str
    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the original stretch of the folded characters from ``start`` up to ``end``."""
        if start >= len(self.origins):
            return Span(len(self.original), len(self.original))
        last = self.origins[end - 1] if end > start else self.origins[start] - 1
        return Span(self.origins[start], last + 1)


def fold(text: str) -> FoldedText:
    """Fold ``text`` character by character."""
    pieces = [fold_character(character) for character in text]
    origins = tuple(index for index, piece in enumerate(pieces) for _ in piece)
    return FoldedText(text, "".join(pieces), origins)


def fold_name(text: str) -> str:
    """Return what a name, code or word is compared by: compatibility forms, case, spaces, invisible characters folded.

    ``ＦＢＧ``, ``fbg`` and ``F BG`` are one.
    """
    folded = unicodedata.normalize("NFKC", "".join(map(fold_character, text))).casefold()
    return "".join([each for each in folded if not each.isspace() and unicodedata.category(each) != "Cf"])
