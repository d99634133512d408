"""The floors hold, and each contract that says so goes red when it is broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run lint-imports with the contracts of ``folder`` on the package that stands below ``folder/service``."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "service")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """Return a copy of the house with all its rooms and our contracts, and nothing in the rooms."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = ROOT / "service" / "chronicare"
    for init in (package / "__init__.py", *package.glob("*/__init__.py")):
        room = tmp_path / init.parent.relative_to(ROOT)
        room.mkdir(parents=True)
        (room / "__init__.py").touch()
    return tmp_path


def test_the_floors_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_empty_house_breaks_no_contract(empty_house: Path) -> None:
    result = lint_imports(empty_house)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("contract", "room", "statement"),
    [
        ("floors", "tables", "import chronicare.cells"),
        ("floors", "cells", "import chronicare.formats"),
        ("floors", "engine", "import chronicare.reference"),
        ("floors", "reference", "import chronicare.engine"),
        ("floors", "compiler", "import chronicare.engine"),
        ("floors", "authoring", "import chronicare.rpc"),
        ("floors", "attic", "import chronicare.tables"),
        ("edge", "application", "import chronicare.api"),
        ("core", "formats", "import pathlib"),
        ("core", "program", "from time import monotonic"),
        ("core", "reference", "import os.path"),
        ("deciding", "recognition", "import random"),
        ("deciding", "benefits", "import pathlib"),
        ("engine", "engine", "import logging"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(empty_house: Path, contract: str, room: str, statement: str) -> None:
    folder = empty_house / "service" / "chronicare" / room
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").write_text(f"{statement}\n", encoding="utf-8")
    result = lint_imports(empty_house, "--contract", contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "0 kept, 1 broken" in result.stdout, result.stdout + result.stderr
