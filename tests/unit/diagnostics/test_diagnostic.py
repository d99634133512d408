import pytest

from chronicare.diagnostics import (
    MAX_FIELDS,
    Code,
    Diagnostic,
    DiagnosticError,
    Diagnostics,
    Edit,
    FieldPath,
    Language,
    Mending,
    Position,
    Text,
)

MESSAGE, HINT = Text("写错了", "it is wrong"), Text("改成是", "write yes")


def at(file: str, row: int = 0, column: int = 0) -> Position:
    return Position(file, row, column)


def test_codes_are_unique_and_say_whether_they_refuse() -> None:
    values = [code.value for code in Code]
    assert len(set(values)) == len(values)
    assert all(len(value) == 5 and value[0] in "EWN" and value[1:].isdigit() for value in values)
    for code in Code:
        assert Diagnostic(code, at("a.csv"), MESSAGE).is_error is code.value.startswith("E")


@pytest.mark.parametrize(
    ("diagnostic", "language", "line"),
    [
        (
            Diagnostic(Code.BAD_NEEDS, Position("groups.csv", 7, 3, "满足"), MESSAGE, HINT),
            Language.ZH,
            "groups.csv:C7「满足」: E0406 写错了 → 改成是",
        ),
        (
            Diagnostic(Code.BAD_NEEDS, Position("groups.csv", 7, 3, "满足"), MESSAGE, HINT),
            Language.EN,
            "groups.csv:C7「满足」: E0406 it is wrong → write yes",
        ),
        (Diagnostic(Code.NO_ROUTE, at("entries.csv", 2), MESSAGE), Language.ZH, "entries.csv:2: E0407 写错了"),
        (Diagnostic(Code.MISSING_FILE, at("a.csv"), Text("没有", "")), Language.EN, "a.csv: E0110 没有"),
        (
            Diagnostic(Code.BAD_UNIT, FieldPath("findings[2].unit"), MESSAGE, HINT),
            Language.EN,
            "findings[2].unit: E0804 it is wrong → write yes",
        ),
    ],
)
def test_one_line_says_where_what_and_what_would_be_right(
    diagnostic: Diagnostic, language: Language, line: str
) -> None:
    assert diagnostic.render(language) == line


def test_everything_found_comes_in_order_of_place_each_once() -> None:
    diagnostics = Diagnostics()
    for where in (
        at("b.csv", 2, 1),
        at("a.csv", 10, 1),
        at("a.csv", 2, 3),
        at("a.csv", 2, 1),
        at("a.csv"),
        at("a.csv", 2, 3),
    ):
        diagnostics.add(Code.SYNTAX, where, MESSAGE)
    diagnostics.add(Code.BAD_UNIT, FieldPath("z"), MESSAGE)
    diagnostics.add(Code.BAD_DATE, FieldPath("a"), MESSAGE)
    diagnostics.add(Code.BROKEN_CSV, at("a.csv", 2, 1), MESSAGE)
    assert [(str(each.where), each.code) for each in diagnostics.sorted()] == [
        ("a.csv", Code.SYNTAX),
        ("a.csv:A2", Code.BROKEN_CSV),
        ("a.csv:A2", Code.SYNTAX),
        ("a.csv:C2", Code.SYNTAX),
        ("a.csv:A10", Code.SYNTAX),
        ("b.csv:A2", Code.SYNTAX),
        ("a", Code.BAD_DATE),
        ("z", Code.BAD_UNIT),
    ]
    assert (diagnostics.count, diagnostics.error_count) == (9, 9), "each as often as it was found"


def test_warnings_refuse_nothing() -> None:
    diagnostics = Diagnostics()
    diagnostics.add(Code.UNUSED_NAME, at("a.csv"), MESSAGE)
    diagnostics.raise_errors()
    assert not diagnostics.has_errors
    assert (diagnostics.count, diagnostics.error_count) == (1, 0)


def test_an_error_refuses_with_everything_found() -> None:
    diagnostics = Diagnostics()
    diagnostics.add(Code.SYNTAX, at("b.csv", 3, 1), MESSAGE)
    others = Diagnostics()
    others.add(Code.UNUSED_NAME, at("a.csv", 2, 1), MESSAGE)
    diagnostics.extend(others.sorted())
    with pytest.raises(DiagnosticError) as refused:
        diagnostics.raise_errors()
    assert [each.code for each in refused.value.diagnostics] == [Code.UNUSED_NAME, Code.SYNTAX]
    assert str(refused.value).splitlines() == ["a.csv:A2: W0303 it is wrong", "b.csv:A3: E0201 it is wrong"]


def test_an_error_raised_by_hand_sorts_what_it_is_given() -> None:
    given = [Diagnostic(Code.SYNTAX, at(file, 2, 1), MESSAGE) for file in ("b.csv", "a.csv")]
    assert [str(each.where) for each in DiagnosticError(given).diagnostics] == ["a.csv:A2", "b.csv:A2"]


def test_of_a_requests_errors_the_first_are_kept_and_the_rest_counted() -> None:
    diagnostics = Diagnostics()
    for number in range(MAX_FIELDS + 7):
        diagnostics.add(Code.BAD_UNIT, FieldPath(f"findings[{number}].unit"), MESSAGE)
        diagnostics.add(Code.SYNTAX, at("a.csv", number + 1), MESSAGE)
    told = diagnostics.sorted()
    assert sum(isinstance(each.where, FieldPath) for each in told) == MAX_FIELDS
    assert sum(isinstance(each.where, Position) for each in told) == MAX_FIELDS + 7
    assert (diagnostics.left_out, diagnostics.count) == (7, 2 * MAX_FIELDS + 14)
    assert diagnostics.error_count == 2 * MAX_FIELDS + 14


def test_what_comes_with_its_mending_goes_before_the_same_without() -> None:
    found = Diagnostics()
    found.add(Code.EMPTY_REQUIRED_CELL, at("a.csv", 2, 3), MESSAGE, HINT)
    found.add(Code.EMPTY_REQUIRED_CELL, at("a.csv", 2, 3), MESSAGE, Mending("写是", "write yes", Edit("", "是")))
    found.add(Code.EMPTY_REQUIRED_CELL, at("a.csv", 3, 3), MESSAGE, HINT)
    assert [(str(each.where), each.hint.zh) for each in found.sorted()] == [("a.csv:C2", "写是"), ("a.csv:C3", HINT.zh)]
