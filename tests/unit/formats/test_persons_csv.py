"""A file of persons that is too large to be read at once gives the same rows, some at a time."""

from io import BytesIO

import pytest

from chronicare.diagnostics import Code, DiagnosticError, Diagnostics
from chronicare.formats import persons_csv
from chronicare.formats.persons_csv import PersonsInRows, open_persons, read_persons

FILE = '\ufeff编号,日期,险种\r\n甲,2025-12-15,居民\r\n\r\n"乙,\n""二""",2025-12-16,职工\r\n丙,2025-12-17,\r\n'


@pytest.fixture(params=[1, 7, 64])
def in_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any file as large, and read so many bytes of it at a time."""
    monkeypatch.setattr(persons_csv, "MAX_BYTES", 30)
    monkeypatch.setattr(persons_csv, "_AT_ONCE", request.param)


def opened(data: bytes) -> PersonsInRows:
    found = Diagnostics()
    rows = open_persons(BytesIO(data), "p.csv", found)
    assert not found.sorted()
    assert isinstance(rows, PersonsInRows)
    return rows


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("text", [FILE, FILE.rstrip(), FILE.replace("\r\n", "\n")])
def test_the_rows_are_those_of_the_whole_file_each_at_its_place(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = opened(text.encode())
    assert list(rows.headings) == ["编号", "日期", "险种"]
    parts = list(rows)
    monkeypatch.undo()
    assert parts == list(read_persons(text.encode(), "p.csv", Diagnostics()))
    assert [(each.text("编号"), each.position.row) for each in parts] == [("甲", 2), ('乙,\n"二"', 4), ("丙", 5)]


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize(
    ("tail", "code", "row"),
    [
        ("丁,2025-12-18,居民,多\r\n", Code.ROW_TOO_LONG, 6),
        ('丁"x",2025-12-18,居民\r\n', None, 0),
        ('丁,"2025"x,居民\r\n', Code.BROKEN_CSV, 6),
    ],
)
def test_what_is_wrong_further_down_is_told_where_it_stands(tail: str, code: Code | None, row: int) -> None:
    rows = opened((FILE + tail).encode())
    if code is None:
        assert len(list(rows)) == 4
        return
    with pytest.raises(DiagnosticError) as caught:
        list(rows)
    (told,) = caught.value.diagnostics
    assert told.code is code
    assert getattr(told.where, "row", 0) == row


@pytest.mark.usefixtures("in_parts")
def test_what_is_no_utf_8_further_down_is_told() -> None:
    rows = opened(FILE.encode() + "丁,2025-12-18,居民\r\n".encode("gb18030"))
    with pytest.raises(DiagnosticError, match="not UTF-8"):
        list(rows)


@pytest.mark.usefixtures("in_parts")
def test_a_large_file_of_another_kind_is_refused_unread() -> None:
    found = Diagnostics()
    assert open_persons(BytesIO(FILE.encode("gb18030")), "p.csv", found) == ()
    assert [each.code for each in found.sorted()] == [Code.NOT_UTF8]
