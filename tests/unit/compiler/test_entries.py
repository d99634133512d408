"""Entry tables to entries: what is well comes through whole, everything wrong is told with its cell."""

from datetime import date

import pytest
from unit.compiler.written import LEVELS, codes, compiled, folder, vocabulary, words

from chronicare.cells.values import Duration
from chronicare.compiler import compile_area, compile_vocabulary
from chronicare.diagnostics import Diagnostics, Language
from chronicare.program.entry import NeedsKind, Use, UseKind

ENTRIES = """\
编码,名称,英文名,别名,上级,类别,复审周期,异常
T1,甲病,disease A,甲,,慢病,12,
T2,乙类,kind B,,,特病,长期,
T2.1,乙一,B one,,T2,特病,长期,
T2.2,乙二,B two,乙贰,T2,特病,24,A-1
"""
CRITERIA = """\
病种,编号,所见,条件,取值,分值,异常
T1,1,症状,是,,,
T1,2,血糖,≥ 7.0 mmol/L,近6个月至少2次,,A-1
T2,1,GLU,≥ 126 mg/dL,任一,,
乙贰,2,肌力,< III,,,
"""
GROUPS = """\
病种,编号,名称,满足,成员,开关,读法
T1,A,两项,全部,1；2,关系,都要
T1,A,两项,任一,1、2,关系,其一
T1,R1,甲,全部,A,,
T2;T1,X1,排除,全部,1,,
T2.1,R1,乙一,全部,1,,
T2.2,R1,乙二,全部,1;2,,
"""
DOCUMENTS = """\
病种,编号,材料代码,材料,英文名,出具者,仅当
*,1,certificate,证明,certificate,医院,
T1,2,plan,计划,plan,,R1;1
"""
SWITCHES = """\
开关,读法,说明,英文说明,默认,异常,理由
关系,都要,都要,both,是,A-1,原文不明
关系,其一,其一,either,,A-1,原文不明
"""
ANOMALIES = """\
编号,病种,采用读法,英文读法,另一读法,理由
A-1,T1,读作都要,both,其一,原文不明
"""
TABLES = {
    "entries": ENTRIES, "criteria": CRITERIA, "groups": GROUPS, "documents": DOCUMENTS, "switches": SWITCHES,
    "anomalies": ANOMALIES,
}  # fmt: skip


def test_a_sound_area_comes_through_whole() -> None:
    rules, found = compiled(**TABLES)
    assert found == []
    assert [each.entry.code for each in rules.entries] == ["T1", "T2.1", "T2.2"], "a parent is no entry of its own"
    first, one, two = (each.entry for each in rules.entries)
    assert (first.aliases, first.review_months, first.parent_name) == (("甲",), 12, "")
    assert (one.parent, one.parent_name, one.review_months) == ("T2", "乙类", None)
    assert list(first.criteria) == ["1", "2"]
    assert first.criteria["2"].use == Use(UseKind.TIMES, 2, Duration(6, 0))
    assert first.criteria["2"].clause.document == "手册"
    assert list(one.criteria) == ["1"], "the parent's row is given to all its children"
    assert list(two.criteria) == ["1", "2"], "an alias names an entry too"
    assert [(variant.reading, variant.needs.kind, variant.members) for variant in first.groups["A"].variants] == [
        ("都要", NeedsKind.ALL, ("1", "2")),
        ("其一", NeedsKind.ANY, ("1", "2")),
    ]
    assert [group.id for group in first.routes] == ["R1"]
    assert [group.id for group in first.exclusions] == ["X1"]
    assert first.switches["关系"].default == "都要"
    assert first.switches["关系"].reason == "原文不明"
    assert [each.id for each in first.anomalies] == ["A-1"]
    assert [each.id for each in two.anomalies] == ["A-1"], "anomalies of the entry's own row count as well"
    assert one.anomalies == ()
    assert [(each.id, each.only_if) for each in first.documents] == [("1", ()), ("2", ("R1", "1"))]
    assert [each.id for each in two.documents] == ["1"]
    assert first.position.row == 2
    assert (rules.area, rules.effective_from) == ("990000", date(2025, 1, 1))


def changed(table: str, old: str, new: str) -> dict[str, str]:
    assert TABLES[table].count(old) == 1
    return {**TABLES, table: TABLES[table].replace(old, new)}


def added(table: str, line: str) -> dict[str, str]:
    return {**TABLES, table: f"{TABLES[table]}{line}\n"}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        # entries
        (added("entries", "T1,又,again,,,慢病,,"), [("DUPLICATE_ID", "entries.csv:A6")]),
        (
            {**added("entries", "T3,丙,C,甲,T2,慢病,,"), "groups": f"{GROUPS}T3,R1,丙,全部,1,,\n"},
            [("DUPLICATE_ID", "entries.csv:A6")],
        ),
        (
            changed("entries", "T2.2,乙二,B two,乙贰,T2,", "T2.2,乙二,B two,乙贰,T9,"),
            [("UNKNOWN_ENTRY", "entries.csv:E5"), ("UNKNOWN_MEMBER", "groups.csv:E7")],
        ),
        (changed("entries", "慢病,12,", "慢病,每年,"), [("BAD_DATES", "entries.csv:G2")]),
        (changed("entries", ",24,A-1", ",24,A-7"), [("UNKNOWN_ANOMALY", "entries.csv:H5")]),
        # criteria
        (added("criteria", "T7,1,症状,是,,,"), [("UNKNOWN_ENTRY", "criteria.csv:A6")]),
        (changed("criteria", "T1,1,症状,是", ",1,症状,是"), [("EMPTY_REQUIRED_CELL", "criteria.csv:A2")]),
        (changed("criteria", "T1,1,症状,是", "T1,1,病状,是"), [("UNKNOWN_FINDING", "criteria.csv:C2")]),
        (changed("criteria", "T1,1,症状,是", "T1,1,症状,≥ 3"), [("WRONG_TYPE", "criteria.csv:D2")]),
        (changed("criteria", "≥ 7.0 mmol/L", "≥ 7.0"), [("MISSING_UNIT", "criteria.csv:D3")]),
        (changed("criteria", "≥ 7.0 mmol/L", "≥ 7.0 mmol"), [("UNKNOWN_UNIT", "criteria.csv:D3")]),
        (changed("criteria", "近6个月至少2次", "两次"), [("BAD_USE", "criteria.csv:E3")]),
        (changed("criteria", "近6个月至少2次", ""), [("BAD_USE", "criteria.csv:E3")]),
        (changed("criteria", "T1,1,症状,是,", "T1,1,症状,是,任一"), [("BAD_USE", "criteria.csv:E2")]),
        (changed("criteria", "T1,1,症状,是,", "T1,1,症状,是,自病日满3个月"), [("BAD_USE", "criteria.csv:E2")]),
        (
            changed("criteria", "T1,1,症状,是,", "T1,1,症状,是,自咳嗽满3个月"),
            [("TOO_MANY_COMBINATIONS", "criteria.csv:D2"), ("BAD_USE", "criteria.csv:E2")],
        ),
        (changed("criteria", "T1,1,症状,是,,", "T1,1,症状,是,,-1"), [("BAD_POINTS", "criteria.csv:F2")]),
        (changed("criteria", "T1,1,症状,是,,", "T1,1,症状,是,,２"), [("BAD_POINTS", "criteria.csv:F2")]),
        (added("criteria", "T1,1,咳嗽,是,,,"), [("DUPLICATE_ID", "criteria.csv:B6")]),
        (changed("criteria", "近6个月至少2次,,A-1", "近6个月至少2次,,A-9"), [("UNKNOWN_ANOMALY", "criteria.csv:G3")]),
        # groups
        (changed("groups", "T2;T1,X1", "T2;T1;T8,X1"), [("UNKNOWN_ENTRY", "groups.csv:A5")]),
        (changed("groups", "T1,R1,甲,全部", "T1,R1,甲,全都"), [("BAD_NEEDS", "groups.csv:D4")]),
        (changed("groups", "T2.2,R1,乙二,全部", "T2.2,R1,乙二,至少 3"), [("BAD_NEEDS", "groups.csv:D7")]),
        (changed("groups", "T2.2,R1,乙二,全部", "T2.2,R1,乙二,至少 0"), [("BAD_NEEDS", "groups.csv:D7")]),
        (changed("groups", "T2.2,R1,乙二,全部,1;2", "T2.2,R1,乙二,全部,1;2;2"), [("BAD_NEEDS", "groups.csv:E7")]),
        (added("groups", "T1,2,二,全部,1,,"), [("DUPLICATE_ID", "groups.csv:B8")]),
        (
            changed("groups", "T2.2,R1,乙二,全部,1;2", "T2.2,R1,乙二,全部,；"),
            [("BAD_NEEDS", "groups.csv:E7"), ("UNREACHED", "criteria.csv:B5")],
        ),
        (
            changed("groups", "T1,A,两项,全部,1；2,关系,都要", "T1,A,两项,全部,1；2,关联,都要"),
            [("BAD_SWITCH", "groups.csv:B2"), ("UNKNOWN_SWITCH", "groups.csv:F2")],
        ),
        (changed("groups", "关系,其一", "关系,都要"), [("BAD_SWITCH", "groups.csv:B2")]),
        (changed("groups", "1、2,关系,其一", "1、2,,"), [("BAD_SWITCH", "groups.csv:B2")]),
        (added("groups", "T1,R1,甲,全部,1,,"), [("BAD_SWITCH", "groups.csv:B4")]),
        # documents
        (added("documents", "T1,2,plan,计划,plan,,"), [("DUPLICATE_ID", "documents.csv:B4")]),
        (changed("documents", ",R1;1", ",R7;1"), [("UNKNOWN_MEMBER", "documents.csv:G3")]),
        # switches and anomalies
        (
            changed("switches", "关系,其一,其一", "关系,都要,其一"),
            [("BAD_SWITCH", "groups.csv:B2"), ("BAD_SWITCH", "switches.csv:A2")],
        ),
        (changed("switches", "either,,", "either,是,"), [("BAD_SWITCH", "switches.csv:A2")]),
        # a default that was lost is no switch left open: that is said in every row
        (changed("switches", "both,是,", "both,,"), [("BAD_SWITCH", "switches.csv:E2")]),
        (changed("switches", "both,是,", "both,未定,"), [("BAD_SWITCH", "switches.csv:E3")]),
        (changed("switches", "either,,", "either,未定,"), [("BAD_SWITCH", "switches.csv:E2")]),
        (changed("switches", "both,是,", "both,默认,"), [("BAD_SWITCH", "switches.csv:E2")]),
        (changed("switches", "either,,A-1", "either,,A-4"), [("UNKNOWN_ANOMALY", "switches.csv:F3")]),
        (added("anomalies", "A-1,T1,读作都要,both,其一,原文不明"), [("DUPLICATE_ID", "anomalies.csv:A3")]),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(tables: dict[str, str], expected: list[tuple[str, str]]) -> None:
    _, found = compiled(**tables)
    assert list(dict.fromkeys(found)) == sorted(expected, key=lambda each: each[1])


def test_a_row_may_cite_another_registered_document_only() -> None:
    _, found = compiled(**{**TABLES, "criteria": CRITERIA.replace("\n", ",出处,原文\n", 1).replace(
        ",\nT1,2", ",,别册 2-1/3,原文\nT1,2"
    )})  # fmt: skip
    assert ("UNKNOWN_SOURCE", "criteria.csv:H2") in found


def test_everything_wrong_is_told_at_once_in_order_of_place() -> None:
    tables = {
        **TABLES,
        "criteria": CRITERIA.replace("症状", "病状").replace("≥ 7.0 mmol/L", "≥ 7.0"),
        "groups": GROUPS.replace("T2.2,R1,乙二,全部,1;2", "T2.2,R1,乙二,全都,1;3").replace("T2;T1,X1", "T9,X1"),
        "entries": ENTRIES.replace(",12,", ",每年,"),
        "documents": DOCUMENTS.replace("R1;1", "R1;1;R8"),
    }
    _, found = compiled(**tables)
    assert found == [
        ("UNKNOWN_FINDING", "criteria.csv:C2"),
        ("MISSING_UNIT", "criteria.csv:D3"),
        ("UNKNOWN_MEMBER", "documents.csv:G3"),
        ("BAD_DATES", "entries.csv:G2"),
        ("UNKNOWN_ENTRY", "groups.csv:A5"),
        ("BAD_NEEDS", "groups.csv:D7"),
    ]


def test_a_row_that_several_entries_share_is_told_once() -> None:
    _, found = compiled(**changed("criteria", "T2,1,GLU,≥ 126 mg/dL", "T2,1,GLU,≥ 126"))
    assert found == [("MISSING_UNIT", "criteria.csv:D4")]


def test_a_member_that_is_missing_is_told_beside_a_row_that_could_not_be_read() -> None:
    tables = changed("groups", "T2.2,R1,乙二,全部,1;2", "T2.2,R1,乙二,全部,1;2;3")
    _, found = compiled(**{**tables, "criteria": CRITERIA.replace("肌力,< III", "肌力,< VII")})
    assert found == [("UNKNOWN_NAME", "criteria.csv:D5"), ("UNKNOWN_MEMBER", "groups.csv:E7")]


def test_every_message_is_in_both_languages_and_says_what_would_be_right() -> None:
    diagnostics = Diagnostics()
    tables = {**TABLES, "criteria": CRITERIA.replace("症状", "病状"), "groups": GROUPS.replace("T2;T1,X1", "T9,X1")}
    compile_area(folder(diagnostics, **tables), vocabulary(), diagnostics)
    assert diagnostics.has_errors
    for each in diagnostics.sorted():
        assert each.message.zh != each.message.en
        assert each.hint.zh != ""
        assert str(each.where) in each.render(Language.EN)


@pytest.mark.parametrize("kind", list(TABLES))
@pytest.mark.parametrize("garbage", ["", "坏", "R1", "1", "至少 9", "合计≥2"])
def test_no_broken_cell_makes_the_compiler_fail(kind: str, garbage: str) -> None:
    lines = TABLES[kind].splitlines()
    for number, line in enumerate(lines[1:], 1):
        cells = line.split(",")
        for place in range(len(cells)):
            changed_line = ",".join([*cells[:place], garbage, *cells[place + 1 :]])
            text = "\n".join([*lines[:number], changed_line, *lines[number + 1 :]])
            rules, found = compiled(**{**TABLES, kind: text})
            assert found or len(rules.entries) == 3 or "T" in cells[place], (changed_line, found)


def hints(tables: dict[str, str]) -> list[tuple[str, str, str]]:
    diagnostics = Diagnostics()
    compile_area(folder(diagnostics, **tables), vocabulary(), diagnostics)
    return [(each.code.name, str(each.where), each.hint.zh) for each in diagnostics.sorted()]


def test_a_misspelt_finding_is_told_with_the_one_it_is_like() -> None:
    (told,) = hints(changed("criteria", "T1,1,症状,是", "T1,1,症壮,是"))
    assert told[:2] == ("UNKNOWN_FINDING", "criteria.csv:C2「所见」")
    assert "「症状」" in told[2]


def test_the_rows_of_an_entry_that_is_missing_have_one_cause() -> None:
    tables = {**TABLES, "criteria": TABLES["criteria"] + "T7,1,症状,是,,,\nT7,2,咳嗽,是,,,\n"}
    tables["groups"] += "T7,R1,无,全部,1;2,,\n"
    assert [told[:2] for told in hints(tables)] == [("UNKNOWN_ENTRY", "criteria.csv:A6「病种」")]


@pytest.mark.parametrize("anything", ["-", "－", "—"])
def test_what_lets_everything_through_is_no_criterion(anything: str) -> None:
    (told,) = hints(changed("criteria", "T1,1,症状,是", f"T1,1,症状,{anything}"))
    assert told[:2] == ("ALWAYS_SAME", "criteria.csv:D2「条件」")
    assert "删去" in told[2]


def test_a_class_is_a_value_of_its_term() -> None:
    found = Diagnostics()
    levels = LEVELS + "类别,否,慢病,,chronic,\n类别,否,特病,,special,\n"
    terms = "代码,名称,英文名,类型,单次或多次,量或值表\ndisease_class,病种类别,class,代码,单次,类别\n"
    shared = words(found, levels=levels, terms=terms, roles="角色,事项\n病种类别,病种类别\n")
    for name, expected in (("慢病", []), ("慢性病", [("UNKNOWN_NAME", "entries.csv:F2")])):
        diagnostics = Diagnostics()
        read = folder(diagnostics, **changed("entries", "disease A,甲,,慢病", f"disease A,甲,,{name}"))
        compile_area(read, compile_vocabulary(shared, found), diagnostics)
        assert codes(diagnostics) == expected
    assert codes(found) == []
