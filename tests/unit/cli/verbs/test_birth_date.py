from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
FACTS = ("达退休年龄后随迁入户=否", "本市户籍=是", "从业=否", "达到法定退休年龄=否")


@pytest.fixture
def rules() -> Path:
    """Return the rules of all areas."""
    return Path(__file__).parents[4] / "rules"


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("2002-09-11", "可参保档次：没有符合的规则行"),
        ("2002-09-10", "可参保档次：基本医疗保险一档、基本医疗保险二档"),
    ],
)
def test_the_age_follows_from_the_birth_date(run: Run, born: str, said: str) -> None:
    """第二问: 年满 18 周岁."""
    facts = [word for fact in FACTS for word in ("--fact", fact)]
    asked = run("ask", "可参保档次", *facts, "--area", "440300", "--date", "2020-09-10", "--birth-date", born)
    assert asked.stdout.splitlines()[0] == said


def test_a_birth_date_that_is_no_day_is_refused(run: Run) -> None:
    asked = run("ask", "可参保档次", "--area", "440300", "--date", "2020-09-10", "--birth-date", "2002-13-01", code=1)
    assert "person.birth_date" in asked.stderr
