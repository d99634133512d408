"""A new number from a day on: rows below it begin with it, and must not lose the days before."""

import pytest
from unit.benefits.written import rules_of

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
