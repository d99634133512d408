"""A small rule directory, copied so that it can be written, and the bench over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from unit.small_rules import copy_rules

from chronicare.engine import DurableEngine
from chronicare.workbench.bench import Bench


@pytest.fixture(scope="session")
def engine() -> DurableEngine:
    return DurableEngine()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the national layer and the made-up area."""
    return copy_rules(tmp_path / "rules")


@pytest.fixture
def bench(rules: Path, engine: DurableEngine) -> Iterator[Bench]:
    """Return the bench over ``rules``."""
    made = Bench(rules, engine, {}, persons=20)
    yield made
    made.close()
