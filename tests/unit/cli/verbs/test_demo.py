import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from published import RULES, copy_of_area

pytestmark = pytest.mark.slow
Run = Callable[..., Result]

AREA = "511900"
"""The area whose requests are shown here; `make demo` takes the first that brings any."""
REQUESTS = {file.name: file for folder in RULES.glob(f"{AREA}-*") for file in sorted((folder / "demo").glob("*.json"))}
OUTCOMES = {
    "1-meets.json": "OUTCOME_MEETS",
    "2-refused.json": "OUTCOME_DOES_NOT_MEET",
    "3-undecided.json": "OUTCOME_UNDECIDED",
}


@pytest.fixture(scope="module")
def area_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the rules of the area whose requests are shown."""
    return copy_of_area(AREA, tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize(("name", "outcome"), list(OUTCOMES.items()))
def test_the_three_people_of_the_demo_come_out_in_the_three_ways(
    run: Run, area_rules: Path, name: str, outcome: str
) -> None:
    response = json.loads(run("decide", REQUESTS[name], "--json", "--rules", area_rules).stdout)
    assert [each["outcome"] for each in response["decisions"]] == [outcome]


# Dialysis, 50400 yuan eligible: (50400 − 400) × 60%; of the 20400 left (20400 − 7224) × 65%; of the 11835.60 left 70%;
# the 3550.68 left are below 8500. An inpatient, 10000 eligible: (10000 − 700) × 80%, 2560 × 60%, (1024 − 400) × 85%.
PAYMENTS = {
    "4-dialysis.json": {"basic": 3000000, "serious": 856440, "assist": 828492, "tilted": 0},
    "5-inpatient.json": {"basic": 744000, "civil": 153600, "large": 53040},
}


@pytest.mark.parametrize(("name", "payments"), list(PAYMENTS.items()))
def test_the_bills_that_come_with_the_command_are_settled(
    run: Run, area_rules: Path, name: str, payments: dict[str, int]
) -> None:
    response = json.loads(run("settle", REQUESTS[name], "--json", "--rules", area_rules).stdout)
    assert response["settlement"]["outcome"] == "SETTLEMENT_OUTCOME_SETTLED"
    amounts = response["settlement"]["amounts"]
    assert {
        step["step"]: int(step.get("payment_fen", 0)) for part in amounts["parts"] for step in part["steps"]
    } == payments
    assert int(amounts["fund_payment_fen"]) == sum(payments.values())


def test_the_demo_asks_a_service_of_its_own_and_stops_it(run: Run, area_rules: Path) -> None:
    said = run("demo", "--rules", area_rules).stdout
    assert [line for line in said.splitlines() if line.startswith("结论：")] == [
        "结论：符合",
        "结论：不符合",
        "结论：尚不能认定（缺少资料）",
    ]
    assert [line for line in said.splitlines() if line.startswith("结果：")] == ["结果：已结算"] * len(PAYMENTS)
    titles = [f"━━━ {json.loads(file.read_text(encoding='utf-8'))['request_id']} ━━━" for file in REQUESTS.values()]
    assert len(titles) == len(OUTCOMES) + len(PAYMENTS)
    assert [line for line in said.splitlines() if re.fullmatch("━━━ .、.+ ━━━", line)] == titles
    assert "  医疗救助 常规救助：支付 8284.92 元" in said.splitlines()
    assert said.endswith("服务已停止\n")


def test_a_demo_that_cannot_start_says_why(run: Run, tmp_path: Path) -> None:
    shutil.copytree(RULES / REQUESTS["1-meets.json"].parents[1].name / "demo", tmp_path / "999900-shiyan" / "demo")
    assert "服务没有启动" in run("demo", "--rules", tmp_path, code=2).stderr


def test_rules_that_bring_nothing_to_be_shown_are_one_sentence(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--rules", tmp_path, code=2).stderr == f"{tmp_path} 里没有演示用的请求\n"
    (tmp_path / "999900-shiyan" / "demo").mkdir(parents=True)
    (tmp_path / "999900-shiyan" / "demo" / "1.json").write_text('{"bil": 1}', encoding="utf-8")
    told = run("demo", "--rules", tmp_path, code=2).stderr
    assert "1.json：不是可以演示的请求" in told
    assert told.count("\n") == 1
