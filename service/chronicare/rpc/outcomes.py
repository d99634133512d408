"""Counts how cases come out, and what was missing, from the answers; nothing of a person is looked at."""

from collections.abc import Iterable, Iterator, Sequence

from google.protobuf.message import Message

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2, decision_pb2, recognition_service_pb2
from chronicare.rpc.counts import DECISIONS, MISSING, SETTLEMENTS, Key

_UNDECIDED = decision_pb2.OUTCOME_UNDECIDED


def outcomes_of(answer: Message) -> Sequence[Key]:
    """Return what is to be counted of ``answer``: what it decides or settles; of one that does neither nothing."""
    return tuple(_keys(answer))


def _keys(answer: Message) -> Iterator[Key]:
    match answer:
        case recognition_service_pb2.CheckRecognitionResponse():
            yield from _decided(_area(answer.release.name), answer.decisions)
        case recognition_service_pb2.ScreenRecognitionResponse():
            area = _area(answer.release.name)
            yield from _decided(area, answer.decisions)
            for each in answer.untouched:
                yield DECISIONS, area, _outcome(each.outcome)
        case recognition_service_pb2.ReviewRecognitionResponse():
            yield from _decided(_area(answer.release.name), [answer.decision])
        case benefit_service_pb2.SettleBillResponse():
            yield from _settled(_area(answer.release.name), [answer.settlement])
        case benefit_service_pb2.SettleYearResponse():
            yield from _settled(_area(answer.release.name), answer.settlements)
        case recognition_service_pb2.BatchCheckRecognitionResponse() | benefit_service_pb2.BatchSettleBillsResponse():
            for item in answer.items:
                if item.HasField("response"):
                    yield from _keys(item.response)


def _decided(area: str, decisions: Iterable[decision_pb2.Decision]) -> Iterator[Key]:
    for each in decisions:
        yield DECISIONS, area, _outcome(each.outcome)
        if each.outcome == _UNDECIDED:
            missing = {
                finding
                for evidence in (each.to_meet, each.to_refuse)
                for one in evidence.sets
                for choice in one.choices
                for finding in choice.findings
            }
            for finding in missing:
                yield MISSING, area, finding


def _settled(area: str, settlements: Iterable[benefit_pb2.Settlement]) -> Iterator[Key]:
    for each in settlements:
        name = benefit_pb2.SettlementOutcome.Name(each.outcome).removeprefix("SETTLEMENT_OUTCOME_")
        yield SETTLEMENTS, area, name
        for term in each.missing_facts:
            yield MISSING, area, term.code


def _outcome(outcome: decision_pb2.Outcome) -> str:
    return decision_pb2.Outcome.Name(outcome).removeprefix("OUTCOME_")


def _area(release: str) -> str:
    """Return the area out of the resource name of a release."""
    return release.split("/")[1] if release else ""
