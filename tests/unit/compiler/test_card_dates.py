"""A new number from a day on: rows below it begin with it, and must not lose the days before."""

import pytest
from unit.benefits.written import rules_of
from unit.compiler.written import switches

HEAD = "编号,谁付,名称,基数,起付,比例,封顶,入：险种,开关,读法,生效日,失效日\n"


def faults(*rows: str) -> list[tuple[str, str]]:
    """Return what is wrong with rows of ``比例,险种,生效日,失效日``, all of one step."""
    first, *others = rows
    written = [f"basic,基本医保,报销,合规费用,不设,{_cells(first)}", *(f"basic,,,,,{_cells(row)}" for row in others)]
    return rules_of(chain=HEAD + "\n".join(written), dates=(None, None))[1]


def _cells(row: str) -> str:
    ratio, scheme, since, until = row.split(",")
    return f"{ratio},不限,{scheme},,,{since},{until}"


@pytest.mark.parametrize(
    "rows",
    [
        ("85%,职工,,2026-01-01", "60%,居民,,", "90%,职工,2026-01-01,", "65%,居民,,"),  # the whole step again below
        ("85%,职工,,2026-01-01", "90%,职工,2026-01-01,"),
        ("85%,职工,2026-01-01,", "60%,居民,,"),  # a benefit that is new: nobody's place is taken
        ("85%,职工,,2026-01-01", "90%,职工,2026-01-01,", "60%,居民,-,-"),
    ],
)
def test_rows_that_lose_no_day(rows: tuple[str, ...]) -> None:
    assert faults(*rows) == []


def test_a_number_put_into_the_middle_carries_the_rows_below_along() -> None:
    rows = ("85%,职工,,2026-01-01", "90%,职工,2026-01-01,", "60%,居民,,")
    assert faults(*rows) == [("BAD_DATES", "card.csv:4")]


FULL = "编号,谁付,名称,基数,起付,比例,封顶,开关,读法,出处,原文,生效日,失效日\n"
FIRST = "basic,基本医保,报销,合规费用,不设,50%,不限,开,甲,1-1,文,,2026-01-01\n"


def of_readings(*rows: str) -> list[tuple[str, str]]:
    return rules_of(chain=FULL + FIRST + "\n".join(rows), switches=switches(开="甲", 关="甲"), dates=(None, None))[1]


def test_a_new_row_does_not_take_over_what_another_reading_says() -> None:
    """From 2026 on 甲 has a deductible: its ratio would have been 60 %, as the row above has it, which is 乙's."""
    other = "basic,,,,,60%,,开,乙,,,-,-"
    assert of_readings(other, "basic,,,,100 元 每次,,,开,甲,,,2026-01-01,") == [("BAD_DATES", "card.csv:F4")]
    assert of_readings(other, "basic,,,,100 元 每次,50%,,开,甲,,,2026-01-01,") == []


def test_nor_what_a_row_for_others_says() -> None:
    rows = ("85%,职工,,2026-01-01", "60%,居民,-,-", ",职工,2026-01-01,")
    assert faults(*rows) == [("BAD_DATES", "card.csv:F4")]


def test_a_reading_does_not_end_with_the_number_under_another() -> None:
    new = "basic,,,,100 元 每次,50%,,开,甲,,,2026-01-01,"
    assert of_readings("basic,,,,,60%,,开,乙,,,,", new) == [("BAD_DATES", "card.csv:3")]
    assert of_readings("basic,,,,,60%,,开,乙,,,,", new, "basic,,,,,60%,,开,乙,,,2026-01-01,") == []


def test_nor_what_one_of_two_switches_changes() -> None:
    first = FIRST.replace("开,甲", "开；关,甲；甲")
    new = first.replace(",,2026-01-01", ",2026-01-01,").replace("不设", "100 元 每次")
    one = "basic,,,,,60%,,开,乙,,,,\n"
    found = rules_of(chain=FULL + first + one + new, switches=switches(开="甲", 关="甲"), dates=(None, None))[1]
    assert found == [("BAD_DATES", "card.csv:3")]
    whole = FULL + first + one + new + one
    assert rules_of(chain=whole, switches=switches(开="甲", 关="甲"), dates=(None, None))[1] == []
