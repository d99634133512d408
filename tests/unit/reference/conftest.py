"""A compact way to write an entry by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from chronicare.cells.types import CellType
from chronicare.diagnostics import Position, Text
from chronicare.program.entry import Clause, Criterion, Entry, Group, Needs, NeedsKind, Reading, Switch, Variant
from chronicare.program.vocabulary import Finding, Vocabulary

NOWHERE = Position("test")
NO_CLAUSE = Clause("", "", "", "")
KINDS = {"all": NeedsKind.ALL, "any": NeedsKind.ANY, "none": NeedsKind.NONE}


def variant(reading: str, words: str) -> Variant:
    """Read ``all 1 2``, ``any 1 2``, ``none 1 2``, ``2of 1 2 3`` or ``score9 1 2``."""
    kind, *members = words.split()
    if kind in KINDS:
        needs = Needs(KINDS[kind])
    elif kind.startswith("score"):
        needs = Needs(NeedsKind.SCORE, int(kind.removeprefix("score")))
    else:
        needs = Needs(NeedsKind.AT_LEAST, int(kind.removesuffix("of")))
    return Variant(reading, needs, tuple(members), NO_CLAUSE, NOWHERE)


def group(name: str, words: str | tuple[str, Mapping[str, str]]) -> Group:
    """Read one group: its words, or a switch with the words under each of its readings."""
    if isinstance(words, str):
        return Group(name, "", (variant("", words),), ())
    switch, readings = words
    return Group(name, switch, tuple(variant(each, inner) for each, inner in readings.items()), ())


def build_entry(
    types: Mapping[str, CellType],
    criteria: Mapping[str, tuple[Any, ...]],
    groups: Mapping[str, str | tuple[str, Mapping[str, str]]],
    switches: Mapping[str, tuple[tuple[str, ...], str | None]] | None = None,
) -> tuple[Entry, Vocabulary]:
    """Return an entry and its vocabulary.

    A criterion is (finding, typed test[, use[, points]]), a switch its readings and its default.
    """
    repeated = {finding for finding, _, *use in criteria.values() if use and use[0]}
    findings = {
        code: Finding(code, Text(code, code), kind, code in repeated, Text("", ""), "", (), "", NOWHERE)
        for code, kind in types.items()
    }
    entry = Entry(
        code="T00000",
        aliases=(),
        name=Text("", ""),
        parent="",
        parent_name="",
        disease_class="",
        review_months=None,
        review_basis="",
        ends_when="",
        clause=NO_CLAUSE,
        anomalies=(),
        criteria={
            name: Criterion(
                id=name,
                finding=finding,
                test=test,
                use=more[0] if more else None,
                points=more[1] if len(more) > 1 else 0,
                clause=NO_CLAUSE,
                anomalies=(),
                position=NOWHERE,
            )
            for name, (finding, test, *more) in criteria.items()
        },
        groups={name: group(name, words) for name, words in groups.items()},
        documents=(),
        switches={
            name: Switch(name, tuple(Reading(each, Text(each, each)) for each in readings), default, "", "")
            for name, (readings, default) in (switches or {}).items()
        },
        effective_from=None,
        effective_until=None,
        position=NOWHERE,
    )
    return entry, Vocabulary(findings, {code: code for code in findings}, frozenset())


@pytest.fixture(scope="session", name="build")
def build_fixture() -> Any:  # noqa: ANN401 - a test file cannot import another's types
    """Return ``build_entry``."""
    return build_entry
