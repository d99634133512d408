from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.diagnostics import Diagnostics
from chronicare.formats.csv_edit import append_row, copy_row, delete_row, replace_cell
from chronicare.formats.csv_records import cell_spans, split_records

BOM = b"\xef\xbb\xbf"
CELLS = st.text(st.sampled_from('甲乙1,"\n； '), max_size=6)


def test_only_the_bytes_of_the_cell_change() -> None:
    data = BOM + '编号,比例,原文\r\nbasic, 50% ,"两病，""五成"""\r\n'.encode()
    assert replace_cell(data, 2, 2, "60%") == BOM + '编号,比例,原文\r\nbasic,60%,"两病，""五成"""\r\n'.encode()


def test_a_quoted_cell_is_replaced_with_its_quotes() -> None:
    assert replace_cell(b'a,"b,\r\nc",d\n', 1, 2, "e") == b"a,e,d\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [("a,b", '"a,b"'), ('he "x"', '"he ""x"""'), ("一\n二", '"一\n二"'), ("", ""), ("平常", "平常")],
)
def test_quotes_stand_where_they_are_needed(text: str, written: str) -> None:
    assert replace_cell(b"x,y\r\n1,2\r\n", 2, 1, text) == f"x,y\r\n{written},2\r\n".encode()


def test_a_row_that_ends_before_the_column_is_filled_up() -> None:
    assert replace_cell(b"a,b,c\r\n1\r\n2,3,4\r\n", 2, 3, "5") == b"a,b,c\r\n1,,5\r\n2,3,4\r\n"


def test_a_file_whose_last_line_is_not_ended_keeps_it_so() -> None:
    assert replace_cell(b"a\nb", 2, 1, "c") == b"a\nc"


@pytest.mark.parametrize(("row", "column"), [(0, 1), (3, 1), (1, 0)])
def test_a_cell_that_is_not_there_is_refused(row: int, column: int) -> None:
    with pytest.raises(LookupError):
        replace_cell(b"a\nb\n", row, column, "c")


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4), CELLS, st.data())
def test_what_was_written_is_read_and_nothing_else_is_other(
    rows: list[list[str]], text: str, data: st.DataObject
) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    before = ("\r\n".join(quoted) + "\r\n").encode()
    row = data.draw(st.integers(1, len(rows)))
    column = data.draw(st.integers(1, len(rows[row - 1])))
    records = split_records(replace_cell(before, row, column, text).decode(), "t.csv", Diagnostics())
    expected = [[cell.strip() for cell in each] for each in rows]
    expected[row - 1][column - 1] = text.strip()
    assert records == expected


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"a,b\r\n", b"a,b\r\n1,2\r\n"),
        (b"a,b", b"a,b\r\n1,2\r\n"),
        (b"a,b\nc,d\n", b"a,b\nc,d\n1,2\n"),
    ],
)
def test_a_row_is_added_as_the_others_end(data: bytes, after: bytes) -> None:
    assert append_row(data, ["1", "2"]) == after


def test_spans_and_records_agree_on_every_published_table() -> None:
    for file in (Path(__file__).parents[3] / "rules").rglob("*.csv"):
        text = file.read_text(encoding="utf-8")
        records = split_records(text.removeprefix("\ufeff"), file.name, Diagnostics())
        assert [len(each) for each in cell_spans(text)] == [len(each) for each in records], file


@pytest.mark.parametrize(
    ("data", "row", "after"),
    [
        (b'a,b\r\n1,"x\r\ny"\r\n2,3\r\n', 2, b'a,b\r\n1,"x\r\ny"\r\n1,"x\r\ny"\r\n2,3\r\n'),
        (b"a\n1\n2\n", 3, b"a\n1\n2\n2\n"),
        (b"a\r\n1", 2, b"a\r\n1\r\n1"),
        (BOM + b"a\n1\n", 1, BOM + b"a\na\n1\n"),
    ],
)
def test_a_row_stands_once_more_below_itself(data: bytes, row: int, after: bytes) -> None:
    assert copy_row(data, row) == after


@pytest.mark.parametrize(
    ("data", "row", "after"),
    [
        (b'a,b\r\n1,"x\r\ny"\r\n2,3\r\n', 2, b"a,b\r\n2,3\r\n"),
        (b"a\n1\n2", 3, b"a\n1\n"),
        (BOM + b"a\n1\n", 2, BOM + b"a\n"),
    ],
)
def test_a_row_is_taken_away_with_the_end_of_its_line(data: bytes, row: int, after: bytes) -> None:
    assert delete_row(data, row) == after


@pytest.mark.parametrize("change", [copy_row, delete_row])
@pytest.mark.parametrize("row", [0, 3])
def test_a_row_that_is_not_there_is_refused(change: Callable[[bytes, int], bytes], row: int) -> None:
    with pytest.raises(LookupError):
        change(b"a\nb\n", row)
