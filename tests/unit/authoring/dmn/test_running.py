"""Models run: tables by the compiler and both evaluators, other expressions as FEEL."""

from datetime import date
from decimal import Decimal

import pytest
from unit.authoring.dmn.written import expression, given, runnable, table, translated

from chronicare.authoring.dmn.feel import FeelValue
from chronicare.authoring.dmn.running import InputRefusedError, RunnableModel
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine

AGE, NAME, YES = given("年龄", "number"), given("name", "string"), given("yes", "boolean")
LEVELS = table(
    "结论",
    ["年龄", "yes"],
    ['甲|"高","中","低"'],
    ['>= 18|-|"低"', '>= 12|true|"高"', '< 5|-|"中"', '< 3|-|"低"', '< 4|-|"低"'],
    "{}",
    kind="string",
)


def number(value: int | str) -> Decimal:
    return Decimal(value)


@pytest.mark.parametrize(
    ("hit", "age", "expected"),
    [
        ("FIRST", 20, "低"),
        ("FIRST", 8, None),
        ("PRIORITY", 20, "高"),
        ("PRIORITY", 2, "中"),
        ("OUTPUT ORDER", 20, ["高", "低"]),
        ("OUTPUT ORDER", 2, ["中", "低", "低"]),
        ("RULE ORDER", 20, ["低", "高"]),
        ("RULE ORDER", 2, ["中", "低", "低"]),
        ("COLLECT", 2, ["中", "低", "低"]),
        ("COLLECT", 8, None),
    ],
)
def test_hit_policies(hit: str, age: int, expected: FeelValue) -> None:
    model = runnable(AGE, YES, LEVELS.replace('"{}"', f'"{hit}"'))
    assert model.decide({"年龄": number(age), "yes": True}) == {"结论": expected}


@pytest.mark.parametrize(
    ("hit", "expected"), [("COLLECT SUM", 60), ("COLLECT MIN", 10), ("COLLECT MAX", 30), ("COLLECT COUNT", 3)]
)
def test_aggregations(hit: str, expected: int) -> None:
    model = runnable(AGE, table("结论", ["年龄"], ["甲"], ["> 1|30", "> 2|20", "> 3|10", "> 9|5"], hit))
    assert model.decide({"年龄": number(4)}) == {"结论": number(expected)}


def test_several_outputs_make_a_context_and_lists_of_them() -> None:
    rules = ["> 1|1|2", "> 2|1|3"]
    first = runnable(AGE, table("结论", ["年龄"], ["甲", "乙"], rules, "FIRST"))
    assert first.decide({"年龄": number(2)}) == {"结论": {"甲": number(1), "乙": number(2)}}
    assert first.decide({"年龄": number(0)}) == {"结论": None}
    every = runnable(AGE, table("结论", ["年龄"], ["甲", "乙"], rules, "COLLECT"))
    assert every.decide({"年龄": number(3)}) == {
        "结论": [{"甲": number(1), "乙": number(2)}, {"甲": number(1), "乙": number(3)}]
    }


@pytest.mark.parametrize(("hit", "expected"), [("UNIQUE", number(9)), ("RULE ORDER", [number(9)])])
def test_where_no_rule_matches_there_is_the_default(hit: str, expected: FeelValue) -> None:
    model = runnable(AGE, table("结论", ["年龄"], ["甲||9"], ["> 1|1"], hit))
    assert model.decide({"年龄": number(1)}) == {"结论": expected}


def test_decisions_rest_on_decisions() -> None:
    model = runnable(
        AGE,
        NAME,
        table("级", ["年龄"], ["甲"], ['> 1|"老"', '<= 1|"幼"'], kind="string", requires=["i_年龄"]),
        expression("称呼", '"致" + 级 + name', "string", ["d_级", "i_name"]),
        table("结论", ["级", "称呼"], ["甲"], ['"老"|"致老甲"|1', '"老"|not("致老甲")|2', '"幼"|-|3'],
              requires=["d_级", "d_称呼"]),
        expression("倍", "结论 * 2 + 年龄", requires=["d_结论", "i_年龄"]),
    )  # fmt: skip
    assert list(model.translation.apart) == ["称呼"]
    assert model.decide({"年龄": number(5), "name": "甲"}) == {
        "级": "老",
        "称呼": "致老甲",
        "结论": number(1),
        "倍": number(7),
    }
    assert model.decide({"年龄": number(5), "name": "乙"})["结论"] == number(2)
    assert model.decide({"年龄": number(0), "name": "甲"})["倍"] == number(6)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (False, False, False, False),
        (True, None, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_logic_in_tables_keeps_three_values(
    left: bool | None, right: bool | None, both: bool | None, either: bool | None
) -> None:
    model = runnable(YES, given("other", "boolean"), expression("且", "yes and other", "boolean"),
                     expression("或", "yes or other", "boolean"), expression("非", "not(yes)", "boolean"))  # fmt: skip
    assert model.translation.apart == {}
    found = model.decide({"yes": left, "other": right})
    assert found == {"且": both, "或": either, "非": None if left is None else not left}


def test_what_is_null_passes_no_test_but_the_open_one() -> None:
    model = runnable(AGE, YES, table("结论", ["年龄", "yes"], ["甲"], ["> 1|true|1", "-|false|2"], "FIRST"))
    assert model.decide({"yes": False}) == {"结论": number(2)}
    assert model.decide({"yes": True}) == {"结论": None}


def test_strings_that_no_table_speaks_of_are_others() -> None:
    model = runnable(NAME, table("结论", ["name"], ["甲"], ['"a"|1', 'not("a")|2']))
    assert [model.decide({"name": each})["结论"] for each in ("a", "b", "c")] == [number(1), number(2), number(2)]


@pytest.mark.parametrize("value", ["5", True, date(2026, 1, 1), [Decimal(1)]])
def test_an_input_of_another_type_is_refused(value: FeelValue) -> None:
    with pytest.raises(InputRefusedError, match="年龄"):
        runnable(AGE, table("结论", ["年龄"], ["甲"], ["> 1|1"])).decide({"年龄": value})


def test_knowledge_models_are_functions_that_end() -> None:
    text = (
        '<businessKnowledgeModel id="b" name="f"><encapsulatedLogic><formalParameter name="p"/>'
        "<literalExpression><text>{}</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
    )
    model = runnable(AGE, expression("结论", "f(年龄) + 1"), text.format("p ** 2"))
    assert model.decide({"年龄": number(3)}) == {"结论": number(10)}
    endless = runnable(AGE, expression("结论", "f(年龄) + 1"), text.format("f(p) + 1"))
    assert endless.decide({"年龄": number(3)}) == {"结论": None}
    branching = runnable(AGE, expression("结论", "f(年龄)"), text.format("if p &lt; 0 then 1 else f(p - 1) + f(p - 1)"))
    assert branching.decide({"年龄": number(3)}) == {"结论": number(16)}
    assert branching.decide({"年龄": number(40)}) == {"结论": None}
    nested = text.format("(" * 30 + "f(p)" + ")" * 30)
    assert runnable(AGE, expression("结论", "f(年龄)"), nested).decide({"年龄": number(3)}) == {"结论": None}


def test_what_the_compiler_refuses_is_told_at_its_place_in_the_model() -> None:
    made, told = translated(AGE, table("结论", ["年龄"], ["甲"], ["> 1|1", "> 2|2"]))
    assert told == []
    diagnostics = Diagnostics()
    RunnableModel(made, InterpretingEngine(), diagnostics)
    (problem,) = (each.render() for each in diagnostics.sorted())
    assert problem.startswith("试.dmn:5「t_结论」: E0401 与第 4 行可能同时符合，而本表是 UNIQUE")


def test_a_model_of_tables_alone_takes_what_their_columns_name() -> None:
    """Some modelers declare no inputs: a table tests a variable of its type."""
    text = (
        '<decision id="dish" name="Dish"><decisionTable id="t" hitPolicy="UNIQUE">'
        '<input id="i1"><inputExpression typeRef="string"><text>season</text></inputExpression></input>'
        '<input id="i2"><inputExpression typeRef="number"><text>guests.count</text></inputExpression></input>'
        '<output id="o1" name="dish" typeRef="string"/>'
        '<rule><inputEntry><text>"Winter"</text></inputEntry><inputEntry><text>&lt;= 8</text></inputEntry>'
        '<outputEntry><text>"Roast"</text></outputEntry></rule>'
        '<rule><inputEntry><text>not("Winter")</text></inputEntry><inputEntry><text></text></inputEntry>'
        '<outputEntry><text>"Salad"</text></outputEntry></rule>'
        "</decisionTable></decision>"
    )
    model = runnable(text)
    guests: FeelValue = {"count": number(8)}
    assert model.decide({"season": "Winter", "guests": guests}) == {"Dish": "Roast"}
    assert model.decide({"season": "Summer", "guests": guests}) == {"Dish": "Salad"}
    assert model.decide({"season": "Winter", "guests": {"count": number(9)}}) == {"Dish": None}
