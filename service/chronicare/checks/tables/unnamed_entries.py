"""Tells entries that a decision table by disease passes over while it names most of their class: a lost cap, say.

A table says by its rows which diseases it is about: those of a class of which at least half are named by rows alike in
all but the disease (the rows of one scheme).
"""

from collections.abc import Iterator, Mapping, Sequence

from chronicare.cells.typed import AllOf, AnyOf, Compare, Operator, Test
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.decision_table import DecisionTable, MatchProgram, TableRow


def check_named(rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Warn of each entry without a row where at least half of the entries of its class have one."""
    classes: dict[str, dict[str, Position]] = {}
    for compiled in rules.entries:
        entry = compiled.entry
        classes.setdefault(entry.disease_class, {})[entry.code] = entry.at("code")
    for period in rules.benefits:
        for table in period.tables.values():
            for term in table.inputs:
                for cells, named in _named(table, term).items():
                    _tell(table.name, cells, named, classes, diagnostics)


def _tell(
    table: str,
    cells: Sequence[str],
    named: set[str],
    classes: Mapping[str, Mapping[str, Position]],
    diagnostics: Diagnostics,
) -> None:
    rows = "、".join(each for each in cells if each not in ("", "-"))
    of_which = Text(f"（{rows}）", f" ({rows})") if rows else Text("", "")
    for disease_class, entries in classes.items():
        passed_over = [code for code in entries if code not in named]
        others = len(entries) - len(passed_over)
        if 2 * others < len(entries):
            continue
        for code in passed_over:
            diagnostics.add(
                Code.ENTRY_NOT_NAMED,
                entries[code],
                Text(
                    f"表「{table}」{of_which.zh}没有一行写着 {code}；{disease_class}的另外 {others} 个病种都有",
                    f"no row of {table!r}{of_which.en} names {code}, as {others} others of its class are",
                ),
                Text(
                    "补进那一行；本来没有的，写一行 无此待遇", "add it to its row; without a benefit, say so in a row"
                ),
            )


def _named(table: DecisionTable, term: str) -> dict[tuple[str, ...], set[str]]:
    """Return the values of ``term`` that rows name one by one, by the other input cells; without rows that take all."""
    matching, named = table.matching, dict[tuple[str, ...], set[str]]()
    if matching is None:
        return named
    for_all: set[tuple[str, ...]] = set()
    for row in table.rows:
        key = tuple(table.cells.get((row.id, each), "") for each in table.inputs if each != term)
        values = set(_values_in(row, matching, term))
        if values:
            named.setdefault(key, set()).update(values)
        else:
            for_all.add(key)
    if any(set(key) <= {"", "-"} for key in for_all):
        return {}
    return {key: values for key, values in named.items() if key not in for_all}


def _values_in(row: TableRow, matching: MatchProgram, term: str) -> Iterator[str]:
    for name in matching.rows.groups[row.node].variants[0].members if row.node else ():
        criterion = matching.rows.criteria[name]
        if criterion.finding == term:
            yield from _values(criterion.test.test)


def _values(test: Test) -> Iterator[str]:
    match test:
        case Compare(Operator.EQ, str() as value):
            yield value
        case AnyOf(tests) | AllOf(tests):
            for each in tests:
                yield from _values(each)
