"""What an area with benefits unlike those of the real ones is said in: cards, counters and decision tables alone."""

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
    assert checked.stderr == ""
    assert "没有发现问题" in checked.stdout
    told = run("cases", tmp_path, "--coverage").stdout
    assert "990800 待遇案例 13，通过 13" in told
    assert "未见" not in told
