"""The published rules, or those of one area alone: a test about one area does not wait for all there are."""

import shutil
from pathlib import Path

RULES = Path(__file__).parents[1] / "rules"


def is_area(folder: str) -> bool:
    """Whether a folder of ``rules/`` is an area's; the others are what areas share."""
    code, dash, _ = folder.partition("-")
    return bool(dash) and code.isdecimal()


def copy_of_area(area: str, target: Path) -> Path:
    """Copy into ``target`` the rules of the area with the code ``area`` and what areas share; return ``target``."""
    for folder in RULES.iterdir():
        if folder.is_dir() and (not is_area(folder.name) or folder.name.startswith(f"{area}-")):
            shutil.copytree(folder, target / folder.name)
    return target
