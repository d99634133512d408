from datetime import UTC, date, datetime

import pytest

from chronicare.loaders import clock


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [("Asia/Shanghai", date(2026, 1, 2)), ("UTC", date(2026, 1, 1)), ("America/Los_Angeles", date(2026, 1, 1))],
)
def test_today_is_the_day_it_is_there(monkeypatch: pytest.MonkeyPatch, time_zone: str, day: date) -> None:
    """At 17:27 UTC it is 01:27 of the next day in Shanghai."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 1, 17, 27, tzinfo=UTC))
    assert clock.today(time_zone) == day
