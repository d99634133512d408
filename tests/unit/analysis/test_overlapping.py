"""Two rows that may match together are shown with whom they both match, and a case of it."""

import pytest
from unit.benefits.written import Written, folder_of, vocabulary
from unit.compiler.written import switches

from chronicare.analysis.overlapping import with_overlaps_shown
from chronicare.compiler import AreaRules
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import WITHOUT_ROW, Code, Diagnostic, Diagnostics, Position, Text


def shown(text: str) -> list[Diagnostic]:
    found = Diagnostics()
    area = folder_of(found, {"表": Written("UNIQUE", text)}, switches=switches(开="甲"), dates=(None, None))
    benefits = compile_benefits(area, vocabulary(), Register(area, found), found)
    rules = AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary(), benefits)
    return list(with_overlaps_shown(found.sorted(), rules))


@pytest.mark.parametrize(
    ("rows", "said", "facts"),
    [
        (
            "职工,二级,1 元\n职工,≤ 二级,2 元\n",
            "险种 职工，机构等级 二级",
            "险种: 职工, 机构等级: 二级",
        ),
        ("职工,-,1 元\n-,三级,2 元\n", "险种 职工，机构等级 三级", "险种: 职工, 机构等级: 三级"),
    ],
)
def test_whom_both_rows_match(rows: str, said: str, facts: str) -> None:
    (told,) = shown(f"入：险种,入：机构等级,出：应扣\n{rows}")
    assert told.message.zh == f"与第 2 行可能同时符合，而本表是 UNIQUE：{said}（应扣 1 元 / 2 元）"
    assert told.case == (
        f"- {{name: 表 两行都适用, as_of_date: 2000-01-01, facts: {{{facts}}}, expect: {{values: {{应扣: 〔待定〕}}}}}}"
    )
    assert told.edit is None


def test_rows_that_say_the_same_can_be_one() -> None:
    (told,) = shown("入：险种,出：应扣\n职工,1 元\n职工,1 元\n")
    assert told.message.zh.endswith("险种 职工（两行说的一样）")
    assert told.edit == WITHOUT_ROW


def test_a_table_that_tests_nothing_says_two_things_of_everybody() -> None:
    (told,) = shown("出：应扣,开关,读法\n1 元,开,甲\n2 元,开,甲\n")
    assert told.message.zh.endswith("任何情形（应扣 1 元 / 2 元）")
    assert "readings: {开: 甲}, facts: {}" in told.case


def test_what_else_is_told_stays_as_it_is() -> None:
    other = Diagnostic(Code.DUPLICATE_ID, Position("表.csv", 3), Text("别的", "something else"))
    rules = AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary(), ())
    assert list(with_overlaps_shown([other], rules)) == [other]
