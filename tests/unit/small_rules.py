"""A rule directory small enough to be read for each test: what areas share, and a made-up area."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
AREA = "990700-shili"
CARD = f"{AREA}/two_diseases.csv"
RATIO = 9
"""The column 比例 of the card."""


def copy_rules(target: Path) -> Path:
    """Copy it to ``target``, and return that."""
    shutil.copytree(ROOT / "rules" / "national", target / "national")
    shutil.copytree(ROOT / "tests" / "data" / "new_area" / AREA, target / AREA)
    return target
