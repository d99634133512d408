"""Entries and findings as messages: in a list, and described so that a form can be drawn."""

from collections.abc import Mapping

from chronicare.api.v1 import disease_pb2
from chronicare.cells.typed import View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Value
from chronicare.diagnostics import Language
from chronicare.program.entry import Entry
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.criterion_wording import needs_text, use_text
from chronicare.recognition.value_wording import canonical_value, decimal_text
from chronicare.rpc.rule_parts import write_anomalies, write_readings, write_source

KINDS: Mapping[ValueKind, disease_pb2.ValueKind] = {
    ValueKind.NUMBER: disease_pb2.VALUE_KIND_NUMBER,
    ValueKind.YES_NO: disease_pb2.VALUE_KIND_YES_NO,
    ValueKind.LEVEL: disease_pb2.VALUE_KIND_LEVEL,
    ValueKind.CODE: disease_pb2.VALUE_KIND_CODE,
    ValueKind.DATE: disease_pb2.VALUE_KIND_DATE,
    ValueKind.COUNT: disease_pb2.VALUE_KIND_COUNT,
    ValueKind.TITRE: disease_pb2.VALUE_KIND_TITRE,
    ValueKind.AGE: disease_pb2.VALUE_KIND_AGE,
    ValueKind.COMPOUND: disease_pb2.VALUE_KIND_COMPOUND,
}


def write_disease(entry: Entry, language: Language, message: disease_pb2.Disease) -> None:
    """Write ``entry`` as it stands in a list."""
    message.disease_code = entry.code
    message.aliases.extend(entry.aliases)
    message.name = entry.name.in_language(language)
    message.parent_code = entry.parent
    message.parent_name = entry.parent_name
    message.disease_class = entry.disease_class
    if entry.review_months is not None:
        message.review_months = entry.review_months
    message.review_basis = entry.review_basis
    message.ends_when = entry.ends_when


def write_description(
    entry: Entry, vocabulary: Vocabulary, language: Language, message: disease_pb2.DiseaseDescription
) -> None:
    """Write everything ``entry`` asks for, each finding once, in the order in which the criteria come to it."""
    write_disease(entry, language, message.disease)
    criteria: dict[str, list[str]] = {}
    for criterion in entry.criteria.values():
        criteria.setdefault(criterion.finding, []).append(criterion.id)
    for code, ids in criteria.items():
        described = message.findings.add(criteria=ids)
        described.needs_reference_range = any(
            entry.criteria[each].test.view in (View.OF_UPPER, View.OF_LOWER) for each in ids
        )
        write_finding(vocabulary.findings[code], language, described)
    for criterion in entry.criteria.values():
        row = message.criteria.add(
            id=criterion.id,
            finding=criterion.finding,
            test=criterion.test.text,
            use=use_text(criterion.use, language, criterion.since),
            points=criterion.points,
        )
        write_source(criterion.clause, criterion.position, row.source)
    _write_groups(entry, language, message)
    for document in entry.documents:
        asked = message.documents.add(
            code=document.code,
            name=document.name.in_language(language),
            issuer=document.issuer,
            only_if=document.only_if,
        )
        write_source(document.clause, document.position, asked.source)
    write_readings(entry, language, message.policy_readings)
    write_anomalies(entry, language, message.anomalies)


def _write_groups(entry: Entry, language: Language, message: disease_pb2.DiseaseDescription) -> None:
    """Write each group; one composed by a switch once for each reading, the one in force first."""
    for group in entry.groups.values():
        shown = entry.composed(group)
        for variant in (shown, *(each for each in group.variants if each is not shown)):
            composed = message.groups.add(
                id=group.id,
                name=variant.name,
                needs=needs_text(variant.needs, language),
                members=variant.members,
                switch=group.switch,
                reading=variant.reading,
            )
            write_source(variant.clause, variant.position, composed.source)


def write_finding(finding: Finding, language: Language, message: disease_pb2.FindingDescription) -> None:
    """Write ``finding`` as a form asks for it; which criteria it serves is left to the caller."""
    message.code = finding.code
    message.name = finding.name.in_language(language)
    message.question = finding.question.in_language(language)
    message.is_repeated = finding.repeated
    message.attester = finding.attester
    message.aliases.extend(finding.aliases)
    message.loinc_code = finding.loinc
    message.stands_for = finding.stands_for
    for each in finding.usual if isinstance(finding.usual, tuple) else (finding.usual,):
        message.usual_value = "" if each is None else _to_report(each, finding)
    _write_type(finding.type, language, message)


def _to_report(value: Value, finding: Finding) -> str:
    """Write a value as it is reported: a word of its level set, a number with its unit."""
    if isinstance(value, str):
        return value
    return canonical_value(value, finding, Language.ZH)


def _write_type(cell_type: CellType, language: Language, message: disease_pb2.FindingDescription) -> None:
    message.kind = KINDS[cell_type.kind]
    if cell_type.quantity is not None and cell_type.kind is not ValueKind.AGE:
        message.units.extend(cell_type.quantity.accepted)
    for level in cell_type.levels.levels if cell_type.levels else ():
        message.allowed_values.add(value=level.value, name=level.name.in_language(language) or level.value)
    message.lowest = "" if cell_type.low is None else decimal_text(cell_type.low)
    message.highest = "" if cell_type.high is None else decimal_text(cell_type.high)
    for code, part in cell_type.components.items():
        names = [name for name, named in cell_type.component_names.items() if named == code and name != code]
        component = message.components.add(code=code, name=names[0] if names else code, aliases=names[1:])
        _write_type(part, language, component)
