"""Outcomes and what was missing are counted from answers, by area."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.api.v1 import benefit_service_pb2 as benefits
from chronicare.api.v1 import recognition_service_pb2 as recognition
from chronicare.rpc.outcomes import outcomes_of

RELEASE = {"name": "areas/990000/releases/0123456789ab"}
UNDECIDED: dict[str, Any] = {
    "outcome": "OUTCOME_UNDECIDED",
    "to_meet": {"sets": [{"choices": [{"findings": ["fpg", "hba1c"]}]}, {"choices": [{"findings": ["fpg"]}]}]},
    "to_refuse": {"sets": [{"choices": [{"findings": ["symptoms"]}]}]},
}
CHECKED: dict[str, Any] = {"release": RELEASE, "decisions": [{"outcome": "OUTCOME_MEETS"}, UNDECIDED]}
SETTLED: dict[str, Any] = {"release": RELEASE, "settlement": {"outcome": "SETTLEMENT_OUTCOME_SETTLED"}}
OPEN: dict[str, Any] = {
    "release": RELEASE,
    "settlement": {"outcome": "SETTLEMENT_OUTCOME_UNDECIDED", "missing_facts": [{"code": "level"}]},
}


def counted(answer: Message) -> Mapping[tuple[str, ...], int]:
    return Counter(outcomes_of(answer))


def read(shape: dict[str, Any], message: Message) -> Message:
    return json_format.ParseDict(shape, message)


def test_decisions_and_each_finding_missing_once_an_entry() -> None:
    assert counted(read(CHECKED, recognition.CheckRecognitionResponse())) == {
        ("decisions", "990000", "MEETS"): 1,
        ("decisions", "990000", "UNDECIDED"): 1,
        ("missing", "990000", "fpg"): 1,
        ("missing", "990000", "hba1c"): 1,
        ("missing", "990000", "symptoms"): 1,
    }


def test_entries_nothing_was_sent_for_are_counted_with_their_outcome() -> None:
    shape: dict[str, Any] = {
        "release": RELEASE,
        "untouched": [{"outcome": "OUTCOME_UNDECIDED"}, {"outcome": "OUTCOME_UNDECIDED"}],
    }
    answer = read(shape, recognition.ScreenRecognitionResponse())
    assert counted(answer) == {("decisions", "990000", "UNDECIDED"): 2}


def test_of_a_review_the_decision_is_counted() -> None:
    shape: dict[str, Any] = {"release": RELEASE, "decision": {"outcome": "OUTCOME_DOES_NOT_MEET"}}
    assert counted(read(shape, recognition.ReviewRecognitionResponse())) == {
        ("decisions", "990000", "DOES_NOT_MEET"): 1
    }


def test_of_a_batch_each_item_that_is_an_answer() -> None:
    shape: dict[str, Any] = {"items": [{"response": CHECKED}, {"error": {"message": "x"}}, {"response": CHECKED}]}
    sums = counted(read(shape, recognition.BatchCheckRecognitionResponse()))
    assert sums["decisions", "990000", "MEETS"] == 2
    shape = {"items": [{"response": SETTLED}, {"error": {"message": "x"}}, {"response": OPEN}]}
    assert counted(read(shape, benefits.BatchSettleBillsResponse())) == {
        ("settlements", "990000", "SETTLED"): 1,
        ("settlements", "990000", "UNDECIDED"): 1,
        ("missing", "990000", "level"): 1,
    }


def test_of_a_year_each_bill() -> None:
    shape: dict[str, Any] = {"release": RELEASE, "settlements": [SETTLED["settlement"], SETTLED["settlement"]]}
    assert counted(read(shape, benefits.SettleYearResponse())) == {("settlements", "990000", "SETTLED"): 2}


def test_what_decides_nothing_is_not_counted() -> None:
    assert counted(recognition.ListDiseasesResponse(total_count=3)) == {}
