"""Benefit tables to benefit rules: every table and card of each period, and the graph of terms between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from graphlib import CycleError, TopologicalSorter

from chronicare.compiler.card_dates import tell_cells_of_others, tell_readings_that_end, tell_rows_carried_along
from chronicare.compiler.cards import CardCompiler
from chronicare.compiler.catalogues import tell_catalogues_on_policy
from chronicare.compiler.counters import tell_unused_counters
from chronicare.compiler.dates import periods, rows_in_force
from chronicare.compiler.decision_tables import TableCompiler
from chronicare.compiler.formulas import compile_formula
from chronicare.compiler.known_gaps import compile_gaps
from chronicare.compiler.register import Register
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.program.benefit_year import BenefitYear
from chronicare.program.counters import miscounted
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, RuledFigure
from chronicare.program.entry import Ruling
from chronicare.program.formula import Absent, NoValue
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import SCOPE, Cell, Row, RuleFolder, Table

NOT_GIVEN = Absent(NoValue.NOT_PUBLISHED)


def compile_benefits(
    folder: RuleFolder, vocabulary: Vocabulary, register: Register, diagnostics: Diagnostics
) -> tuple[BenefitRules, ...]:
    """Compile the decision tables and cards of an area's folder; everything wrong goes to ``diagnostics``."""
    figures = {each.subject: each for each in register.rulings if each.subject not in register.switches}
    if not folder.of_kind("decision") and not folder.of_kind("card"):
        for each in figures.values():
            _tell_unknown_subject(each, register, [], diagnostics)
        return ()
    for table in (*folder.of_kind("decision"), *folder.of_kind("card")):
        if not table.rows:
            message = Text("只有标题，没有一行", "there are headings only, no row")
            hint = Text("补上各行，或从 tables.csv 里去掉这张表", "add its rows, or take it out of tables.csv")
            diagnostics.add(Code.NO_ROWS, Position(table.file, 1), message, hint)
    tell_unused_counters(folder, diagnostics)
    _tell_named_twice(folder, diagnostics)
    tell_rows_carried_along(folder, diagnostics)
    tell_cells_of_others(folder, diagnostics)
    tell_readings_that_end(folder, diagnostics)
    rules = tuple(
        _compile_period(folder, since, until, vocabulary, register, diagnostics)
        for since, until in periods(folder, diagnostics)
    )
    lacking = {
        vocabulary.findings[code].name.zh: code
        for period in rules
        for table in period.tables.values()
        for row in table.rows
        for code, formula in row.outputs.items()
        if formula.expression == NOT_GIVEN or row.carried_from is not None
    }
    for ruling in register.rulings:
        finding = vocabulary.find(ruling.subject)
        if ruling.subject not in register.switches and (finding is None or finding.code not in lacking.values()):
            _tell_unknown_subject(ruling, register, lacking, diagnostics)
    return rules


def _tell_unknown_subject(ruling: Ruling, register: Register, lacking: Iterable[str], diagnostics: Diagnostics) -> None:
    message = Text(
        f"「{ruling.subject}」不是开关，也没有一行说它未公布或沿用",
        f"{ruling.subject!r} is no switch, and no row says that it is not published or carried on",
    )
    hint = suggest(ruling.subject, [*register.switches, *lacking])
    diagnostics.add(Code.UNKNOWN_SWITCH, ruling.position, message, hint)


def _ruled_figures(
    register: Register,
    day: date | None,
    producers: Mapping[str, str],
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
) -> dict[str, RuledFigure]:
    """Compile the figures that rulings in force on ``day`` set for terms of these tables, by term."""
    figures: dict[str, RuledFigure] = {}
    for ruling in register.rulings:
        finding = vocabulary.find(ruling.subject)
        if ruling.subject in register.switches or not ruling.in_force(day):
            continue
        if finding is not None and finding.code in producers:
            cell = Cell(ruling.taken, ruling.position)
            figure = compile_formula(cell, finding.type, vocabulary, diagnostics)
            if figure is not None:
                figures[finding.code] = RuledFigure(ruling, figure)
    return figures


def _compile_period(
    folder: RuleFolder,
    since: date | None,
    until: date | None,
    vocabulary: Vocabulary,
    register: Register,
    diagnostics: Diagnostics,
) -> BenefitRules:
    in_force = rows_in_force(folder, since)
    compiler = TableCompiler(vocabulary, register, diagnostics)
    tables: dict[str, DecisionTable] = {}
    producers: dict[str, str] = {}
    by_table = _by_table(in_force["decision"])
    for table in folder.of_kind("decision"):
        if not table.rows:
            continue  # told once, whatever the periods
        compiled = compiler.compile(table, by_table.get((table.file, table.name), []))
        if compiled is None:
            continue
        if table.name in tables:
            message = Text(f"表名「{table.name}」重复", f"two tables are called {table.name!r}")
            diagnostics.add(Code.DUPLICATE_NAME, compiled.position, message)
        tables[table.name] = compiled
        for code in compiled.outputs:
            other = producers.setdefault(code, table.name)
            if other != table.name:
                name = vocabulary.findings[code].name.zh
                message = Text(f"「{name}」已由表「{other}」给出", f"{name!r} is put out by {other!r} already")
                where = compiled.headings.get(code, compiled.position)
                diagnostics.add(Code.DUPLICATE_NAME, where, message)
    _tell_circles(tables, producers, diagnostics)
    tell_catalogues_on_policy(tables, producers, vocabulary, diagnostics)
    cards = CardCompiler(vocabulary, compiler, diagnostics)
    made = cards.compile(in_force["card"], in_force["counters"]) if in_force["card"] else None
    chain, steps = (made.chain, made.steps) if made else (None, {})
    accumulators = dict.fromkeys(each.accumulator for step in steps.values() for each in step.accumulations)
    rules = BenefitRules(
        since,
        until,
        tables,
        producers,
        chain,
        steps,
        register.switches_on(since),
        register.anomalies,
        tuple(accumulators),
        _ruled_figures(register, since, producers, vocabulary, diagnostics),
        BenefitYear(*folder.manifest.benefit_year),
        _compile_scope(folder, in_force["scope"], compiler),
        made.periods if made else {},
        compile_gaps(folder, tables, vocabulary),
    )
    _tell_miscounted(rules, vocabulary, diagnostics)
    return rules


def _compile_scope(
    folder: RuleFolder, in_force: Sequence[tuple[Table, Row]], compiler: TableCompiler
) -> DecisionTable | None:
    """Compile what the rules cover; ``None`` if nothing is said of it. A folder says it in one table."""
    rows = [row for _, row in in_force]
    if not rows:
        return None
    table = in_force[0][0]
    document = table.document or next((each.id for each in folder.manifest.documents), "")
    return compiler.compile_rows(replace(table, name=SCOPE.name, document=document), rows, HitPolicy.COLLECT, {})


def _tell_miscounted(rules: BenefitRules, vocabulary: Vocabulary, diagnostics: Diagnostics) -> None:
    """Tell the steps that count an expense without the deductible that may stand for it, or not as such."""
    for row in rules.chain.rows if rules.chain else ():
        for base, deductible in miscounted(rules.steps[row.id], rules, vocabulary):
            one, other = vocabulary.findings[base].name, vocabulary.findings[deductible].name
            diagnostics.add(
                Code.WRONG_TYPE,
                row.position,
                Text(
                    f"「{other.zh}」代替「{one.zh}」，要在同一步里累计本步起付",
                    f"{other.en!r} stands for {one.en!r}: the same step has to add its deductible to it",
                ),
                Text(f"「计数」里写上 {one.zh}；{other.zh}", f"list both {one.en} and {other.en} in 计数"),
            )


def _by_table(rows: list[tuple[Table, Row]]) -> dict[tuple[str, str], list[Row]]:
    """Group ``rows`` by the file and the name of their table: the cells of one file may make several tables."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for table, row in rows:
        grouped.setdefault((table.file, table.name), []).append(row)
    return grouped


def _tell_named_twice(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Tell cards that are called as a table, or another card, is."""
    files = {table.name: table.file for table in folder.of_kind("decision")}
    for card in folder.of_kind("card"):
        other = files.setdefault(card.name, card.file)
        if other != card.file:
            message = Text(f"「{card.name}」已是 {other} 的名称", f"{other} is called {card.name!r} already")
            hint = Text("在 tables.csv 里另起名称", "give it another name in tables.csv")
            diagnostics.add(Code.DUPLICATE_NAME, Position(card.file, 1), message, hint)


def _tell_circles(tables: Mapping[str, DecisionTable], producers: Mapping[str, str], diagnostics: Diagnostics) -> None:
    graph = {name: {producers[code] for code in table.rests_on if code in producers} for name, table in tables.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        last, first = (tables[name] for name in error.args[1][:2])
        naming = [(code, code) for code in first.inputs]
        naming += [(code, term) for row in first.rows for code, each in row.outputs.items() for term in each.terms]
        wanted = next((code for code, term in naming if producers.get(term) == last.name), "")
        diagnostics.add(
            Code.CIRCULAR_GROUP,
            first.headings.get(wanted, first.position),
            Text(f"各表互相要对方的结果：{circle}", f"the tables need each other's outputs: {circle}"),
            Text("去掉其中一个「入：」", "take one of the inputs away"),
        )
