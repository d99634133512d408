"""Finds what a mistyped word was most likely meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

from chronicare.diagnostics import Edit, Hint, Mending, Text

_LIKENESS = 0.5
"""One character of a two-character Chinese word may be wrong."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of ``known`` most like ``word``, or ``None`` when none is near."""
    close = get_close_matches(word, list(known), n=1, cutoff=_LIKENESS)
    return close[0] if close else None


def suggest(word: str, known: Iterable[str]) -> Hint:
    """Return a hint naming the word of ``known`` nearest to ``word``, or all of them when none is near."""
    words = list(known)
    close = nearest(word, words)
    if close is not None:
        return meant(word, close)
    return Text(f"可写：{'、'.join(words)}", f"known: {', '.join(words)}")


def meant(word: str, close: str) -> Mending:
    """Ask whether ``word`` was meant to be ``close``."""
    return Mending(f"是不是「{close}」？", f"did you mean {close!r}?", Edit(word, close))
