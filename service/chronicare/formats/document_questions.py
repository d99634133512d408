"""Finds the numbered questions of a source document, in the ways such documents number them.

A document in chapters (「# 第二章 …」) numbers each chapter anew, and its third question stands at ``2-3``; in one
without chapters it stands at ``3``. Of the numberings found on a stretch of text the longest that counts on from 1 is
that of its questions: tables of contents come before, lists inside an answer are shorter. Lines marked up as headings
go before plain ones, which may be such lists. Where each answer bears the number of its question (「答 3.」), the place
is that of the answer: on printed pages it may come before the question's title.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

MAX_GAP = 3
"""Numbers a document may leave out in a row and still count on: one heading lost in scanning hides no other."""

_DIGITS = {word: value for value, word in enumerate("一二三四五六七八九", 1)}
_NUMERAL = "[一二三四五六七八九十百零]+"
_CHAPTER = re.compile(rf"#+\s*\**\s*第({_NUMERAL})章")
_TITLE_ALONE = re.compile(rf"[^\w（(]*问题\s*({_NUMERAL})\s*\**\s*\Z")
_ANSWER = re.compile(r"[#*\s]*答\s*([0-9]{1,3})[.．、]\s*(?=\S)")
_MARK_UP = re.compile(r"^[\s#-]+|\*|\s+$")


class NumberedQuestion(NamedTuple):
    """A question: the ``place`` rows cite it by, its heading without mark-up, its line (from 1)."""

    place: str
    heading: str
    line: int


class _Numbered(NamedTuple):
    number: int
    heading: str
    line: int
    is_heading: bool
    """Whether it can be nothing but a heading."""


def numbered_questions(text: str) -> tuple[NumberedQuestion, ...]:
    """Return the questions of a document in their order; none if nothing in it is numbered."""
    lines = text.splitlines()
    starts = [(at, found[1]) for at, line in enumerate(lines) if (found := _CHAPTER.match(line))]
    if not starts:
        return tuple(
            NumberedQuestion(str(each.number), each.heading, each.line) for each in _questions(lines, 0, len(lines))
        )
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    return tuple(
        NumberedQuestion(f"{numeral_value(chapter)}-{each.number}", each.heading, each.line)
        for (start, chapter), end in zip(starts, ends, strict=True)
        for each in _questions(lines, start + 1, end)
    )


def numeral_value(numeral: str) -> int:
    """Return what a Chinese numeral below 200 says: 二十八 is 28, 一百 is 100."""
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.strip("零").rpartition("十")
    value = 100 if hundreds or "百" in numeral else 0
    return value + (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _questions(lines: Sequence[str], start: int, end: int) -> Sequence[_Numbered]:
    """Return the longest run of numbers; that of headings unless another is more than twice as long."""
    styles = [list(matches(lines, start, end)) for matches in _STYLES]
    headings = _longest([[each for each in style if each.is_heading] for style in styles])
    longest = _longest(styles)
    return headings if len(headings) * 2 >= len(longest) else longest


def _longest(styles: Iterable[Iterable[_Numbered]]) -> Sequence[_Numbered]:
    """Return the longest run there is, the later of equal ones."""
    longest: Sequence[_Numbered] = ()
    for style in styles:
        for run in _runs(style):
            longest = run if len(run) >= len(longest) else longest
    return longest


def _runs(numbered: Iterable[_Numbered]) -> list[list[_Numbered]]:
    """Return every sequence that begins with 1 and counts on; a number belongs to all it continues."""
    runs: list[list[_Numbered]] = []
    for each in numbered:
        for run in runs:
            if run[-1].number < each.number <= run[-1].number + 1 + MAX_GAP:
                run.append(each)
        if each.number == 1:
            runs.append([each])
    return runs


def _titles(lines: Sequence[str], start: int, end: int) -> Iterator[_Numbered]:
    """「问题三」 on a line of its own; the question is the next line that is not empty."""
    for at in range(start, end):
        found = _TITLE_ALONE.match(lines[at])
        if found:
            following = next((line for line in lines[at + 1 : end] if line.strip()), "")
            yield _Numbered(numeral_value(found[1]), _MARK_UP.sub("", following), at + 1, is_heading=True)


def _answers(lines: Sequence[str], start: int, end: int) -> Iterator[_Numbered]:
    """「答 3.」 at the beginning of a line, followed by the answer."""
    for at in range(start, end):
        found = _ANSWER.match(lines[at])
        if found:
            yield _Numbered(int(found[1]), _MARK_UP.sub("", lines[at]), at + 1, is_heading=True)


def _beginning(pattern: str, number: Callable[[str], int]) -> Callable[[Sequence[str], int, int], Iterator[_Numbered]]:
    """Return what finds lines that begin with a number written as ``pattern``, mark-up before it left out."""
    compiled = re.compile(rf"[#*\s-]*({pattern})\s*(?=\S)")

    def matches(lines: Sequence[str], start: int, end: int) -> Iterator[_Numbered]:
        for at in range(start, end):
            found = compiled.match(lines[at])
            if found:
                is_heading = lines[at].lstrip().startswith(("#", "**"))
                yield _Numbered(number(found[2]), _MARK_UP.sub("", lines[at]), at + 1, is_heading)

    return matches


_STYLES = (
    _beginning(rf"({_NUMERAL})(?:、|\s*问?\s*[:：])", numeral_value),
    _beginning(r"([0-9]{1,3})[.．、]", int),
    _titles,
    _answers,
)
