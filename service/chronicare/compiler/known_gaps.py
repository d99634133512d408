"""The register of cases that no row of a table matches (空缺): what each is a case of, and why no row is wanted."""

import re
from collections.abc import Mapping

from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import Anything, TypedTest
from chronicare.compiler.partition import make_predicate
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import DecisionTable, KnownGap
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Row, RuleFolder

Situation = Mapping[str, TypedTest]
"""A case: the tests of the terms it is told by."""
_ANYTHING = "-"
_PARTS = re.compile("[;；]")


def compile_gaps(
    folder: RuleFolder, tables: Mapping[str, DecisionTable], vocabulary: Vocabulary
) -> dict[str, tuple[KnownGap, ...]]:
    """Return the cases listed for ``tables``, by table; what is wrong with the list is told when it is checked."""
    gaps: dict[str, tuple[KnownGap, ...]] = {}
    for row in (row for listed in folder.of_kind("gaps") for row in listed):
        table = tables.get(row.text("table"))
        situation = None if table is None else read_situation(row, table, vocabulary, Diagnostics())
        if table is not None and situation is not None:
            conditions = {
                code: make_predicate(vocabulary.findings[code].type, test.view, test.test)
                for code, test in situation.items()
            }
            gap = KnownGap(conditions, row.text("reason"), row.position)
            gaps[table.name] = (*gaps.get(table.name, ()), gap)
    return gaps


def read_situation(
    row: Row, table: DecisionTable, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> Situation | None:
    """Read a case: ``险种：职工；机构等级：≤ 二级``; ``-`` is any. ``None`` with the faults in ``diagnostics``."""
    cell = row["situation"]
    before = diagnostics.error_count
    situation: dict[str, TypedTest] = {}
    for part in _PARTS.split(cell.text) if cell.text != _ANYTHING else ():
        word, _, text = (each.strip() for each in part.replace("：", ":").partition(":"))
        finding = vocabulary.find(word)
        if finding is None or finding.code not in table.inputs:
            names = [vocabulary.findings[code].name.zh for code in table.inputs]
            diagnostics.add(
                Code.UNKNOWN_FINDING,
                cell.position,
                Text(f"「{table.name}」没有入列「{word}」", f"{table.name!r} has no input {word!r}"),
                Text(f"可写：{'、'.join(names)}", f"one of: {', '.join(names)}"),
            )
            continue
        test = parse_test(text, finding.type, cell.position, diagnostics)
        if test is not None and not isinstance(test.test, Anything):
            situation[finding.code] = test
    return None if diagnostics.error_count > before else situation
