"""How far a name or a unit reaches in folded text. Both are free text, so it is what stops them that is defined."""

import re
import unicodedata

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_OR_AND = re.compile(r"(?P<or>或者?)|(?P<and>并且|而且|且)")
_ENGLISH_OR_NOT = re.compile(r"(?P<or>or)|(?P<and>and)|(?P<not>not|非)", re.IGNORECASE)
_TIMES_TEN = re.compile(rf"\s*[×*·xX]?\s*(?=10(?:\^|[⁺⁻{SUPERSCRIPTS}]|\*[0-9]|[eE][0-9]))")
_BRACKETED = re.compile(r"\[[A-Za-z0-9_'′″]+\]|\{[^{}\[\]]*\}")
_COMPARES = re.compile(r"\s*[<>=≤≥≠!]")
_UNIT_SYMBOLS = "%‰°℃℉′″_/^·*×⁺⁻"
_BEFORE_A_NUMBER = "/·*×^("
"""After these a unit goes on with digits even when a space comes between: ``mm/ 5min``."""


def _is_letter(character: str) -> bool:
    return character == "_" or character.isalpha() or unicodedata.category(character) in ("Nl", "No", "Mn", "Mc")


def _is_word(character: str) -> bool:
    return _is_letter(character) or character in "0123456789"


def _word_follows(text: str, at: int) -> bool:
    """Whether a letter or digit of the same word stands after the character at ``at``."""
    return at + 1 < len(text) and _is_word(text[at + 1]) and not _OR_AND.match(text, at + 1)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def find_keyword(text: str, at: int) -> tuple[str, int] | None:
    """Return which of ``and``, ``or``, ``not`` a word that begins at ``at`` begins with, and where that ends.

    非 before a letter or digit is part of a name (非糖尿病).
    """
    if match := _OR_AND.match(text, at):
        return match.lastgroup or "", match.end()
    match = _ENGLISH_OR_NOT.match(text, at)
    if match is None:
        return None
    after = text[match.end() : match.end() + 1]
    in_word = _word_follows(text, match.end() - 1) and (match[0] == "非" or not _is_han(after))
    goes_on = in_word or (after != "" and after in "-/")
    return None if goes_on else (match.lastgroup or "", match.end())


def _is_joined(text: str, at: int) -> bool:
    """Whether another test is joined on here: 或 and 且 count within words as well, English only as words."""
    if _OR_AND.match(text, at):
        return True
    return text[at - 1] in " )]}" and find_keyword(text, at) is not None


def starts_name(character: str) -> bool:
    """Whether a name can begin with ``character``."""
    return _is_letter(character) or character in "+±"


def name_end(text: str, start: int) -> int:
    """Return where the name that begins at ``start`` ends."""
    end = start + 1
    while end < len(text):
        character = text[end]
        joins = character in "-/·.'" and _is_word(text[end - 1]) and _word_follows(text, end)
        if not (joins or _is_word(character) or character == "+") or _OR_AND.match(text, end):
            break
        end += 1
    return end


def unit_stretch(text: str, at: int) -> tuple[int, int] | None:
    """Return from where to where the unit after a number ending at ``at`` reaches, or ``None`` if there is none."""
    if match := _TIMES_TEN.match(text, at):
        return match.end(), _unit_end(text, match.end())
    start = at
    while start < len(text) and text[start].isspace():
        start += 1
    if start == len(text) or find_keyword(text, start):
        return None
    character, after = text[start], text[start + 1 : start + 2]
    begins = (
        character.isalpha()
        or character in "%‰°℃℉′″"
        or (character == "/" and (after == "{" or (after.isalpha() and _word_follows(text, start))))
        or (character == "+" and start == at)
        or bool(_BRACKETED.match(text, start) and character == "{")
    )
    return (start, _unit_end(text, start)) if begins else None


def _unit_end(text: str, start: int) -> int:
    """Return where the unit ends: at a separator, keyword, comparison, quote or a bracket that is not its own."""
    at = end = start
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if (at > end and not _goes_on(text, end, at)) or (at > start and _is_joined(text, at)):
            break
        if character in "[{":
            bracketed = _BRACKETED.match(text, at)
            if bracketed is None:
                break
            at = end = bracketed.end()
        elif character == "(":
            group = _group_end(text, at)
            if group is None:
                break
            at = end = group
        elif _belongs(text, start, at):
            at = end = at + 1
        else:
            break
    last_space = text.rfind(" ", start, end)
    return last_space if last_space > start and _COMPARES.match(text, end) else end


def _goes_on(text: str, end: int, at: int) -> bool:
    """Whether a unit read up to ``end`` goes on at ``at``, after a space."""
    return _is_letter(text[at]) or text[at] in "/·%(" or text[end - 1] in _BEFORE_A_NUMBER


def _belongs(text: str, start: int, at: int) -> bool:
    character, before, after = text[at], text[at - 1], text[at + 1 : at + 2]
    if character in "0123456789":
        return at == start or not _is_han(before)
    if character == ".":
        return before in "0123456789" and after.isdigit()
    if character == "-":
        return (_is_letter(before) or before == "^") and _word_follows(text, at)
    return _is_letter(character) or character in _UNIT_SYMBOLS or character == "+"


def _group_end(text: str, start: int) -> int | None:
    """Return where the bracket that opens at ``start`` closes, or ``None`` if it holds what no unit does."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at + 1
        if text[at] in "<>=≤≥≠,、;[]\"'":
            return None
    return None
