"""Decision tables of an area as a model of DMN: each a decision, with what it requires, and a diagram of them all.

What DMN has no word for is said beside: a switch is an input, a word for no value is null with the word in a note and
in an attribute of ours, and a row's source and clause are its annotations. That what nobody states is not known, from
when rows hold, and how cards pay, a model cannot say; its description does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from chronicare.authoring.dmn.diagram_writing import write_diagram
from chronicare.authoring.dmn.names import Names, name_all, needed_terms, terms_of
from chronicare.authoring.dmn.table_writing import TableWriter, about
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.authoring.dmn.xml_writing import ModelXml
from chronicare.diagnostics import Position, Text
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A table that a model cannot say, and why."""

    table: str
    where: Position
    reason: Text


@dataclass(frozen=True, slots=True)
class Exported:
    """A model: its XML, the tables in it and those that it leaves out; ``paths`` say what it calls our terms."""

    xml: bytes
    tables: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    paths: Mapping[str, str]
    switches: Mapping[str, str]


def export_tables(
    rules: BenefitRules, vocabulary: Vocabulary, title: str, *, only: str = "", version: str = "1.5"
) -> Exported:
    """Return the decision tables of ``rules`` as a model called ``title``; ``only`` one and those it rests on.

    ``version`` is one of ``VERSIONS``. Raises LookupError if there is no table called ``only``.
    """
    tables = _leading_to(only, rules) if only else dict(rules.tables)
    trial = TableWriter(rules, tables, name_all(tables, vocabulary), vocabulary)
    left_out: list[LeftOut] = []
    for table in tables.values():
        try:
            trial.check(table)
        except UntranslatableError as cannot:
            left_out.append(LeftOut(table.name, table.position, Text(cannot.zh, cannot.en)))
    absent = {each.table for each in left_out}
    kept = _in_order({name: table for name, table in tables.items() if name not in absent})
    names = name_all(kept, vocabulary)
    xml = _write(rules, kept, names, vocabulary, ModelXml(title, version))
    return Exported(xml, tuple(kept), tuple(left_out), names.paths, names.switches)


def _leading_to(name: str, rules: BenefitRules) -> dict[str, DecisionTable]:
    """Return the table ``name`` and every one it is looked up from."""
    found: dict[str, DecisionTable] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = rules.tables[each]
            waiting += [rules.producers[code] for code in terms_of(found[each]) if code in rules.producers]
    return {each: table for each, table in rules.tables.items() if each in found}


def _in_order(tables: dict[str, DecisionTable]) -> dict[str, DecisionTable]:
    """Return ``tables`` so that each stands after what it rests on."""
    producers = {code: name for name, table in tables.items() for code in table.outputs}
    graph = {name: [producers[each] for each in terms_of(table) if each in producers] for name, table in tables.items()}
    return {name: tables[name] for name in TopologicalSorter(graph).static_order()}


def _write(
    rules: BenefitRules, tables: dict[str, DecisionTable], names: Names, vocabulary: Vocabulary, xml: ModelXml
) -> bytes:
    writer = TableWriter(rules, tables, names, vocabulary)
    xml.add(xml.root, "description", _described(rules))
    produced = {code for table in tables.values() for code in table.outputs}
    given = [code for code in needed_terms(tables) if code not in produced]
    for code in given:
        finding = vocabulary.findings[code]
        made = xml.add(xml.root, "inputData", id=code, name=names.paths[code], label=finding.name.zh)
        xml.add(made, "description", about(finding))
        kind = writer.types.of(finding.type, repeated=finding.repeated)
        xml.add(made, "variable", name=names.paths[code], typeRef=kind)
    for name, path in names.switches.items():
        switch = rules.switches[name]
        made = xml.add(xml.root, "inputData", id=writer.switch_id(name), name=path, label=f"开关：{name}")
        readings = "；".join(f"{each.id}：{each.name.zh}" for each in switch.readings)
        default = f"默认「{switch.default}」" if switch.default else "原文未定，没有默认"
        xml.add(made, "description", f"开关「{name}」，{default}。读法：{readings}")
        kind = writer.types.of_words(path, [each.id for each in switch.readings])
        xml.add(made, "variable", name=path, typeRef=kind)
    requires = {owner: needed for table in tables.values() for owner, needed in writer.decisions(xml, table)}
    writer.types.write(xml)
    write_diagram(xml, [*given, *map(writer.switch_id, names.switches)], requires)
    return xml.data()


def _described(rules: BenefitRules) -> str:
    until = f"，至 {rules.effective_until} 前" if rules.effective_until else ""
    since = f"自 {rules.effective_from} 起" if rules.effective_from else "一直"
    return (
        f"{since}{until}有效的决策表，别的日子的行不在其内。数用标准单位（见各项说明），比率是百分数。"
        "没有告知的事项在规则里是「不知道」，答案可以待定；DMN 只有 null，请把每一项都填上。"
        "原文未定之处是名为「开关_…」的输入，默认读法见其说明。"
        "没有值的格写 null，是哪一种（无此待遇、未公布、不限）见批注「没有值」。待遇卡的支付次序和累计不在其内。"
    )
