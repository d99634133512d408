"""FEEL text to tokens. Names may hold spaces and signs, so that only the names in scope tell where one ends."""

import re
import sys
from collections.abc import Collection, Iterator
from decimal import Decimal
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
    known = [(re.compile(_pattern(name)), name) for name in sorted(names, key=len, reverse=True) if name]
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token, at = _next(text, at, known)
        yield token
    yield Token("end", "", len(text))


def _next(text: str, at: int, known: list[tuple[re.Pattern[str], str]]) -> tuple[Token, int]:
    if string := _STRING.match(text, at):
        return Token("string", _ESCAPE.sub(_unescaped, string[1]), at), string.end()
    if number := _NUMBER.match(text, at):
        if len(number[0]) > MAX_DIGITS:
            raise FeelSyntaxError("数太长", "the number is too long", at)
        return Token("number", number[0], at, Decimal(number[0])), number.end()
    word = _NAME.match(text, at)
    if word and word[0] in KEYWORDS:
        return Token("keyword", word[0], at), word.end()
    for pattern, name in known:
        if found := pattern.match(text, at):
            return Token("name", name, at), found.end()
    if word:
        return Token("name", word[0], at), word.end()
    if symbol := _SYMBOL.match(text, at):
        return Token("symbol", symbol[0], at), symbol.end()
    raise FeelSyntaxError(f"不认识「{text[at]}」", f"unexpected {text[at]!r}", at)


def _pattern(name: str) -> str:
    """Return the pattern of a name in scope: white space as it may be, and no more of a name after it."""
    pattern = r"\s+".join(re.escape(part) for part in name.split())
    return pattern + rf"(?!{_PART.pattern})" if _PART.match(name[-1]) else pattern


def _unescaped(match: re.Match[str]) -> str:
    if match[3]:
        return _ESCAPES.get(match[3], match[3])
    code = int(match[1] or match[2], 16)
    return chr(min(code, sys.maxunicode))
