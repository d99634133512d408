"""What an area with benefits unlike those of the real ones is said in: cards, counters and decision tables alone."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from published import RULES

pytestmark = pytest.mark.slow

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


def test_a_case_that_no_row_matches_is_told_with_a_case_that_shows_it(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    shutil.copytree(RULES / "national", tmp_path / "national")
    shutil.copytree(DATA / FOLDER, tmp_path / FOLDER)
    ratios = tmp_path / FOLDER / "community.csv"
    lines = ratios.read_text(encoding="utf-8-sig").splitlines()
    ratios.write_text("\n".join(line for line in lines if not line.startswith("社区乙类")), encoding="utf-8-sig")
    told = run("check", tmp_path).stderr
    assert f"{FOLDER}/community.csv:1: W0423 没有一行适用：结算类别 社区乙类" in told
    assert "facts:" not in told
    *_, case = (line for line in run("check", tmp_path, "--examples").stderr.splitlines() if "facts:" in line)
    assert "{name: 社区 没有一行适用, as_of_date: " in case


def test_notes_are_told_to_who_asks_for_them(run: Callable[..., Result]) -> None:
    silent, asked = run("check", RULES), run("check", RULES, "--notes")
    assert "N0427" not in silent.stderr
    # 原发性高血压 and the others of the table of question 4-3 have their caps in two tables
    assert "511900-bazhong/benefits/disease_caps.csv:C2「出：本病种限额」: N0427" in asked.stderr
    assert "没有发现问题" in asked.stdout
