"""Today is the day in the area of the rules, wherever the machine stands."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from chronicare.loaders import clock

Run = Callable[..., Result]
BENEFITS = Path(__file__).parents[2] / "data" / "cli" / "benefit_rules"


@pytest.fixture(autouse=True)
def past_midnight_in_the_area(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it 01:27 on 2026-01-02 in Shanghai, when UTC still has the first."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 1, 17, 27, tzinfo=UTC))


def request(day: str) -> str:
    return json.dumps({"as_of_date": day, "disease_codes": ["T00001"]})


def test_a_payment_of_today_is_not_later_than_today(run: Run) -> None:
    said = run("ask", "待遇起始日", "--fact", "缴费日=2026-01-02", "--rules", BENEFITS).stdout
    assert said.startswith("待遇起始日：2026-01-02\n")


def test_a_payment_of_tomorrow_is_refused(run: Run) -> None:
    assert (
        "2026-01-03 晚于" in run("ask", "待遇起始日", "--fact", "缴费日=2026-01-03", "--rules", BENEFITS, code=1).stderr
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-01-01", ""), ("2026-01-02", ""), ("2026-01-03", "提醒：申请日 2026-01-03 晚于当地今天（2026-01-02）\n")],
)
def test_an_application_as_of_a_day_to_come_is_told(run: Run, day: str, told: str) -> None:
    assert run("decide", "-", stdin=request(day)).stderr == told


def test_the_sheet_bears_the_areas_day(run: Run, tmp_path: Path) -> None:
    run("decide", "-", "--sheet", tmp_path / "sheet.html", stdin=request("2025-12-01"))
    assert "制表日期 2026-01-02" in (tmp_path / "sheet.html").read_text(encoding="utf-8")


def test_a_machine_without_data_of_time_zones_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chronicare.loaders.clock.ZoneInfo", _absent)
    told = run("diseases", code=2).stderr
    assert "Asia/Shanghai" in told
    assert "tzdata" in told
    assert run("diseases", "--as-of", "2025-12-01").exit_code == 0


def _absent(key: str) -> None:
    raise clock.ZoneInfoNotFoundError(f"No time zone found with key {key}")
