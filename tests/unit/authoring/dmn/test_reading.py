"""Models as read, and what of them is not, each at its place."""

import pytest
from unit.authoring.dmn.written import NAMESPACE, definitions, expression, given, read, table

from chronicare.authoring.dmn.model import DecisionTable, ItemType, Written


def test_a_model() -> None:
    model, told = read(
        definitions(
            given("年龄", "number"),
            table("结论", ["年龄"], ["甲|1,2|1"], [">= 18|1", "< 18|2"], "COLLECT MIN", requires=["d_中间", "i_年龄"]),
            expression("中间", "年龄 + 1", requires=["i_年龄"]),
        )
    )
    assert told == []
    assert model is not None
    assert (model.name, [each.name for each in model.inputs]) == ("试", ["年龄"])
    assert [each.name for each in model.decisions] == ["中间", "结论"], "what is required stands first"
    middle, last = model.decisions
    assert isinstance(middle.logic, Written)
    assert (middle.logic.text, middle.type) == ("年龄 + 1", ItemType("number"))
    assert isinstance(last.logic, DecisionTable)
    assert (last.logic.hit, last.logic.each_once) == ("COLLECT MIN", False)
    assert [each.expression.text for each in last.logic.inputs] == ["年龄"]
    (output,) = last.logic.outputs
    assert (output.name, output.values, output.default and output.default.text) == ("甲", "1,2", "1")
    rules = [([cell.text for cell in rule.tests], [cell.text for cell in rule.outputs]) for rule in last.logic.rules]
    assert rules == [([">= 18"], ["1"]), (["< 18"], ["2"])]
    assert [rule.position.row for rule in last.logic.rules] == [4, 5]


def test_types() -> None:
    model, told = read(
        definitions(
            '<itemDefinition name="t"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues>'
            "</itemDefinition>",
            '<itemDefinition name="many" isCollection="true"><typeRef>t</typeRef></itemDefinition>',
            '<itemDefinition name="loan"><itemComponent name="rate"><typeRef>feel:number</typeRef></itemComponent>'
            '<itemComponent name="kind"><typeRef>t</typeRef></itemComponent></itemDefinition>',
            '<itemDefinition name="circle"><typeRef>circle</typeRef></itemDefinition>',
            *(
                given(name, kind)
                for name, kind in zip("pqrstuv", ("t", "many", "loan", "Any", "circle", "date", "integer"), strict=True)
            ),
        )
    )
    assert told == []
    assert model is not None
    word = ItemType("string", False, '"a","b"', name="t")
    assert [each.type for each in model.inputs] == [
        word,
        ItemType("string", True, '"a","b"', name="t"),
        ItemType("", False, "", {"rate": ItemType("number"), "kind": word}),
        None,
        None,
        ItemType("date"),
        ItemType("number"),
    ]


@pytest.mark.parametrize("version", ["20211108/MODEL/", "20191111/MODEL/", "20180521/MODEL/", "20151101/dmn.xsd"])
def test_older_versions_are_read(version: str) -> None:
    host = "https" if version[:4] in ("2021", "2019") else "http"
    text = definitions(given("a", "number")).replace(NAMESPACE, f"{host}://www.omg.org/spec/DMN/{version}")
    model, told = read(text)
    assert (model is not None, told) == (True, [])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (['<import name="x" namespace="urn:x" importType="y"/>'], "试.dmn:2: E0902 <import> 没有对应的写法"),
        (['<decisionService id="s" name="x"/>'], "试.dmn:2「s」: E0902 <decisionService> 没有对应的写法"),
        (
            ['<decision id="d" name="甲"><variable name="甲" typeRef="number"/>', '<context id="c"/></decision>'],
            "试.dmn:3「c」: E0902 框式表达式 <context> 没有对应的写法 → 可用决策表或一个 FEEL 表达式",
        ),
        (['<decision id="d" name="甲"/>'], "试.dmn:2「d」: E0902 「甲」没有写怎样决定"),
        ([given("a", "time")], "试.dmn:2「i_a」: E0902 类型「time」没有对应的写法"),
        (
            ['<decision id="d" name="甲"><literalExpression expressionLanguage="groovy"><text>1</text>',
             "</literalExpression></decision>"],
            "试.dmn:2「d」: E0902 表达式语言不是 FEEL：groovy",
        ),
        (
            ['<businessKnowledgeModel id="b" name="f"/>'],
            "试.dmn:2「b」: E0902 知识模型须是一个 FEEL 表达式",
        ),
        ([given("a", "number"), given("a", "number")], "试.dmn:3「i_a」: E0901 名称「a」空着或重复"),
        (
            [table("t", ["a"], ["甲"], ["1"])],
            "试.dmn:3「t_t」: E0901 1 个条件、0 个结果，不是 1 和 1 个",
        ),
        (
            [expression("a", "b", requires=["d_b"]), expression("b", "a", requires=["d_a"])],
            "试.dmn:2「d_a」: E0901 各决策互相要对方的结果：a → b → a",
        ),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named_with_its_place(parts: list[str], expected: str) -> None:
    _, told = read(definitions(*parts))
    assert told == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<definitions/>", "试.dmn:1: E0901 不是 DMN 模型"),
        (f'<x xmlns="{NAMESPACE}"/>', "试.dmn:1: E0901 不是 DMN 模型"),
        ("no", "试.dmn:1: E0901 读不了：不是 XML"),
    ],
)
def test_what_is_no_model(text: str, expected: str) -> None:
    model, (told,) = read(text)
    assert model is None
    assert told.startswith(expected)


def test_what_only_describes_is_passed_over() -> None:
    model, told = read(
        definitions(
            "<description>x</description>",
            "<extensionElements><a xmlns='urn:a'/></extensionElements>",
            '<knowledgeSource id="k" name="x"/>',
            '<textAnnotation id="n"><text>x</text></textAnnotation>',
        )
    )
    assert (told, model is not None) == ([], True)
