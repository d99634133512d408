"""The three small grammars beside the cell language: use (取值), needs (满足) and review period (复审周期)."""

import re
import unicodedata

from chronicare.cells.values import Duration
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Needs, NeedsKind, Since, Use, UseKind
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell

_USE = re.compile(
    r"(?:近(?P<n>\d+)个?(?P<unit>[年月周天日]))?(?:(?P<word>任一|全部|最近一次)|至少(?P<count>\d+)(?P<by>[次日]))\Z"
)
_SINCE = re.compile(r"自(?P<finding>.+?)起?满(?P<n>\d+)个?(?P<unit>[年月周天日])\Z")
_AT_LEAST = re.compile(r"至少(\d+)\Z")
_SCORE = re.compile(r"合计(?:≥|>=)(\d+)(?:\(每条取最高\))?\Z")
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12


def _folded(text: str) -> str:
    """Fold full-width forms and drop white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def parse_use(cell: Cell, diagnostics: Diagnostics) -> Use | None:
    """Read ``任一``, ``全部``, ``最近一次``, ``至少2次``, ``至少3日``, each with an optional ``近6个月`` before it."""
    match = _USE.match(_folded(cell.text))
    if match is None or match["count"] == "0":
        diagnostics.add(
            Code.BAD_USE,
            cell.position,
            Text(f"取值「{cell.text}」不合写法", f"bad use {cell.text!r}"),
            Text(
                "写 任一、全部、最近一次、至少2次 或 至少3日，前面可加 近6个月",
                "任一, 全部, 最近一次, 至少2次 or 至少3日, optionally after 近6个月",
            ),
        )
        return None
    within = _duration(int(match["n"]), match["unit"]) if match["n"] else None
    if match["word"]:
        return Use(UseKind(match["word"]), 1, within)
    return Use(UseKind(match["by"]), int(match["count"]), within)


def parse_since(cell: Cell, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Since | None:
    """Read ``自脑血管病治疗起始日期满3个月``: what is measured so long after that date, or later, counts."""
    match = _SINCE.match(_folded(cell.text))
    finding = vocabulary.find(match["finding"]) if match else None
    if match is None or finding is None:
        diagnostics.add(
            Code.BAD_USE,
            cell.position,
            Text(f"时间条件「{cell.text}」不合写法", f"bad time condition {cell.text!r}"),
            Text(
                "单次所见的取值留空，或写 自<日期所见>满3个月",
                "leave the use of a single finding empty, or write 自<date finding>满3个月",
            ),
        )
        return None
    return Since(finding.code, _duration(int(match["n"]), match["unit"]), finding.name)


def _duration(number: int, unit: str) -> Duration:
    if unit == "年":
        return Duration(number * _MONTHS_A_YEAR, 0)
    if unit == "月":
        return Duration(number, 0)
    return Duration(0, number * _DAYS_A_WEEK if unit == "周" else number)


def parse_needs(cell: Cell, diagnostics: Diagnostics) -> Needs | None:
    """Read ``全部``, ``任一``, ``均无``, ``至少 3`` or ``合计≥9（每条取最高）``."""
    text = _folded(cell.text)
    for kind in (NeedsKind.ALL, NeedsKind.ANY, NeedsKind.NONE):
        if text == kind.value:
            return Needs(kind)
    if match := _AT_LEAST.match(text):
        return Needs(NeedsKind.AT_LEAST, int(match[1]))
    if match := _SCORE.match(text):
        return Needs(NeedsKind.SCORE, int(match[1]))
    diagnostics.add(
        Code.BAD_NEEDS,
        cell.position,
        Text(f"满足「{cell.text}」不合写法", f"bad needs {cell.text!r}"),
        Text("写 全部、任一、至少 3、均无 或 合计≥9（每条取最高）", "全部, 任一, 至少 3, 均无 or 合计≥9（每条取最高）"),
    )
    return None


def parse_review(cell: Cell, diagnostics: Diagnostics) -> int | None:
    """Read ``长期`` (``None``) or a number of months."""
    text = _folded(cell.text)
    if text in ("", "长期"):
        return None
    if text.isdigit() and int(text) > 0:
        return int(text)
    diagnostics.add(
        Code.BAD_DATES,
        cell.position,
        Text(f"复审周期「{cell.text}」不合写法", f"bad review period {cell.text!r}"),
        Text("写 长期 或月数，如 12", "长期 or a number of months such as 12"),
    )
    return None
