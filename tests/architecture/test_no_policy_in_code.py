"""Policy stands in rules/, where it has its source: no disease, area or area's name is written into code."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "service" / "chronicare"
AREA_FOLDERS = [folder for folder in (ROOT / "rules").iterdir() if re.match(r"\d{6}-", folder.name)]


def chinese_name(folder: Path) -> str:
    """Return what the area of ``folder`` is called, without the word for what kind of place it is."""
    name: str = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))["name"]["zh"]
    return name.rstrip("市省县区")


DISEASE_CODE = r"\bM\d{5}\b"
# A prefecture or county of one of the 31 provinces: a province of GB/T 2260, then a part of it.
AREA_CODE = r"\b(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])(?!00)\d{4}\b"
AREA_NAME = "|".join(part for folder in AREA_FOLDERS for part in (*folder.name.split("-", 1), chinese_name(folder)))
LAYERS = [
    folder.parent.name for folder in (ROOT / "rules").glob("*/manifest.yaml") if folder.parent not in AREA_FOLDERS
]
# A folder that areas extend, as a text or the beginning of a path.
LAYER_NAME = re.compile(rf"""["'](?:{"|".join(map(re.escape, LAYERS))})["'/]""")
POLICY = re.compile(f"{DISEASE_CODE}|{AREA_CODE}|{AREA_NAME}", re.IGNORECASE)

# A folder of the machine the work was done on, as an absolute path.
MACHINE_PATH = re.compile(r"(?<![\w.}*-])/(?:home|root|tmp|work)/\w")


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """Return ``file:line: text`` for each line that ``pattern`` is found in; files not in UTF-8 are left out."""
    found = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        name = file.relative_to(ROOT)
        found += [f"{name}:{number}: {line}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    return found


def written() -> list[Path]:
    """Return what is written by hand in the package: code, and whatever lies beside it (JSON, YAML, templates)."""
    apart = {"api", "__pycache__"}
    return [
        file
        for file in PACKAGE.rglob("*")
        if file.is_file() and file.suffix != ".md" and apart.isdisjoint(file.relative_to(PACKAGE).parts)
    ]


def test_no_policy_in_code() -> None:
    files = written()
    assert {".py", ".j2"} <= {file.suffix for file in files}
    assert lines_with(POLICY, files) == []


def test_no_layer_is_named_in_code() -> None:
    assert LAYERS
    assert LAYER_NAME.search(f'root / "{LAYERS[0]}"')
    assert lines_with(LAYER_NAME, written()) == []


def test_no_machine_paths_in_the_tree() -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    files = [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    assert files
    assert lines_with(MACHINE_PATH, files) == []


@pytest.mark.parametrize(
    "text", ['if code == "M07801":', "AREA = 511900", "440304", "# 巴中市的办法", 'Path("511900-bazhong")']
)
def test_policy_is_recognised(text: str) -> None:
    assert POLICY.search(text)


@pytest.mark.parametrize("text", ["LIMIT = 100_000", "500000", "1 << 20", "HM078011", "2025-11-01", "65536"])
def test_other_text_is_not_taken_for_policy(text: str) -> None:
    assert not POLICY.search(text)
