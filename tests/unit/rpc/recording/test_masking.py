from google.protobuf import json_format

from chronicare.api.v1 import benefit_service_pb2, recognition_service_pb2
from chronicare.records.policy import MaskingPolicy, Treatment
from chronicare.records.pseudonyms import PseudonymKey
from chronicare.rpc.recording.masking import drop, pseudonymise, put_back, putting_back, wanted_fields

KEY = PseudonymKey("k1", b"\1" * 32)
USUAL = wanted_fields(MaskingPolicy(), Treatment.HASH)
YEAR = json_format.ParseDict(
    {
        "request_id": "r",
        "person": {"birth_date": "1970-01-01", "facts": [{"finding": "险种", "value": "居民", "report_id": "p"}]},
        "bills": [
            {"visit_id": "a", "lines": [{"facts": [{"finding": "x", "report_id": "a"}]}]},
            {"visit_id": "b", "facts": [{"finding": "y", "attester": "王"}]},
        ],
        "without_visit_ids": ["b", "", "c"],
    },
    benefit_service_pb2.SettleYearRequest(),
)


def copied() -> benefit_service_pb2.SettleYearRequest:
    copy = benefit_service_pb2.SettleYearRequest()
    copy.CopyFrom(YEAR)
    return copy


def test_every_identifier_is_replaced_wherever_it_stands_and_put_back() -> None:
    request = copied()
    meant = pseudonymise(request, USUAL, KEY)
    assert sorted(meant.values()) == ["a", "a", "b", "c", "p", "r", "王"]
    assert all(each.startswith("k1.") for each in meant)
    assert request.bills[1].visit_id == request.without_visit_ids[0]
    assert request.bills[0].visit_id != request.bills[0].lines[0].facts[0].report_id
    assert request.without_visit_ids[1] == ""
    assert (request.person.birth_date, request.person.facts[0].finding) == ("1970-01-01", "险种")
    put_back(request, meant, KEY)
    assert request == YEAR


def test_what_is_to_be_kept_stays() -> None:
    kept = MaskingPolicy.model_validate({"fields": {"visit_id": "keep", "request_id": "keep"}})
    request = copied()
    pseudonymise(request, wanted_fields(kept, Treatment.HASH), KEY)
    assert (request.request_id, list(request.without_visit_ids)) == ("r", ["b", "", "c"])
    assert request.bills[0].lines[0].facts[0].report_id.startswith("k1.")


def test_a_pseudonym_inside_a_sentence_is_put_back_and_a_strangers_is_left() -> None:
    pseudonym, other = KEY.pseudonym("visit_id", "门诊-1"), KEY.pseudonym("visit_id", "另一个")
    put = putting_back({pseudonym: "门诊-1"}, KEY)
    assert put(f"就诊「{pseudonym}」、{other}") == f"就诊「门诊-1」、{other}"


def test_fields_are_dropped_and_told() -> None:
    request = copied()
    assert drop(request, frozenset({"birth_date", "attester", "site"})) == {"birth_date", "attester"}
    assert (request.person.birth_date, request.bills[1].facts[0].attester) == ("", "")
    assert drop(request, frozenset({"birth_date"})) == set()


def test_readings_and_values_are_not_looked_into() -> None:
    request = recognition_service_pb2.CheckRecognitionRequest(readings={"request_id": "k"}, request_id="k")
    meant = pseudonymise(request, USUAL, KEY)
    assert dict(request.readings) == {"request_id": "k"}
    assert list(meant.values()) == ["k"]
