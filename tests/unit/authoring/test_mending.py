"""What a problem proposes, as a cell: proposed where it is plain what is meant, and made without touching the rest."""

import pytest

from chronicare.authoring.mending import mended_files, mendings_of
from chronicare.diagnostics import WITHOUT_ROW, Code, Diagnostic, Edit, FieldPath, Position, Text

FILE = "a/t.csv"
DATA = "\ufeff所见,条件\r\n空腹血塘,≥ 7\r\n甲、甲,是\r\n,否\r\n".encode()


def current(file: str) -> bytes | None:
    return {FILE: DATA}.get(file)


def told(edit: Edit | None, row: int = 2, column: int = 1, file: str = FILE) -> Diagnostic:
    return Diagnostic(Code.UNKNOWN_FINDING, Position(file, row, column, "所见"), Text("没有", "none"), edit=edit)


def test_a_word_of_a_cell_is_put_in_the_place_of_another() -> None:
    (mending,) = mendings_of([told(Edit("血塘", "血糖"))], current)
    assert (mending.old, mending.new) == ("空腹血塘", "空腹血糖")
    assert mended_files([mending], current) == {FILE: DATA.replace("空腹血塘".encode(), "空腹血糖".encode())}


@pytest.mark.parametrize(
    "problem",
    [
        told(None),
        told(Edit("尿糖", "血糖")),  # it does not stand there
        told(Edit("甲", "乙"), row=3),  # which of the two is meant?
        told(Edit("", "乙"), row=2),  # the cell is not empty
        told(Edit("空腹血塘", "空腹血糖"), row=9),
        told(Edit("空腹血塘", "空腹血糖"), column=0),
        told(Edit("a", "b"), file="a/cases/t.yaml"),
        told(Edit("a", "b"), file="a/none.csv"),
        Diagnostic(Code.BAD_VALUE, FieldPath("x"), Text("a", "a"), edit=Edit("a", "b")),
    ],
)
def test_nothing_is_proposed_where_it_is_not_plain(problem: Diagnostic) -> None:
    assert not list(mendings_of([problem], current))


def test_an_empty_cell_is_filled_in() -> None:
    (mending,) = mendings_of([told(Edit("", "乙"), row=4)], current)
    assert mended_files([mending], current) == {FILE: DATA.replace(b"\r\n,", "\r\n乙,".encode())}


def test_rows_go_after_cells_and_from_below() -> None:
    """Each edit means the row it was proposed for, whatever else is made beside it."""
    problems = [told(WITHOUT_ROW, row=2, column=0), told(Edit("", "乙"), row=4), told(WITHOUT_ROW, row=3, column=0)]
    mendings = list(mendings_of([*problems, *problems], current))
    assert [each.old for each in mendings] == ["空腹血塘，≥ 7", "", "甲、甲，是"]
    assert mended_files(mendings, current) == {FILE: "\ufeff所见,条件\r\n乙,否\r\n".encode()}


def test_two_words_of_one_cell_are_both_mended() -> None:
    problems = [told(Edit("空腹", "餐后")), told(Edit("血塘", "血糖"))]
    mendings = list(mendings_of(problems, current))
    assert "餐后血糖".encode() in mended_files(mendings, current)[FILE]


def test_what_is_no_utf_8_is_left() -> None:
    assert not list(mendings_of([told(Edit("a", "b"))], lambda _: "甲".encode("gb18030")))
