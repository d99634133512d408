"""Finds where a place such as ``4-4/19`` stands in a source document: the question, its part, the row of its table.

Questions are those of ``document_questions``. A row is found where the rows of a question's tables are numbered (a line
that begins with a number and a tab), a part where lines begin with （一）. What is not marked so is taken as the whole
around it: a place is never narrower than it can be told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from chronicare.formats.document_questions import numbered_questions
from chronicare.formats.document_text import normal_form

_PLACE = re.compile(r"(?P<question>[0-9]+(?:-[0-9]+)?)(?:\((?P<part>[一二三四五六七八九十]+)\))?(?P<rest>.*)")
_ROWS = re.compile(r"/(?:(?P<first>[0-9]+)(?:-(?P<last>[0-9]+))?)")
_NUMBERED_ROW = re.compile(r"([0-9]{1,3})\t")
_PART = re.compile(r"[#*\s]*[（(]([一二三四五六七八九十]+)[）)]")


class DocumentPlaces:
    """The places of one document, with the plain text that stands at each."""

    def __init__(self, text: str) -> None:
        """Find the questions of ``text``."""
        lines = text.splitlines()
        questions = numbered_questions(text)
        ends = [*(each.line - 1 for each in questions[1:]), len(lines)]
        self._lines: Mapping[str, Sequence[str]] = {
            each.place: lines[each.line - 1 : end] for each, end in zip(questions, ends, strict=False)
        }
        self._normal: dict[str, str | None] = {}

    @property
    def are_numbered(self) -> bool:
        """Whether the document numbers its questions, so that places can be found in it."""
        return bool(self._lines)

    def text_at(self, place: str) -> str | None:
        """Return what stands at ``place``, in normal form; ``None`` if there is no such place."""
        if place not in self._normal:
            lines = self._lines_at(place)
            self._normal[place] = None if lines is None else normal_form("\n".join(lines))
        return self._normal[place]

    def holding(self, clause: str) -> Iterator[str]:
        """Yield the questions at which ``clause`` stands, each with the rows of it that hold it."""
        wanted = normal_form(clause)
        for question, lines in self._lines.items():
            if wanted in (self.text_at(question) or ""):
                numbers = [number for number, row in _rows(lines).items() if wanted in normal_form("\n".join(row))]
                yield from (f"{question}/{number}" for number in numbers) if numbers else (question,)

    def _lines_at(self, place: str) -> Sequence[str] | None:
        read = _PLACE.fullmatch(place)
        lines = self._lines.get(read["question"]) if read else None
        if read is None or lines is None:
            return None
        if read["part"]:
            lines = _part(lines, read["part"])
        rows, wanted = _rows(lines), _ROWS.match(read["rest"])
        if wanted is None or not rows:
            return lines
        first = int(wanted["first"])
        numbers = range(first, int(wanted["last"] or first) + 1)
        if any(number not in rows for number in numbers):
            return None
        return [line for number in numbers for line in rows[number]]


def _rows(lines: Sequence[str]) -> dict[int, list[str]]:
    """Return the lines of each numbered row.

    A number that comes again goes on with the row; one that goes back is a misprint, and counts as the next.
    """
    rows: dict[int, list[str]] = {}
    number = 0
    for line in lines:
        begins = _NUMBERED_ROW.match(line)
        if begins:
            number = int(begins[1]) if int(begins[1]) >= number else number + 1
        if number:
            rows.setdefault(number, []).append(line)
    return rows


def _part(lines: Sequence[str], part: str) -> Sequence[str]:
    """Return the lines from （part） to the next such mark; all of them if it is not marked."""
    marks = [(at, found[1]) for at, line in enumerate(lines) if (found := _PART.match(line))]
    starts = [index for index, (_, name) in enumerate(marks) if name == part]
    if not starts:
        return lines
    at = marks[starts[0]][0]
    end = marks[starts[0] + 1][0] if starts[0] + 1 < len(marks) else len(lines)
    return lines[at:end]
