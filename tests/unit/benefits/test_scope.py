"""What the rules cover: care outside it is neither settled nor refused, and nobody is said to pay nothing for it."""

import pytest
from unit.benefits.written import DAY, Written, bill, chain_of, model_of

from chronicare.benefits.answer import BillAnswer, SettlementOutcome, answer_bill
from chronicare.benefits.bill import ChargeLine
from chronicare.benefits.entitlements import list_entitlements
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.scope import describe_scope
from chronicare.benefits.statement import state
from chronicare.cells.values import Given
from chronicare.diagnostics import Language, Text

CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,,100 元,80%,,,住院,职工",
    "basic,基本医保,报销,合规费用,,100 元,50%,,,门诊,居民",
)
SCOPE = "入：险种,入：结算类别,生效日,失效日,说明\n职工,住院,,,\n居民,门诊,,,\n"


@pytest.fixture(scope="module")
def model() -> BenefitModel:
    return model_of(chain=CHAIN, switches={"scope": SCOPE})


def answered(model: BenefitModel, *lines: ChargeLine, **facts: Given) -> BillAnswer:
    return answer_bill(model, bill(1000, *lines, **facts), {})


@pytest.mark.parametrize(
    ("scheme", "setting", "outcome"),
    [
        ("职工", "住院", SettlementOutcome.SETTLED),
        ("居民", "门诊", SettlementOutcome.SETTLED),
        ("居民", "住院", SettlementOutcome.NOT_COVERED),
        ("职工", "门诊", SettlementOutcome.NOT_COVERED),
        ("职工", "单列", SettlementOutcome.NOT_COVERED),
    ],
)
def test_care_outside_the_scope_is_not_covered(
    model: BenefitModel, scheme: str, setting: str, outcome: SettlementOutcome
) -> None:
    answer = answered(model, scheme=scheme, setting=setting)
    assert (answer.outcome, answer.missing, answer.causes) == (outcome, (), ())
    assert (answer.settlement is None) is (outcome is SettlementOutcome.NOT_COVERED)


def test_without_a_scope_everything_is_covered() -> None:
    open_model = model_of(chain=CHAIN)
    answer = answer_bill(open_model, bill(1000, scheme="居民"), {})
    assert (answer.outcome, answer.covered) == (SettlementOutcome.NOT_COVERED, ())
    assert list(describe_scope(open_model.rules, open_model.vocabulary)) == []


def test_what_is_covered_is_told(model: BenefitModel) -> None:
    answer = answered(model, scheme="居民", setting="住院")
    assert answer.covered == (
        Text("险种：职工；结算类别：住院", "scheme: 职工; setting: 住院"),
        Text("险种：居民；结算类别：门诊", "scheme: 居民; setting: 门诊"),
    )
    assert state(answer, model.vocabulary, Language.ZH) == [
        "本规则集未收录这样的就医，不作结算；这不是不予支付。",
        "已收录——险种：职工；结算类别：住院。",
        "已收录——险种：居民；结算类别：门诊。",
    ]


def test_whether_it_is_covered_can_rest_on_what_is_missing(model: BenefitModel) -> None:
    answer = answered(model, setting="门诊")
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("scheme",))
    # (1000 − 100) × 50 %
    assert "若险种为「居民医保」：基金支付 450.00 元。" in state(answer, model.vocabulary, Language.ZH)
    assert "若险种为「职工医保」：本规则集未收录。" in state(answer, model.vocabulary, Language.ZH)


def test_no_part_of_a_bill_is_settled_if_another_is_not_covered() -> None:
    apart = "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,0%,无此待遇\n单列药,是,0%,单列\n"
    made = model_of({"单列": Written("UNIQUE", apart)}, CHAIN, {"scope": SCOPE})
    lines = (ChargeLine(50_000, 0, {"charge_category": "药品"}), ChargeLine(50_000, 0, {"charge_category": "单列药"}))
    assert answered(made, lines[0], scheme="职工").outcome is SettlementOutcome.SETTLED
    assert answered(made, *lines, scheme="职工").outcome is SettlementOutcome.NOT_COVERED


def test_entitlements_say_which_settings_are_not_covered(model: BenefitModel) -> None:
    listed = {each.setting: each for each in list_entitlements(model, DAY, {"scheme": "居民"}, {})}
    assert {setting: each.is_not_covered for setting, each in listed.items()} == {
        "住院": True,
        "门诊": False,
        "单列": True,
    }
    assert [bool(each.steps) for each in listed.values()] == [False, True, False]


LOOKED_UP = {
    "比例": Written("UNIQUE", "入：结算类别,出：支付比例\n住院,80%\n门诊,50%\n"),
    "起付": Written("UNIQUE", "入：支付比例,出：起付标准\n≥ 60%,900 元\n< 60%,100 元\n"),
    "限额": Written("UNIQUE", "入：险种,出：年度限额\n职工,1000 元\n居民,600 元\n"),
}
"""The ratio is by the setting, the deductible by the ratio; the cap says nothing of the setting."""
TERMS = ("ratio", "deductible", "cap")


@pytest.mark.parametrize(
    ("facts", "not_covered", "values"),
    [
        ({"scheme": "职工", "setting": "住院"}, (), {"ratio": 80, "deductible": 900, "cap": 1000}),
        ({"scheme": "居民", "setting": "门诊"}, (), {"ratio": 50, "deductible": 100, "cap": 600}),
        ({"scheme": "居民", "setting": "住院"}, ("ratio", "deductible"), {"cap": 600}),
        ({"setting": "住院"}, (), {"ratio": 80, "deductible": 900}),  # the scheme may be covered
        ({"scheme": "居民"}, (), {"cap": 600}),
    ],
)
def test_figures_for_care_outside_the_scope_are_not_told(
    facts: dict[str, Given], not_covered: tuple[str, ...], values: dict[str, int]
) -> None:
    asked = model_of(LOOKED_UP, CHAIN, {"scope": SCOPE})
    answer = find_terms(asked, DAY, TERMS, facts)
    assert answer.known is None or answer.known.values == values
    assert (answer.known is None) is (not values)
    assert answer.not_covered == not_covered
    assert answer.undecided == tuple(code for code in TERMS if code not in values and code not in not_covered)
    assert answer.covered == (tuple(describe_scope(asked.rules, asked.vocabulary)) if not_covered else ())


NOBODY_ELSE = "入：险种,入：结算类别,生效日,失效日,说明\n职工,住院,,,\n"
BY_TERMS = chain_of("basic,基本医保,报销,合规费用,,起付标准,支付比例,,,住院,职工")
OF_PAYERS = {
    "比例": Written("UNIQUE", "出：支付比例\n80%\n"),
    "起付": Written("UNIQUE", "入：机构等级,出：起付标准\n一级,900 元\n"),
    "限额": Written("UNIQUE", "出：年度限额\n1000 元\n"),
}
"""None of them says anything of scheme or setting; by the cap nobody is paid."""


@pytest.mark.parametrize(
    ("facts", "not_covered", "values"),
    [
        ({"scheme": "居民"}, ("ratio", "deductible"), {"cap": 1000}),
        ({"scheme": "居民", "setting": "住院", "level": 0}, ("ratio", "deductible"), {"cap": 1000}),
        ({"scheme": "职工"}, (), {"ratio": 80, "cap": 1000}),
        ({"scheme": "职工", "setting": "门诊"}, (), {"ratio": 80, "cap": 1000}),  # the scheme is covered elsewhere
        ({"level": 0}, (), {"ratio": 80, "deductible": 900, "cap": 1000}),
        ({"setting": "住院"}, (), {"ratio": 80, "cap": 1000}),
    ],
)
def test_what_payers_pay_by_is_not_told_of_those_who_are_covered_nowhere(
    facts: dict[str, Given], not_covered: tuple[str, ...], values: dict[str, int]
) -> None:
    answer = find_terms(model_of(OF_PAYERS, BY_TERMS, {"scope": NOBODY_ELSE}), DAY, TERMS, facts)
    assert answer.not_covered == not_covered
    assert answer.known is not None
    assert answer.known.values == values


def test_nothing_is_known_or_asked_where_no_term_is_covered() -> None:
    answer = find_terms(
        model_of(LOOKED_UP, CHAIN, {"scope": SCOPE}), DAY, ["ratio"], {"scheme": "居民", "setting": "住院"}
    )
    assert (answer.known, answer.undecided, answer.missing, answer.alternatives) == (None, (), (), ())
    assert answer.not_covered == ("ratio",)


def test_without_a_scope_every_term_is_looked_up() -> None:
    answer = find_terms(model_of(LOOKED_UP, CHAIN), DAY, ["ratio"], {"scheme": "居民", "setting": "住院"})
    assert answer.known is not None
    assert (answer.known.values, answer.not_covered) == ({"ratio": 80}, ())
