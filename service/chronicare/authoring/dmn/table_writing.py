"""Decision tables of ours as decisions of DMN: columns, rules, and beside each rule where it is written."""

from collections.abc import Iterator, Mapping, Sequence

from chronicare.authoring.dmn.diagram_writing import requirement_id
from chronicare.authoring.dmn.feel_writing import ANYTHING, FormulaWriter, string_text, test_text
from chronicare.authoring.dmn.names import Names, stands_apart, terms_of
from chronicare.authoring.dmn.reading import EACH_ONCE
from chronicare.authoring.dmn.table_translation import CLAUSE, SOURCE
from chronicare.authoring.dmn.type_writing import TypeWriter
from chronicare.authoring.dmn.xml_document import Element
from chronicare.authoring.dmn.xml_writing import ModelXml, note
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, TableRow
from chronicare.program.formula import Absent, Formula, NoValue
from chronicare.program.vocabulary import Finding, Vocabulary

NO_VALUE, CARRIED = "没有值", "沿用自"
"""The headings of notes that say which word stands for null, and from which year figures are carried on."""
_AGGREGATIONS = (HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX, HitPolicy.COUNT)
_NOT_PUBLISHED = Absent(NoValue.NOT_PUBLISHED)


class TableWriter:
    """Writes ``tables``, some of those of ``rules``, under ``names``."""

    def __init__(
        self, rules: BenefitRules, tables: Mapping[str, DecisionTable], names: Names, vocabulary: Vocabulary
    ) -> None:
        """Start with no type spoken of."""
        self._rules = rules
        self._tables = tables
        self._places = {name: place for place, name in enumerate(tables)}
        self._names = names
        self._findings = vocabulary.findings
        self._producers = {code: table.name for table in tables.values() for code in table.outputs}
        self._formulas = FormulaWriter(names.paths, vocabulary.findings, _words_of(tables))
        self.types = TypeWriter()

    def check(self, table: DecisionTable) -> None:
        """Go through what ``table`` says. Raises UntranslatableError if something of it cannot be written."""
        for row in table.rows:
            for code in table.inputs:
                self._test(table, row, code)
            for code in table.outputs:
                self._output_text(row, code)

    def switch_id(self, name: str) -> str:
        """Return the id of the input that the switch ``name`` is."""
        return f"switch_{list(self._names.switches).index(name)}"

    def decisions(self, xml: ModelXml, table: DecisionTable) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Write the decisions that ``table`` is; yield the id of each, with the ids of what it requires."""
        if not stands_apart(table):
            yield self._decision(xml, table)
            return
        for code in table.outputs:
            yield self._literal(xml, table, code)

    def _decision(self, xml: ModelXml, table: DecisionTable) -> tuple[str, tuple[str, ...]]:
        owner = self._element_of(table.outputs[0])
        name = self._names.tables.get(table.name) or self._names.paths[table.outputs[0]]
        switches = table.switches
        needed = (*self._required(terms_of(table)), *map(self.switch_id, switches))
        made = xml.add(xml.root, "decision", id=owner, name=name, label=table.name)
        xml.add(made, "description", f"{table.name}（{table.position.file}）")
        xml.add(made, "variable", name=name, typeRef=self._type_of(table, name))
        self._require(xml, made, needed)
        self._table(xml, made, table, switches)
        return owner, needed

    def _literal(self, xml: ModelXml, table: DecisionTable, code: str) -> tuple[str, tuple[str, ...]]:
        """Write what ``table``, which rests on nothing, puts out for ``code``: an expression."""
        (row,) = table.rows
        finding = self._findings[code]
        formula = self._figure(row, code)
        needed = self._required(formula.terms)
        made = xml.add(xml.root, "decision", id=code, name=self._names.paths[code], label=finding.name.zh)
        note(made, "source", row.clause.source)
        note(made, "clause", row.clause.text)
        said = f"{about(finding)}。{table.name}（{table.position.file}）{row.clause.source}：{row.clause.text}"
        xml.add(made, "description", said + _carried(row))
        xml.add(made, "variable", name=self._names.paths[code], typeRef=self.types.of(finding.type, repeated=False))
        self._require(xml, made, needed)
        xml.written(made, "literalExpression", self._output_text(row, code))
        if isinstance(formula.expression, Absent):
            note(made, "word", formula.expression.word.value)
        return code, needed

    def _type_of(self, table: DecisionTable, name: str) -> str:
        lists = table.hit.gives_lists
        if len(table.outputs) == 1:
            return self.types.of(self._findings[table.outputs[0]].type, repeated=lists)
        parts = {_part(self._names.paths[code]): self._single_type(code) for code in table.outputs}
        return self.types.of_parts(name, parts, repeated=lists)

    def _single_type(self, code: str) -> str:
        return self.types.of(self._findings[code].type, repeated=False)

    def _require(self, xml: ModelXml, decision: Element, needed: Sequence[str]) -> None:
        for each in needed:
            given = each not in self._producers and not each.startswith("table_")
            made = xml.add(decision, "informationRequirement", id=requirement_id(decision.get("id", ""), each))
            xml.add(made, "requiredInput" if given else "requiredDecision", href=f"#{each}")

    def _required(self, terms: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self._element_of, terms)))

    def _element_of(self, code: str) -> str:
        """Return the id of the element that gives the term ``code``."""
        table = self._tables.get(self._producers.get(code, ""))
        if table is None or len(table.outputs) == 1 or stands_apart(table):
            return code
        return f"table_{self._places[table.name]}"

    # The table itself

    def _table(self, xml: ModelXml, decision: Element, table: DecisionTable, switches: Sequence[str]) -> None:
        policy, aggregation = table.hit.value, ""
        if table.hit in _AGGREGATIONS:
            policy, aggregation = table.hit.value.split()
        made = xml.add(decision, "decisionTable", id=f"{decision.get('id')}__logic", hitPolicy=policy)
        if aggregation:
            made.set("aggregation", aggregation)
        if table.hit is HitPolicy.COLLECT:
            note(made, EACH_ONCE, "true")
        inputs = [code for code in table.inputs if any(table.cells[row.id, code] != "-" for row in table.rows)]
        owner = decision.get("id", "")
        for code in inputs:
            finding = self._findings[code]
            column = xml.add(made, "input", id=f"{owner}__{code}__input", label=finding.name.zh)
            kind = self.types.of(finding.type, repeated=finding.repeated)
            xml.written(column, "inputExpression", self._names.paths[code], typeRef=kind)
        for name in switches:
            column = xml.add(made, "input", id=f"{owner}__{self.switch_id(name)}__input", label=f"开关：{name}")
            xml.written(column, "inputExpression", self._names.switches[name], typeRef="string")
        for code in table.outputs:
            self._output(xml, made, table, code)
        rows = [row for row in table.rows if not row.otherwise]
        notes = [self._notes(row) for row in rows]
        headings = [name for name in notes[0] if name in (SOURCE, CLAUSE) or any(each[name] for each in notes)]
        for heading in headings:
            xml.add(made, "annotation", name=heading)
        for number, (row, said) in enumerate(zip(rows, notes, strict=True), start=1):
            rule = xml.add(made, "rule", id=f"{owner}__rule_{number}")
            if xml.shows_descriptions:
                xml.add(rule, "description", "；".join(filter(None, (said[SOURCE], said[CLAUSE], said[NO_VALUE]))))
            tests = [self._test(table, row, code) for code in inputs]
            taken = dict(row.readings)
            tests += [string_text(taken[each]) if each in taken else ANYTHING for each in switches]
            self._rule(xml, rule, row, tests)
            for heading in headings:
                xml.written(rule, "annotationEntry", said[heading])

    def _rule(self, xml: ModelXml, rule: Element, row: TableRow, tests: Sequence[str]) -> None:
        name = rule.get("id")
        for place, text in enumerate(tests):
            xml.written(rule, "inputEntry", text, id=f"{name}__input_{place}")
        for place, code in enumerate(row.outputs):
            entry = xml.written(rule, "outputEntry", self._output_text(row, code), id=f"{name}__output_{place}")
            expression = self._figure(row, code).expression
            if isinstance(expression, Absent):
                note(entry, "word", expression.word.value)

    def _output(self, xml: ModelXml, made: Element, table: DecisionTable, code: str) -> None:
        finding = self._findings[code]
        several = len(table.outputs) > 1
        column = xml.add(made, "output", id=code if several else f"{code}__output", label=finding.name.zh)
        if several:
            column.set("name", _part(self._names.paths[code]))
        column.set("typeRef", self._single_type(code))
        if table.hit.is_by_priority and finding.type.levels is not None:
            words = ", ".join(string_text(each.value) for each in finding.type.levels.levels)
            xml.written(column, "outputValues", words)
        for row in table.rows:
            if row.otherwise:
                xml.written(column, "defaultOutputEntry", self._output_text(row, code))

    def _output_text(self, row: TableRow, code: str) -> str:
        return self._formulas.output(self._figure(row, code), self._findings[code].type)

    def _figure(self, row: TableRow, code: str) -> Formula:
        """Return what ``row`` puts out: the figure of a ruling where that takes its place."""
        ruled, formula = self._rules.figures.get(code), row.outputs[code]
        is_open = row.carried_from is not None or formula.expression == _NOT_PUBLISHED
        return ruled.figure if ruled is not None and is_open else formula

    def _test(self, table: DecisionTable, row: TableRow, code: str) -> str:
        if table.matching is None or not row.node or table.cells[row.id, code] == "-":
            return ANYTHING
        (variant,) = table.matching.rows.groups[row.node].variants
        criteria = [table.matching.rows.criteria[each] for each in variant.members]
        return test_text(next(each for each in criteria if each.finding == code).test, self._findings[code])

    def _notes(self, row: TableRow) -> dict[str, str]:
        """Return what stands beside a rule, by heading."""
        words = {
            self._findings[code].name.zh: formula.expression.word.value
            for code in row.outputs
            if isinstance((formula := self._figure(row, code)).expression, Absent)
        }
        correction = f"（更正：{row.clause.correction}）" if row.clause.correction else ""
        return {
            SOURCE: row.clause.source,
            CLAUSE: row.clause.text + correction,
            NO_VALUE: "；".join(f"{name}：{word}" for name, word in words.items()),
            CARRIED: str(row.carried_from or ""),
        }


def about(finding: Finding) -> str:
    """Say what a term is: its name, its unit, its question."""
    quantity = finding.type.quantity
    unit = f"，单位：{quantity.canonical}" if quantity is not None else ""
    question = f"。{finding.question.zh}" if finding.question.zh else ""
    return f"{finding.name.zh}{unit}{question}"


def _part(path: str) -> str:
    return path.rpartition(".")[2]


def _carried(row: TableRow) -> str:
    return f"（{CARRIED} {row.carried_from}）" if row.carried_from is not None else ""


def _words_of(tables: Mapping[str, DecisionTable]) -> dict[str, frozenset[NoValue]]:
    """Return the words for no value that the rows of its table have for a term."""
    words: dict[str, frozenset[NoValue]] = {}
    for table in tables.values():
        for code in table.outputs:
            said = [row.outputs[code].expression for row in table.rows]
            words[code] = frozenset(each.word for each in said if isinstance(each, Absent))
    return words
