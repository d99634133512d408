"""Terms looked up, as messages: what the rules do not cover is said apart, with what they do."""

from unit.benefits.written import DAY, Written, chain_of, model_of

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.benefits.look_up import find_terms
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.look_ups import write_looked_up
from chronicare.rpc.benefits.parts import PartWriter


def test_a_term_of_care_that_is_not_covered_has_no_value() -> None:
    model = model_of(
        {"比例": Written("UNIQUE", "入：结算类别,出：支付比例\n住院,80%\n门诊,50%\n")},
        chain_of("basic,基本医保,报销,合规费用,,100 元,80%,,,住院,居民"),
        {"scope": "入：险种,入：结算类别,生效日,失效日,说明\n居民,住院,,,\n"},
    )
    message = pb.LookUpTermsResponse()
    found = find_terms(model, DAY, ["ratio"], {"scheme": "职工", "setting": "住院"})
    write_looked_up(found, PartWriter(model, Language.ZH), message)
    assert [(each.code, each.name) for each in message.not_covered_terms] == [("ratio", "支付比例")]
    assert list(message.covered) == ["险种：居民；结算类别：住院"]
    assert not message.values
    assert not message.undecided_terms
    assert not message.missing_facts
