import pytest
from unit.compiler.written import SHA256, codes, folder

from chronicare.checks.sources import MAX_CLAUSE_CHARACTERS, check_sources
from chronicare.diagnostics import Diagnostics

SOURCE = "第一条 空腹血糖 ≥ 7.0mmol/L，\n或有典型症状。\n第二条 附则。"
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
    assert check(f"1-1/1,{page}", texts={SHA256: page}) == (1, [])
    assert check(f"1-1/1,{page}条", texts={SHA256: f"{page}条"}) == (1, [("MISSING_SOURCE", "criteria.csv:F2")])
