from chronicare.api.v1 import disease_pb2
from chronicare.workbench.person_forms import Filled, bill_request, reported

NUMBER = disease_pb2.FindingDescription(code="glucose", name="血糖", kind=disease_pb2.VALUE_KIND_NUMBER)
YES_NO = disease_pb2.FindingDescription(code="treated", name="治疗", kind=disease_pb2.VALUE_KIND_YES_NO)
PRESSURE = disease_pb2.FindingDescription(
    code="pressure",
    kind=disease_pb2.VALUE_KIND_COMPOUND,
    components=[
        disease_pb2.FindingDescription(code="high", kind=disease_pb2.VALUE_KIND_NUMBER),
        disease_pb2.FindingDescription(code="low", kind=disease_pb2.VALUE_KIND_NUMBER),
    ],
)


def test_each_time_something_was_measured_is_reported_by_itself() -> None:
    form = Filled(
        [
            ("f.glucose.0.value", "7.2"),
            ("f.glucose.0.unit", "mmol/L"),
            ("f.glucose.0.date", "2026-01-01"),
            ("f.glucose.1.value", " <3 "),
            ("f.glucose.1.unit", "mmol/L"),
            ("f.glucose.2.unit", "mmol/L"),
        ]
    )
    assert list(reported([NUMBER], form)) == [
        {"finding": "glucose", "value": 7.2, "unit": "mmol/L", "date": "2026-01-01"},
        {"finding": "glucose", "value": "<3", "unit": "mmol/L"},
    ]


def test_what_is_left_empty_is_not_reported() -> None:
    assert list(reported([NUMBER, YES_NO, PRESSURE], Filled([("f.treated.0.value", "")]))) == []


def test_yes_no_and_components_become_what_they_are() -> None:
    form = Filled([("f.treated.0.value", "否"), ("f.pressure.0.value.high", "165"), ("f.pressure.0.value.low", "")])
    assert list(reported([YES_NO, PRESSURE], form)) == [
        {"finding": "treated", "value": False},
        {"finding": "pressure", "value": {"high": 165}},
    ]


def test_amounts_are_in_yuan_and_sent_in_fen() -> None:
    form = Filled([("total_fen", "1,234.56"), ("fully_self_paid_fen", "100 元"), ("acc.a", "20"), ("acc.times", "3")])
    request, codes, wrong = bill_request("990700", "2026-03-01", [], frozenset({"a"}), form)
    assert (request.bill.charges.total_fen, request.bill.charges.fully_self_paid_fen) == (123456, 10000)
    assert [(each.code, each.amount_fen, each.count) for each in request.accumulators.amounts] == [
        ("a", 2000, 0),
        ("times", 0, 3),
    ]
    assert (codes, wrong) == ([], [])


def test_what_is_no_amount_is_named() -> None:
    form = Filled([("total_fen", "一千"), ("above_price_limit_fen", "0.001"), ("acc.a", "1e99"), ("acc.times", "1.5")])
    _, _, wrong = bill_request("990700", "2026-03-01", [], frozenset({"a"}), form)
    assert wrong == ["total_fen", "above_price_limit_fen", "acc.a", "acc.times"]
