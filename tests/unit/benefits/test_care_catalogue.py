"""Lines settled directly elsewhere go by the catalogue of the area of care; amounts are worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from unit.benefits.written import DAY, Written, bill, chain_of, in_fen, model_of, vocabulary
from unit.compiler.written import switches

from chronicare.benefits.answer import BillAnswer, SettlementOutcome, answer_bill
from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.care_area import CareArea, CatalogueWanting
from chronicare.benefits.care_catalogue import list_charge
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.statement import state
from chronicare.cells.values import Given
from chronicare.diagnostics import Language, Text
from chronicare.engine import InterpretingEngine
from chronicare.judging.agreement import DisagreementError
from chronicare.judging.cause import Cause
from chronicare.judging.row_judge import RowJudge
from chronicare.reference import ReferenceEvaluator

CHAIN = chain_of("basic,基本医保,报销,合规费用,,,50%,,,住院", "apart,基本医保,报销,合规费用,,,80%,,,单列")
BY_CARE = Written("UNIQUE", "入：地点,入：途径,出：适用就医地目录\n市内,-,否\n市外,直接,是\n市外,手工,否\n")
APART = Written("UNIQUE", "入：费用种类,出：单列结算类别\n单列药,单列\n")


def catalogue(text: str) -> Written:
    return Written("UNIQUE", f"入：费用种类,出：目录内,出：先付比例\n{text}", "catalogue")


INSURED = {"就医地目录": BY_CARE, "单列": APART, "目录": catalogue("药品,是,10%\n耗材,否,无此待遇\n单列药,是,0%\n")}
CARE = {"目录": catalogue("药品,是,30%\n耗材,是,30%\n保健,否,无此待遇\n单列药,是,10%\n")}


def area(model: BenefitModel | None = None, unavailable: Text | None = None) -> CareArea:
    return CareArea("990002", Text("乙市", "B"), model, None, unavailable)


def answered(
    care: CareArea | None, *lines: ChargeLine, model: BenefitModel | None = None, **facts: Given
) -> BillAnswer:
    """Settle a bill of ``lines`` by the rules of the area of insurance."""
    insured = model or model_of(INSURED, CHAIN)
    made: Bill = replace(bill(0, *lines, **facts), care_area=care)
    return answer_bill(insured, made, in_fen(insured))


def line(yuan: int, kind: str, there: str | None = None) -> ChargeLine:
    """Return a line of ``kind``, which is something else by the catalogue ``there`` if that is said."""
    return ChargeLine(yuan * 100, 0, {"charge_category": kind}, {"charge_category": there or kind})


def paid(answer: BillAnswer) -> dict[str, float]:
    assert answer.settlement is not None, answer
    return {step: fen / 100 for (step, _), fen in answer.settlement.payments().items()}


@pytest.mark.parametrize(
    ("way", "lines", "amounts", "advance", "self_paid"),
    [
        ("直接", [line(100, "药品")], {"basic": 35}, 30, 0),  # (100 − 30) × 50%
        ("手工", [line(100, "药品")], {"basic": 45}, 10, 0),  # (100 − 10) × 50%
        ("直接", [line(100, "耗材")], {"basic": 35}, 30, 0),
        ("手工", [line(100, "耗材")], {"basic": 0}, 0, 100),
        ("直接", [line(100, "药品", "保健"), line(100, "药品")], {"basic": 35}, 30, 100),
        ("手工", [line(100, "药品", "保健"), line(100, "药品")], {"basic": 90}, 20, 0),
        # what is settled apart, and how, is the policy's: the ratio of the step, not what is paid in advance
        ("直接", [line(100, "单列药"), line(100, "药品")], {"basic": 35, "apart": 72}, 40, 0),
        ("手工", [line(100, "单列药"), line(100, "药品")], {"basic": 45, "apart": 80}, 10, 0),
        ("直接", [line(100, "单列药", "药品")], {"basic": 0, "apart": 56}, 30, 0),
    ],
)
def test_catalogue_of_the_one_and_policy_of_the_other(
    way: str, lines: list[ChargeLine], amounts: dict[str, float], advance: int, self_paid: int
) -> None:
    answer = answered(area(model_of(CARE)), *lines, place="市外", way=way)
    assert answer.settlement is not None
    assert paid(answer) == amounts
    assert answer.settlement.charges.advance_self_payment_fen == advance * 100
    assert answer.settlement.charges.fully_self_paid_fen == self_paid * 100
    assert bool(answer.listed) is (way == "直接")


@pytest.mark.parametrize(("way", "paid_yuan"), [("直接", 35), ("手工", 45)])
def test_a_total_of_one_category_goes_by_the_catalogue_that_lines_of_it_go_by(way: str, paid_yuan: int) -> None:
    whole = ChargeLine(100_00, 0, {}, {"charge_category": "药品"}, is_sum=True)
    answer = answered(area(model_of(CARE)), whole, place="市外", way=way, charge_category="药品")
    assert paid(answer) == {"basic": paid_yuan}


def test_care_in_the_area_goes_by_its_own_catalogue_whatever_the_table_says() -> None:
    answer = answered(None, line(100, "药品"), in_area=True)
    assert paid(answer) == {"basic": 45}
    assert answer.settlement is not None
    assert {row.table for row in answer.settlement.applied_rows} == {"目录"}


def test_which_way_is_asked_for_if_it_makes_a_difference() -> None:
    answer = answered(area(model_of(CARE)), line(100, "药品"), place="市外")
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("way",))
    came_to = {each.facts["way"]: each.result.paid_fen for each in answer.alternatives}  # type: ignore[union-attr]
    assert came_to == {"直接": 35_00, "手工": 45_00}


def test_which_way_is_not_asked_for_if_both_catalogues_say_the_same() -> None:
    same = model_of({"目录": catalogue("药品,是,10%\n")})
    answer = answered(area(same), line(100, "药品"), place="市外")
    assert paid(answer) == {"basic": 45}
    assert answer.listed == ()


def test_an_area_of_care_that_is_not_stated_is_not_the_area_of_insurance() -> None:
    answer = answered(None, line(100, "药品"), place="市外", way="直接")
    assert (answer.outcome, answer.catalogue) == (SettlementOutcome.UNDECIDED, CatalogueWanting.NOT_STATED)
    assert (answer.causes, answer.missing) == ((Cause.EVIDENCE,), ())
    assert any("care_area_code" in each for each in state(answer, vocabulary(), Language.EN))


def test_whatever_else_is_wanting_is_asked_for_in_the_same_round() -> None:
    chain = chain_of("basic,基本医保,报销,合规费用,,,支付比例,,,住院")
    by_scheme = Written("UNIQUE", "入：险种,入：机构等级,出：支付比例\n职工,三级,80%\n居民,三级,60%\n")
    model = model_of({**INSURED, "比例": by_scheme}, chain)
    for care in (None, area(model_of(CARE))):
        wanting = ChargeLine(100_00, 0, {"charge_category": "药品"})  # not what it is by the other catalogue
        answer = answered(care, wanting, model=model, place="市外", way="直接")
        assert answer.outcome is SettlementOutcome.UNDECIDED
        assert answer.missing == ("scheme", "level")


def test_what_the_other_catalogue_wants_of_lines_is_told_apart() -> None:
    answer = answered(
        area(model_of(CARE)), ChargeLine(100_00, 0, {"charge_category": "药品"}), place="市外", way="直接"
    )
    assert (answer.catalogue, answer.causes) == (CatalogueWanting.OPEN, (Cause.EVIDENCE,))
    assert [each.missing for each in answer.listed] == [("charge_category",)]


def test_a_catalogue_that_is_not_held_settles_nothing_and_refuses_nothing() -> None:
    away = area(unavailable=Text("没有乙市的规则", "no rules of B"))
    answer = answered(away, line(100, "药品"), place="市外", way="直接")
    assert (answer.outcome, answer.catalogue) == (SettlementOutcome.NOT_COVERED, CatalogueWanting.NOT_HELD)
    sentences = " ".join(state(answer, vocabulary(), Language.ZH))
    assert "没有乙市的规则" in sentences
    assert "不是不予支付" in sentences
    assert paid(answered(away, line(100, "药品"), place="市外", way="手工")) == {"basic": 45}


def test_the_other_area_is_not_asked_for_what_does_not_go_by_it() -> None:
    broken = model_of(CARE)
    object.__setattr__(broken, "prepared", {})  # whoever asks it fails
    assert paid(answered(area(broken), line(100, "药品"), place="市外", way="手工")) == {"basic": 45}
    with pytest.raises(KeyError):
        answered(area(broken), line(100, "药品"), place="市外", way="直接")


def test_evaluators_that_disagree_on_the_other_catalogue_give_no_answer() -> None:
    care = model_of(CARE)
    matching = care.rules.tables["目录"].matching
    other = model_of({"目录": catalogue("耗材,是,0%\n药品,否,无此待遇\n")}).rules.tables["目录"].matching
    assert matching is not None
    assert other is not None
    engine, reference = InterpretingEngine().load(matching.program), ReferenceEvaluator(other.rows, vocabulary())
    lying = RowJudge(matching, engine, reference)
    mixed = BenefitModel(care.rules, care.vocabulary, {"目录": lying}, care.volatile)
    with pytest.raises(DisagreementError):
        answered(area(mixed), line(100, "药品"), place="市外", way="直接")


@pytest.mark.parametrize(
    ("rows", "is_covered", "ratio", "is_open"),
    [
        ("药品,是,30%\n", True, Fraction(30), False),
        ("药品,是,无此待遇\n", True, None, False),
        ("药品,否,30%\n", False, None, False),
        ("药品,是,未公布\n", True, None, True),
        ("药品,未公布,30%\n", True, None, True),
        ("耗材,是,30%\n", True, None, True),  # no row: nothing says what it is
    ],
)
def test_what_a_catalogue_says(rows: str, *, is_covered: bool, ratio: Fraction | None, is_open: bool) -> None:
    listed = list_charge(model_of({"目录": catalogue(rows)}), DAY, {"charge_category": "药品"})
    assert (listed.is_covered, listed.ratio, listed.is_open) == (is_covered, ratio, is_open)


OPEN = "入：费用种类,出：目录内,出：先付比例,开关,读法\n药品,是,30%,开,甲\n药品,{},{},开,乙\n耗材,是,0%,,\n"


def open_area(covered: str, ratio: str, default: str = "") -> CareArea:
    """Return an area whose catalogue hangs on a switch called as one of the area of insurance may be."""
    table = Written("UNIQUE", OPEN.format(covered, ratio), "catalogue")
    return area(model_of({"目录": table}, switches=switches(开=default)))


@pytest.mark.parametrize(
    ("covered", "ratio", "second"),
    [("是", "10%", 45), ("否", "无此待遇", 0)],  # (100 − 10) × 50%; none of it
)
def test_what_the_other_catalogue_leaves_open_is_tried(covered: str, ratio: str, second: int) -> None:
    answer = answered(open_area(covered, ratio), line(100, "药品"), place="市外", way="直接")
    assert (answer.outcome, answer.causes) == (SettlementOutcome.UNDECIDED, (Cause.POLICY,))
    assert (answer.catalogue, answer.missing, [each.name for each in answer.switches]) == (None, (), ["乙市：开"])
    came_to = {each.readings["乙市：开"]: each.result.paid_fen for each in answer.alternatives}  # type: ignore[union-attr]
    assert came_to == {"甲": 35_00, "乙": second * 100}
    sentences = " ".join(state(answer, vocabulary(), Language.ZH))
    assert "政策未定「乙市：开」" in sentences
    assert "若「乙市：开」取「甲」：基金支付 35.00 元" in sentences


def test_what_it_leaves_open_is_settled_where_it_comes_to_the_same() -> None:
    both = answered(open_area("是", "30%"), line(100, "药品"), place="市外", way="直接")
    assert (paid(both), both.switches, both.readings) == ({"basic": 35}, (), {})
    other = answered(open_area("否", "无此待遇"), line(100, "耗材"), place="市外", way="直接")
    assert paid(other) == {"basic": 50}
    ruled = answered(open_area("是", "10%", "乙"), line(100, "药品"), place="市外", way="直接")
    assert paid(ruled) == {"basic": 45}


def test_switches_of_both_areas_are_tried_each_by_itself() -> None:
    """Both are called the same: (100 − 30 or − 10) × 50% or 80%."""
    chain = chain_of("basic,基本医保,报销,合规费用,,,50%,,,,,开,甲", "basic,基本医保,报销,合规费用,,,80%,,,,,开,乙")
    model = model_of(INSURED, chain, switches(开=""))
    answer = answered(open_area("是", "10%"), line(100, "药品"), model=model, place="市外", way="直接")
    came_to = {
        (each.readings["乙市：开"], each.readings["开"]): each.result.paid_fen  # type: ignore[union-attr]
        for each in answer.alternatives
    }
    assert came_to == {("甲", "甲"): 35_00, ("甲", "乙"): 56_00, ("乙", "甲"): 45_00, ("乙", "乙"): 72_00}


def test_facts_of_the_lines_are_asked_for_before_readings_are_tried() -> None:
    unlisted = ChargeLine(100_00, 0, {"charge_category": "药品"})
    answer = answered(open_area("是", "10%"), line(100, "药品"), unlisted, place="市外", way="直接")
    assert (answer.catalogue, answer.switches) == (CatalogueWanting.OPEN, ())
    assert [each.missing for each in answer.listed if each.missing] == [("charge_category",)]


@pytest.mark.parametrize("care", [None, area(), area(model_of(CARE))])
def test_what_is_refused_whatever_its_lines_are_is_refused(care: CareArea | None) -> None:
    scope = Written("UNIQUE", "入：公务员,出：属支付范围\n是,是\n否,否\n")
    headings = "编号,谁付,名称,英文名,基数,起付,比例,封顶,入：属支付范围"
    chain = f"{headings}\nbasic,基本医保,报销,benefit,合规费用,不设,50%,不限,是\n"
    model = model_of({**INSURED, "范围": scope}, chain)
    unlisted = ChargeLine(100_00, 0, {"charge_category": "药品"})  # not what it is by the other catalogue
    refused = answered(care, unlisted, model=model, place="市外", way="直接", civil=False)
    assert refused.outcome is SettlementOutcome.NOT_PAYABLE
    assert refused.settlement is not None
    assert refused.settlement.charges == Charges(100_00, 100_00)
    assert refused.listed == ()
    assert answered(care, unlisted, model=model, place="市外", way="直接", civil=True).catalogue is not None
