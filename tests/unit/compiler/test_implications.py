"""Implication tables: what follows from what, and the columns of the vocabulary that say what goes together."""

from fractions import Fraction

import pytest
from unit.compiler.written import FINDINGS, LEVELS, codes, words

from chronicare.cells.values import Interval
from chronicare.compiler import compile_vocabulary
from chronicare.diagnostics import Diagnostics
from chronicare.program.vocabulary import Vocabulary

HEAD = "所见,条件,推出,值\n"


def made(**tables: str) -> tuple[Vocabulary, list[tuple[str, str]]]:
    diagnostics = Diagnostics()
    vocabulary = compile_vocabulary(words(diagnostics, **tables), diagnostics)
    return vocabulary, codes(diagnostics)


def test_rows_are_read_in_order() -> None:
    rows = "体温,≥ 38 °C,发热,是\n评分,-,肌力,II\n皮疹,是,评分,不能做\n起病日期,-,型,乙型\n"
    vocabulary, found = made(implied=HEAD + rows)
    assert found == []
    assert [(each.finding, each.implied, each.value) for each in vocabulary.implications] == [
        ("temperature", "fever", True),
        ("score", "strength", 2),
        ("rash", "score", None),
        ("onset", "type", "乙型"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("体湿,-,发热,是", [("UNKNOWN_FINDING", "implied.csv:A2")]),
        ("体温,-,发烧,是", [("UNKNOWN_FINDING", "implied.csv:C2")]),
        ("体温,≥ 38,发热,是", [("MISSING_UNIT", "implied.csv:B2")]),
        ("体温,-,肌力,IX", [("UNKNOWN_NAME", "implied.csv:D2")]),
        ("体温,-,评分,[1..2]", [("BAD_VOCABULARY", "implied.csv:D2")]),
        ("体温,-,肌力,> II", [("BAD_VOCABULARY", "implied.csv:D2")]),
        ("体温,-,血糖,7 mmol/L", [("BAD_VOCABULARY", "implied.csv:D2")]),
    ],
)
def test_what_is_wrong_is_told(row: str, expected: list[tuple[str, str]]) -> None:
    assert made(implied=f"{HEAD}{row}\n")[1] == expected


def findings(**columns: str) -> str:
    """Return FINDINGS with a column more; of each finding named its value."""
    ((heading, values),) = [(heading, dict([each.split("=")])) for heading, each in columns.items()]
    first, *rest = FINDINGS.rstrip("\n").split("\n")
    return "\n".join([f"{first},{heading}", *(f"{row},{values.get(row.split(',')[0], '')}" for row in rest)]) + "\n"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (findings(成分关系="pressure=收缩压 > 舒张压"), []),
        (findings(成分关系="pressure=收缩压 > 脉压"), ["BAD_VOCABULARY"]),
        (findings(成分关系="pressure=收缩压"), ["BAD_VOCABULARY"]),
        (findings(成分关系="glucose=收缩压 > 舒张压"), ["BAD_VOCABULARY"]),
        (findings(可答无="onset=是"), []),
        (findings(可答无="onset=也许"), ["BAD_VOCABULARY"]),
        (findings(可答无="glucose=是"), ["BAD_VOCABULARY"]),
        (findings(可答无="symptom=是"), ["BAD_VOCABULARY"]),
        (findings(可未检出="glucose=是"), ["BAD_VOCABULARY"]),
        (findings(可未检出="rash=是"), ["BAD_VOCABULARY"]),
        (findings(可未检出="score=也许"), ["BAD_VOCABULARY"]),
        (findings(同量="glucose=甲"), []),
        (findings(同量="score=甲"), ["BAD_VOCABULARY"]),
    ],
)
def test_what_goes_together_is_checked(table: str, expected: list[str]) -> None:
    assert [code for code, _ in made(findings=table)[1]] == expected


def test_what_the_columns_say() -> None:
    assert made(findings=findings(成分关系="pressure=收缩压 > 舒张压"))[0].findings["pressure"].relation == (
        "high",
        "low",
    )
    assert made(findings=findings(可答无="onset=是"))[0].findings["onset"].may_be_none
    assert made(findings=findings(同量="glucose=甲"))[0].findings["glucose"].alternative == "甲"
    head, *rows = LEVELS.rstrip("\n").split("\n")
    levels = "\n".join([f"{head},排他", *(f"{row},{'是' if '甲型' in row else ''}" for row in rows)])
    alone = made(levels=f"{levels}\n")[0].findings["type"].type.levels
    assert alone is not None
    assert [each.exclusive for each in alone.levels] == [True, False, False]


def test_names_that_fold_alike_are_one_name() -> None:
    assert made(findings=f"{FINDINGS}other,另一,other,是否,单次,,,,glu\n")[1] == [
        ("DUPLICATE_NAME", f"findings.csv:A{FINDINGS.count(chr(10)) + 1}")
    ]


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        ("≤ 3", Interval(Fraction(0), True, Fraction(3), True)),
        ("< 3", Interval(Fraction(0), True, Fraction(3), False)),
        ("≥ 3", Interval(Fraction(3), True, Fraction(10), True)),
        ("> 3", Interval(Fraction(3), False, Fraction(10), True)),
    ],
)
def test_a_bound_of_a_number_may_follow(written: str, interval: Interval) -> None:
    vocabulary, found = made(implied=f"{HEAD}体温,-,评分,{written}\n")
    assert found == []
    assert [each.value for each in vocabulary.implications] == [interval]
