"""A number of the real tables that its clause holds cannot be changed to one that is not in it without being told.

What is written in a clause is looked for here by its letters, apart from what the checks make of them. What a number
is changed to stands in another clause of the area where there is such a one: a figure that is nowhere is easily found.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count

import pytest
from proofs.conftest import RealArea

from chronicare.cells.typed import AllOf, AnyOf, Compare, Range, Test
from chronicare.checks.tables.clause_figures import check_figures
from chronicare.checks.tables.clause_numbers import check_numbers
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Position
from chronicare.formats.document_text import normal_form
from chronicare.program.decision_table import DecisionTable
from chronicare.program.entry import Clause, Criterion
from chronicare.tables import Row, RuleFolder

NUMBER = re.compile(r"(?<![0-9.])([0-9]+(?:[.][0-9]+)?)\s*(%|万元|元|个月|天)")
CARD_CELLS = ("deductible", "ratio", "cap")
SAY_NOTHING = ("100%", "0%", "0元", "1个月", "1天", "0天", "0个月")
FEWEST = {"511900": 250, "320800": 70, "440300": 50, "530000": 10}
"""How many figures of cards and outputs, at the least, are held by their clauses; a test that changes none is none."""
FEWEST_BOUNDS = {"511900": 70, "320800": 8, "440300": 8}
"""The same of the bounds of criteria and of input cells."""


@dataclass(frozen=True)
class _Change:
    """One number of a cell, at ``start`` of its text, and what it is changed to."""

    row: Row
    column: str
    at: Position
    start: int
    end: int
    to: str


def plain(text: str) -> str:
    """Return ``text`` without the spaces in it."""
    return "".join(normal_form(part) for part in text.split())


def holds(clause: str, number: str, unit: str) -> bool:
    """Whether ``clause`` has ``number`` with ``unit``, or alone between spaces as a printed table has it."""
    spellings = [number + unit]
    if unit == "万元":
        spellings.append(f"{Fraction(number) * 10_000}元")
    if unit == "元" and Fraction(number) % 10_000 == 0:
        spellings.append(f"{Fraction(number) / 10_000}万元")
    in_words = any(re.search(rf"(?<![0-9.]){re.escape(each)}", plain(clause)) for each in spellings)
    return in_words or (unit in ("元", "%") and number in clause.split())


def changes(folder: RuleFolder) -> Iterator[_Change]:
    """Give each figure that a card pays by or a table puts out, and that its own clause holds, changed."""
    notes = RowNotes.of_folder(folder)
    tables = [table for kind in ("card", "decision") for table in folder.of_kind(kind)]
    elsewhere = [plain(row.text("clause")) for table in tables for row in table]
    by_unit: dict[str, set[str]] = {}
    for number, unit in (found for clause in elsewhere for found in NUMBER.findall(clause)):
        by_unit.setdefault(unit, set()).add(number)
    for table in tables:
        outputs = [each.name for each in table.own if each.heading.startswith("出：")]
        for row in table:
            clause = f"{row.text('clause')} {row.text('correction')}"
            said = f"{clause} {_noted(row, notes)}"
            for column in CARD_CELLS if table.kind.name == "card" else outputs:
                cell = row[column]
                if not cell or cell.position.row != row.position.row:
                    continue
                for found in NUMBER.finditer(cell.text):
                    number, unit = found[1], found[2]
                    if f"{number}{unit}" in SAY_NOTHING or not holds(clause, number, unit):
                        continue
                    others = sorted(by_unit.get(unit, ()), key=Fraction)
                    more = (str(Fraction(number).__ceil__() + step) for step in count(1))
                    to = next(
                        each
                        for each in chain(others, more)
                        if f"{each}{unit}" not in SAY_NOTHING and not _says(said, each, unit)
                    )
                    yield _Change(row, column, cell.position, found.start(1), found.end(1), to)


def _says(words: str, number: str, unit: str) -> bool:
    """Whether ``words`` may say ``number`` in any spelling; of 第 4 个月 three are over."""
    value = Fraction(number)
    months = {f"第{value + 1}{unit}", f"第{value + 1} {unit}"}
    years = value % 12 == 0 and unit == "个月"
    said = holds(words, number, unit) or any(plain(each) in plain(words) for each in months)
    return said or years or re.search(rf"(?<![0-9]){number}\s*[月万]", words) is not None or number in words.split()


def _noted(row: Row, notes: RowNotes) -> str:
    names = {
        column: [each.strip() for each in re.split("[;；]", row.text(column)) if each.strip()]
        for column in ("anomalies", "switch", "reading")
    }
    return notes.said(names["anomalies"], zip(names["switch"], names["reading"], strict=True))


def changed(folder: RuleFolder, made: Mapping[tuple[int, str], _Change]) -> RuleFolder:
    """Return ``folder`` with the changes ``made``, by row and column."""
    tables = []
    for table in folder.tables:
        rows = []
        for row in table.rows:
            cells = dict(row.cells)
            for column, cell in row.cells.items():
                change = made.get((id(row), column))
                if change is not None:
                    text = cell.text[: change.start] + change.to + cell.text[change.end :]
                    cells[column] = replace(cell, text=text)
            rows.append(replace(row, cells=cells))
        tables.append(replace(table, rows=tuple(rows)))
    return replace(folder, tables=tuple(tables))


@pytest.mark.slow
def test_a_figure_that_is_changed_is_told(area: RealArea) -> None:
    every = list(changes(area.rules))
    rounds: list[dict[tuple[int, str], _Change]] = []  # one change to a cell at a time
    for change in every:
        key = (id(change.row), change.column)
        fit = next((each for each in rounds if key not in each), None)
        if fit is None:
            rounds.append(fit := {})
        fit[key] = change
    assert len(every) >= FEWEST[area.folder.area]
    untold = []
    for made in rounds:
        diagnostics = Diagnostics()
        check_figures(changed(area.rules, made), diagnostics)
        told = {each.where for each in diagnostics.sorted()}
        untold += [
            f"{each.at} {each.row.text(each.column)} -> {each.to}" for each in made.values() if each.at not in told
        ]
    assert untold == []


@dataclass(slots=True)
class _Bounds:
    """Changes each number that a test compares with and its clause holds, and notes where it stands."""

    notes: RowNotes
    names: Mapping[str, str]
    """The names of the findings."""
    alike: Mapping[str, set[Fraction]]
    changed: list[Position]

    def of(self, criterion: Criterion, clause: Clause, at: Position, said: str) -> Criterion:
        """Return ``criterion`` with its numbers changed, if ``clause`` holds all of them as they are written."""
        words = plain(clause.correction or clause.text)
        written = re.findall(r"(?<![0-9.])[0-9]+(?:[.][0-9]+)?", criterion.test.text)
        numbers = list(_numbers(criterion.test.test))
        if len(written) != len(numbers) or [Fraction(each) for each in written] != numbers:
            return criterion  # another unit than the finding's own, or parts of it are no numbers
        unit = re.search(r"[0-9]\s*([^0-9\s.,;\])]+)", criterion.test.text)
        term = self.names[criterion.finding]  # 出生至缴费天数 counts 天
        after = re.escape(unit[1]) if unit is not None else f"个?{term[-2]}" if term.endswith("数") else None
        if after is None or not all(re.search(rf"(?<![0-9.]){re.escape(each)}{after}", words) for each in written):
            return criterion
        others = sorted(self.alike[criterion.finding])
        own = plain(said)
        to = next(
            each
            for each in chain(others, (max(others) + step for step in count(1)))
            if not re.search(rf"(?<![0-9.]){re.escape(_written(each))}(?![0-9])", own)
        )
        self.changed.append(at)
        return replace(criterion, test=replace(criterion.test, test=_with(criterion.test.test, to)))


def _numbers(test: Test) -> Iterator[Fraction]:
    match test:
        case Compare(_, Fraction() | int() as bound) if not isinstance(bound, bool):
            yield Fraction(bound)
        case Range(low=Fraction() | int() as low, high=Fraction() | int() as high):
            yield Fraction(low)
            yield Fraction(high)
        case AnyOf(tests) | AllOf(tests):
            for each in tests:
                yield from _numbers(each)


def _with(test: Test, number: Fraction) -> Test:
    match test:
        case Compare(operator, Fraction() | int()):
            return Compare(operator, number)
        case Range():
            return replace(test, low=number, high=number)
        case AnyOf(tests):
            return AnyOf(tuple(_with(each, number) for each in tests))
        case AllOf(tests):
            return AllOf(tuple(_with(each, number) for each in tests))
    return test


def _written(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):g}"


@pytest.mark.slow
def test_a_bound_that_is_changed_is_told(area: RealArea) -> None:
    rules, notes = area.release.rules, RowNotes.of_folder(area.rules)
    criteria = [each for entry in rules.entries for each in entry.entry.as_written.criteria.values()]
    tables = [table for period in rules.benefits for table in period.tables.values() if table.matching is not None]
    criteria += [each for table in tables if table.matching for each in table.matching.rows.criteria.values()]
    alike: dict[str, set[Fraction]] = {}
    for criterion in criteria:
        alike.setdefault(criterion.finding, set()).update(_numbers(criterion.test.test))
    names = {code: each.name.zh for code, each in rules.vocabulary.findings.items()}
    bounds = _Bounds(notes, names, alike, [])
    made = _changed_rules(rules, bounds)
    diagnostics = Diagnostics()
    check_numbers(made, notes, diagnostics)
    told = {each.where for each in diagnostics.sorted()}
    assert len(bounds.changed) >= FEWEST_BOUNDS.get(area.folder.area, 0)
    assert [str(each) for each in bounds.changed if each not in told] == []


def _changed_rules(rules: AreaRules, bounds: _Bounds) -> AreaRules:
    entries = []
    for compiled in rules.entries:
        entry = compiled.entry.as_written
        criteria = {
            name: bounds.of(
                each,
                each.clause,
                each.at("test"),
                f"{each.clause.text} {each.clause.correction} {bounds.notes.said(each.anomalies)}",
            )
            for name, each in entry.criteria.items()
        }
        entries.append(replace(compiled, entry=replace(entry, criteria=criteria, written=None)))
    periods = []
    for period in rules.benefits:
        tables = {name: _changed_table(table, bounds) for name, table in period.tables.items()}
        periods.append(replace(period, tables=tables))
    return replace(rules, entries=tuple(entries), benefits=tuple(periods))


def _changed_table(table: DecisionTable, bounds: _Bounds) -> DecisionTable:
    matching = table.matching
    if matching is None:
        return table
    criteria = dict(matching.rows.criteria)
    for row in table.rows:
        said = f"{row.clause.text} {row.clause.correction} {bounds.notes.said(row.anomalies, row.readings)}"
        for name in matching.rows.groups[row.node].variants[0].members if row.node else ():
            heading = table.headings.get(criteria[name].finding)
            at = row.position if heading is None else heading._replace(row=row.position.row)
            criteria[name] = bounds.of(criteria[name], row.clause, at, said)
    return replace(table, matching=replace(matching, rows=replace(matching.rows, criteria=criteria)))
