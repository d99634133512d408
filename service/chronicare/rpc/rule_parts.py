"""Parts of rules as messages: where a row comes from, how a group is composed, what is in doubt."""

from collections.abc import Iterable

from google.protobuf.internal.containers import RepeatedCompositeFieldContainer

from chronicare.api.v1 import decision_pb2
from chronicare.diagnostics import Language, Position
from chronicare.program.entry import Clause, Entry, Ruling, Switch


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
