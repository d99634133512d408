"""``chronicare describe``: says what one entry asks for."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from chronicare.api.v1 import disease_pb2
from chronicare.api.v1.recognition_service_pb2 import DescribeDiseaseResponse
from chronicare.application.recognition.requests import DescribeRequest
from chronicare.application.request import Header
from chronicare.cli.answering import answered, plain
from chronicare.cli.opening import open_rules
from chronicare.cli.options import area_option, day_option, json_option, language_option, rules_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.layout import wrapped
from chronicare.diagnostics import Language, Text
from chronicare.recognition.wording import requirement_text
from chronicare.rpc.recognition.responses import respond_describe

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


@click.command(help="说明一个病种要什么：判断、组合、临床所见、材料、读法。")
@click.argument("code")
@area_option
@day_option
@json_option
@language_option
@rules_option
def describe(code: str, area: str, as_of: date | None, language: Language, rules: Path, *, as_json: bool) -> None:
    """Describe the entry called ``code`` (its code, an alias or its Chinese name)."""
    opened = open_rules(rules, language)
    area = opened.area(area, language)
    request = DescribeRequest(
        Header(area, language=language), (as_of or opened.today(area, language)).isoformat(), code
    )
    response = answered(None, language, respond_describe, opened.runtime, request, DescribeDiseaseResponse())
    if as_json:
        echo_json([plain(response)])
    else:
        click.echo("\n".join(_Description(response.description, language).lines()))


class _Description:
    """Writes a description out for a terminal."""

    def __init__(self, description: disease_pb2.DiseaseDescription, language: Language) -> None:
        self._description = description
        self._language = language
        self._names = {each.code: each.name for each in description.findings}
        self._criteria = {each.id: each for each in description.criteria}
        self._groups: dict[str, list[disease_pb2.GroupDescription]] = {}
        for group in description.groups:
            self._groups.setdefault(group.id, []).append(group)

    def lines(self) -> Iterator[str]:
        disease = self._description.disease
        yield click.style(f"{disease.disease_code} {disease.name}", bold=True) + self._bracketed(disease.disease_class)
        if disease.aliases:
            yield self._say("又作：", "also: ") + self._say("、", ", ").join(disease.aliases)
        if disease.ends_when:
            yield from wrapped(self._say("终止：", "ends when: ") + disease.ends_when)
        yield from self._section("路径、排除与终止", "Routes, exclusions and ending events")
        for name in self._groups:
            if name.startswith(("R", "X", "E")):
                yield from self._tree(name, "", ())
        yield from self._section("临床所见", "Findings")
        for finding in self._description.findings:
            yield from self._finding(finding, "  ")
        yield from self._section("认定材料", "Documents")
        for document in self._description.documents:
            only = self._say("、", ", ").join(document.only_if)
            condition = self._say(f"，仅当 {only}", f", only if {only}") if only else ""
            yield f"  ☐ {document.name}{self._bracketed(document.issuer)}{condition}"
        yield from self._doubts()

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).in_language(self._language)

    def _bracketed(self, text: str) -> str:
        return self._say(f"（{text}）", f" ({text})") if text else ""

    def _section(self, zh: str, en: str) -> Iterator[str]:
        yield ""
        yield click.style(self._say(zh, en), bold=True)

    def _tree(self, node: str, indent: str, above: tuple[str, ...]) -> Iterator[str]:
        """Write a criterion, or a group with everything below it, under each of its readings."""
        inner = f"{indent}  "
        if node in self._criteria:
            yield from self._criterion(self._criteria[node], inner)
            return
        for group in self._groups[node]:
            reading = self._say(f"，读法「{group.reading}」", f", reading '{group.reading}'") if group.reading else ""
            name = f" {group.name}" if group.name else ""
            needs = self._say(f"：{group.needs}", f": {group.needs}")
            yield f"{inner}{click.style(node, bold=True)}{name}{needs}{reading}"
            if node not in above:
                for member in group.members:
                    yield from self._tree(member, inner, (*above, node))

    def _criterion(self, criterion: disease_pb2.CriterionDescription, indent: str) -> Iterator[str]:
        text = requirement_text(self._names[criterion.finding], criterion.test, criterion.use, self._language)
        points = self._say(f"，{criterion.points} 分", f", {criterion.points} points") if criterion.points else ""
        yield f"{indent}{criterion.id}  {text}{points}"
        source = criterion.source
        correction = self._say(f"，读作「{source.correction}」", f", read as 「{source.correction}」")
        clause = f"{source.place}「{source.clause}」{correction if source.correction else ''}"
        for line in wrapped(clause, f"{indent}    "):
            yield click.style(line, dim=True)

    def _finding(self, finding: disease_pb2.FindingDescription, indent: str) -> Iterator[str]:
        parts = [_KINDS[finding.kind].in_language(self._language)]
        if finding.is_repeated:
            parts.append(self._say("可报多次", "several may be reported"))
        if finding.units:
            parts.append(self._say("、", ", ").join(finding.units))
        if finding.allowed_values:
            parts.append(self._say("、", ", ").join(each.value for each in finding.allowed_values))
        if finding.attester:
            parts.append(self._say(f"由{finding.attester}判定", f"judged by {finding.attester}"))
        if finding.needs_reference_range:
            parts.append(self._say("须附参考范围", "with the reference range"))
        yield f"{indent}{finding.name}  {finding.code}{self._bracketed(self._say('；', '; ').join(parts))}"
        yield from wrapped(finding.question, f"{indent}    ")
        for component in finding.components:
            yield from self._finding(component, f"{indent}    ")

    def _doubts(self) -> Iterator[str]:
        if self._description.policy_readings:
            yield from self._section("原文可有不同读法之处", "Points that can be read in more than one way")
        for note in self._description.policy_readings:
            yield f"  {note.name}{self._bracketed(note.anomaly_id)}"
            for each in note.readings:
                taken = self._say("采用", "taken") if each.id == note.in_force else self._say("另一", "other")
                mark = taken if note.in_force else self._say("未定", "open")
                yield from wrapped(each.description, "           ", f"    [{mark}] ")
        if self._description.anomalies:
            yield from self._section("原文存疑之处", "Places of the source in doubt")
        for anomaly in self._description.anomalies:
            yield from wrapped(f"{anomaly.id} {anomaly.reading}", "    ", "  ")
