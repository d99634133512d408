"""The small rules that the tests of wording are said by."""

from pathlib import Path

import pytest

from chronicare.application.release import Release, compile_release, make_release
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine
from chronicare.loaders.rule_directory import RuleDirectory

RULES = Path(__file__).parents[2] / "data" / "cli" / "rules"


@pytest.fixture(scope="module")
def release() -> Release:
    """Return the release of the one area there is."""
    diagnostics = Diagnostics()
    (area,) = RuleDirectory(RULES).load().areas
    assert area.rules is not None
    rules = compile_release(area.rules, diagnostics)
    made = make_release(rules, area.rules, DurableEngine(), diagnostics)
    assert diagnostics.sorted() == ()
    return made
