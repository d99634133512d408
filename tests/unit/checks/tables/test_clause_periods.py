"""What counters run over beside what their rows quote."""

from dataclasses import replace

import pytest
from unit.compiler.written import folder, table

from chronicare.checks.tables.clause_periods import check_periods
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.diagnostics import Diagnostics

HEAD = "名称,单位,周期,计什么,限额,出处,原文,更正,异常\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("每年,支付,2000 元,1-1,一个自然年度最高支付 2000 元,,", []),
        ("每月,支付,2000 元,1-1,一个自然年度最高支付 2000 元,,", ["counters.csv:C2"]),
        ("每月,支付,2000 元,1-1,一个自然年度最高支付 2000 元,每月最高支付 2000 元,", []),
        ("每月,支付,2000 元,1-1,一个自然年度最高支付 2000 元,,A-1", []),
        ("每日,支付,35 元,1-1,每天最高支付 35 元,,", []),
        ("每季,支付,35 元,1-1,每月最高支付 35 元,,", ["counters.csv:C2"]),
        ("每月,支付,35 元,1-1,最高支付 35 元,,", []),
        ("每月,支付,不限,,,,", []),
    ],
)
def test_the_period_of_a_counter(row: str, expected: list[str]) -> None:
    diagnostics = Diagnostics()
    area = folder(diagnostics)
    made = table("counters", f"{HEAD}累计,元,{row}\n", diagnostics, "counters.csv")
    check_periods(replace(area, tables=(*area.tables, made)), RowNotes({"A-1": "按每月计"}), found := Diagnostics())
    assert {each.code.name for each in found.sorted()} <= {"CLAUSE_SAYS_OTHERWISE"}
    assert [str(each.where).partition("「")[0] for each in found.sorted()] == expected
