"""No code of a term stands in the program: what it relies on is a role, and tables say which term plays it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.formats import read_table
from chronicare.tables import KINDS, TABLES

ROOT = Path(__file__).parents[2]
TERMS = KINDS["terms"]
PROGRAM = ROOT / "service" / "chronicare"
RATIO = "ratio"
"""A column of the chain, a sort of number and a part of a step: a word of the program's own, wherever it stands."""
NAMES_OF_OTHER_THINGS = {
    "formats/cases/benefits.py": {"fully_self_paid", "above_price_limit", "advance_self_payment"},  # keys of a case
    "authoring/case_recording/known.py": {"care_date", "above_price_limit"},  # keys of a case
    "application/benefits/filing.py": {"certified_on", "diagnosed_on"},  # fields of a request
    "application/benefits/settle_year.py": {"care_date"},
    "benefits/intake.py": {"care_date"},
    "rpc/http/openapi.py": {"bearer", "scheme"},  # OpenAPI's
    "rpc/recording/recording.py": {"care_catalogue"},  # a field of answers
}
"""Words of the program's own that some term is called by as well, and where they stand."""


def term_codes() -> frozenset[str]:
    """Return the codes of the terms of every area and of what they share."""
    codes: set[str] = set()
    for path in (ROOT / "rules").rglob("tables.csv"):
        for listed in read_table(path.read_bytes(), TABLES, path.name, "", Diagnostics()):
            if listed.text("kind") in (TERMS.name, TERMS.title):
                file = path.parent / listed.text("file")
                codes |= {
                    row.text("code") for row in read_table(file.read_bytes(), TERMS, file.name, "", Diagnostics())
                }
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
