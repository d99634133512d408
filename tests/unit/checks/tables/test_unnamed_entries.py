"""Diseases that a table by disease passes over."""

import pytest
from unit.benefits.written import Written, folder_of
from unit.benefits.written import vocabulary as terms
from unit.compiler.written import ENTRIES, compiled

from chronicare.checks.tables.unnamed_entries import check_named
from chronicare.compiler import AreaRules
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics, Text

KINDS = ("药品", "耗材", "保健", "单列药")


def told(rows: str) -> list[tuple[str, str]]:
    """Return where and of which rows something is told, of three entries of one class and one of another."""
    entries = [f"{code},{code},{code},{'特病' if code == '单列药' else '慢病'},长期" for code in KINDS]
    rules, found = compiled(
        entries="\n".join([ENTRIES.split("\n", maxsplit=1)[0], *entries]) + "\n",
        criteria="病种,编号,所见,条件,取值,分值\n*,1,症状,是,,\n",
        groups="病种,编号,满足,成员,开关,读法\n*,R1,全部,1,,\n",
    )
    assert found == []
    diagnostics = Diagnostics()
    table = Written("FIRST", f"入：费用种类,入：险种,出：应扣,出处,原文\n{rows}")
    area, words = folder_of(diagnostics, {"限额": table}), terms()
    benefits = compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    assert diagnostics.sorted() == ()
    check_named(AreaRules("990000", Text("", ""), "1", None, None, rules.entries, words, benefits), diagnostics)
    assert {each.code.name for each in diagnostics.sorted()} <= {"ENTRY_NOT_NAMED"}
    assert not diagnostics.has_errors
    return [(str(each.where).partition("「")[0], each.message.zh[:8]) for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # each of the class has a row for each scheme; the other class is not what the table is about
        ('"药品, 耗材, 保健",职工,1000 元,1-1,原\n"药品, 耗材, 保健",居民,600 元,1-1,原\n', []),
        # one is passed over in the rows of one scheme
        (
            '"药品, 耗材, 保健",职工,1000 元,1-1,原\n"药品, 保健",居民,600 元,1-1,原\n',
            [("entries.csv:A3", "表「限额」（居民")],
        ),
        ('"药品, 耗材",-,1000 元,1-1,原\n', [("entries.csv:A4", "表「限额」没有一")]),
        # a row says that there is none
        ('"药品, 耗材",-,1000 元,1-1,原\n保健,-,无此待遇,1-1,原\n', []),
        # a rule for one of them is no list of the class
        ("药品,-,1000 元,1-1,原\n", []),
    ],
)
def test_a_disease_without_a_row_where_most_of_its_class_have_one(rows: str, expected: list[tuple[str, str]]) -> None:
    assert told(rows) == expected


def test_what_the_rest_falls_to_is_a_row_for_all() -> None:
    assert told('"药品, 耗材",-,1000 元,1-1,原\n-,-,0 元,1-1,原\n') == []
