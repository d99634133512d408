"""What is installed: `chronicare` with all its files, and nothing beside it."""

import re
import subprocess
import sys
import tomllib
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

from chronicare.engine.native import BUILD_FLAGS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", f"--outdir={folder}", str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Return the names of all files in the wheel."""
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    """Return what the wheel says of itself."""
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_top_level_is_chronicare_alone(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"chronicare", f"chronicare-{PROJECT['version']}.dist-info"}


def test_every_file_of_the_package_is_in_it(names: set[str]) -> None:
    service = ROOT / "service"
    files = (file for file in (service / "chronicare").rglob("*") if file.is_file())
    expected = {file.relative_to(service).as_posix() for file in files if "__pycache__" not in file.parts}
    assert {name for name in names if name.startswith("chronicare/")} == expected


def test_it_takes_every_python_that_the_engine_was_tried_on(metadata: Message) -> None:
    assert metadata["Requires-Python"] == ">=3.11"
    tried = {each.rpartition(" ")[2] for each in metadata.get_all("Classifier", []) if "Python :: 3." in each}
    assert {"3.11", "3.12", "3.13"} <= tried


def test_make_compiles_the_engine_with_what_the_service_says_it_needs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^ENGINE_FLAGS := (.*)$", makefile, re.MULTILINE) == [BUILD_FLAGS]
    assert "CPPFLAGS='$(ENGINE_FLAGS)' $(PIP) --require-hashes --no-cache-dir" in makefile


def test_it_asks_for_the_engine_whose_guards_were_measured(metadata: Message) -> None:
    assert "durable-rules==2.0.28" in metadata.get_all("Requires-Dist", [])


def test_check_wheel_contents_finds_nothing(wheel: Path) -> None:
    program = Path(sys.executable).with_name("check-wheel-contents")
    result = subprocess.run([program, wheel], cwd=ROOT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
