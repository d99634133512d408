import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.formats.csv_records import split_records


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("", []),
        ("\n", [[""]]),
        ("a", [["a"]]),
        ("a,", [["a", ""]]),
        ("a,\r\n", [["a", ""]]),
        (",", [["", ""]]),
        (",,\n,\n", [["", "", ""], ["", ""]]),
        ('"a"', [["a"]]),
        ('"",""', [["", ""]]),
        ('"a,b\r\nc"\r\nd', [["a,b\nc"], ["d"]]),
        ('"a""b",c', [['a"b', "c"]]),
        ('a"b', [['a"b']]),
        ("a\n\nb\r\rc\r\n\r\nd", [["a"], [""], ["b"], [""], ["c"], [""], ["d"]]),
        ("a\u2028b\x0cc", [["a\u2028b\x0cc"]]),
        (" a \u3000,\ufeffb\u200b ,\u00a0c", [["a", "b", "c"]]),
    ],
)
def test_every_cell_and_every_row_counts(text: str, records: list[list[str]]) -> None:
    diagnostics = Diagnostics()
    assert split_records(text, "t.csv", diagnostics) == records
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize(
    ("text", "records", "place"),
    [
        ('a\nb,"c\nd', [["a"]], "t.csv:B2"),
        ('"a"x,b', [["a", "b"]], "t.csv:A1"),
        ('a, "b,c"', [["a", '"b', 'c"']], "t.csv:B1"),
    ],
)
def test_quotes_out_of_place(text: str, records: list[list[str]], place: str) -> None:
    diagnostics = Diagnostics()
    assert split_records(text, "t.csv", diagnostics) == records
    assert [(each.code.name, str(each.where)) for each in diagnostics.sorted()] == [("BROKEN_CSV", place)]


def test_a_long_run_of_spaces_is_read_in_one_go() -> None:
    text = "a" + " " * 1_000_000 + "b"
    assert split_records(text, "t.csv", Diagnostics()) == [[text]]
