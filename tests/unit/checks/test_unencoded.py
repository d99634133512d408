from unit.compiler.written import SHA256, codes, folder

from chronicare.checks.unencoded import check_questions
from chronicare.diagnostics import Diagnostics

SOURCE = "# 第一章 参保\n一、制度\n二、登记\n# 第二章 待遇\n一问：报多少？\n二问：怎么报？\n"
CRITERIA = "病种,编号,所见,条件,出处,原文\n"
LIST = "文件,问,理由\n"


def check(cited: str, listed: str = LIST, texts: dict[str, str] | None = None, **tables: str) -> Diagnostics:
    """Return what is told when a row cites each of the places ``cited``."""
    diagnostics = Diagnostics()
    rows = "".join(f"T1,{number},症状,是,{place},词\n" for number, place in enumerate(cited.split()))
    read = folder(diagnostics, criteria=CRITERIA + rows, unencoded=listed, **tables)
    assert diagnostics.sorted() == ()
    check_questions(read, {SHA256: SOURCE} if texts is None else texts, diagnostics)
    return diagnostics


def test_every_question_is_cited_or_listed() -> None:
    assert codes(check("1-2 2-1(一)/3 2-2注", LIST + "手册,1-1,只说是什么\n")) == []


def test_a_question_without_a_row_is_told_with_its_heading() -> None:
    diagnostics = check("1-1 1-2 2-2")
    assert codes(diagnostics) == [("QUESTION_WITHOUT_ROW", "manifest.yaml:9")]
    message = diagnostics.sorted()[0].message
    assert "《手册》2-1「一问：报多少？」" in message.zh
    assert "第 5 行" in message.zh
    assert "2-1" in message.en


def test_a_longer_number_is_another_question() -> None:
    assert codes(check("1-1 1-2 2-1 2-22")) == [("QUESTION_WITHOUT_ROW", "manifest.yaml:9")]


def test_a_listed_question_that_a_row_cites_is_told_at_the_list() -> None:
    diagnostics = check("1-1 1-2 2-1 2-2", LIST + "手册,1-1;2-2,只说是什么\n")
    assert codes(diagnostics) == [
        ("QUESTION_WITH_ROW", "unencoded.csv:B2"),
        ("QUESTION_WITH_ROW", "unencoded.csv:B2"),
    ]
    assert "criteria.csv:E2" in diagnostics.sorted()[0].message.zh


def test_a_listed_question_that_is_not_there_is_told() -> None:
    assert codes(check("1-1 1-2 2-1 2-2", LIST + ",3-1,只说是什么\n")) == [("UNKNOWN_QUESTION", "unencoded.csv:B2")]


def test_a_question_is_listed_once() -> None:
    told = check("1-2 2-1 2-2", LIST + "手册,1-1,甲\n,1-1,乙\n")
    assert codes(told) == [("DUPLICATE_ID", "unencoded.csv:B3")]


def test_a_list_of_a_document_there_is_not_is_told() -> None:
    assert codes(check("1-1 1-2 2-1 2-2", LIST + "别的,1-1,甲\n")) == [("UNKNOWN_DOCUMENT", "unencoded.csv:A2")]


def test_an_anomaly_decides_nothing() -> None:
    anomalies = "编号,出处,原文,采用读法,英文读法,理由\nA-1,2-2,词,甲,A,乙\n"
    assert codes(check("1-1 1-2 2-1", anomalies=anomalies)) == [("QUESTION_WITHOUT_ROW", "manifest.yaml:9")]


def test_of_a_document_not_at_hand_nothing_is_said() -> None:
    assert codes(check("1-1", LIST + "手册,9-9,甲\n", texts={})) == []


def test_a_document_without_numbers_has_no_questions() -> None:
    assert codes(check("1-1", texts={SHA256: "第一条 附则。"})) == []
