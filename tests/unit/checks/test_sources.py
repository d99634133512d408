import pytest
from unit.compiler.written import SHA256, codes, folder

from chronicare.checks.sources import MAX_CLAUSE_CHARACTERS, check_sources
from chronicare.diagnostics import Diagnostics

SOURCE = "# 第一章 总则\n一、认定\n第一条 空腹血糖 ≥ 7.0mmol/L，\n或有典型症状。\n第二条 附则。"
HEAD = "病种,编号,所见,条件,出处,原文\n"


def check(*rows: str, texts: dict[str, str] | None = None) -> tuple[int, list[tuple[str, str]]]:
    diagnostics = Diagnostics()
    read = folder(
        diagnostics, criteria=HEAD + "".join(f"T1,{number},症状,是,{row}\n" for number, row in enumerate(rows))
    )
    assert diagnostics.sorted() == ()
    proved = check_sources(read, {SHA256: SOURCE} if texts is None else texts, diagnostics)
    return proved, codes(diagnostics)


@pytest.mark.parametrize(
    "clause",
    ["空腹血糖 ≥ 7.0mmol/L", "空腹血糖≥7.0mmol/L", '"7.0mmol/L， 或有典型症状"', "第二条 附则。", "血糖 ≥ 7.0"],
)
def test_a_clause_stands_in_its_document_word_for_word(clause: str) -> None:
    assert check(f"1-1/1,{clause}") == (1, [])


@pytest.mark.parametrize("clause", ["空腹血糖 > 7.0mmol/L", "典型症状或", "空腹血糖 ≥ 7.0mmol/L 或有典型症状"])
def test_a_clause_of_other_words_is_told_at_its_cell(clause: str) -> None:
    assert check(f"1-1/1,{clause}") == (0, [("CLAUSE_NOT_IN_SOURCE", "criteria.csv:F2")])


def test_each_row_is_proved_by_itself() -> None:
    assert check("1-1/1,附则", "1-1/1,没有的话", "1-1/2,典型症状") == (2, [("CLAUSE_NOT_IN_SOURCE", "criteria.csv:F3")])


def test_a_document_not_at_hand_is_told_once() -> None:
    assert check("1-1/1,附则", "1-1/1,没有的话", texts={}) == (0, [("SOURCE_DIGEST", "manifest.yaml:9")])
    assert check("1-1/1,附则", texts={"1" * 64: SOURCE}) == (0, [("SOURCE_DIGEST", "manifest.yaml:9")])


def test_a_clause_is_not_the_page_it_stands_on() -> None:
    page = "附则" * (MAX_CLAUSE_CHARACTERS // 2)
    head = "# 第一章 总则\n一、认定\n"
    assert check(f"1-1/1,{page}", texts={SHA256: head + page}) == (1, [])
    assert check(f"1-1/1,{page}条", texts={SHA256: f"{head}{page}条"}) == (1, [("MISSING_SOURCE", "criteria.csv:F2")])


# Where it stands

MANUAL = """\
# 第一章 总则
一、谁可以参保？
职工参保。
二、怎样认定？
（一）慢病
序号\t病种\t认定依据
1\t甲病\t空腹血糖 ≥ 7.0mmol/L
2\t乙病\t空腹血糖 ≥ 11.1mmol/L
\t乙二\t糖化血红蛋白 ≥ 6.5%
序号\t病种\t认定依据
2\t乙病\t有典型症状
1\t丙病\t反复发热
（二）特病
另行规定。
"""


@pytest.mark.parametrize(
    "row",
    [
        "1-1,职工参保",
        "1-2,空腹血糖 ≥ 11.1mmol/L",
        "1-2/1,空腹血糖 ≥ 7.0mmol/L",
        "1-2(一)/2,糖化血红蛋白 ≥ 6.5%",
        "1-2/2,有典型症状",
        "1-2/1-2,空腹血糖 ≥ 7.0mmol/L",
        "1-2/3,反复发热",
        "1-2(二),另行规定",
        "1-2(三),另行规定",
        "1-1/4,职工参保",
        "1-2注,另行规定",
    ],
)
def test_a_clause_stands_at_its_place(row: str) -> None:
    assert check(row, texts={SHA256: MANUAL}) == (1, [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1-1,另行规定", "CLAUSE_NOT_AT_PLACE"),
        ("1-2/1,空腹血糖 ≥ 11.1mmol/L", "CLAUSE_NOT_AT_PLACE"),
        ("1-2(一),另行规定", "CLAUSE_NOT_AT_PLACE"),
        ("1-2/4,反复发热", "NO_SUCH_PLACE"),
        ("1-2/99,空腹血糖 ≥ 7.0mmol/L", "NO_SUCH_PLACE"),
        ("1-3,职工参保", "NO_SUCH_PLACE"),
        ("2-1,职工参保", "NO_SUCH_PLACE"),
        ("46,职工参保", "NO_SUCH_PLACE"),
        ("见前文,职工参保", "NO_SUCH_PLACE"),
    ],
)
def test_a_clause_of_another_place_is_told_at_the_place(row: str, code: str) -> None:
    assert check(row, texts={SHA256: MANUAL}) == (0, [(code, "criteria.csv:E2")])


def test_where_the_clause_does_stand_is_told() -> None:
    diagnostics = Diagnostics()
    read = folder(diagnostics, criteria=f"{HEAD}T1,1,症状,是,1-2/1,糖化血红蛋白 ≥ 6.5%\n")
    check_sources(read, {SHA256: MANUAL}, diagnostics)
    (told,) = diagnostics.sorted()
    assert told.hint.zh == "这段原文在 1-2/2"


def test_where_places_cannot_be_found_that_is_told_once() -> None:
    found = check("1-1/1,附则", "1-9/1,附则", texts={SHA256: "附则。没有编号。"})
    assert found == (2, [("PLACES_NOT_FOUND", "manifest.yaml:9")])


def test_a_place_a_spreadsheet_made_a_date_is_told_once() -> None:
    diagnostics = Diagnostics()
    read = folder(diagnostics, criteria=f"{HEAD}T1,1,症状,是,1月2日,空腹血糖 ≥ 7.0mmol/L\n")
    check_sources(read, {SHA256: MANUAL}, diagnostics)
    assert codes(diagnostics) == [("SPOILED_BY_SPREADSHEET", "criteria.csv:E2")]


def test_a_place_left_empty_is_told_once_with_where_the_clause_stands() -> None:
    diagnostics = Diagnostics()
    read = folder(diagnostics, criteria=f"{HEAD}T1,1,症状,是,,糖化血红蛋白 ≥ 6.5%\n")
    check_sources(read, {SHA256: MANUAL}, diagnostics)
    (told,) = diagnostics.sorted()
    assert (told.code.name, str(told.where).partition("「")[0]) == ("EMPTY_REQUIRED_CELL", "criteria.csv:E2")
    assert told.hint.zh == "这段原文在 1-2/2"
