"""How the sheets look: fonts, fills, widths, and what the colours mean."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from chronicare.authoring.workbook.look_ups import is_beside
from chronicare.tables import INPUT, OUTPUT

FACE = "微软雅黑"
TEXT = "@"
"""The number format of text: what is typed stays as it was typed."""
WRITABLE, LOCKED = Protection(locked=False), Protection(locked=True)

TITLE = Font(name=FACE, size=16, bold=True, color="1F3864")
MARK = Font(name=FACE, size=9, color="7F7F7F")
LINK = Font(name=FACE, size=10, color="0563C1", underline="single")
HEADING = Font(name=FACE, size=10, bold=True, color="1F3864")
PLAIN = Font(name=FACE, size=10)
STRONG = Font(name=FACE, size=10, bold=True)
BESIDE_FONT = Font(name=FACE, size=9, italic=True, color="808080")

_THIN = Side(style="thin", color="D0D0D0")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEADING_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=Side(style="medium", color="8497B0"))
TOP_WRAPPED = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(vertical="top", horizontal="center")
MIDDLE_WRAPPED = Alignment(vertical="center", horizontal="center", wrap_text=True)

_INPUT_FILL, _OUTPUT_FILL, _SOURCE_FILL, _OTHER_FILL, BESIDE_FILL = "DDEBF7", "E2EFDA", "EDEDED", "D9E1F2", "F7F7F7"
_SOURCE_COLUMNS = ("出处", "原文", "更正", "异常")

ANOMALY, SWITCH, UNPUBLISHED, CARRIED, NOTHING = "FCE4D6", "E4DFEC", "FFC7CE", "FFF2CC", "E7E6E6"
MEANINGS = (
    (ANOMALY, "异常", "原文矛盾、缺漏或疑误的行，编号见异常登记"),
    (SWITCH, "开关", "原文可有两种读法，这一行随开关而定"),
    (UNPUBLISHED, "未公布", "文件没有给出"),
    (CARRIED, "沿用", "没有公布而沿用上年的数"),
    (NOTHING, "无此待遇", "没有这项待遇"),
)
"""What each colour of a row or cell says."""

_WORD = re.compile(r"[!-~]+")
_TABS = {"card": "70AD47", "decision": "5B9BD5", "scope": "70AD47", "counters": "70AD47"}
_REGISTERS = ("switches", "anomalies", "rulings", "unencoded", "gaps", "tables")
_REGISTER_TAB, _OTHER_TAB = "ED7D31", "A5A5A5"

_PROSE = ("原文", "更正", "说明", "理由", "问题", "英文问题", "采用读法", "另一读法", "英文读法", "英文说明")
_NARROWEST, _WIDEST, _WIDEST_WORD, _WIDEST_PROSE = 6, 17, 26, 48
_MARGIN = 2
_TALLEST = 400
_LINE_HEIGHT = 15.5
"""Points, of ten-point type."""
_NARROWER, _NARROWEST_TYPE = 0.93, 0.83
"""How much narrower ten-point and nine-point type are than the type that widths are counted in."""


def solid(colour: str) -> PatternFill:
    """Return a fill of one ``colour``."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def tinted(colour: str) -> DifferentialStyle:
    """Return what a condition that is met puts over a cell."""
    return DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))


def heading_fill(heading: str) -> PatternFill:
    """Return the fill of a heading: conditions, results, sources and the rest apart."""
    if is_beside(heading):
        return solid(BESIDE_FILL)
    if heading.startswith(INPUT):
        return solid(_INPUT_FILL)
    if heading.startswith(OUTPUT):
        return solid(_OUTPUT_FILL)
    return solid(_SOURCE_FILL if heading in _SOURCE_COLUMNS else _OTHER_FILL)


def tab_colour(kind: str) -> str:
    """Return the colour of the tab of a table of ``kind``."""
    return _REGISTER_TAB if kind in _REGISTERS else _TABS.get(kind, _OTHER_TAB)


def width_of(heading: str, texts: Sequence[str]) -> int:
    """Return a width for a column, in figures: prose stands on few lines, other texts on two, words are not broken."""
    lengths = sorted(_width(line) for text in texts for line in text.split("\n")) or [0]
    word = max((len(each) for text in texts for each in _WORD.findall(text)), default=0)
    usual = lengths[int(0.9 * (len(lengths) - 1))]
    if heading in _PROSE and lengths[-1] > _WIDEST:
        usual = max(usual, _WIDEST_PROSE // 2)
    wanted = max(usual if heading in _PROSE else (usual + 1) // 2, min(lengths[-1], 10), word, _width(heading) // 2 + 1)
    widest = _WIDEST_PROSE if heading in _PROSE else max(_WIDEST, min(word + _MARGIN, _WIDEST_WORD))
    return min(max(_NARROWEST, wanted + _MARGIN), widest)


def height_of(cells: Iterable[tuple[str, float, bool]]) -> float:
    """Return the height of a row, in points, in which every text is seen whole.

    Of each cell come its text, the width of its column, and whether it is for the eye only, in smaller type.
    """
    lines = (
        sum(
            ceil(max(1, _width(line) * (_NARROWEST_TYPE if is_small else _NARROWER)) / (width - 0.5))
            for line in text.split("\n")
        )
        for text, width, is_small in cells
    )
    return min(_TALLEST, _LINE_HEIGHT * max(lines, default=1) + 2)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)
