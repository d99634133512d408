"""FEEL text to tokens. Names may hold spaces and signs, so that only the names in scope tell where one ends."""

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

MAX_CHARACTERS = 4000
"""The longest text."""
MAX_DIGITS = 34
KEYWORDS = frozenset(
    ("and", "or", "between", "in", "if", "then", "else", "some", "every", "satisfies", "null", "true", "false")
)


class FeelSyntaxError(Exception):
    """Text that is not read: ``problem`` says what it is, in Chinese and in English, ``at`` from which character."""

    def __init__(self, zh: str, en: str, at: int) -> None:
        """Keep what is wrong, and where."""
        super().__init__(en)
        self.zh, self.en, self.at = zh, en, at


class Token(NamedTuple):
    """A token: ``kind`` is number, string, name, keyword, symbol or end; ``value`` a number's."""

    kind: str
    text: str
    at: int
    value: Decimal | None = None


_START = (
    r"A-Za-z_\u00aa-\u02ff\u0370-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_NAME = re.compile(rf"[{_START}?][{_START}0-9·\u0300-\u036f]*")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_SYMBOL = re.compile(r"\*\*|\.\.|<=|>=|!=|[-+*/=<>()\[\]{},.:@?]")
_SPACE = re.compile(r"(?:\s|/\*.*?\*/|//[^\n]*)+", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_PART = re.compile(rf"[{_START}0-9?]")


def read_tokens(text: str, names: Collection[str]) -> Iterator[Token]:
    """Yield the tokens of ``text``, the last an end; ``names`` are those that may stand in it.

    Raises FeelSyntaxError at the first character that begins none.
    """
    if len(text) > MAX_CHARACTERS:
        raise FeelSyntaxError(f"超过 {MAX_CHARACTERS} 个字符", f"more than {MAX_CHARACTERS} characters", MAX_CHARACTERS)
    known = _by_first(frozenset(names))
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token, at = _next(text, at, known)
        yield token
    yield Token("end", "", len(text))


@lru_cache(maxsize=8)
def _by_first(names: frozenset[str]) -> Mapping[str, list[str]]:
    """Return names by their first character, the longest first."""
    known: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        if name:
            known.setdefault(name[0], []).append(name)
    return known


def _next(text: str, at: int, known: Mapping[str, list[str]]) -> tuple[Token, int]:
    if string := _STRING.match(text, at):
        return Token("string", _ESCAPE.sub(_unescaped, string[1]), at), string.end()
    if number := _NUMBER.match(text, at):
        if len(number[0]) > MAX_DIGITS:
            raise FeelSyntaxError("数太长", "the number is too long", at)
        return Token("number", number[0], at, Decimal(number[0])), number.end()
    word = _NAME.match(text, at)
    if word and word[0] in KEYWORDS:
        return Token("keyword", word[0], at), word.end()
    for name in known.get(text[at], ()):
        if end := _end_of(name, text, at):
            return Token("name", name, at), end
    if word:
        return Token("name", word[0], at), word.end()
    if symbol := _SYMBOL.match(text, at):
        return Token("symbol", symbol[0], at), symbol.end()
    raise FeelSyntaxError(f"不认识「{text[at]}」", f"unexpected {text[at]!r}", at)


def _end_of(name: str, text: str, at: int) -> int:
    """Return where ``name`` ends that stands at ``at``, white space in it as it may be; 0 if something else does."""
    for number, part in enumerate(name.split()):
        if number and (space := _SPACE.match(text, at)):
            at = space.end()
        elif number:
            return 0
        if not text.startswith(part, at):
            return 0
        at += len(part)
    return 0 if at < len(text) and _PART.match(name[-1]) and _PART.match(text[at]) else at


def _unescaped(match: re.Match[str]) -> str:
    if match[3]:
        return _ESCAPES.get(match[3], match[3])
    code = int(match[1] or match[2], 16)
    return chr(min(code, sys.maxunicode))
