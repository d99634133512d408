"""No code of a term stands in the program: what it relies on is a role, and tables say which term plays it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.loaders.filesystem import load_folder

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "service" / "chronicare"
FOLDERS = sorted(path.parent for path in (ROOT / "rules").glob("*/manifest.yaml"))
RATIO = "ratio"
"""A column of the chain, a sort of number and a part of a step: a word of the program's own, wherever it stands."""
NAMES_OF_OTHER_THINGS = {
    "formats/cases/benefits.py": {"fully_self_paid", "above_price_limit", "advance_self_payment"},  # keys of a case
    "application/benefits/filing.py": {"certified_on", "diagnosed_on"},  # fields of a request
    "application/benefits/settle_year.py": {"care_date"},
    "benefits/intake.py": {"care_date"},
}
"""Words of the program's own that some term is called by as well, and where they stand."""


def term_codes() -> frozenset[str]:
    """Return the codes of the terms of every area and of what they share."""
    codes: set[str] = set()
    for folder in FOLDERS:
        loaded = load_folder(folder, Diagnostics(), ROOT)
        assert loaded is not None
        codes |= {row.text("code") for table in loaded.rules.of_kind("terms") for row in table}
    return frozenset(codes)


def words_of(path: Path) -> Iterator[str]:
    """Yield every piece of text a program file holds."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.fixture(scope="module")
def codes() -> frozenset[str]:
    return term_codes()


def test_the_terms_are_found(codes: frozenset[str]) -> None:
    assert {"setting", "certified_on", "step_payment"} <= codes


def test_no_code_of_a_term_stands_in_the_program(codes: frozenset[str]) -> None:
    held = {}
    for path in sorted(PROGRAM.rglob("*.py")):
        name = str(path.relative_to(PROGRAM))
        if not name.startswith("api/"):
            held[name] = set(words_of(path)) & codes - {RATIO} - NAMES_OF_OTHER_THINGS.get(name, set())
    assert {name: found for name, found in held.items() if found} == {}
