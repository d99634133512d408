"""The floors hold, and each contract that says so goes red when it is broken."""

import os
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
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


@pytest.mark.slow
def test_an_empty_house_breaks_no_contract(empty_house: Path) -> None:
    result = lint_imports(empty_house)
    assert result.returncode == 0, result.stdout + result.stderr


BROKEN = {
    "floors": [
        ("tables", "import chronicare.cells"),
        ("cells", "import chronicare.formats"),
        ("engine", "import chronicare.reference"),
        ("reference", "import chronicare.engine"),
        ("compiler", "import chronicare.engine"),
        ("authoring", "import chronicare.rpc"),
    ],
    "edge": [("application", "import chronicare.api")],
    "core": [("formats", "import pathlib"), ("program", "from time import monotonic"), ("reference", "import os.path")],
    "deciding": [("recognition", "import random"), ("benefits", "import pathlib")],
    "engine": [("engine", "import logging")],
}
"""By contract: a room, and a statement in it that the contract forbids."""


@pytest.mark.slow
def test_a_forbidden_import_breaks_its_contract(empty_house: Path) -> None:
    for room, statement in chain.from_iterable(BROKEN.values()):
        with (empty_house / "service" / "chronicare" / room / "__init__.py").open("a", encoding="utf-8") as init:
            init.write(f"{statement}\n")
    result = lint_imports(empty_house)
    assert result.returncode == 1, result.stdout + result.stderr
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    names = {each["id"]: each["name"] for each in contracts}
    assert names.keys() == BROKEN.keys()
    told = " ".join(result.stdout.partition("Broken contracts")[2].split())
    begins = {name: told.index(names[name]) for name in BROKEN}
    for name, statements in BROKEN.items():
        section = told[begins[name] : min([each for each in begins.values() if each > begins[name]], default=None)]
        for room, statement in statements:
            imported = statement.split()[1]
            imported = imported if imported.startswith("chronicare") else imported.partition(".")[0]
            assert f"chronicare.{room} -> {imported} (l." in section, (name, room, result.stdout)


@pytest.mark.slow
def test_a_room_on_no_floor_breaks_the_floors(empty_house: Path) -> None:
    attic = empty_house / "service" / "chronicare" / "attic"
    attic.mkdir()
    (attic / "__init__.py").write_text("import chronicare.tables\n", encoding="utf-8")
    result = lint_imports(empty_house, "--contract", "floors")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "0 kept, 1 broken" in result.stdout, result.stdout + result.stderr
