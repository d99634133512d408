"""A small rule directory, copied so that it can be written, and the bench over it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicare.engine import DurableEngine
from chronicare.workbench.bench import Bench

ROOT = Path(__file__).parents[3]
AREA = "990700-shili"
CARD = f"{AREA}/two_diseases.csv"


@pytest.fixture(scope="session")
def engine() -> DurableEngine:
    return DurableEngine()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the national layer and the made-up area."""
    target = tmp_path / "rules"
    shutil.copytree(ROOT / "rules" / "national", target / "national")
    shutil.copytree(ROOT / "tests" / "data" / "new_area" / AREA, target / AREA)
    return target


@pytest.fixture
def bench(rules: Path, engine: DurableEngine) -> Iterator[Bench]:
    """Return the bench over ``rules``."""
    made = Bench(rules, engine, {})
    yield made
    made.close()
