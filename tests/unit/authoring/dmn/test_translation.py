"""Models in our form: terms, tables, formulas; what our form has no words for, at its place."""

import pytest
from unit.authoring.dmn.written import cells, expression, given, table, translated

from chronicare.authoring.dmn.terms import OTHER

AGE, NAME, YES, DAY = given("年龄", "number"), given("name", "string"), given("yes", "boolean"), given("日", "date")
LIST = '<itemDefinition name="many" isCollection="true"><typeRef>string</typeRef></itemDefinition>'
LISTED = given("各项", "many")


def test_terms_and_their_values() -> None:
    made, told = translated(
        '<itemDefinition name="loan"><itemComponent name="rate"><typeRef>number</typeRef></itemComponent>'
        "</itemDefinition>",
        '<itemDefinition name="word"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues>'
        "</itemDefinition>",
        given("Loan Data", "loan"),
        given("closed", "word"),
        NAME,
        table("结论", ["name", "closed"], ['甲|"z","y"'], ['"p"|-|"y"', 'not("q")|"b"|"x"'], kind="string"),
    )
    assert told == []
    terms = made.terms.by_path
    assert [(path, each.code, each.base) for path, each in terms.items()] == [
        ("Loan Data.rate", "loan_data_rate", "number"),
        ("closed", "closed", "string"),
        ("name", "name", "string"),
        ("结论", "d", "string"),
    ]
    (levels,) = made.folder.of_kind("levels")
    assert [(row.text("set"), row.text("value")) for row in levels] == [
        ("word", "a"),
        ("word", "b"),
        ("name的值", "p"),
        ("name的值", "q"),
        ("name的值", OTHER),
        ("结论的值", "z"),
        ("结论的值", "y"),
        ("结论的值", "x"),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("年龄", "-", "-"),
        ("年龄", ">=18", "≥ 18"),
        ("年龄", "-5.50", "-5.5"),
        ("年龄", "[1..5)", "[1..5)"),
        ("年龄", "< 5, > 10", "< 5, > 10"),
        ("年龄", "not(5)", "非(5)"),
        ("年龄", "? > 5 and ? < 7", "> 5 且 < 7"),
        ("年龄", "2 * 3", "6"),
        ("name", '"a","b"', '"a", "b"'),
        ("name", '!= "a"', '≠ "a"'),
        ("yes", "true", "是"),
        ("日", '< date("2026-01-01")', "< 2026-01-01"),
        ("日", '@"2026-01-01"', "2026-01-01"),
        ("日", "<= 另日", '≤ "另日"'),
        ("各项", 'list contains(?, "a")', '"a"'),
        ("各项", 'some x in ? satisfies x in ("a", "b")', '"a", "b"'),
        ("各项", 'not(list contains(?, "a"))', '非("a")'),
    ],
)
def test_cells(column: str, cell: str, expected: str) -> None:
    made, told = translated(
        LIST, AGE, NAME, YES, DAY, LISTED, given("另日", "date"), table("结论", [column], ["甲"], [f"{cell}|1"])
    )
    assert told == []
    (row,) = cells(made, "结论")
    assert row[f"入：{column}"] == expected


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("年龄", "null", "「null」：条件里不能写 null：没有值即不知道"),
        ("年龄", '"a"', '「"a"」：number 不能同这样的值比'),
        ("年龄", "年龄 + 1", "「年龄 + 1」：不是一个写定的值"),
        ("年龄", "> name", "「> name」：两边不是同一类型"),
        ("name", '> "a"', '「> "a"」：比大小只能用于数和日期，这里是 string'),
        ("各项", '"a"', '「"a"」：一串值的条件只认 list contains(?, …) 和 some … in ? satisfies …'),
        ("年龄", "§", "「§」第 1 字：不认识「§」"),
        (
            "年龄 + 1",
            "1",
            "「年龄 + 1」：「入」须是输入数据或另一决策的名称（或其组成部分），有类型；表达式先写成一个决策",
        ),
    ],
)
def test_tests_that_cells_do_not_have(column: str, cell: str, expected: str) -> None:
    _, told = translated(LIST, AGE, NAME, LISTED, table("结论", [column], ["甲"], [f"{cell}|1"]))
    assert [each.partition("E0902 ")[2] for each in told] == [expected]
    assert told[0].startswith(
        "试.dmn:6「t_结论」" if "§" not in cell and column == "年龄 + 1" else "试.dmn:7「t_结论」"
    )


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("12 * 年龄", "number", '(12 × "年龄")'),
        ("-0.50", "number", "-0.5"),
        ("-年龄", "number", '(0 − "年龄")'),
        ("min(年龄, 3) / 2", "number", '(最小("年龄", 3) ÷ 2)'),
        ("max([年龄, 3])", "number", '最大("年龄", 3)'),
        ("日.year", "number", '年份("日")'),
        ('(日 - date("2026-01-01")) / duration("P1D")', "number", '(天数(2026-01-01, "日") ÷ 1 天)'),
        ('years and months duration(日, date("2026-01-01")) / duration("P1M")', "number",
         '(月数("日", 2026-01-01) ÷ 1 个月)'),
        ('日 + duration("P3M")', "date", '("日" + 3 个月)'),
        ('日 - duration("P2D")', "date", '("日" − 2 天)'),
        ('日 + 年龄 * duration("P1M")', "date", '("日" + "年龄" × 1 个月)'),
        ("date(日.year + 1, 1, 1)", "date", '日期((年份("日") + 1), 1, 1)'),
        ('"x"', "string", "x"),
        ("10 ** 3", "number", "1000"),
        ("1 / 0", "number", "无此待遇"),
        ("10 + null", "number", "无此待遇"),
        ("null", "date", "无此待遇"),
        ('upper case("a")', "string", "A"),
    ],
)  # fmt: skip
def test_expressions_are_tables_of_one_row(text: str, kind: str, expected: str) -> None:
    made, told = translated(LIST, AGE, NAME, DAY, LISTED, expression("结论", text, kind))
    assert (told, [each.render() for each in made.reasons]) == ([], [])
    assert cells(made, "结论") == [{"出：结论": expected}]


def test_terms_of_one_type_have_their_values_in_common() -> None:
    made, told = translated(
        '<itemDefinition name="word"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues>'
        "</itemDefinition>",
        '<itemDefinition name="words" isCollection="true"><typeRef>word</typeRef></itemDefinition>',
        given("one", "word"),
        given("several", "words"),
        expression("结论", "list contains(several, one)", "boolean"),
    )
    assert (told, made.apart) == ([], {})
    assert cells(made, "结论") == [{"出：结论": '属于("one", "several")'}]
    (levels,) = made.folder.of_kind("levels")
    assert [(row.text("set"), row.text("value")) for row in levels] == [("word", "a"), ("word", "b")]


def test_logic_is_rows_of_what_makes_it_true_and_of_what_makes_it_false() -> None:
    made, told = translated(AGE, YES, expression("结论", "yes and not(年龄 > 3 or 年龄 = 1)", "boolean"))
    assert (told, made.apart) == ([], {})
    assert cells(made, "结论") == [
        {"入：yes": "是", "入：年龄": "非(> 3) 且 非(1)", "出：结论": "是"},
        {"入：yes": "非(是)", "入：年龄": "-", "出：结论": "否"},
        {"入：yes": "-", "入：年龄": "> 3", "出：结论": "否"},
        {"入：yes": "-", "入：年龄": "1", "出：结论": "否"},
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ('"a" + name', "string", "结果是 string 的，只能写定一个值"),
        ("年龄 ** 2", "number", "公式里没有这样的写法"),
        ("1 / 年龄", "number", "除数可能是 0"),
        ("f(年龄)", "number", "公式里没有这样的写法"),
        ("年龄", "Any", "没有写结果的类型，或不是一个值"),
        ("各项", "many", "结果是一串值"),
        ('starts with(name, "a")', "boolean", "是否的表达式只能是对事项的判断，用 and、or、not 连接"),
        ('"不限"', "string", "值「不限」不能写：空的、前后有空格的，和表示没有值的三个词，都不能作值"),
    ],
)
def test_expressions_that_stand_apart(text: str, kind: str, expected: str) -> None:
    made, told = translated(LIST, AGE, NAME, LISTED, expression("结论", text, kind))
    assert (told, made.tables) == ([], frozenset())
    assert list(made.apart) == ["结论"]
    (reason,) = (each.render() for each in made.reasons)
    assert reason.startswith("试.dmn:6「d_结论」: E0902 ")
    assert expected in reason


@pytest.mark.parametrize(
    ("hit", "outputs", "rules", "expected"),
    [
        ("UNIQUE", ["甲"], ["1|1"], "UNIQUE"),
        ("COLLECT", ["甲"], ["1|1", "2|2"], "COLLECT"),
        ("COLLECT", ["甲"], ["1|1", "2|1"], "RULE ORDER"),
        ("COLLECT", ["甲", "乙"], ["1|1|1", "2|2|2"], "RULE ORDER"),
        ("COLLECT SUM", ["甲"], ["1|1", "2|1"], "COLLECT SUM"),
        ("RULE ORDER", ["甲"], ["1|1"], "RULE ORDER"),
    ],
)
def test_hit_policies(hit: str, outputs: list[str], rules: list[str], expected: str) -> None:
    made, told = translated(AGE, table("结论", ["年龄"], outputs, rules, hit))
    assert told == []
    (found,) = made.folder.of_kind("decision")
    assert found.hit == expected


@pytest.mark.parametrize("hit", ["PRIORITY", "OUTPUT ORDER"])
@pytest.mark.parametrize(
    ("outputs", "rules", "well"),
    [
        (['甲|"b","a"'], ['1|"a"', '2|"b"'], True),
        (["甲"], ['1|"a"', '2|"b"'], True),  # by the order in which the values come
        (['甲|"b","a"', "乙"], ['1|"a"|"p"', '2|"b"|"q"'], True),
        (['甲|"b","a"', "乙"], ['1|"a"|"p"', '1|"b"|"q"', '2|"a"|"q"', '3|"a"|"p"'], False),
    ],
)
def test_priority_is_that_of_listed_values(hit: str, outputs: list[str], rules: list[str], *, well: bool) -> None:
    made, told = translated(AGE, table("结论", ["年龄"], outputs, rules, hit, kind="string"))
    assert (told == [], bool(made.tables)) == (well, well)


def test_priority_of_numbers_and_sums_of_several_outputs_are_not_read() -> None:
    _, told = translated(AGE, table("结论", ["年龄"], ["甲|1,2"], ["1|1"], "PRIORITY"))
    assert told == ["试.dmn:3「t_结论」: E0902 「PRIORITY」：要按结果的值的次序取，每列结果都要列出它的值，且是字符串"]
    _, told = translated(AGE, table("结论", ["年龄"], ["甲", "乙"], ["1|1|2"], "COLLECT SUM"))
    assert told == ["试.dmn:3「t_结论」: E0902 「COLLECT SUM」：几列结果不能合计"]


def test_a_default_is_the_row_of_what_is_left() -> None:
    made, told = translated(AGE, table("结论", ["年龄"], ["甲||7", "乙"], ["> 1|1|2"]))
    assert told == []
    assert cells(made, "结论") == [
        {"入：年龄": "> 1", "出：结论.甲": "1", "出：结论.乙": "2"},
        {"入：年龄": "-", "出：结论.甲": "7", "出：结论.乙": "无此待遇"},
    ]
    (found,) = made.folder.of_kind("decision")
    assert [(row.text("id"), row.text("otherwise")) for row in found] == [("1", ""), ("其余", "是")]


def test_each_row_says_where_it_stands_and_what_it_says() -> None:
    made, _ = translated(AGE, table("结 论", ["年龄"], ["甲"], ["1|1", "2|2"]))
    (found,) = made.folder.of_kind("decision")
    assert [(row.text("source"), row.text("clause"), row.position.row) for row in found] == [
        ("结论/1", "1", 4),
        ("结论/2", "2", 5),
    ]


def test_notes_of_rules_are_their_source_and_clause() -> None:
    text = (
        '<decision id="d" name="结论"><decisionTable>'
        "<input><inputExpression><text>年龄</text></inputExpression></input>"
        '<output typeRef="number"/>'
        '<annotation name="原文"/><annotation name="出处"/>'
        '<rule><inputEntry><text>1</text></inputEntry><outputEntry c:word="未公布"><text>null</text></outputEntry>'
        "<annotationEntry><text>一元</text></annotationEntry><annotationEntry><text>2-1/3</text></annotationEntry></rule>"
        "</decisionTable></decision>"
    )
    made, told = translated(AGE, text)
    assert told == []
    (found,) = made.folder.of_kind("decision")
    (row,) = found
    assert (row.text("source"), row.text("clause"), row.text("出：结论")) == ("2-1/3", "一元", "未公布")


@pytest.mark.parametrize(
    ("allowed", "possible"),
    [("[0..100]", "[0..100]"), ("[-5..0.5]", "[-5..0.5]"), (">= 0", "[0..1000000000000000]")],
)
def test_the_limits_of_a_number_are_its_possible_range(allowed: str, possible: str) -> None:
    made, told = translated(limited("number", allowed), given("数", "t"))
    assert told == []
    (terms,) = made.folder.of_kind("terms")
    assert [row.text("possible") for row in terms] == [possible]


@pytest.mark.parametrize(
    ("kind", "allowed"), [("number", "1,2,3"), ("number", "(0..1)"), ("number", "not(1)"), ("date", "> a")]
)
def test_other_limits_are_not_read(kind: str, allowed: str) -> None:
    _, told = translated(limited(kind, allowed), given("数", "t"))
    assert told == [f"试.dmn:3「i_数」: E0902 「{allowed}」：数的限制只认一个区间，日期的不认"]


def limited(kind: str, allowed: str) -> str:
    text = allowed.replace(">", "&gt;").replace("<", "&lt;")
    return (
        f'<itemDefinition name="t"><typeRef>{kind}</typeRef><allowedValues><text>{text}</text></allowedValues>'
        "</itemDefinition>"
    )
