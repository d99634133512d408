import pytest
from unit.benefits.written import Written, folder_of
from unit.compiler.written import codes, folder

from chronicare.checks.tables.uncovered_days import check_days
from chronicare.diagnostics import Diagnostics

HEAD = "入：险种,出：应扣,开关,读法,生效日,失效日\n"


def told(*rows: str) -> Diagnostics:
    diagnostics = Diagnostics()
    area = folder_of(diagnostics, {"表": Written("UNIQUE", HEAD + "".join(f"{row}\n" for row in rows))})
    assert diagnostics.sorted() == ()
    check_days(area, diagnostics)
    return diagnostics


@pytest.mark.parametrize(
    "rows",
    [
        ("职工,7 元,,,,2025-07-01", "职工,8 元,,,2025-07-01,"),
        ("职工,8 元,,,2025-07-01,", "职工,7 元,,,,2025-07-01"),
        ("职工,7 元,,,,2025-07-01", "居民,8 元,,,2025-08-01,"),
        ("职工,7 元,,,,", "职工,8 元,,,2025-08-01,"),
        ("职工,7 元,,,,2025-12-01", "职工,7 元,,,2025-02-01,2025-03-01", "职工,8 元,,,2025-12-01,"),
        ("职工,7 元,开,甲,,2025-07-01", "职工,8 元,开,乙,2025-08-01,"),
    ],
)
def test_every_day_has_a_row(rows: tuple[str, ...]) -> None:
    assert codes(told(*rows)) == []


def test_a_day_between_two_rows_is_told_at_the_day_the_later_begins() -> None:
    diagnostics = told("职工,7 元,,,,2025-07-01", "居民,7 元,,,,", "职工,8 元,,,2025-07-02,")
    assert codes(diagnostics) == [("DAYS_WITHOUT_ROW", "表.csv:E4")]
    (found,) = diagnostics.sorted()
    assert found.message.zh.startswith("自 2025-07-01 起、2025-07-02 以前")
    assert not found.is_error


def test_rows_of_one_input_written_in_two_ways_take_each_others_place() -> None:
    assert codes(told("-,7 元,,,,2025-07-01", ",8 元,,,2025-08-01,")) == [("DAYS_WITHOUT_ROW", "表.csv:E3")]


def test_a_gap_among_criteria_is_told_too() -> None:
    diagnostics = Diagnostics()
    criteria = "病种,编号,所见,条件,生效日,失效日\nT1,1,症状,是,,2025-07-01\nT1,1,咳嗽,是,2025-09-01,\nT1,2,发热,是,,\n"
    read = folder(diagnostics, criteria=criteria)
    check_days(read, diagnostics)
    assert codes(diagnostics) == [("DAYS_WITHOUT_ROW", "criteria.csv:E3")]
