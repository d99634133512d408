"""Parts of rules as messages: where a row comes from, what a finding is, what is in doubt and how it is decided."""

from collections.abc import Iterable, Mapping
from datetime import date

from google.protobuf.internal.containers import RepeatedCompositeFieldContainer

from chronicare.api.v1 import decision_pb2, disease_pb2
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Value
from chronicare.diagnostics import Language, Position
from chronicare.program.entry import Clause, Entry, Ruling, Switch
from chronicare.program.vocabulary import Finding
from chronicare.recognition.value_wording import canonical_value, decimal_text

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


def write_source(clause: Clause, position: Position | None, message: decision_pb2.Source) -> None:
    """Write where something comes from; ``position`` is its row, if it has one of its own."""
    message.document = clause.document
    message.place = clause.source
    message.citation = clause.cited
    message.clause = clause.text
    message.correction = clause.correction
    if position is not None:
        message.row = f"{position.file}:{position.row}"


def write_anomalies(
    entry: Entry, language: Language, messages: RepeatedCompositeFieldContainer[decision_pb2.Anomaly]
) -> None:
    """Write the places of the source in doubt that touch ``entry``."""
    for anomaly in entry.anomalies:
        message = messages.add(
            id=anomaly.id,
            reading=anomaly.reading.in_language(language),
            alternative=anomaly.alternative,
            reason=anomaly.reason,
        )
        write_source(anomaly.clause, None, message.source)


def write_readings(
    entry: Entry, language: Language, messages: RepeatedCompositeFieldContainer[decision_pb2.PolicyReading]
) -> None:
    """Write the points of the source that can be read in more than one way, without outcomes."""
    for switch in entry.switches.values():
        message = messages.add(name=switch.name, in_force=switch.default or "", anomaly_id=switch.anomaly)
        if switch.ruling is not None:
            write_ruling(switch.ruling, message.ruling)
        for reading in switch.readings:
            message.readings.add(id=reading.id, description=reading.name.in_language(language))


def write_ruling(ruling: Ruling, message: decision_pb2.Ruling) -> None:
    """Write what an authority has decided."""
    message.subject = ruling.subject
    message.taken = ruling.taken
    message.decided_by = ruling.decided_by
    message.document_number = ruling.number
    message.dated = ruling.dated.isoformat()


def write_put_in_force(
    switches: Iterable[Switch],
    language: Language,
    messages: RepeatedCompositeFieldContainer[decision_pb2.ReadingPutInForce],
) -> None:
    """Write those of ``switches`` whose reading the request put in force."""
    for switch in switches:
        if switch.is_assumed:
            said = next(each.name for each in switch.readings if each.id == switch.default)
            messages.add(switch_name=switch.name, reading=switch.default or "", text=said.in_language(language))


def day_text(day: date | None) -> str:
    """Write a day as ISO 8601; nothing for none."""
    return "" if day is None else day.isoformat()


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
    message.site = finding.site
    message.declared_code = finding.site_of
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
