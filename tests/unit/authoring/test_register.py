"""The register: what stands in it, in which order, and which rows are said to rest on it."""

from dataclasses import replace

from unit.compiler.written import FROM_2025, SHA256, folder

from chronicare.authoring.register import RegisterChapter, RegisterReading, compile_register
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.entry import Clause
from chronicare.tables import RuleFolder, SourceDocument

ANOMALIES = """\
编号,病种,出处,原文,采用读法,英文读法,另一读法,理由
A-2,,4-10/1,之一,任一,any,,通例
A-1,T1;T2,4-9/2,须同时,都要,both,有一即可,没有连接词
A-3,,1-2,三,三,three,,照字面
A-4,,别册 2-1,四,四,four,,照字面
"""
SWITCHES = """\
开关,读法,说明,英文说明,默认,异常,理由
连接,都要,两项都要,both,是,A-1,照字面
连接,有一即可,一项即可,either,,A-1,别处都写明
次数,一次,只算一次,once,未定,,没有写
次数,每次,每次都算,each time,未定,,没有写
"""
CRITERIA = """\
病种,编号,所见,条件,取值,出处,原文,异常
T1,1,症状,是,,4-9/2,一,A-1
T1,2,咳嗽,是,,4-9/2,二,A-1;A-2
T1,3,发热,是,,4-9/2,三,A-1
T1,4,皮疹,是,,4-9/2,四,
T1,5,评分,≥ 3,,4-9/2,五,A-1
"""
GROUPS = """\
病种,编号,满足,成员,开关,读法,出处,原文,异常
T1,1组,全部,1;2,连接,都要,4-9/2,须同时,
T1,1组,任一,1;2,连接,有一即可,4-9/2,须同时,
T1,R1,全部,1组;3,次数,一次,4-2,算一次,
T1,R1,全部,1组,次数,每次,4-2,算一次,
"""


def area(**tables: str) -> RuleFolder:
    """Return the folder of the tables; ``手册`` and ``别册`` are its documents, in this order."""
    read = folder(Diagnostics(), FROM_2025, "990000", **tables)
    other = SourceDocument("别册", "另一手册", "局", "第一版", SHA256, Position("manifest.yaml", 12))
    return replace(read, manifest=replace(read.manifest, documents=(*read.manifest.documents, other)))


def chapters() -> tuple[RegisterChapter, ...]:
    return compile_register(area(anomalies=ANOMALIES, switches=SWITCHES, criteria=CRITERIA, groups=GROUPS))


def test_items_stand_by_document_and_chapter_in_the_order_of_their_places() -> None:
    """4-2 is before 4-9, and 4-9 before 4-10."""
    assert [(each.document.id, each.chapter, [item.id for item in each.items]) for each in chapters()] == [
        ("手册", "1", ["A-3"]),
        ("手册", "4", ["次数", "A-1", "A-2"]),
        ("别册", "2", ["A-4"]),
    ]


def test_an_anomaly_is_told_in_full() -> None:
    item = chapters()[1].items[1]
    assert item.entries == ("T1", "T2")
    assert item.clauses == (Clause("手册", "4-9/2", "须同时", ""),)
    assert (item.reading, item.alternative, item.reason) == ("都要", "有一即可", "没有连接词")


def test_the_rows_that_name_an_anomaly_or_its_switch_rest_on_it() -> None:
    """The headings are row 1, so the criteria that name A-1 are rows 2, 3, 4 and 6."""
    assert chapters()[1].items[1].rows == ("criteria.csv：2–4、6", "groups.csv：2–3")
    assert chapters()[1].items[2].rows == ("criteria.csv：3",)


def test_what_no_row_rests_on_is_there_all_the_same() -> None:
    assert chapters()[0].items[0].rows == ()


def test_each_reading_says_where_it_stands_and_why() -> None:
    (switch,) = chapters()[1].items[1].switches
    assert (switch.name, switch.is_open) == ("连接", False)
    assert switch.readings == (
        RegisterReading("都要", "两项都要", "采用", "照字面"),
        RegisterReading("有一即可", "一项即可", "另一读法", "别处都写明"),
    )


def test_a_switch_on_no_anomaly_stands_by_itself_on_what_its_rows_quote() -> None:
    item = chapters()[1].items[0]
    assert item.clauses == (Clause("手册", "4-2", "算一次", ""),)
    assert item.rows == ("groups.csv：4–5",)
    (switch,) = item.switches
    assert switch.is_open
    assert [each.status for each in switch.readings] == ["原文未定", "原文未定"]


def test_switches_are_counted_and_so_are_the_open_ones() -> None:
    assert [(each.switch_count, each.open_count) for each in chapters()] == [(0, 0), (2, 1), (0, 0)]


def test_an_area_without_doubts_has_an_empty_register() -> None:
    assert compile_register(area(criteria=CRITERIA)) == ()
    nobodys = compile_register(area(switches=SWITCHES.replace("A-1", "")))
    assert [[item.id for item in each.items] for each in nobodys] == [["次数", "连接"]]


def test_places_without_a_chapter_stand_first() -> None:
    (first, second) = compile_register(area(anomalies=ANOMALIES.replace("4-9/2", "附则").split("A-3")[0]))
    assert (first.chapter, [item.id for item in first.items]) == ("", ["A-1"])
    assert (second.chapter, [item.id for item in second.items]) == ("4", ["A-2"])


def test_files_are_named_from_the_areas_folder_on() -> None:
    read = area(anomalies=ANOMALIES, criteria=CRITERIA)
    moved = tuple(
        replace(
            each, rows=tuple(replace(row, position=row.position._replace(file=f"990000/{each.file}")) for row in each)
        )
        for each in read.tables
    )
    there = replace(read, manifest=replace(read.manifest, file="990000/manifest.yaml"), tables=moved)
    assert compile_register(there)[1].items[-1].rows == ("criteria.csv：3",)


def test_what_still_awaits_a_ruling_is_counted_and_what_has_one_names_it() -> None:
    decision = "入：待遇年度,出：限额,开关,读法,沿用自,出处,原文\n"
    decision += "2026,7 元,次数,一次,2025,4-3,七\n2026,未公布,次数,每次,,4-3,七\n"
    rulings = "对象,裁定,作出单位,文号,日期\n连接,都要,试验局,1号,2025-03-01\n"
    read = area(
        anomalies=ANOMALIES, switches=SWITCHES, criteria=CRITERIA, groups=GROUPS, decision=decision, rulings=rulings
    )
    (chapter,) = [each for each in compile_register(read) if (each.document.id, each.chapter) == ("手册", "4")]
    ruled = {
        switch.name: [each.number for each in switch.rulings] for item in chapter.items for switch in item.switches
    }
    assert ruled == {"次数": [], "连接": ["1号"]}
    assert [(each.name, each.status, each.row) for each in chapter.figures] == [
        ("限额", "沿用 2025 年度的 7 元", "decision.csv：2"),
        ("限额", "未公布", "decision.csv：3"),
    ]
    assert chapter.awaiting_count == 3
