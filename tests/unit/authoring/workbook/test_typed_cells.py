"""What a spreadsheet program made of what was typed is undone where that is certain, and refused where it is not."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from chronicare.authoring.workbook.typed_cells import Made, mend, read_cell
from chronicare.tables import CARD, DECISION, KINDS, ColumnSpec

CRITERIA, FINDINGS = KINDS["criteria"], KINDS["findings"]
TEST, ID, SOURCE = CRITERIA.column("test"), CRITERIA.column("id"), CRITERIA.column("source")
CLAUSE, FROM = CRITERIA.column("clause"), CRITERIA.column("effective_from")
CODE, RATIO = FINDINGS.column("code"), CARD.column("ratio")
ENDS = ColumnSpec("出：待遇截止日", "出：待遇截止日")
CARRIED = DECISION.column("carried_from")

DAY, MONTH_AND_DAY = "yyyy-mm-dd", 'm"月"d"日"'


def cell(value: Any, shown: str = "General") -> Cell:  # noqa: ANN401 - whatever a cell can hold
    """Return a cell as a program leaves it."""
    sheet = Workbook().worksheets[0]
    made = sheet.cell(1, 1)
    assert isinstance(made, Cell)
    made.value = value
    made.number_format = shown
    return made


@pytest.mark.parametrize(
    ("value", "shown", "text", "made"),
    [
        ("　８３％ ", "@", "８３％", Made.TEXT),
        ("一\r\n二", "@", "一\n二", Made.TEXT),
        ("_x005F_x0041_", "@", "_x0041_", Made.TEXT),
        (3, "General", "3", Made.NUMBER),
        (7.0, "General", "7", Made.NUMBER),
        (0.1 + 0.2, "General", "0.3", Made.NUMBER),
        (0.9, "0%", "90%", Made.NUMBER),
        (0.825, "0.00%", "82.5%", Made.NUMBER),
        (123, "000000", "000123", Made.NUMBER),
        (True, "General", "TRUE", Made.TRUTH),
        ("=A1", "General", "=A1", Made.FORMULA),
        ("#N/A", "General", "#N/A", Made.ERROR),
        (date(2026, 3, 5), DAY, "2026-03-05", Made.DAY),
        (datetime(2026, 3, 5, 8, 30), DAY, "2026-03-05 08:30:00", Made.DAY),  # noqa: DTZ001 - a cell has no zone
        (date(2026, 3, 5), MONTH_AND_DAY, "3月5日", Made.DAY),
        (time(2, 20), "h:mm", "2:20", Made.TIME),
        (timedelta(hours=27, minutes=40), "[h]:mm", "27:40", Made.TIME),
    ],
)
def test_a_cell_is_read_as_a_csv_file_would_have_it(value: object, shown: str, text: str, made: Made) -> None:
    read = read_cell(cell(value, shown))
    assert (read.text, read.made) == (text, made)


@pytest.mark.parametrize(
    ("value", "shown", "column", "before", "text"),
    [
        # What was there before would become just this.
        (time(2, 20), "h:mm", TEST, "1:80", "1:80"),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, "3-5", "3-5"),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, "3/5", "3/5"),
        (date(2026, 4, 3), DAY, SOURCE, "4-3/26", "4-3/26"),
        (date(2030, 1, 1), DAY, ID, "30-1", "30-1"),
        (123, "General", CODE, "0123", "0123"),
        (1.1, "General", ID, "1.10", "1.10"),
        (-1, "General", ID, "(1)", "(1)"),
        (0.9, "General", RATIO, "90%", "90%"),
        (12000, "General", CARRIED, "12,000", "12,000"),
        (1.23456789012346e17, "General", CODE, "123456789012345678", "123456789012345678"),
        (date(2003, 4, 26), DAY, SOURCE, "3-4/26", "3-4/26"),
        # Nothing else could have become this.
        (date(2026, 3, 5), MONTH_AND_DAY, SOURCE, "5-3", "3-5"),
        (0.9, "0%", RATIO, "", "90%"),
        (0.9, "0%", RATIO, "85%", "90%"),
        (123, "000000", CODE, "", "000123"),
        (time(2, 20), "h:mm", TEST, "", "1:80"),
        (timedelta(hours=27, minutes=40), "[h]:mm:ss", TEST, "", "1:1600"),
        (date(2026, 3, 5), MONTH_AND_DAY, SOURCE, "", "3-5"),
        (date(2026, 1, 1), DAY, FROM, "", "2026-01-01"),
        (date(2026, 12, 31), DAY, ENDS, "", "2026-12-31"),
    ],
)
def test_what_is_certain_is_mended_and_said(
    value: object, shown: str, column: ColumnSpec, before: str, text: str
) -> None:
    mended = mend(read_cell(cell(value, shown)), column, before)
    assert (mended.text, mended.doubt) == (text, None)
    assert mended.was


@pytest.mark.parametrize(
    ("value", "shown", "column", "before"),
    [
        (time(0, 30), "h:mm", TEST, ""),
        (time(1, 0), "h:mm", TEST, ""),
        (time(2, 20, 15), "h:mm:ss", TEST, ""),
        (time(2, 20), "h:mm", CLAUSE, ""),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, ""),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, "3-6"),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, "5-3"),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, "3(5)"),
        (date(2026, 3, 5), MONTH_AND_DAY, ID, "第3条第5款"),
        (date(2026, 3, 5), DAY, SOURCE, ""),
        (date(2026, 3, 5), DAY, CLAUSE, ""),
        (date(2026, 3, 1), 'yyyy"年"m"月"', SOURCE, ""),
        (date(2026, 3, 5), MONTH_AND_DAY, FROM, ""),
        (datetime(2026, 3, 5, 8, 30), DAY, FROM, ""),  # noqa: DTZ001 - a cell has no zone
        (1.1, "General", ID, ""),
        (1.1, "General", ID, "1.2"),
        (True, "General", TEST, ""),
        ("=A1", "General", TEST, "是"),
        ("#N/A", "General", TEST, "是"),
    ],
)
def test_what_is_not_certain_is_refused(value: object, shown: str, column: ColumnSpec, before: str) -> None:
    mended = mend(read_cell(cell(value, shown)), column, before)
    assert mended.doubt is not None
    assert mended.doubt.zh
    assert not mended.was


@pytest.mark.parametrize(("value", "column", "text"), [(3, ID, "3"), (2025, CARRIED, "2025"), (7.5, RATIO, "7.5")])
def test_a_number_that_says_what_was_typed_is_taken(value: float, column: ColumnSpec, text: str) -> None:
    mended = mend(read_cell(cell(value)), column, "")
    assert (mended.text, mended.was, mended.doubt) == (text, "", None)
