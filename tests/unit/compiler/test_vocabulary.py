from fractions import Fraction

import pytest
from unit.compiler.written import ENTRIES, FINDINGS, LEVELS, UNITS, codes, vocabulary, words

from chronicare.cells.types import ValueKind
from chronicare.compiler import compile_vocabulary
from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import Diagnostics
from chronicare.program.national_interface import Content

LAST = FINDINGS.count("\n") + 1
"""The row a line added to FINDINGS stands in."""


def test_where_there_is_no_english_the_chinese_stands_for_it() -> None:
    diagnostics = Diagnostics()
    text = "代码,名称,英文名,类型,单次或多次,问题\none,一项,,是否,单次,有没有？\nother,他项,other,是否,单次,\n"
    made = compile_vocabulary(words(diagnostics, findings=text), diagnostics)
    assert codes(diagnostics) == []
    assert [tuple(each.name) for each in made.findings.values()] == [("一项", "一项"), ("他项", "other")]
    assert [tuple(each.question) for each in made.findings.values()] == [("有没有？", "有没有？"), ("他项", "other")]


@pytest.mark.parametrize(
    ("text", "parts"), [("a;b", ("a", "b")), ("a；b、c ;", ("a", "b", "c")), ("", ()), (" ; ", ()), ("a,b", ("a,b",))]
)
def test_list_cells_are_split_at_any_of_their_separators(text: str, parts: tuple[str, ...]) -> None:
    assert split_list(text) == parts


def test_a_finding_answers_to_its_code_its_name_and_its_aliases() -> None:
    made = vocabulary()
    assert [made.find(word) for word in ("glucose", "血糖", "GLU")] == [made.findings["glucose"]] * 3
    assert made.find("血") is None


def test_types_are_put_together() -> None:
    findings = vocabulary().findings
    glucose = findings["glucose"].type
    assert glucose.quantity is not None
    assert (glucose.quantity.canonical, glucose.quantity.accepted) == ("mmol/L", ("mmol/L", "mg/dL"))
    assert (glucose.low, glucose.high) == (Fraction(1, 10), Fraction(200))
    assert findings["glucose"].repeated
    assert not findings["temperature"].repeated
    assert findings["score"].type.quantity is None
    strength = findings["strength"].type.levels
    assert strength is not None
    assert ([level.value for level in strength.levels], strength.ordered) == (["0", "I", "II", "III"], True)
    pressure = findings["pressure"].type
    assert pressure.kind is ValueKind.COMPOUND
    assert list(pressure.components) == ["high", "low"]
    assert pressure.component_names == {"high": "high", "收缩压": "high", "low": "low", "舒张压": "low"}
    assert "high" not in findings


PLAUSIBLE = "代码,名称,英文名,类型,单次或多次,量或值表,可能范围,常见范围\n"


def test_what_is_plausible_is_narrower_than_what_is_possible() -> None:
    diagnostics = Diagnostics()
    text = f"{PLAUSIBLE}glucose,血糖,glucose,数值,多次,糖,[0.1..200],[0.5..70]\n"
    made = compile_vocabulary(words(diagnostics, findings=text), diagnostics)
    assert codes(diagnostics) == []
    assert made.findings["glucose"].type.plausible == (Fraction(1, 2), Fraction(70))


@pytest.mark.parametrize(("possible", "plausible"), [("[0.1..200]", "[0.5..201]"), ("", "[0.5..70]"), ("[0..9]", "3")])
def test_a_plausible_range_beyond_the_possible_one_is_refused(possible: str, plausible: str) -> None:
    diagnostics = Diagnostics()
    text = f"{PLAUSIBLE}glucose,血糖,glucose,数值,多次,糖,{possible},{plausible}\n"
    compile_vocabulary(words(diagnostics, findings=text), diagnostics)
    assert codes(diagnostics) == [("BAD_VOCABULARY", "findings.csv:H2")]


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        # findings
        ("findings", f"{FINDINGS}Bad,坏,bad,是否,单次,,,,\n", [("BAD_VOCABULARY", f"findings.csv:A{LAST}")]),
        ("findings", f"{FINDINGS}1bad,坏,bad,是否,单次,,,,\n", [("BAD_VOCABULARY", f"findings.csv:A{LAST}")]),
        ("findings", f"{FINDINGS}bad,症状,bad,是否,单次,,,,\n", [("DUPLICATE_NAME", f"findings.csv:A{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,是否,单次,,,,GLU\n", [("DUPLICATE_NAME", f"findings.csv:A{LAST}")]),
        ("findings", f"{FINDINGS}symptom,坏,bad,是否,单次,,,,\n", [("DUPLICATE_NAME", f"findings.csv:A{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,真假,单次,,,,\n", [("BAD_VOCABULARY", f"findings.csv:D{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,是否,偶尔,,,,\n", [("BAD_VOCABULARY", f"findings.csv:E{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,数值,单次,,血,,\n", [("BAD_VOCABULARY", f"findings.csv:G{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,等级,单次,,,,\n", [("BAD_VOCABULARY", f"findings.csv:G{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,等级,单次,,型别,,\n", [("BAD_VOCABULARY", f"findings.csv:G{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,代码,单次,,肌力分级,,\n", [("BAD_VOCABULARY", f"findings.csv:G{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,是否,单次,,糖,,\n", [("BAD_VOCABULARY", f"findings.csv:G{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,数值,单次,,糖,0..9,\n", [("BAD_VOCABULARY", f"findings.csv:H{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,数值,单次,,糖,[9..9],\n", [("BAD_VOCABULARY", f"findings.csv:H{LAST}")]),
        ("findings", f"{FINDINGS}bad,坏,bad,复合,多次,,,,\n", [("BAD_VOCABULARY", f"findings.csv:D{LAST}")]),
        ("findings", f"{FINDINGS}part,部,part,数值,单次,whole,糖,,\n", [("BAD_VOCABULARY", f"findings.csv:F{LAST}")]),
        # units
        ("units", f"{UNITS}长,cm,×2,\n", [("BAD_VOCABULARY", "units.csv:C10")]),
        ("units", f"{UNITS}糖,mmol/L,1,\n", [("DUPLICATE_NAME", "units.csv:B10")]),
        ("units", f"{UNITS}糖,g/L,×2,mg/dL\n", [("DUPLICATE_NAME", "units.csv:B10")]),
        ("units", f"{UNITS}糖,g/L,两倍,\n", [("BAD_VOCABULARY", "units.csv:C10")]),
        # level sets
        ("levels", f"{LEVELS}型别,也许,丁型,丁型,D,\n", [("BAD_VOCABULARY", "levels.csv:B9")]),
        ("levels", f"{LEVELS}型别,是,丁型,丁型,D,\n", [("BAD_VOCABULARY", "levels.csv:B9")]),
        ("levels", f"{LEVELS}型别,否,甲型,甲型,A,\n", [("DUPLICATE_NAME", "levels.csv:C9")]),
        ("levels", f"{LEVELS}型别,否,丁型,丁型,D,乙型\n", [("DUPLICATE_NAME", "levels.csv:C9")]),
    ],
)
def test_what_is_wrong_in_the_vocabulary(table: str, text: str, expected: list[tuple[str, str]]) -> None:
    diagnostics = Diagnostics()
    compile_vocabulary(words(diagnostics, **{table: text}), diagnostics)
    assert codes(diagnostics) == expected


def test_everything_wrong_is_told_at_once_in_order_of_place() -> None:
    diagnostics = Diagnostics()
    compile_vocabulary(
        words(
            diagnostics,
            findings=f"{FINDINGS}Bad,症状,bad,是否,偶尔,,,,\nworse,更坏,worse,真假,单次,,,,\n",
            levels=f"{LEVELS}型别,否,甲型,甲型,A,\n",
        ),
        diagnostics,
    )
    assert codes(diagnostics) == [
        ("DUPLICATE_NAME", f"findings.csv:A{LAST}"),
        ("BAD_VOCABULARY", f"findings.csv:A{LAST}"),
        ("BAD_VOCABULARY", f"findings.csv:E{LAST}"),
        ("BAD_VOCABULARY", f"findings.csv:D{LAST + 1}"),
        ("DUPLICATE_NAME", "levels.csv:C9"),
    ]


# Fields of the national interface

PAYERS = LEVELS + "支付方,否,基本医保,,basic,\n支付方,否,大病保险,,serious,\n"
FIELDS = [f"n,{content.name},{content.value},{content.value},\n" for content in Content if content is not Content.PAYER]
PAYER_FIELDS = ["n,basic,统筹,支付方,基本医保\n", "n,serious,大病,支付方,大病保险\n"]
FIELD_HEADINGS = "交易,字段,名称,内容,支付方\n"


def test_every_content_and_payer_has_a_field() -> None:
    diagnostics = Diagnostics()
    text = FIELD_HEADINGS + "".join((*FIELDS, *PAYER_FIELDS))
    made = compile_vocabulary(words(diagnostics, levels=PAYERS, fields=text), diagnostics)
    assert (codes(diagnostics), len(made.fields)) == ([], len(Content) + 1)


def test_fields_that_were_lost_are_named() -> None:
    diagnostics = Diagnostics()
    text = FIELD_HEADINGS + "".join((*FIELDS[2:], PAYER_FIELDS[0]))
    compile_vocabulary(words(diagnostics, levels=PAYERS, fields=text), diagnostics)
    (told,) = diagnostics.sorted()
    assert (told.code.name, str(told.where)) == ("BAD_VOCABULARY", "fields.csv")
    assert told.message.zh == "没有这些内容或支付方的字段：总费用、全自费、大病保险"


def test_several_payers_are_paid_into_one_field_listed_or_a_row_each() -> None:
    diagnostics = Diagnostics()
    payers = f"{PAYERS}支付方,否,补充,补充,more,\n支付方,否,社区,社区,community,\n"
    rows = ["n,basic,统筹,支付方,基本医保；补充\n", "n,serious,大病,支付方,大病保险\n", "n,basic,统筹,支付方,社区\n"]
    made = compile_vocabulary(
        words(diagnostics, levels=payers, fields=FIELD_HEADINGS + "".join((*FIELDS, *rows))), diagnostics
    )
    assert codes(diagnostics) == []
    assert {each.field: each.payers for each in made.fields if each.payers} == {
        "basic": ("基本医保", "补充", "社区"),
        "serious": ("大病保险",),
    }


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("n,basic,统筹基金,支付方,社区\n", ("DUPLICATE_ID", "B", "字段 basic 重复")),
        ("n,basic,统筹,备注,\n", ("DUPLICATE_ID", "B", "字段 basic 重复")),
        ("n,serious,大病,支付方,基本医保\n", ("DUPLICATE_ID", "E", "「基本医保」已填入字段 basic")),
        ("n,serious,大病,支付方,大病保障\n", ("UNKNOWN_NAME", "E", "没有支付方「大病保障」")),
        ("n,memo2,备注,备注,基本医保\n", ("BAD_VOCABULARY", "E", "内容为「支付方」时写支付方，其他都不写")),
    ],
)
def test_a_row_that_no_payer_can_be_paid_by(row: str, told: tuple[str, str, str]) -> None:
    diagnostics = Diagnostics()
    payers = f"{PAYERS}支付方,否,社区,社区,community,\n"
    rows = (*FIELDS, *PAYER_FIELDS, "n,more,社区,支付方,社区\n" if "社区" not in row else "", row)
    text = FIELD_HEADINGS + "".join(rows)
    compile_vocabulary(words(diagnostics, levels=payers, fields=text), diagnostics)
    found = zip(codes(diagnostics), (each.message.zh for each in diagnostics.sorted()), strict=True)
    at = f"fields.csv:{told[1]}{len(text.splitlines())}"
    assert ((told[0], at), told[2]) in found


def test_an_ordered_scale_with_two_values_swapped_is_told_at_the_second() -> None:
    diagnostics = Diagnostics()
    lines = LEVELS.splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    compile_vocabulary(words(diagnostics, levels="\n".join(lines) + "\n"), diagnostics)
    assert codes(diagnostics) == [("BAD_VOCABULARY", "levels.csv:C5")]


def test_a_code_that_criteria_name_and_no_entry_has_is_no_further_mistake_elsewhere() -> None:
    """It is told where the criteria name it; a table by disease that names it as well has no fault of its own."""
    diagnostics = Diagnostics()
    findings = f"{FINDINGS}disease,病名,disease,代码,单次,,病种,,\n"
    for criteria, values in (("T1,1,症状,是\n", ["T1"]), ("T1;T9,1,症状,是\n", ["T1", "T9"])):
        read = words(diagnostics, findings=findings, entries=ENTRIES, criteria=f"病种,编号,所见,条件\n{criteria}")
        levels = compile_vocabulary(read, diagnostics).findings["disease"].type.levels
        assert levels is not None
        assert [level.value for level in levels.levels] == values
    assert codes(diagnostics) == []
