"""A folder to start a new area from: the shape of another area's benefits, without its numbers.

What pays, in which order, on what and by which terms is taken over; every amount, ratio, cap, date and clause is left
to be filled in, so that ``check`` names each until none is left. What the other area inherits, the new one inherits.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from chronicare.formats.csv_table import write_table
from chronicare.formats.same_as_above import with_what_is_above
from chronicare.program.decision_table import BenefitRules
from chronicare.program.formula import Formula
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import INPUT, OUTPUT, TABLES, TO_FILL_IN, Cell, Manifest, Row, RuleFolder, Table

_CARD, _COUNTERS, _SCOPE, _DECISION = "card", "counters", "scope", "decision"
_WHOLE = (_CARD, _SCOPE)
_WORDS = {"terms": "code", "levels": "set", "roles": "term", _COUNTERS: "name"}
"""The kinds that say what words mean, and the column by which it is known whether one is used."""
_POLICY = ("source", "clause", "correction", "anomalies", "switch", "reading", "effective_from", "effective_until")
"""What is said of the other area's source alone."""
_KEPT_WORDS = ("不设", "不限")
_NO_PLACE_NEEDED = ("note",)


class NewArea(NamedTuple):
    """What a new area is called, and from when its rules hold."""

    code: str
    name: str
    since: date


def sketch_area(
    area: NewArea, folder: RuleFolder, rules: BenefitRules, vocabulary: Vocabulary, cards: Collection[str] = ()
) -> Mapping[str, bytes]:
    """Return the files of a folder for ``area``, by name, after ``folder`` and its compiled ``rules``.

    ``folder`` has its own tables only: those of the layers below are inherited and not written again. Of its cards
    those called ``cards`` are taken over, with what they use; all, if none is named.
    """
    if cards:
        folder, rules = _of_cards(cards, folder, rules)
    reached = _reached(rules, vocabulary)
    words = _words_used(reached, rules, vocabulary)
    tables: list[Table] = []
    for table in folder.tables:
        if table.kind.name == _COUNTERS:
            tables.append(_emptied(_of_words(table, words, vocabulary)))
        elif table.kind.name in _WORDS:
            tables.append(_of_words(table, words, vocabulary))
        elif table.kind.name in _WHOLE or (table.kind.family == _DECISION and table.name in reached):
            tables.append(_emptied(table))
    tables = [each for each in tables if each.rows]
    inside = {each.file: each.file.removeprefix(f"{folder.manifest.folder}/") for each in tables}
    return {
        "manifest.yaml": _manifest(area, folder.manifest),
        "tables.csv": write_table(_listed(tables, inside)),
        **{inside[each.file]: write_table(each) for each in tables},
        "cases/benefits.yaml": _cases(area, tables, rules, vocabulary),
    }


def _of_cards(cards: Collection[str], folder: RuleFolder, rules: BenefitRules) -> tuple[RuleFolder, BenefitRules]:
    """Return ``folder`` and ``rules`` with these ``cards`` only, and the counters that they count on."""
    steps = {name: step for name, step in rules.steps.items() if step.card in cards}
    counted = {each.accumulator for step in steps.values() for each in step.accumulations}
    named = {code for step in steps.values() for formula in step.formulas for code in formula.terms}
    chain = rules.chain
    if chain is not None:
        inputs = tuple(code for code in chain.inputs if any(chain.cells.get((name, code)) for name in steps))
        chain = replace(chain, inputs=inputs, rows=tuple(row for row in chain.rows if row.id in steps))
    kept = tuple(code for code in rules.accumulators if code in counted | named)
    tables = tuple(each for each in folder.tables if each.kind.name != _CARD or each.name in cards)
    return replace(folder, tables=tables), replace(rules, steps=steps, chain=chain, accumulators=kept)


def _reached(rules: BenefitRules, vocabulary: Vocabulary) -> set[str]:
    """Return the decision tables that bills can come to; what can be stated instead of looked up is left to callers."""
    waiting = [code for table in (rules.chain, rules.scope) if table is not None for code in table.inputs]
    waiting += [code for each in _formulas(rules) for code in each.terms]
    waiting += vocabulary.roles.codes.values()
    reached: set[str] = set()
    while waiting:
        code = waiting.pop()
        name = rules.producers.get(code)
        if name is None or name in reached or vocabulary.findings[code].stands_for:
            continue
        reached.add(name)
        waiting += rules.tables[name].rests_on
    return reached


def _formulas(rules: BenefitRules) -> Iterator[Formula]:
    for step in rules.steps.values():
        yield from step.formulas


def _words_used(reached: Iterable[str], rules: BenefitRules, vocabulary: Vocabulary) -> set[str]:
    """Return the codes of the terms that the tables kept speak of, and the names of their value sets."""
    codes = {code for each in _formulas(rules) for code in each.terms} | set(rules.accumulators)
    for table in (*(rules.tables[name] for name in reached), rules.chain, rules.scope):
        if table is not None:
            codes.update((*table.outputs, *table.rests_on))
    codes.update([other for code in codes if (other := vocabulary.findings[code].stands_for)])
    levels = (vocabulary.findings[code].type.levels for code in codes)
    return codes | {each.name for each in levels if each is not None}


def _of_words(table: Table, used: set[str], vocabulary: Vocabulary) -> Table:
    """Keep the rows whose word is used: of a role the term that plays it."""

    def is_used(row: Row) -> bool:
        word = row.text(_WORDS[table.kind.name])
        finding = vocabulary.find(word) if table.kind.name != "levels" else None
        return (finding.code if finding is not None else word) in used

    rows = tuple(row for row in table if is_used(row))
    return replace(table, rows=rows)


def _emptied(table: Table) -> Table:
    """Return ``table`` with every value to be filled in; of rows for several readings the first is kept."""
    full = with_what_is_above(table)
    rows: list[Row] = []
    seen: set[tuple[str, ...]] = set()
    inputs = [column.name for column in table.own if column.name.startswith(INPUT)]
    for row in full:
        key = (row.text("id") or row.text("name"), *(row.text(name) for name in inputs))
        if row["switch"] and key in seen:
            continue
        seen.add(key)
        rows.append(Row(row.position, {name: _cell(name, cell, table) for name, cell in row.cells.items()}))
    return replace(table, rows=tuple(rows))


def _cell(name: str, cell: Cell, table: Table) -> Cell:
    """Return what is left of a cell: words stay, numbers and what a table puts out are to be filled in."""
    if name in _POLICY:
        return Cell("", cell.position)
    if not cell or name in _NO_PLACE_NEEDED:
        return cell
    if name.startswith(OUTPUT):
        return _to_fill_in(cell)
    is_value = name.startswith(INPUT) or name in ("deductible", "ratio", "cap", "limit", "base", "start")
    if is_value and any(character.isdigit() for character in cell.text):
        *_, period = cell.text.split(" ")
        keeps_period = name in ("deductible", "cap") and not any(character.isdigit() for character in period)
        return Cell(f"{TO_FILL_IN} {period}" if keeps_period else TO_FILL_IN, cell.position)
    if is_value and cell.text in _KEPT_WORDS and table.kind.name == _CARD:
        return _to_fill_in(cell)
    return cell


def _to_fill_in(cell: Cell) -> Cell:
    return Cell(TO_FILL_IN, cell.position)


def _listed(tables: Iterable[Table], files: Mapping[str, str]) -> Table:
    """Return the list of the folder's tables."""
    rows = []
    for number, table in enumerate(tables, 2):
        told = {"file": files[table.file], "kind": table.kind.title, "name": table.name, "hit": table.hit}
        cells = {name: Cell(text, table.rows[0].position._replace(row=number)) for name, text in told.items()}
        rows.append(Row(table.rows[0].position._replace(row=number), cells))
    return Table(TABLES, "tables.csv", tuple(rows))


def _manifest(area: NewArea, like: Manifest) -> bytes:
    extends = f"extends: {like.extends.text}\n" if like.extends is not None else ""
    month, day = like.benefit_year
    year = f'benefit_year_begins: "{month:02}-{day:02}"\n' if (month, day) != (1, 1) else ""
    return (
        f"# {area.name}：由 {like.name.zh} 的样子起头，凡写「{TO_FILL_IN}」的都要照本地文件填写\n"
        f'area: "{area.code}"\n{extends}name: {{zh: {area.name}}}\nversion: "{area.since.year}.1"\n'
        f"effective_from: {area.since}\n{year}"
        "# 依据文件用 chronicare cite 登记，摘要由文件算出\ndocuments: []\n"
    ).encode()


def _cases(area: NewArea, tables: Iterable[Table], rules: BenefitRules, vocabulary: Vocabulary) -> bytes:
    """Return a case for each card, whose amount is to be worked out by hand from the source."""
    lines = [
        f"# 每张待遇卡先写一个案例：照文件用手算出金额，换掉「{TO_FILL_IN}」",
        f"benefits: {area.name}",
        f"as_of_date: {area.since}",
        "cases:",
    ]
    setting = vocabulary.playing(Role.SETTING)
    for table in tables:
        if table.kind.name != _CARD:
            continue
        row = table.rows[0]
        facts = {} if setting is None else {setting.name.zh: TO_FILL_IN}
        for column in table.own:
            name, word = column.name.removeprefix(INPUT), row.text(column.name).split(",")[0].strip()
            finding = vocabulary.find(name)
            if word in ("", "-") or finding is None:
                continue
            if finding.code not in rules.producers:
                facts[name] = word
            elif setting is not None and setting.type.levels is finding.type.levels:
                facts[setting.name.zh] = word
        told = ", ".join(f"{name}: {value}" for name, value in facts.items())
        lines.append(
            f"- {{name: {table.name}, facts: {{{told}}}, bill: {{total: 10000}}, "
            f"expect: {{payments: {{{row.text('id')}: {TO_FILL_IN}}}}}}}"
        )
    return ("\n".join(lines) + "\n").encode()
