from unit.compiler.written import cases_of, codes, folder, rows_of, vocabulary

from chronicare.checks.tables.bare_entries import check_entries
from chronicare.compiler import compile_area
from chronicare.diagnostics import Diagnostics

CASE = "entry: {}\nas_of_date: 2025-12-01\ncases:\n- {{name: 空, expect: {{outcome: UNDECIDED}}}}\n"
ENTRIES = "编码,名称,英文名,别名,类别,复审周期\nT1,甲病,disease A,甲,慢病,长期\n"
SECOND = "T2,乙病,disease B,乙,慢病,长期\n"
DOCUMENTS = "病种,编号,材料代码,材料,英文名\n{},1,certificate,证明,certificate\n"


def told(*subjects: str, documents: str = "*") -> list[tuple[str, str]]:
    diagnostics = Diagnostics()
    tables = {"entries": ENTRIES, "documents": DOCUMENTS.format(documents), **rows_of("1,症状,是", "R1,全部,1")}
    read = folder(diagnostics, **tables)
    rules = compile_area(read, vocabulary(), diagnostics)
    check_entries(read, rules, [cases_of(CASE.format(each)) for each in subjects], diagnostics)
    return codes(diagnostics)


def test_an_entry_with_a_case_and_a_document_is_well() -> None:
    assert [told(name) for name in ("T1", "甲", "甲病")] == [[], [], []]


def test_an_area_without_a_case_is_told_once() -> None:
    assert told() == [("BAD_CASE", "cases")]


def test_an_entry_without_a_case_is_told_at_its_code() -> None:
    assert told("T2") == [("BAD_CASE", "entries.csv:A2")]


def test_an_entry_that_asks_for_nothing_where_most_ask_is_a_warning() -> None:
    diagnostics = Diagnostics()
    read = folder(
        diagnostics,
        entries=ENTRIES + SECOND,
        documents=DOCUMENTS.format("T1"),
        criteria="病种,编号,所见,条件\nT1;T2,1,症状,是\n",
        groups="病种,编号,满足,成员\nT1;T2,R1,全部,1\n",
    )
    rules = compile_area(read, vocabulary(), diagnostics)
    check_entries(read, rules, [cases_of(CASE.format(each)) for each in ("T1", "T2")], diagnostics)
    assert codes(diagnostics) == [("NO_DOCUMENT", "entries.csv:A3")]
    assert not diagnostics.has_errors


def test_what_every_entry_asks_for_is_no_document_of_its_own() -> None:
    diagnostics = Diagnostics()
    read = folder(
        diagnostics,
        entries=ENTRIES + SECOND,
        documents=DOCUMENTS.format("*") + "T1,2,report,报告,report\n",
        criteria="病种,编号,所见,条件\nT1;T2,1,症状,是\n",
        groups="病种,编号,满足,成员\nT1;T2,R1,全部,1\n",
    )
    rules = compile_area(read, vocabulary(), diagnostics)
    check_entries(read, rules, [cases_of(CASE.format(each)) for each in ("T1", "T2")], diagnostics)
    assert codes(diagnostics) == [("NO_DOCUMENT", "entries.csv:A3")]


def test_where_nobody_asks_for_documents_none_are_missed() -> None:
    assert told("T1", documents="T2") == [("UNKNOWN_ENTRY", "documents.csv:A2")]
