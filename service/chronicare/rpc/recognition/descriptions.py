"""Entries and findings as messages: in a list, and described so that a form can be drawn."""

from chronicare.api.v1 import disease_pb2
from chronicare.cells.typed import View
from chronicare.diagnostics import Language
from chronicare.program.entry import Entry
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.criterion_wording import criterion_text, needs_text, use_text
from chronicare.rpc.rule_parts import write_anomalies, write_finding, write_readings, write_source


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
            description=criterion_text(criterion, vocabulary, language),
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
