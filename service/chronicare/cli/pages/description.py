"""What an entry asks for, written out for a terminal: routes as trees, findings, documents, doubts."""

from collections.abc import Iterator, Mapping

import click

from chronicare.api.v1 import disease_pb2
from chronicare.cli.pages.layout import wrapped
from chronicare.cli.pages.parts import Parts
from chronicare.diagnostics import Language, Text

_KINDS: Mapping[int, Text] = {
    disease_pb2.VALUE_KIND_NUMBER: Text("数值", "number"),
    disease_pb2.VALUE_KIND_YES_NO: Text("是否", "yes/no"),
    disease_pb2.VALUE_KIND_LEVEL: Text("等级", "level"),
    disease_pb2.VALUE_KIND_CODE: Text("代码", "code"),
    disease_pb2.VALUE_KIND_DATE: Text("日期", "date"),
    disease_pb2.VALUE_KIND_COUNT: Text("次数", "count"),
    disease_pb2.VALUE_KIND_TITRE: Text("滴度", "titre"),
    disease_pb2.VALUE_KIND_AGE: Text("年龄", "age"),
    disease_pb2.VALUE_KIND_COMPOUND: Text("复合", "compound"),
}


class DescriptionPage:
    """Writes one description in one language."""

    def __init__(self, description: disease_pb2.DiseaseDescription, language: Language) -> None:
        """Write ``description`` in ``language``."""
        self._parts = Parts(language)
        self._say = self._parts.say
        self._bracketed = self._parts.bracketed
        self._section = self._parts.section
        self._description = description
        self._language = language
        self._criteria = {each.id: each for each in description.criteria}
        self._written: set[str] = set()
        self._groups: dict[str, list[disease_pb2.GroupDescription]] = {}
        for group in description.groups:
            self._groups.setdefault(group.id, []).append(group)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page: what decides, with what is asked, then the documents and the doubts."""
        disease = self._description.disease
        yield click.style(f"{disease.disease_code} {disease.name}", bold=True) + self._bracketed(disease.disease_class)
        if disease.aliases:
            yield self._say("又作：", "also: ") + self._parts.listed(disease.aliases)
        if disease.ends_when:
            yield from wrapped(self._say("终止：", "ends when: ") + disease.ends_when)
        yield from self._section("路径、排除与终止", "Routes, exclusions and ending events")
        for name in self._groups:
            if name.startswith(("R", "X", "E")):
                yield from self._tree(name, "")
        yield from self._section("临床所见", "Findings")
        for finding in self._description.findings:
            yield from self._finding(finding, "  ")
        yield from self._section("认定材料", "Documents")
        for document in self._description.documents:
            only = self._parts.listed(document.only_if)
            condition = self._say(f"，仅当 {only}", f", only if {only}") if only else ""
            yield f"  ☐ {document.name}{self._bracketed(document.issuer)}{condition}"
        notes = self._description.policy_readings
        yield from self._parts.points(notes, lambda reading: reading.description, lambda _: "")
        yield from self._parts.anomalies(self._description.anomalies)

    def _tree(self, node: str, indent: str) -> Iterator[str]:
        """Write a criterion, or a group with everything below it, under each of its readings; each group once."""
        inner = f"{indent}  "
        if node in self._criteria:
            yield from self._criterion(self._criteria[node], inner)
            return
        groups = self._groups[node]
        if node in self._written:
            name = f" {groups[0].name}" if groups[0].name else ""
            yield f"{inner}{click.style(node, bold=True)}{name}{self._bracketed(self._say('见上', 'see above'))}"
            return
        self._written.add(node)
        for group in groups:
            name = f" {group.name}" if group.name else ""
            needs = self._say(f"：{group.needs}", f": {group.needs}")
            yield f"{inner}{click.style(node, bold=True)}{name}{needs}{self._reading(group)}"
            for member in group.members:
                yield from self._tree(member, inner)

    def _reading(self, group: disease_pb2.GroupDescription) -> str:
        """Say under which reading a group is composed so, and whether that is the one taken."""
        if not group.reading:
            return ""
        in_force = next(each.in_force for each in self._description.policy_readings if each.name == group.switch)
        taken = Text("采用", "taken") if in_force == group.reading else Text("另一", "other")
        state = (taken if in_force else Text("未定", "open")).in_language(self._language)
        return self._say(f"，读法「{group.reading}」（{state}）", f", reading '{group.reading}' ({state})")

    def _criterion(self, criterion: disease_pb2.CriterionDescription, indent: str) -> Iterator[str]:
        points = self._say(f"，{criterion.points} 分", f", {criterion.points} points") if criterion.points else ""
        yield f"{indent}{criterion.id}  {criterion.description}{points}"
        yield from self._parts.clause(criterion.source, f"{indent}    ")

    def _finding(self, finding: disease_pb2.FindingDescription, indent: str) -> Iterator[str]:
        parts = [_KINDS[finding.kind].in_language(self._language)]
        if finding.is_repeated:
            parts.append(self._say("可报多次", "several may be reported"))
        if any(finding.units):
            parts.append(self._parts.listed(filter(None, finding.units)))
        if finding.allowed_values:
            parts.append(self._parts.listed(each.value for each in finding.allowed_values))
        if finding.attester:
            parts.append(self._say(f"由{finding.attester}判定", f"judged by {finding.attester}"))
        if finding.needs_reference_range:
            parts.append(self._say("须附参考范围", "with the reference range"))
        yield f"{indent}{finding.name}  {finding.code}{self._bracketed(self._say('；', '; ').join(parts))}"
        yield from wrapped(finding.question, f"{indent}    ")
        for component in finding.components:
            yield from self._finding(component, f"{indent}    ")
