"""The small rules of the command line's tests, opened to decide by."""

from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from chronicare.application.impact import Side
from chronicare.population.running import open_side

RULES = Path(__file__).parents[2] / "data" / "cli" / "rules"
AREA = "999900"


@pytest.fixture(scope="session")
def rules() -> Path:
    """Return the rule directory."""
    return RULES


@pytest.fixture(scope="session")
def side() -> Side:
    """Return the one area of it, opened."""
    return open_side(RULES, AREA)
