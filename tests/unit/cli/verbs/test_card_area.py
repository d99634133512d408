"""What an area with benefits unlike those of the real ones is said in: cards, counters and decision tables alone."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from published import RULES

DATA = Path(__file__).parents[3] / "data" / "card_area"
FOLDER = "990800-shili"


def test_shared_caps_items_courses_and_quarters_are_said_in_tables(run: Callable[..., Result], tmp_path: Path) -> None:
    shutil.copytree(RULES / "national", tmp_path / "national")
    shutil.copytree(DATA / FOLDER, tmp_path / FOLDER)
    checked = run("check", tmp_path, "--sources", DATA / "sources")
    (away,) = checked.stderr.splitlines()
    assert away.startswith("national/manifest.yaml"), "the document of the layer is not among those of the area"
    assert "错误 0，提醒 1" in checked.stdout
    told = run("cases", tmp_path, "--coverage").stdout
    counts = re.search(r"990800 待遇案例 (\d+)，通过 (\d+)", told)
    assert counts is not None
    assert int(counts[1]) == int(counts[2]) > 13, "its own, and those of the layer"
    assert "未见" not in told
