"""Decision tables as people read them."""

from datetime import date

from unit.benefits.written import Written, rules_of, vocabulary
from unit.compiler.written import switches

from chronicare.authoring.benefits.tables import BenefitTable, write_tables
from chronicare.program.decision_table import HitPolicy


def written(
    text: str, hit: str = "UNIQUE", dates: tuple[date | None, date | None] = (date(2025, 1, 1), None), **defaults: str
) -> BenefitTable:
    rules, found = rules_of(
        {"表": Written(hit, text)}, switches=switches(**defaults) if defaults else None, dates=dates
    )
    assert found == []
    (table,) = write_tables(rules, vocabulary())
    return table


def test_headings_are_the_names_of_the_terms() -> None:
    table = written("入：scheme,入：机构等级,出：应扣\n职工,三级,700 元\n")
    assert (table.name, table.file, table.hit) == ("表", "表.csv", "至多一行相符")
    assert (table.inputs, table.outputs) == (("险种", "机构等级"), ("应扣",))


def test_values_are_named_and_what_restricts_nothing_is_a_dash() -> None:
    table = written(
        '入：险种,入：机构等级,出：应扣\n职工,"一级, 三级",700 元\n-,二级,100 元\n"""居民""",> 二级,400 元\n'
    )
    assert [line.conditions for line in table.lines] == [
        ("职工医保", "一级、三级"),
        ("—", "二级"),
        ("居民医保", "> 二级"),
    ]


def test_outputs_are_named_values_formulas_as_written_or_nothing() -> None:
    table = written("入：险种,出：应扣,出：支付处理\n职工,另项 × 2,支付\n居民,无此待遇,不予支付\n")
    assert [line.results for line in table.lines] == [("另项 × 2", "支付"), ("无此待遇", "不予支付")]


def test_the_row_of_what_is_left_says_so() -> None:
    table = written("入：险种,入：机构等级,其余,出：应扣\n职工,-,,1 元\n-,-,是,2 元\n")
    assert [line.conditions for line in table.lines] == [("职工医保", "—"), ("其余", "其余")]


def test_each_row_says_where_it_is_written() -> None:
    first, second = written(
        "编号,入：险种,出：应扣,出处,原文\n甲,职工,1 元,4-3/1,一元\n乙,居民,2 元,4-3/2,二元\n"
    ).lines
    assert (first.id, first.position.row, first.clause.source, first.clause.text) == ("甲", 2, "4-3/1", "一元")
    assert (second.id, second.position.row, second.clause.source, second.clause.text) == ("乙", 3, "4-3/2", "二元")


def test_a_reading_says_where_it_stands() -> None:
    rows = "入：险种,出：应扣,开关,读法\n-,1 元,开,甲\n-,2 元,开,乙\n"
    assert [each.reading for each in written(rows, 开="甲").lines] == ["开取「甲」，采用", "开取「乙」，另一读法"]
    (line,) = written("入：险种,出：应扣,开关,读法\n-,1 元,开；关,甲；甲\n", 开="甲", 关="乙").lines
    assert line.reading == "开取「甲」，采用；关取「甲」，另一读法"
    assert [each.reading for each in written(rows, 开="").lines] == ["开取「甲」，原文未定", "开取「乙」，原文未定"]
    assert [each.reading for each in written("入：险种,出：应扣\n-,1 元\n").lines] == [""]


def test_rows_of_all_periods_stand_together_each_once() -> None:
    """The amount changes on 2025-07-01; the residents' row goes through."""
    table = written(
        "入：险种,出：应扣,生效日,失效日\n职工,1 元,,2025-07-01\n居民,2 元,,\n职工,3 元,2025-07-01,\n",
        dates=(date(2025, 1, 1), date(2026, 1, 1)),
    )
    assert [(each.results, each.in_force) for each in table.lines] == [
        (("1 元",), "至 2025-07-01 前"),
        (("2 元",), ""),
        (("3 元",), "自 2025-07-01 起"),
    ]


def test_tables_keep_their_order() -> None:
    rules, found = rules_of(
        {"乙": Written("FIRST", "入：险种,出：应扣\n-,1 元\n"), "甲": Written("UNIQUE", "出：另项\n1 元\n")}
    )
    assert found == []
    assert [(each.name, each.inputs) for each in write_tables(rules, vocabulary())] == [("乙", ("险种",)), ("甲", ())]


def test_every_hit_policy_is_put_in_words() -> None:
    one = {hit: written("入：险种,出：应扣\n-,1 元\n", hit).hit for hit in ("UNIQUE", "ANY", "FIRST")}
    assert one == {"UNIQUE": "至多一行相符", "ANY": "相符各行结果相同", "FIRST": "自上而下，取第一个相符的行"}
    assert written("入：险种,出：支付处理\n-,支付\n", "PRIORITY").hit == "相符各行中，取结果在值表里排在最前面的"
    lists = {hit: written("入：险种,出：各处\n-,住院\n", hit).hit for hit in ("COLLECT", "RULE ORDER", "OUTPUT ORDER")}
    assert lists == {
        "COLLECT": "相符各行都取，相同的只列一次",
        "RULE ORDER": "相符各行都取，自上而下",
        "OUTPUT ORDER": "相符各行都取，按结果在值表里的次序",
    }
    sums = {hit: written("入：险种,出：应扣\n-,1 元\n", f"COLLECT {hit}").hit for hit in ("MAX", "MIN", "SUM")}
    assert sums == {"MAX": "取相符各行中最大的", "MIN": "取相符各行中最小的", "SUM": "取相符各行之和"}
    assert written("入：险种,出：项数\n-,1\n", "COLLECT COUNT").hit == "数相符的行"
    assert len(one) + 1 + len(lists) + len(sums) + 1 == len(HitPolicy)
