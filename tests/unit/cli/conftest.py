"""A small rule directory, and the command run on it without a process of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chronicare.cli.__main__ import main

DATA = Path(__file__).parents[2] / "data" / "cli"

Run = Callable[..., Result]


@pytest.fixture
def rules() -> Path:
    """Return a rule directory of five entries."""
    return DATA / "rules"


@pytest.fixture
def sources() -> Path:
    """Return the folder of the document the small rules cite."""
    return DATA / "sources"


@pytest.fixture
def run(rules: Path) -> Run:
    """Run the command; the rules are the small ones unless the arguments name others."""

    def run_command(*arguments: str | Path, stdin: str | bytes | None = None, code: int = 0) -> Result:
        result = CliRunner().invoke(
            main, [str(each) for each in arguments], input=stdin, env={"CHRONICARE_RULES": str(rules)}
        )
        assert result.exit_code == code, result.output + repr(result.exception)
        assert "Traceback" not in result.output
        return result

    return run_command
