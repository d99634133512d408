import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result

from chronicare.cli.demo import PEOPLE

Run = Callable[..., Result]

PROJECT_RULES = Path(__file__).parents[3] / "rules"
OUTCOMES = ["OUTCOME_MEETS", "OUTCOME_DOES_NOT_MEET", "OUTCOME_UNDECIDED"]


@pytest.mark.parametrize(("name", "outcome"), list(zip(PEOPLE, OUTCOMES, strict=True)))
def test_the_three_people_of_the_demo_come_out_in_the_three_ways(run: Run, name: str, outcome: str) -> None:
    text = files("chronicare.cli").joinpath("demo", name).read_text(encoding="utf-8")
    response = json.loads(run("decide", "-", "--json", "--rules", PROJECT_RULES, stdin=text).stdout)
    assert [each["outcome"] for each in response["decisions"]] == [outcome]


def test_the_demo_asks_a_service_of_its_own_and_stops_it(run: Run) -> None:
    said = run("demo", "--rules", PROJECT_RULES).stdout
    assert [line for line in said.splitlines() if line.startswith("结论：")] == [
        "结论：符合",
        "结论：不符合",
        "结论：尚不能认定（缺少资料）",
    ]
    assert said.endswith("服务已停止\n")


def test_a_demo_that_cannot_start_says_why(run: Run, tmp_path: Path) -> None:
    assert "服务没有启动" in run("demo", "--rules", tmp_path, code=2).stderr
