"""One decision table: its columns, its cells, which rows may match together."""

from fractions import Fraction

import pytest
from unit.benefits.written import Written, folder_of, rules_of, vocabulary
from unit.compiler.written import switches

from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics
from chronicare.program.decision_table import DecisionTable, HitPolicy
from chronicare.program.formula import Absent, Constant, NoValue

LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
ANOMALIES = {"anomalies": "编号,出处,原文,采用读法,英文读法,理由\nA-1,1-1,原文,甲,first,理由\n"}


def compiled(text: str, hit: str = "UNIQUE", **others: str) -> DecisionTable:
    (rules,), found = rules_of({"表": Written(hit, text)}, switches=others)
    assert found == []
    return rules.tables["表"]


def faults(text: str, hit: str = "UNIQUE", **others: str) -> list[tuple[str, str]]:
    """Return the code and place of everything wrong with the table."""
    return rules_of({"表": Written(hit, text)}, switches=others)[1]


def told(text: str, hit: str = "UNIQUE") -> list[tuple[str, str]]:
    """Return what is wrong with the table, and what would be right, in Chinese."""
    diagnostics = Diagnostics()
    area = folder_of(diagnostics, {"表": Written(hit, text)})
    compile_benefits(area, vocabulary(), Register(area, diagnostics), diagnostics)
    return [(each.message.zh, each.hint.zh) for each in diagnostics.sorted()]


def test_a_table() -> None:
    table = compiled(
        "编号,入：险种,入:机构等级,出：应扣,出：支付比例,出处,原文,更正,异常\n"
        "甲,职工,三级,700 元,85%,2-27/1,三级 700,更正文,A-1\n"
        ",居民,-,无此待遇,5% + 1% × 评分,手册 3-11,居民不付,,\n",
        **ANOMALIES,
    )
    assert (table.name, table.hit) == ("表", HitPolicy.UNIQUE)
    assert (table.inputs, table.outputs) == (("scheme", "level"), ("result", "ratio"))
    assert table.cells == {
        ("甲", "scheme"): "职工",
        ("甲", "level"): "三级",
        ("3", "scheme"): "居民",
        ("3", "level"): "-",
    }
    first, second = table.rows
    assert (first.id, second.id) == ("甲", "3")
    assert (first.clause.document, first.clause.source, first.clause.text) == ("手册", "2-27/1", "三级 700")
    assert (first.clause.correction, first.anomalies, second.anomalies) == ("更正文", ("A-1",), ())
    assert (second.clause.document, second.clause.source) == ("手册", "3-11")
    assert not first.clause.elsewhere
    assert not second.clause.elsewhere
    assert first.outputs["result"].expression == Constant(Fraction(700))
    assert second.outputs["result"].expression == Absent(NoValue.NO_ENTITLEMENT)
    assert second.outputs["ratio"].terms == ("score",)


@pytest.mark.parametrize("nothing", ["-", "", "－", " — "])
def test_a_cell_that_says_nothing(nothing: str) -> None:
    table = compiled(f"入：险种,入：机构等级,出：应扣\n{nothing},三级,700 元\n")
    assert table.cells["2", "scheme"] == "-"
    assert table.matching is not None
    assert list(table.matching.rows.criteria) == ["level:三级"]


def test_a_row_without_a_test_always_matches() -> None:
    table = compiled("入：险种,出：应扣\n-,700 元\n")
    assert (table.rows[0].node, table.matching) == ("", None)


@pytest.mark.parametrize(
    ("written", "hit"),
    [(each.value, each) for each in HitPolicy] + [("unique", HitPolicy.UNIQUE), (" Collect  max ", HitPolicy.MAX)],
)
def test_hit_policies(written: str, hit: HitPolicy) -> None:
    one, several = ("结算类别", "各处") if hit.is_by_priority else ("应扣", "各项")
    output, value = several if hit in LISTS else one, "住院" if hit.is_by_priority else "7 元"
    assert compiled(f"入：险种,出：{output}\n职工,{value}\n", written).hit is hit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the columns
        ("入：险钟,出：应扣\n职工,7 元\n", [("UNKNOWN_FINDING", "表.csv:A1")]),
        ("入：险种,出：应口\n职工,7 元\n", [("UNKNOWN_FINDING", "表.csv:B1")]),
        ("入：险种\n职工\n", [("MISSING_HEADING", "表.csv:1")]),
        ("入：险种,入：scheme,出：应扣\n职工,职工,7 元\n", [("DUPLICATE_HEADING", "表.csv:B1")]),
        ("入：险种,入：险种,出：应扣\n职工,职工,7 元\n", [("DUPLICATE_HEADING", "表.csv:B1")]),
        ("险种,出：应扣\n职工,7 元\n", [("UNKNOWN_HEADING", "表.csv:A1")]),
        # the cells
        ("入：险种,出：应扣\n城镇,7 元\n", [("UNKNOWN_NAME", "表.csv:A2")]),
        ("入：上年收入,出：应扣\n> 300,7 元\n", [("MISSING_UNIT", "表.csv:A2")]),
        ("入：上年收入,出：应扣\n> 1.5 × 参考上限,7 元\n", [("WRONG_TYPE", "表.csv:A2")]),
        ("入：险种,出：应扣\n职工,\n", [("EMPTY_REQUIRED_CELL", "表.csv:B2")]),
        ("入：险种,出：应扣\n职工,7\n", [("WRONG_TYPE", "表.csv:B2")]),
        ("入：险种,出：应扣\n职工,7 元 +\n", [("SYNTAX", "表.csv:B2")]),
        ("入：险种,出：有待遇\n职工,支付\n", [("UNKNOWN_NAME", "表.csv:B2")]),
        ("入：险种,出：各项\n职工,7 元\n", [("WRONG_TYPE", "表.csv:B2")]),
        # the rows
        ("编号,入：险种,出：应扣\n甲,职工,7 元\n甲,居民,8 元\n", [("DUPLICATE_ID", "表.csv:A3")]),
        ("编号,入：险种,出：应扣\n3,职工,7 元\n,居民,8 元\n", [("DUPLICATE_ID", "表.csv:A3")]),
        ("入：险种,出：应扣,异常\n职工,7 元,A-9\n", [("UNKNOWN_ANOMALY", "表.csv:C2")]),
        ("入：险种,出：应扣,出处,原文\n职工,7 元,通知 3,原文\n", [("UNKNOWN_SOURCE", "表.csv:C2")]),
    ],
)
def test_what_is_wrong_with_a_table(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


def test_everything_wrong_is_told_at_once() -> None:
    text = "入：险种,出：应扣,出：另项\n城镇,7,\n职工,7 元,没有\n"
    assert faults(text) == [
        ("UNKNOWN_NAME", "表.csv:A2"),
        ("WRONG_TYPE", "表.csv:B2"),
        ("EMPTY_REQUIRED_CELL", "表.csv:C2"),
        ("WRONG_TYPE", "表.csv:C3"),
    ]


def test_an_unknown_term_is_answered_with_one_like_it() -> None:
    assert told("入：险钟,出：应扣\n职工,7 元\n") == [("词表里没有事项「险钟」", "是不是「险种」？")]


@pytest.mark.parametrize("hit", ["", "ONE", "UNIQUE FIRST", "COLLECT AVERAGE", "PRIORITY ORDER"])
def test_a_hit_policy_there_is_not(hit: str) -> None:
    assert faults("入：险种,出：应扣\n职工,7 元\n", hit) == [("BROKEN_MANIFEST", "表.csv:1")]


@pytest.mark.parametrize("hit", list(HitPolicy))
def test_lists_are_of_repeated_terms_and_of_no_others(hit: HitPolicy) -> None:
    single, several = (faults(f"入：险种,出：{name}\n职工,住院\n", hit.value) for name in ("结算类别", "各处"))
    wrong = [("WRONG_TYPE", "表.csv:B2")]
    assert (single, several) == ((wrong, []) if hit in LISTS else ([], wrong))


# Rows that match together

OVERLAPPING = [
    "入：险种,出：应扣\n职工,7 元\n职工,8 元\n",
    "入：险种,出：应扣\n职工,7 元\n-,8 元\n",
    '入：机构等级,出：应扣\n"一级, 三级",7 元\n"三级, 二级",8 元\n',
    "入：险种,入：机构等级,出：应扣\n职工,-,7 元\n-,三级,8 元\n",
    "入：机构等级,出：应扣\n≥ 二级,7 元\n≤ 二级,8 元\n",
    "入：参保年数,出：应扣\n[3..6],7 元\n[6..9],8 元\n",
    "入：上年收入,出：应扣\n≥ 1 万元,7 元\n≤ 10000 元,8 元\n",
    "入：参保日,出：应扣\n< 2026-01-01,7 元\n> 2025-12-30,8 元\n",
    "入：救助身份,出：应扣\n特困,7 元\n低保,8 元\n",
]
APART = [
    "入：险种,出：应扣\n职工,7 元\n居民,8 元\n",
    "入：险种,出：应扣\n非(职工),7 元\n职工,8 元\n",
    "入：险种,入：机构等级,出：应扣\n职工,三级,7 元\n职工,< 三级,8 元\n居民,三级,9 元\n",
    "入：机构等级,出：应扣\n> 二级,7 元\n≤ 二级,8 元\n",
    "入：参保年数,出：应扣\n[3..6],7 元\n(6..9],8 元\n",
    "入：参保年数,出：应扣\n> 3,7 元\n< 4,8 元\n",
    "入：上年收入,出：应扣\n> 1 万元,7 元\n≤ 10000 元,8 元\n",
    "入：参保日,出：应扣\n< 2026-01-01,7 元\n≥ 2026-01-01,8 元\n",
    "入：公务员,出：应扣\n是,7 元\n否,8 元\n",
    "入：参保日,出：应扣\n≥ 3 个月,7 元\n< 3 个月,8 元\n",
]


@pytest.mark.parametrize("text", OVERLAPPING)
def test_two_rows_that_can_match_together_are_refused(text: str) -> None:
    assert faults(text) == [("DUPLICATE_ID", "表.csv:3")]
    assert told(text) == [("与第 2 行可能同时符合，而本表是 UNIQUE", "改条件，或把 hit 改为 FIRST")]
    assert faults(text, "FIRST") == []


@pytest.mark.parametrize("text", APART)
def test_rows_that_cannot_match_together(text: str) -> None:
    assert faults(text) == []


def test_every_pair_that_overlaps_is_told() -> None:
    text = "入：险种,出：应扣\n职工,7 元\n居民,8 元\n-,9 元\n"
    assert [message for message, _ in told(text)] == [
        "与第 2 行可能同时符合，而本表是 UNIQUE",
        "与第 3 行可能同时符合，而本表是 UNIQUE",
    ]
    assert faults(text) == [("DUPLICATE_ID", "表.csv:4")] * 2


@pytest.mark.slow
def test_of_ten_thousand_rows_the_one_that_overlaps_is_told() -> None:
    rows = [
        f"{scheme},{level},[{low} 元..{low + 1} 元),{low} 元"
        for low in range(1667)
        for scheme in ("职工", "居民")
        for level in ("一级", "二级", "三级")
    ]
    text = "\n".join(["入：险种,入：机构等级,入：上年收入,出：应扣", *rows, "居民,二级,1500.5 元,1 元", ""])
    # of each income six rows: that of 1500 yuan, residents and level 2 stands at 2 + 6 × 1500 + 4
    assert told(text) == [("与第 9006 行可能同时符合，而本表是 UNIQUE", "改条件，或把 hit 改为 FIRST")]


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        (("7 元,无此待遇", "7 元,无此待遇"), []),
        (("7 元,无此待遇", "7.0 元,无此待遇"), [("DUPLICATE_ID", "表.csv:3")]),
        (("7 元,无此待遇", "7 元,8 元"), [("DUPLICATE_ID", "表.csv:3")]),
    ],
)
def test_rows_of_any_may_match_together_if_they_say_the_same(
    outputs: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    text = "入：险种,入：机构等级,出：应扣,出：另项\n职工,-,{}\n-,三级,{}\n".format(*outputs)
    assert faults(text, "ANY") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["职工,7 元,开,甲", "职工,8 元,开,乙"], []),
        (["-,7 元,开,甲", "-,8 元,开,乙"], []),
        (["职工,7 元,开,甲", "职工,8 元,开,甲"], [("DUPLICATE_ID", "表.csv:3")]),
        (["职工,7 元,开,甲", "职工,8 元,关,乙"], [("DUPLICATE_ID", "表.csv:3")]),
        (["职工,7 元,开,甲", "职工,8 元,,"], [("DUPLICATE_ID", "表.csv:3")]),
        (["职工,7 元,开；关,甲；甲", "职工,8 元,关；开,甲；乙", "职工,9 元,关,乙"], []),
        (["职工,7 元,开；关,甲；甲", "职工,8 元,开,甲"], [("DUPLICATE_ID", "表.csv:3")]),
    ],
)
def test_rows_of_two_readings_never_match_together(rows: list[str], expected: list[tuple[str, str]]) -> None:
    text = "入：险种,出：应扣,开关,读法\n" + "\n".join(rows)
    assert faults(text, **switches(开="甲", 关="")) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("职工,7 元,开,丙", [("BAD_SWITCH", "表.csv:D2")]),
        ("职工,7 元,开,", [("BAD_SWITCH", "表.csv:D2")]),
        ("职工,7 元,,甲", [("BAD_SWITCH", "表.csv:D2")]),
        ("职工,7 元,合,甲", [("UNKNOWN_SWITCH", "表.csv:C2")]),
        ("职工,7 元,开；合,甲；甲", [("UNKNOWN_SWITCH", "表.csv:C2")]),
        ("职工,7 元,开；开,甲；乙", [("BAD_SWITCH", "表.csv:C2")]),
    ],
)
def test_an_unknown_switch_or_reading(row: str, expected: list[tuple[str, str]]) -> None:
    assert faults(f"入：险种,出：应扣,开关,读法\n{row}\n", **switches(开="甲")) == expected


@pytest.mark.parametrize(
    ("cell", "word"),
    [("无此待遇", NoValue.NO_ENTITLEMENT), ("未公布", NoValue.NOT_PUBLISHED), (" 不限 ", NoValue.UNLIMITED)],
)
@pytest.mark.parametrize("term", ["应扣", "有待遇", "支付处理", "待遇起始"])
def test_the_three_words_stand_in_every_kind_of_output(term: str, cell: str, word: NoValue) -> None:
    (row,) = compiled(f"入：险种,出：{term}\n职工,{cell}\n").rows
    assert [formula.expression for formula in row.outputs.values()] == [Absent(word)]


@pytest.mark.parametrize("cell", ["/", "／", "-", "—", ""])
def test_an_output_that_does_not_say_why_there_is_no_value_is_refused(cell: str) -> None:
    _, found = rules_of({"表": Written("UNIQUE", f"入：险种,出：应扣\n职工,{cell}\n")})
    assert found == [("EMPTY_REQUIRED_CELL", "表.csv:B2")]
    ((_, hint),) = told(f"入：险种,出：应扣\n职工,{cell}\n")
    assert all(word.value in hint for word in NoValue)


CARRIED = "入：待遇年度,出：应扣,开关,读法,沿用自\n≥ 2026,7 元,{},{},{}\n"


def test_a_row_may_carry_a_figure_on_by_its_switch() -> None:
    (row,) = compiled(CARRIED.format("开", "甲", "2025"), **switches(开="甲")).rows
    assert row.carried_from == 2025


@pytest.mark.parametrize(
    ("cells", "code", "place"), [(("开", "甲", "上年"), "BAD_FIELD", "E2"), (("", "", "2025"), "BAD_SWITCH", "C2")]
)
def test_what_is_carried_on_names_its_year_and_hangs_on_a_switch(cells: tuple[str, ...], code: str, place: str) -> None:
    _, found = rules_of({"表": Written("UNIQUE", CARRIED.format(*cells))}, switches=switches(开="甲"))
    assert found == [(code, f"表.csv:{place}")]


@pytest.mark.parametrize("hit", ["PRIORITY", "OUTPUT ORDER"])
def test_priority_needs_a_set_of_values(hit: str) -> None:
    name = "应扣" if hit == "PRIORITY" else "各项"
    ((message, hint),) = told(f"入：险种,出：{name}\n职工,7 元\n", hit)
    assert message == f"{hit} 按值表里的次序取，而「出：」各列都没有值表"
    assert "FIRST" in hint


@pytest.mark.parametrize(
    "rows",
    ["职工,否,7 元\n", "职工,是,7 元\n", "-,是,7 元\n居民,,8 元\n"],
)
def test_what_is_left_is_the_last_row_and_tests_nothing(rows: str) -> None:
    ((message, _),) = told(f"入：险种,其余,出：应扣\n{rows}", "FIRST")
    assert message == "「其余」写「是」的一行不对"


def test_what_is_left_overlaps_nothing() -> None:
    table = compiled("入：险种,其余,出：应扣\n职工,,7 元\n-,是,8 元\n")
    assert [row.otherwise for row in table.rows] == [False, True]
    assert faults("入：险种,出：应扣\n职工,7 元\n-,8 元\n") != []
