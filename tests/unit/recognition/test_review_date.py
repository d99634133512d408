from dataclasses import replace
from datetime import date

import pytest
from unit.compiler.written import entry_of

from chronicare.recognition.review_date import review_date

ENTRY = entry_of("1,症状,是", "R1,全部,1").entry


@pytest.mark.parametrize(
    ("recognised", "months", "due"),
    [
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 15), None, None),
    ],
)
def test_the_review_falls_due_months_later_and_within_the_month(
    recognised: date, months: int | None, due: date | None
) -> None:
    assert review_date(replace(ENTRY, review_months=months), recognised) == due
