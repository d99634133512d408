"""The catalogue of the area of care as messages: what it leaves open stands with the ways and apart."""

from dataclasses import replace

from unit.benefits.written import Written, bill, chain_of, in_fen, model_of
from unit.compiler.written import switches

from chronicare.api.v1 import benefit_pb2
from chronicare.benefits.answer import answer_bill
from chronicare.benefits.bill import ChargeLine
from chronicare.benefits.care_area import CareArea
from chronicare.diagnostics import Language, Text
from chronicare.rpc.benefits.settlements import SettlementWriter

BY_CARE = Written("UNIQUE", "入：地点,出：适用就医地目录\n市外,是\n市内,否\n")
OWN = Written("UNIQUE", "入：费用种类,出：目录内,出：先付比例\n药品,是,10%\n", "catalogue")
OPEN = Written("UNIQUE", "出：目录内,出：先付比例,开关,读法\n是,30%,开,甲\n是,10%,开,乙\n", "catalogue")


def test_a_reading_of_the_other_area_is_called_after_it() -> None:
    care = CareArea("990002", Text("乙市", "B"), model_of({"目录": OPEN}, switches=switches(开="")))
    model = model_of({"就医地目录": BY_CARE, "目录": OWN}, chain_of("basic,基本医保,报销,合规费用,,,50%"))
    drug = ChargeLine(100_00, 0, {"charge_category": "药品"})
    made = replace(bill(0, drug, place="市外"), care_area=care)
    message = benefit_pb2.Settlement()
    SettlementWriter(model, Language.ZH).write(answer_bill(model, made, in_fen(model)), message)
    assert message.outcome == benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED
    ways = [([(one.switch_name, one.reading) for one in each.assumed_readings], each) for each in message.alternatives]
    # (100 − 30) × 50%, (100 − 10) × 50%
    assert [(assumed, each.amounts.fund_payment_fen) for assumed, each in ways] == [
        ([("乙市：开", "甲")], 35_00),
        ([("乙市：开", "乙")], 45_00),
    ]
    assert [each.name for each in message.open_switches] == ["乙市：开"]
    assert [each.name for each in message.care_catalogue.open_switches] == ["开"]
