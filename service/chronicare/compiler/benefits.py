"""Benefit tables to benefit rules: every table and chain of each period, and the graph of terms between them."""

from collections.abc import Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from chronicare.compiler.chain import ChainCompiler
from chronicare.compiler.dates import periods, rows_in_force
from chronicare.compiler.decision_tables import TableCompiler
from chronicare.compiler.register import Register
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import BenefitRules, ChainStep, DecisionTable
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Row, RuleFolder, Table


def compile_benefits(
    folder: RuleFolder, vocabulary: Vocabulary, register: Register, diagnostics: Diagnostics
) -> tuple[BenefitRules, ...]:
    """Compile the decision tables and chains of an area's folder; everything wrong goes to ``found``."""
    if not folder.of_kind("decision") and not folder.of_kind("chain"):
        return ()
    return tuple(
        _compile_period(folder, since, until, vocabulary, register, diagnostics)
        for since, until in periods(folder, diagnostics)
    )


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
        compiled = compiler.compile(table, by_table.get(table.file, []))
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
                diagnostics.add(Code.DUPLICATE_NAME, compiled.position, message)
    _tell_circles(tables, producers, diagnostics)
    by_chain = _by_table(in_force["chain"])
    chains = [table for table in folder.of_kind("chain") if table.file in by_chain]
    chain: DecisionTable | None = None
    steps: dict[str, ChainStep] = {}
    for table in chains[:1]:
        made = ChainCompiler(vocabulary, compiler, diagnostics).compile(table, by_chain[table.file])
        if made is not None:
            chain, steps = made
    for table in chains[1:]:
        message = Text("支付次序只能有一张表", "there can be one chain only")
        where = by_chain[table.file][0].position
        diagnostics.add(Code.DUPLICATE_NAME, where, message, Text(f"并入 {chains[0].file}", "merge them"))
    accumulators = dict.fromkeys(each.accumulator for step in steps.values() for each in step.accumulations)
    return BenefitRules(
        since, until, tables, producers, chain, steps, register.switches, register.anomalies, tuple(accumulators)
    )


def _by_table(rows: list[tuple[Table, Row]]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for table, row in rows:
        grouped.setdefault(table.file, []).append(row)
    return grouped


def needs_of(table: DecisionTable) -> tuple[str, ...]:
    """Return the terms ``table`` is looked up from: its inputs and those its formulas name."""
    formulas = [formula for row in table.rows for formula in row.outputs.values()]
    return tuple(dict.fromkeys((*table.inputs, *(code for formula in formulas for code in formula.terms))))


def _tell_circles(tables: Mapping[str, DecisionTable], producers: Mapping[str, str], diagnostics: Diagnostics) -> None:
    graph = {name: {producers[code] for code in needs_of(table) if code in producers} for name, table in tables.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        first = tables[error.args[1][0]]
        diagnostics.add(
            Code.CIRCULAR_GROUP,
            first.position,
            Text(f"各表互相要对方的结果：{circle}", f"the tables need each other's outputs: {circle}"),
            Text("去掉其中一个「入：」", "take one of the inputs away"),
        )
