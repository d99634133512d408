"""A table, or the chain, changed in one small way each, as a slip of the pen would: what the cases should notice.

Of a decision table: a cell whose test is slightly other or gone, an output's number changed by the smallest step
(1 fen, 1 %, 1 month, 1 day, 1), another word, no value, a row dropped, two neighbouring rows swapped where their order
says something. Of the chain besides: a formula's number changed, a limit, start, deductible, segment or accumulation
left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from chronicare.cells.fault import Fault
from chronicare.cells.formula import Binary, Call, FormulaSyntax, Literal, parse_formula
from chronicare.cells.typed import Compare, Operator, Test
from chronicare.cells.types import CellType, ValueKind
from chronicare.checks.cell_changes import changes_of_test
from chronicare.checks.mutation import Change, put_in_place
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Diagnostics, Position, Text
from chronicare.program.decision_table import (
    BenefitRules,
    ChainStep,
    DecisionTable,
    HitPolicy,
    MatchProgram,
    TableRow,
)
from chronicare.program.formula import Absent, Constant, Formula, NoValue
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell

_FEN = {"元": Fraction(1, 100), "万元": Fraction(1, 1_000_000)}
_WHOLE = 100
_BY_PLACE = (HitPolicy.FIRST, HitPolicy.RULE_ORDER)
"""What the outputs are rests on the order of the rows."""


@dataclass(frozen=True, slots=True)
class TableMutant:
    """Rules in which ``table``, one of the tables or the chain with its ``steps``, is changed in one way."""

    change: Change
    table: DecisionTable
    steps: Mapping[str, ChainStep]

    def applied_to(self, rules: BenefitRules) -> BenefitRules:
        """Return ``rules`` with the change."""
        if rules.chain is not None and self.table.position == rules.chain.position:
            return replace(rules, chain=self.table, steps=self.steps)
        return replace(rules, tables={**rules.tables, self.table.name: self.table})


def mutants_of_table(table: DecisionTable, rules: BenefitRules, vocabulary: Vocabulary) -> Iterator[TableMutant]:
    """Yield every mutant of ``table``, one of the tables of ``rules`` or its chain."""
    is_chain = table is rules.chain
    for place, row in enumerate(table.rows):
        without = replace(table, rows=put_in_place(table.rows, place))
        yield TableMutant(Change(row.position, Text("去掉这一行", "the row dropped")), without, rules.steps)
        if place and (is_chain or table.hit in _BY_PLACE) and not row.otherwise:
            before = table.rows[place - 1]
            swapped = (*table.rows[: place - 1], row, before, *table.rows[place + 1 :])
            change = Change(row.position, Text("与上一行对调", "swapped with the row above"))
            yield TableMutant(change, replace(table, rows=swapped), rules.steps)
        for words, changed in _cell_changes(table, row, vocabulary):
            yield TableMutant(Change(row.position, words), changed, rules.steps)
        for code, formula in row.outputs.items():
            name = vocabulary.findings[code].name
            for words, other in _output_changes(formula, vocabulary.findings[code].type, row.position, vocabulary):
                if other is None:
                    continue
                outputs = replace(row, outputs={**row.outputs, code: other})
                rows = put_in_place(table.rows, place, outputs)
                change = Change(row.position, Text(f"{name.zh}：{words.zh}", f"{name.en}: {words.en}"))
                yield TableMutant(change, replace(table, rows=rows), rules.steps)
        if is_chain:
            for words, step in _step_changes(rules.steps[row.id], row.position, vocabulary):
                yield TableMutant(Change(row.position, words), table, {**rules.steps, row.id: step})


# Input cells


def _cell_changes(table: DecisionTable, row: TableRow, vocabulary: Vocabulary) -> Iterator[tuple[Text, DecisionTable]]:
    if table.matching is None or not row.node:
        return
    entry = table.matching.rows
    (variant,) = entry.groups[row.node].variants
    for member in variant.members:
        criterion = entry.criteria[member]
        name = vocabulary.findings[criterion.finding].name
        rest = tuple(each for each in variant.members if each != member)
        yield (
            Text(f"{name.zh}「{criterion.test.text}」改为「-」", f"{name.en} {criterion.test.text!r} made '-'"),
            _with_members(table, table.matching, row, rest, criterion.finding),
        )
        for number, test in enumerate(_tests_near(criterion.test.test), start=1):
            other = f"{member}′{number}"
            text = f"{criterion.test.text}′{number}"
            changed = replace(criterion, id=other, test=replace(criterion.test, test=test, text=text))
            matching = replace(table.matching, rows=replace(entry, criteria={**entry.criteria, other: changed}))
            members = tuple(other if each == member else each for each in variant.members)
            yield (
                Text(
                    f"{name.zh}「{criterion.test.text}」改动之{number}（{_shown(test)}）",
                    f"{name.en} {criterion.test.text!r}, change {number} ({_shown(test)})",
                ),
                _with_members(table, matching, row, members, ""),
            )


def _tests_near(test: Test) -> Iterator[Test]:
    if isinstance(test, Compare) and isinstance(test.bound, bool):
        yield Compare(test.operator, not test.bound)
    elif isinstance(test, Compare) and isinstance(test.bound, str):
        yield Compare(Operator.NE if test.operator is Operator.EQ else Operator.EQ, test.bound)
    else:
        yield from changes_of_test(test)


def _shown(test: Test) -> str:
    return f"{test.operator.value} {test.bound}" if isinstance(test, Compare) else type(test).__name__


def _with_members(
    table: DecisionTable, matching: MatchProgram, row: TableRow, members: tuple[str, ...], dropped: str
) -> DecisionTable:
    """Return the table with other members in the row's group; ``dropped`` is the input no longer tested, if any."""
    group = matching.rows.groups[row.node]
    (variant,) = group.variants
    groups = {**matching.rows.groups, row.node: replace(group, variants=(replace(variant, members=members),))}
    cells = {**table.cells, (row.id, dropped): "-"} if dropped else table.cells
    rows = table.rows
    if not members:
        rows = tuple(replace(each, node="") if each.id == row.id else each for each in rows)
        groups = {name: each for name, each in groups.items() if name != row.node}
    matching = replace(matching, rows=replace(matching.rows, groups=groups))
    return replace(table, rows=rows, cells=cells, matching=matching)


# Formulas


def _output_changes(
    formula: Formula, wanted: CellType, where: Position, vocabulary: Vocabulary
) -> Iterator[tuple[Text, Formula | None]]:
    words = [each for each in NoValue if each.value != formula.text]
    none = Formula(words[0].value, Absent(words[0]), ())
    yield Text(f"「{formula.text}」改为「{none.text}」", f"{formula.text!r} made {none.text!r}"), none
    if isinstance(formula.expression, Absent):
        return
    if wanted.kind is ValueKind.YES_NO:
        others = [each for each in ("是", "否") if each != formula.text]
    elif wanted.levels is not None:
        values = [level.value for level in wanted.levels.levels]
        others = (
            [values[(values.index(formula.text) + 1) % len(values)]] if formula.text in values[1:] + values[:1] else []
        )
    else:
        yield from _number_changes(formula, wanted, where, vocabulary)
        return
    for word in others[:1]:
        other = compile_formula(Cell(word, where), wanted, vocabulary, Diagnostics())
        yield Text(f"「{formula.text}」改为「{word}」", f"{formula.text!r} made {word!r}"), other


def _number_changes(
    formula: Formula, wanted: CellType, where: Position, vocabulary: Vocabulary
) -> Iterator[tuple[Text, Formula]]:
    """Change each number of the formula by its smallest step."""
    syntax = parse_formula(formula.text)
    if isinstance(syntax, Fault):
        return
    for literal in _literals(syntax):
        stepped = _stepped(literal) if formula.text[literal.span.start].isdecimal() else ""
        if not stepped:
            continue
        text = f"{formula.text[: literal.span.start]}{stepped}{formula.text[literal.span.end :]}"
        other = compile_formula(Cell(text, where), wanted, vocabulary, Diagnostics())
        if other is not None:
            yield Text(f"「{formula.text}」改为「{text}」", f"{formula.text!r} made {text!r}"), other


def _literals(syntax: FormulaSyntax) -> Iterator[Literal]:
    if isinstance(syntax, Literal):
        yield syntax
    elif isinstance(syntax, Binary):
        yield from _literals(syntax.left)
        yield from _literals(syntax.right)
    elif isinstance(syntax, Call):
        for argument in syntax.arguments:
            yield from _literals(argument)


def _stepped(literal: Literal) -> str:
    """Write the literal a smallest step away."""
    if not isinstance(literal.value, Fraction):
        return (literal.value + timedelta(days=1)).isoformat()
    step = _FEN.get(literal.unit, Fraction(1))
    if literal.unit == "%" and literal.value >= _WHOLE:
        step = -step
    number = literal.value + step
    digits = str(number.numerator) if number.denominator == 1 else f"{float(number):.6f}".rstrip("0")
    return f"{digits} {literal.unit}".strip()


# Steps of the chain


def _step_changes(step: ChainStep, where: Position, vocabulary: Vocabulary) -> Iterator[tuple[Text, ChainStep]]:
    types = [vocabulary.findings[vocabulary.roles[role]].type for role in (Role.STEP_PAYMENT, Role.RATIO)]
    money, ratio = types
    parts: dict[str, Formula | None] = {
        "base": step.base,
        "start": step.start,
        "deductible": step.deductible,
        "limit": step.limit,
        "item_limit": step.item_limit,
    }
    for part, formula in parts.items():
        if formula is None:
            continue
        for words, other in _number_changes(formula, money, where, vocabulary):
            yield Text(f"{part} {words.zh}", f"{part} {words.en}"), _with_part(step, part, other)
        is_none = part == "deductible" and formula.expression == Constant(Fraction(0))
        if part != "base" and not is_none and (part != "limit" or step.segments):
            yield (
                Text(f"去掉 {part}「{formula.text}」", f"{part} {formula.text!r} dropped"),
                _with_part(step, part, None),
            )
    for place, segment in enumerate(step.segments):
        for words, other in _number_changes(segment.ratio, ratio, where, vocabulary):
            yield words, replace(step, segments=put_in_place(step.segments, place, replace(segment, ratio=other)))
        if segment.limit is not None:
            for words, other in _number_changes(segment.limit, money, where, vocabulary):
                yield words, replace(step, segments=put_in_place(step.segments, place, replace(segment, limit=other)))
            text = f"≤ {segment.limit.text}: {segment.ratio.text}"
            yield (
                Text(f"去掉一段「{text}」", f"the segment {text!r} dropped"),
                replace(step, segments=put_in_place(step.segments, place)),
            )
    for place, each in enumerate(step.accumulations):
        name = vocabulary.findings[each.accumulator].name
        change = Text(f"去掉「{name.zh} += {each.amount.text}」", f"{name.en} += … dropped")
        yield change, replace(step, accumulations=put_in_place(step.accumulations, place))
        for words, other in _number_changes(each.amount, money, where, vocabulary):
            changed = put_in_place(step.accumulations, place, replace(each, amount=other))
            yield words, replace(step, accumulations=changed)


def _with_part(step: ChainStep, part: str, formula: Formula | None) -> ChainStep:
    changes: dict[str, Any] = {part: formula}
    return replace(step, **changes)
