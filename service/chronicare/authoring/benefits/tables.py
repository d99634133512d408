"""Decision tables written out as tables that a policy officer reads: conditions, results, where it is written.

Rows of all periods stand together; one that does not hold throughout says from when until when it does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chronicare.authoring.reading_status import reading_status
from chronicare.cells.types import LevelSet
from chronicare.compiler.level_sets import DISEASES
from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, TableRow
from chronicare.program.entry import Clause
from chronicare.program.formula import Constant, Formula
from chronicare.program.vocabulary import Finding, Vocabulary

ANYTHING = "—"
"""How a condition that does not restrict, and an output without a value, are written."""
OTHERWISE = "其余"
"""How the conditions of a row are written that matches where no other does."""
_LISTED = re.compile(r"\s*[,，]\s*")
_HITS = {
    HitPolicy.UNIQUE: "至多一行相符",
    HitPolicy.ANY: "相符各行结果相同",
    HitPolicy.FIRST: "自上而下，取第一个相符的行",
    HitPolicy.PRIORITY: "相符各行中，取结果在值表里排在最前面的",
    HitPolicy.OUTPUT_ORDER: "相符各行都取，按结果在值表里的次序",
    HitPolicy.RULE_ORDER: "相符各行都取，自上而下",
    HitPolicy.COLLECT: "相符各行都取，相同的只列一次",
    HitPolicy.MAX: "取相符各行中最大的",
    HitPolicy.MIN: "取相符各行中最小的",
    HitPolicy.SUM: "取相符各行之和",
    HitPolicy.COUNT: "数相符的行",
}


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row as some period compiled it, and how long it holds (``in_force`` empty: as long as the area's rules)."""

    rules: BenefitRules
    table: DecisionTable
    row: TableRow
    in_force: str

    @property
    def status(self) -> str:
        """Where the readings stand under which the row holds; empty if it always does."""
        return "；".join(dict.fromkeys(status for _, _, status in self._readings()))

    @property
    def reading(self) -> str:
        """The readings under which the row holds, and where they stand; empty if it always does."""
        return "；".join(f"{switch}取「{reading}」，{status}" for switch, reading, status in self._readings())

    def _readings(self) -> Iterator[tuple[str, str, str]]:
        for switch, reading in self.row.readings:
            yield switch, reading, reading_status(self.rules.switches[switch], reading)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row of a table: a text for each input and each output, where it is written, the reading it holds under."""

    id: str
    conditions: tuple[str, ...]
    results: tuple[str, ...]
    reading: str
    in_force: str
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position

    def restricting(self, inputs: Sequence[str]) -> list[str]:
        """Return the conditions that restrict, each after the name of its input."""
        if OTHERWISE in self.conditions:
            return [OTHERWISE]
        named = zip(inputs, self.conditions, strict=True)
        return [f"{name}：{text}" for name, text in named if text != ANYTHING]


@dataclass(frozen=True, slots=True)
class BenefitTable:
    """A decision table; ``hit`` says in words which of the matching rows count."""

    name: str
    file: str
    hit: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    lines: tuple[TableLine, ...]


def rows_held(periods: Sequence[BenefitRules], tables: Iterable[tuple[BenefitRules, DecisionTable]]) -> list[HeldRow]:
    """Return each row of ``tables`` once, however many of the ``periods`` it holds in; the tables keep their order."""
    spans: dict[tuple[str, int], list[tuple[BenefitRules, DecisionTable, TableRow]]] = {}
    for rules, table in tables:
        for row in table.rows:
            spans.setdefault((row.position.file, row.position.row), []).append((rules, table, row))
    files = list(dict.fromkeys(file for file, _ in spans))
    ordered = sorted(spans.items(), key=lambda item: (files.index(item[0][0]), item[0][1]))
    return [HeldRow(*span[0], _in_force(periods, span[0][0], span[-1][0])) for _, span in ordered]


def all_rows(periods: Sequence[BenefitRules]) -> list[HeldRow]:
    """Return the rows of every decision table of all periods."""
    return rows_held(periods, [(rules, table) for rules in periods for table in rules.tables.values()])


def write_tables(periods: Sequence[BenefitRules], vocabulary: Vocabulary) -> tuple[BenefitTable, ...]:
    """Write every decision table out, in the manifest's order."""
    by_name: dict[str, list[HeldRow]] = {}
    for held in all_rows(periods):
        by_name.setdefault(held.table.name, []).append(held)
    return tuple(_table(held, vocabulary) for held in by_name.values())


def _table(held: Sequence[HeldRow], vocabulary: Vocabulary) -> BenefitTable:
    table = held[0].table
    return BenefitTable(
        table.name,
        table.position.file,
        _HITS[table.hit],
        tuple(vocabulary.findings[code].name.zh for code in table.inputs),
        tuple(vocabulary.findings[code].name.zh for code in table.outputs),
        tuple(
            TableLine(
                each.row.id,
                tuple(
                    OTHERWISE
                    if each.row.otherwise
                    else condition_text(each.table.cells[each.row.id, code], vocabulary.findings[code])
                    for code in table.inputs
                ),
                tuple(result_text(each.row.outputs[code], vocabulary.findings[code]) for code in table.outputs),
                each.reading,
                each.in_force,
                each.row.clause,
                each.row.anomalies,
                each.row.position,
            )
            for each in held
        ),
    )


def conditions_text(held: HeldRow, vocabulary: Vocabulary, left_out: Iterable[str] = ()) -> str:
    """Write the conditions of a row in one text, without those on the terms ``left_out``; empty if it has none."""
    if held.row.otherwise:
        return OTHERWISE
    parts = []
    for code in held.table.inputs:
        text = condition_text(held.table.cells[held.row.id, code], vocabulary.findings[code])
        if text != ANYTHING and code not in left_out:
            parts.append(f"{vocabulary.findings[code].name.zh}：{text}")
    return "；".join(parts)


def condition_text(cell: str, finding: Finding) -> str:
    """Write an input cell: the names of the values it lists, else as its author wrote it."""
    if cell == "-":
        return ANYTHING
    levels = finding.type.levels
    if levels is None:
        return cell
    names = [_level_name(levels, part.strip('"')) for part in _LISTED.split(cell)]
    return "、".join(name for name in names if name) if all(names) else cell


def result_text(formula: Formula, finding: Finding) -> str:
    """Write an output: the name of a value, else the formula as its author wrote it."""
    levels = finding.type.levels
    if levels is None or not isinstance(formula.expression, Constant):
        return formula.text
    return _level_name(levels, formula.text) or formula.text


def _level_name(levels: LevelSet, word: str) -> str:
    """Name a value; a disease entry with its code before it. Empty if ``levels`` does not have it."""
    place = levels.index(word)
    if place is None:
        return ""
    level = levels.levels[place]
    name = level.name.zh or level.value
    return f"{level.value} {name}" if levels.name == DISEASES else name


def _in_force(periods: Sequence[BenefitRules], first: BenefitRules, last: BenefitRules) -> str:
    return "，".join(_ends(periods, first, last))


def _ends(periods: Sequence[BenefitRules], first: BenefitRules, last: BenefitRules) -> Iterator[str]:
    if first is not periods[0]:
        yield f"自 {first.effective_from} 起"
    if last is not periods[-1]:
        yield f"至 {last.effective_until} 前"
