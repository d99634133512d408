"""The list of the tables of a folder: what it promises, and what is wrong with it."""

import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.formats import TableDeclaration, declare_tables, read_table, row_for
from chronicare.tables import KINDS, TABLES

LIST = "文件,类型,名称,取法,依据文件,说明\n"


def declare(
    rows: str, documents: tuple[str, ...] = ("手册",), inherited: tuple[str, ...] = ()
) -> tuple[tuple[TableDeclaration, ...], list[tuple[str, str, str]]]:
    """Return the tables promised, and code, place and hint of everything found."""
    found = Diagnostics()
    table = read_table((LIST + rows).encode(), TABLES, "tables.csv", "", found)
    declared = declare_tables(table, documents, inherited, found)
    return declared, [(each.code.name, str(each.where), each.hint.zh) for each in found.sorted()]


def test_a_list() -> None:
    rows = "criteria.csv,认定依据,,,手册,\nmore/one.csv,决策表,住院待遇,COLLECT MAX,通知,随访\nunits.csv,计量单位,,,,\n"
    declared, found = declare(rows, ("手册", "通知"))
    assert found == []
    assert [(each.file, each.kind.name, each.document, each.name, each.hit) for each in declared] == [
        ("criteria.csv", "criteria", "手册", "", ""),
        ("more/one.csv", "decision", "通知", "住院待遇", "COLLECT MAX"),
        ("units.csv", "units", "", "", ""),
    ]
    assert [each.position.row for each in declared] == [2, 3, 4]


def test_the_names_of_kinds_in_code_will_do() -> None:
    assert [each.kind.name for each in declare("e.csv,entries,,,,\n")[0]] == ["entries"]


def test_a_table_cites_the_only_document_there_is() -> None:
    assert [each.document for each in declare("e.csv,病种,,,,\n")[0]] == ["手册"]


def test_a_table_may_cite_a_document_of_a_layer_below() -> None:
    declared, found = declare("e.csv,病种,,,问答,\n", inherited=("问答",))
    assert (found, [each.document for each in declared]) == ([], ["问答"])


@pytest.mark.parametrize(
    ("row", "code", "cell", "hint"),
    [
        ("e.csv,病钟,,,,", "BROKEN_MANIFEST", "B2「类型」", "是不是「病种」？"),
        ("e.csv,目录,,,,", "BROKEN_MANIFEST", "B2「类型」", None),
        ("e.xlsx,病种,,,,", "BROKEN_MANIFEST", "A2「文件」", ""),
        ("../e.csv,病种,,,,", "BROKEN_MANIFEST", "A2「文件」", ""),
        ("/e.csv,病种,,,,", "BROKEN_MANIFEST", "A2「文件」", ""),
        ("a\\e.csv,病种,,,,", "BROKEN_MANIFEST", "A2「文件」", ""),
        ("e.csv,病种,,,手帐,", "UNKNOWN_DOCUMENT", "E2「依据文件」", "是不是「手册」？"),
        ("e.csv,决策表,,UNIQUE,,", "BROKEN_MANIFEST", "C2「名称」", "如 住院待遇"),
        ("e.csv,决策表,住院待遇,,,", "BROKEN_MANIFEST", "D2「取法」", "如 UNIQUE"),
        ("e.csv,开关,开关,,,", "BROKEN_MANIFEST", "C2「名称」", "留空"),
        ("e.csv,开关,,FIRST,,", "BROKEN_MANIFEST", "D2「取法」", "留空"),
        (",病种,,,,", "EMPTY_REQUIRED_CELL", "A2「文件」", None),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(row: str, code: str, cell: str, hint: str | None) -> None:
    ((told, where, said),) = declare(f"{row}\n")[1]
    assert (told, where) == (code, f"tables.csv:{cell}")
    assert hint is None or said == hint


def test_rows_that_cite_need_a_document() -> None:
    """However many tables say nothing of it: that is told once."""
    rows = "e.csv,病种,,,,\nl.csv,值表,,,,\ng.csv,组合,,,,\n"
    for documents, place in (((), "tables.csv"), (("手册", "通知"), "tables.csv:2")):
        assert [(code, where) for code, where, _ in declare(rows, documents)[1]] == [("UNKNOWN_DOCUMENT", place)]
    ((_, _, remedy),) = declare(rows, ("手册", "通知"))[1]
    assert remedy == "「依据文件」里写 手册、通知 之一"


def test_a_file_is_listed_once() -> None:
    declared, found = declare("e.csv,病种,,,,\ne.csv,组合,,,,\n")
    assert [each.kind.name for each in declared] == ["entries"]
    assert [(code, where) for code, where, _ in found] == [("DUPLICATE_ID", "tables.csv:A3「文件」")]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("decision", "a/b.csv,决策表,名称,UNIQUE,手册"),
        ("criteria", "a/b.csv,认定依据,,,手册"),
        ("units", "a/b.csv,计量单位"),
    ],
)
def test_the_row_that_would_list_a_file_does_list_it(kind: str, row: str) -> None:
    assert row_for("a/b.csv", KINDS[kind], "手册") == row
    declared, found = declare(f"{row}\n")
    assert (found, [each.kind.name for each in declared]) == ([], [kind])


def test_each_kind_has_a_title_of_its_own() -> None:
    titles = [kind.title for kind in KINDS.values()]
    assert len(set(titles)) == len(titles)
    assert all(0 < len(title) <= 8 for title in titles)
