"""Our tables as DMN: what a modeler sees, and that it is DMN 1.5."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import etree
from unit.benefits.written import Written, model_of, vocabulary
from unit.compiler.written import switches

from chronicare.authoring.dmn.exporting import Exported, export_tables
from chronicare.authoring.dmn.feel_writing import number_text, string_text
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.xml_document import Element, children, parse_xml, text_below
from chronicare.diagnostics import Diagnostics
from chronicare.program.decision_table import BenefitRules

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[3] / "data" / "dmn15" / "DMN15.xsd"))
TABLES = {
    "住院": Written(
        "UNIQUE",
        "入：险种,入：机构等级,入：救助身份,出：支付比例,出：年度限额,出处,原文\n"
        "职工,≥ 二级,非(特困),85%,不限,2-1/1,职工 < 85%\n"
        "居民,-,-,60%,1000 元,2-1/2,居民 60%\n",
    ),
    "应扣": Written(
        "FIRST", '入：支付比例,入：年度限额,出：应扣\n> 60%,-,"最小(另项, 年度限额)"\n-,> 500 元,支付比例 × 另项\n'
    ),
    "起始": Written("UNIQUE", "出：待遇起始\n参保日 + 3 个月\n"),
    "各处": Written("COLLECT", "入：公务员,其余,出：各处\n是,,住院\n是,,门诊\n-,是,单列\n"),
    "读法": Written("UNIQUE", "入：险种,出：第三项,开关,读法\n职工,7 元,开,甲\n职工,8 元,开,乙\n居民,9 元,,\n"),
    "两种读法": Written("UNIQUE", "出：所定等级,开关,读法\n一级,开；关,甲；乙\n二级,开,乙\n三级,关；开,甲；甲\n"),
    "次序": Written("PRIORITY", "入：参保年数,出：支付处理\n> 3,不予支付\n-,支付\n"),
    "项数": Written("COLLECT COUNT", "入：公务员,出：项数\n是,1\n-,2\n"),
}


def rules() -> BenefitRules:
    return model_of(TABLES, switches=switches(开="甲", 关="乙")).rules


def exported(**options: str) -> Exported:
    return export_tables(rules(), vocabulary(), "甲市", **options)


def decision(made: Exported, label: str) -> Element:
    return next(each for each in children(parse_xml(made.xml), "decision") if each.get("label") == label)


def grid(node: Element) -> tuple[str, list[str], list[list[str]]]:
    """Return the hit policy of a decision, what its columns test and put out, and the cells of its rules."""
    (table,) = children(node, "decisionTable")
    heads = [text_below(each, "inputExpression/text") for each in children(table, "input")]
    heads += [each.get("name", "") for each in children(table, "output")]
    rows = [
        [
            text_below(cell, "text")
            for name in ("inputEntry", "outputEntry", "annotationEntry")
            for cell in children(rule, name)
        ]
        for rule in children(table, "rule")
    ]
    return f"{table.get('hitPolicy')} {table.get('aggregation', '')}".strip(), heads, rows


def test_it_is_dmn_and_every_table_is_in_it() -> None:
    made = exported()
    SCHEMA.assertValid(etree.fromstring(made.xml))
    assert (set(made.tables), made.left_out) == (set(TABLES), ())
    diagnostics = Diagnostics()
    model = read_model(made.xml, "x", diagnostics)
    assert diagnostics.sorted() == ()
    assert model is not None
    assert (model.name, len(model.decisions)) == ("甲市", len(TABLES))


def test_a_table_of_several_outputs() -> None:
    node = decision(exported(), "住院")
    hit, heads, rows = grid(node)
    assert (hit, heads) == ("UNIQUE", ["险种", "机构等级", "救助身份", "支付比例", "年度限额"])
    assert rows == [
        ['"职工"', '"二级", "三级"', 'some x in ? satisfies not(x = "特困")', "85", "null",
         "2-1/1", "职工 < 85%", "年度限额：不限"],
        ['"居民"', "-", "-", "60", "1000", "2-1/2", "居民 60%", ""],
    ]  # fmt: skip
    required = [each.get("href") for each in node.iter("{*}requiredInput", "{*}requiredDecision")]
    assert required == ["#scheme", "#level", "#identity"]


def test_formulas_work_in_canonical_units() -> None:
    node = decision(exported(), "应扣")
    assert grid(node)[2] == [
        ["> 60", "-", "min([另项, 住院.年度限额][item != null])", "1-1/1", "原文"],
        ["-", "> 500", "((住院.支付比例 / 100) * 另项)", "1-1/1", "原文"],
    ]
    assert [each.get("href") for each in node.iter("{*}requiredDecision")] == ["#table_0"]


def test_what_rests_on_nothing_is_an_expression() -> None:
    node = decision(exported(), "待遇起始")
    assert text_below(node, "literalExpression/text") == '(参保日 + 3 * duration("P1M"))'
    assert node.get("{urn:chronicare:dmn}clause") == "原文"


def test_hit_policies_and_what_is_left() -> None:
    made = exported()
    lists = decision(made, "各处")
    assert grid(lists)[0] == "COLLECT"
    (table,) = children(lists, "decisionTable")
    assert table.get("{urn:chronicare:dmn}each-once") == "true"
    assert [text_below(each, "defaultOutputEntry/text") for each in children(table, "output")] == ['"单列"']
    assert len(children(table, "rule")) == 2
    (table,) = children(decision(made, "次序"), "decisionTable")
    assert table.get("hitPolicy") == "PRIORITY"
    assert [text_below(each, "outputValues/text") for each in children(table, "output")] == ['"支付", "不予支付"']
    assert grid(decision(made, "项数"))[0] == "COLLECT COUNT"


def test_a_switch_is_an_input_with_its_readings() -> None:
    made = exported()
    assert grid(decision(made, "读法"))[2] == [
        ['"职工"', '"甲"', "7", "1-1/1", "原文"],
        ['"职工"', '"乙"', "8", "1-1/1", "原文"],
        ['"居民"', "-", "9", "1-1/1", "原文"],
    ]
    given = next(each for each in children(parse_xml(made.xml), "inputData") if each.get("name") == "开关_开")
    assert "默认「甲」" in text_below(given, "description")


def test_each_switch_is_an_input_of_its_own() -> None:
    assert grid(decision(exported(), "两种读法"))[2] == [
        ['"甲"', '"乙"', '"一级"', "1-1/1", "原文"],
        ['"乙"', "-", '"二级"', "1-1/1", "原文"],
        ['"甲"', '"甲"', '"三级"', "1-1/1", "原文"],
    ]


def test_the_diagram_has_a_box_for_each_element_and_a_line_for_each_requirement() -> None:
    root = parse_xml(exported().xml)
    elements = [each.get("id") for name in ("inputData", "decision") for each in children(root, name)]
    shapes = [each.get("dmnElementRef") for each in root.iter("{*}DMNShape")]
    assert sorted(map(str, shapes)) == sorted(map(str, elements))
    places = [tuple(each.attrib.values()) for each in root.iter("{*}Bounds")]
    assert len(set(places)) == len(places), "no two boxes lie on each other"
    edges = [each.get("dmnElementRef") for each in root.iter("{*}DMNEdge")]
    assert sorted(map(str, edges)) == sorted(str(each.get("id")) for each in root.iter("{*}informationRequirement"))


def test_one_table_comes_with_what_it_rests_on() -> None:
    assert set(exported(only="应扣").tables) == {"住院", "应扣"}
    assert exported(only="各处").tables == ("各处",)
    with pytest.raises(LookupError):
        exported(only="没有的")


def test_an_older_version_says_what_is_noted_in_descriptions() -> None:
    root = parse_xml(exported(version="1.3").xml)
    assert root.tag == "{https://www.omg.org/spec/DMN/20191111/MODEL/}definitions"
    rule = next(root.iter("{*}rule"))
    assert text_below(rule, "description") == "2-1/1；职工 < 85%；年度限额：不限"


def test_a_least_value_that_null_cannot_tell_is_left_out() -> None:
    tables = {
        "限": Written("UNIQUE", "入：险种,出：年度限额\n职工,不限\n居民,无此待遇\n"),
        "扣": Written("UNIQUE", '入：公务员,出：应扣\n是,"最小(另项, 年度限额)"\n'),
        "后": Written("UNIQUE", "入：应扣,出：第三项\n> 1 元,2 元\n"),
    }
    made = export_tables(model_of(tables).rules, vocabulary(), "甲市")
    ((name, why),) = ((each.table, each.reason.zh) for each in made.left_out)
    assert (name, why) == ("扣", "「最小」里的事项有时不限、有时没有值，FEEL 的 null 分不开")
    assert set(made.tables) == {"限", "后"}
    given = [each.get("id") for each in children(parse_xml(made.xml), "inputData")]
    assert given == ["scheme", "result"], "what a table that is left out puts out is an input"


def test_a_count_of_one_row_is_no_expression() -> None:
    made = export_tables(model_of({"数": Written("COLLECT COUNT", "出：项数\n7\n")}).rules, vocabulary(), "甲市")
    assert grid(decision(made, "数"))[0] == "COLLECT COUNT"
    SCHEMA.assertValid(etree.fromstring(made.xml))


def test_the_period_is_said() -> None:
    text = text_below(parse_xml(exported().xml), "description")
    since = rules().effective_from
    assert (f"自 {since} 起" if isinstance(since, date) else "一直") in text


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Fraction(85), "85"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 3), "(1 / 3)"),
        (Fraction(100), "100"),
    ],
)
def test_numbers_are_exact(number: Fraction, expected: str) -> None:
    assert number_text(number) == expected


def test_strings_are_escaped() -> None:
    assert string_text('a"b\\') == '"a\\"b\\\\"'
