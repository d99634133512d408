"""Finds what a mistyped word was most likely meant to be."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from chronicare.diagnostics import Edit, Hint, Mending, Text

_LIKENESS = 0.5
"""One character of a two-character Chinese word may be wrong."""
_LATIN_LIKENESS = 0.7
"""Words of Latin letters have many in common by chance, unless one begins with the other."""
_RIVALS = 5
"""Words alike that are looked at more closely."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of ``known`` most like ``word``, or ``None`` when none is near."""
    close = _close(word, known)
    return close[0] if close else None


def surely(word: str, known: Iterable[str]) -> str | None:
    """Return the word of ``known`` most like ``word`` if no other is as like: of 一级 and 二级 贰级 may be either."""
    close = _close(word, known)
    ranked = sorted(((_likeness(word, each), each) for each in close), reverse=True)
    return ranked[0][1] if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]) else None


def _close(word: str, known: Iterable[str]) -> list[str]:
    close = get_close_matches(word, list(known), n=_RIVALS, cutoff=_LIKENESS)
    least = _LATIN_LIKENESS if word.isascii() else _LIKENESS
    return [
        each for each in close if _likeness(word, each)[0] >= least or each.startswith(word) or word.startswith(each)
    ]


def _likeness(word: str, other: str) -> tuple[float, int]:
    """Return how like two words are, and how many characters stand at the same place in both."""
    return SequenceMatcher(None, other, word).ratio(), sum(map(str.__eq__, word, other))


def suggest(word: str, known: Iterable[str]) -> Hint:
    """Return a hint naming the word of ``known`` nearest to ``word``, or all of them when none is near."""
    words = list(known)
    close = surely(word, words)
    if close is not None:
        return meant(word, close)
    return Text(f"可写：{'、'.join(words)}", f"known: {', '.join(words)}")


def meant(word: str, close: str) -> Mending:
    """Ask whether ``word`` was meant to be ``close``."""
    return Mending(f"是不是「{close}」？", f"did you mean {close!r}?", Edit(word, close))
