"""Answers about a bill and about a year of bills: settled, not payable, or undecided and why."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, bill, chain_of, in_fen, model_of
from unit.compiler.written import switches

from chronicare.benefits.answer import BillAnswer, SettlementOutcome, YearAnswer, answer_bill, answer_year
from chronicare.benefits.bill import Bill, ChargeLine
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import Settlement
from chronicare.cells.values import Given
from chronicare.diagnostics import Diagnostics
from chronicare.judging.cause import Cause

BASIC = "basic,基本医保,报销,合规费用,,,{},,统筹累计 += 本步支付"
SWITCHED = chain_of(
    "basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付",
    "more,补充,报销,合规余额,,,{}%,,补充累计 += 本步支付,,,开,甲",
    "more,补充,报销,合规余额,,,{}%,,补充累计 += 本步支付,,,开,乙",
)


def answered(model: BenefitModel, made: Bill, accumulators: dict[str, float] | None = None) -> BillAnswer:
    return answer_bill(model, made, in_fen(model, accumulators))


def paid(answer: BillAnswer) -> list[int]:
    """Return what was paid in fen: of the one settlement, or under each way."""
    if answer.settlement is not None:
        return [answer.settlement.paid_fen]
    return [each.result.paid_fen for each in answer.alternatives if isinstance(each.result, Settlement)]


def test_settled() -> None:
    answer = answered(model_of(chain=chain_of(BASIC.format("85%"))), bill(1000))
    assert (answer.outcome, answer.causes, paid(answer)) == (SettlementOutcome.SETTLED, (), [85_000])
    assert (answer.alternatives, answer.missing, answer.switches, answer.valueless) == ((), (), (), {})


def test_nothing_paid_is_settled_all_the_same() -> None:
    answer = answered(model_of(chain=chain_of("basic,基本医保,报销,合规费用,,2000 元,85%")), bill(1000))
    assert (answer.outcome, paid(answer)) == (SettlementOutcome.SETTLED, [0])


REFUSING = {"处": Written("UNIQUE", "入：结算类别,出：属支付范围\n门诊,是\n住院,否\n")}
WITHIN = "编号,谁付,名称,基数,起付,比例,封顶,入：属支付范围\nbasic,基本医保,报销,合规费用,不设,85%,不限,是"


def test_where_a_row_says_that_nobody_pays_it_is_not_payable() -> None:
    answer = answered(model_of(REFUSING, WITHIN), bill(1000))
    assert (answer.outcome, paid(answer)) == (SettlementOutcome.NOT_PAYABLE, [0])


def test_a_row_that_is_not_there_refuses_nothing() -> None:
    model = model_of(chain=chain_of(BASIC.format("85%") + ",门诊,职工", "b" + BASIC.format("60%") + ",住院,居民"))
    answer = answered(model, bill(1000, scheme="职工", identity=("低保",)))
    assert (answer.outcome, answer.settlement) == (SettlementOutcome.NOT_COVERED, None)
    assert answer.lacking == {"setting": "住院", "scheme": "职工"}
    assert answered(model, bill(1000, scheme="居民")).outcome is SettlementOutcome.SETTLED


def test_the_reading_under_which_nobody_pays_says_so() -> None:
    model = model_of(chain=chain_of(BASIC.format("85%") + ",,,开,甲"), switches=switches(开="乙"))
    answer = answered(model, bill(1000))
    assert (answer.outcome, answer.readings) == (SettlementOutcome.NOT_PAYABLE, {"开": "乙"})


def test_under_one_value_of_a_fact_a_row_is_not_there() -> None:
    model = model_of(chain=chain_of(BASIC.format("85%") + ",住院,职工"))
    answer = answered(model, bill(1000))
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("scheme",))


def test_one_part_of_a_bill_nobody_pays_and_no_row_says_why() -> None:
    """What refuses another part is no reason."""
    of_lines = {
        "行": Written(
            "UNIQUE", "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,0%,无此待遇\n单列药,是,0%,单列\n"
        ),
        "处": Written("FIRST", "入：结算类别,出：属支付范围\n住院,否\n-,是\n"),
    }
    lines = [ChargeLine(10_000, 0, {"charge_category": each}) for each in ("药品", "单列药")]
    chain = chain_of(BASIC.format("85%") + ",门诊")
    answer = answered(model_of(of_lines, chain), bill(0, *lines))
    assert (answer.outcome, answer.lacking) == (SettlementOutcome.NOT_COVERED, {"setting": "单列"})


def test_no_entitlement_is_a_turn() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：年度限额\n-,无此待遇\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,85%,年度限额"))
    assert answered(model, bill(1000)).outcome is SettlementOutcome.SETTLED


# Open switches and facts


def test_a_reading_by_default_is_what_it_rests_on() -> None:
    model = model_of(chain=SWITCHED.format(50, 60), switches=switches(开="乙"))
    answer = answered(model, bill(1000))
    # 850, and 60% of the 150 left
    assert (answer.outcome, paid(answer), answer.readings) == (SettlementOutcome.SETTLED, [94_000], {"开": "乙"})


def test_an_open_switch_that_decides_leaves_it_undecided() -> None:
    answer = answered(model_of(chain=SWITCHED.format(50, 60), switches=switches(开="")), bill(1000))
    assert (answer.outcome, answer.causes) == (SettlementOutcome.UNDECIDED, (Cause.POLICY,))
    assert (answer.settlement, [each.name for each in answer.switches]) == (None, ["开"])
    assert [(each.readings, each.facts) for each in answer.alternatives] == [({"开": "甲"}, {}), ({"开": "乙"}, {})]
    assert (paid(answer), answer.missing, answer.valueless) == ([92_500, 94_000], (), {})


@pytest.mark.parametrize(("ratios", "yuan"), [((50, 50), 1000), ((50, 60), 0)])
def test_a_switch_that_comes_to_the_same_does_not(ratios: tuple[int, int], yuan: float) -> None:
    answer = answered(model_of(chain=SWITCHED.format(*ratios), switches=switches(开="")), bill(yuan))
    assert (answer.outcome, answer.switches) == (SettlementOutcome.SETTLED, ())


def test_the_same_payment_with_other_accumulators_is_not_the_same() -> None:
    chain = chain_of(
        "basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付,,,开,甲",
        "basic,基本医保,报销,合规费用,,,85%,,补充累计 += 本步支付,,,开,乙",
    )
    answer = answered(model_of(chain=chain, switches=switches(开="")), bill(1000))
    assert (answer.outcome, paid(answer)) == (SettlementOutcome.UNDECIDED, [85_000, 85_000])


BY_SERVANT = {"表": Written("UNIQUE", "入：公务员,出：支付比例\n是,{}\n否,{}\n")}


@pytest.mark.parametrize(
    ("ratios", "outcome", "missing"),
    [(("85%", "90%"), "UNDECIDED", ("civil",)), (("85%", "1 × 85%"), "SETTLED", ())],
)
def test_a_fact_nobody_stated_is_missing_if_it_decides(
    ratios: tuple[str, str], outcome: str, missing: tuple[str, ...]
) -> None:
    tables = {name: Written(each.hit, each.text.format(*ratios)) for name, each in BY_SERVANT.items()}
    answer = answered(model_of(tables, chain_of(BASIC.format("支付比例"))), bill(1000))
    assert (answer.outcome.name, answer.missing) == (outcome, missing)
    assert answer.causes == ((Cause.EVIDENCE,) if missing else ())
    assert paid(answer) == ([85_000, 90_000] if missing else [85_000])


def test_a_number_nobody_stated_is_missing() -> None:
    chain = chain_of(BASIC.format("85%"), "more,补充,报销,合规余额,,上年收入,50%")
    answer = answered(model_of(chain=chain), bill(1000))
    assert (answer.outcome, answer.causes, answer.missing) == (
        SettlementOutcome.UNDECIDED,
        (Cause.EVIDENCE,),
        ("income",),
    )


def test_a_value_the_tables_do_not_give_is_policy() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：年度限额\n职工,1000 元\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,85%,年度限额"))
    answer = answered(model, bill(1000, scheme="居民"))
    assert (answer.outcome, answer.causes, list(answer.valueless)) == (
        SettlementOutcome.UNDECIDED,
        (Cause.POLICY,),
        ["cap"],
    )
    assert answer.valueless["cap"].word is None


def test_that_no_row_has_a_value_of_a_missing_fact_does_not_make_the_policy_open() -> None:
    tables = {"表": Written("UNIQUE", "入：机构等级,出：支付比例\n一级,90%\n三级,60%\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))
    answer = answered(model, bill(1000))
    assert (answer.causes, answer.missing, list(answer.valueless)) == ((Cause.EVIDENCE,), ("level",), ["ratio"])
    assert len(answer.alternatives) == 3
    assert answered(model, bill(1000, level=1)).causes == (Cause.POLICY,)


def test_evidence_and_policy_can_both_be_wanting() -> None:
    tables = {"表": Written("UNIQUE", "入：公务员,出：支付比例\n是,85%\n否,90%\n")}
    chain = chain_of(
        "a,基本医保,报销,合规费用,,,支付比例,,,,,开,甲",
        "b,基本医保,报销,合规费用,,,70%,,,,,开,乙",
    )
    answer = answered(model_of(tables, chain, switches(开="")), bill(1000))
    assert answer.causes == (Cause.EVIDENCE, Cause.POLICY)
    assert (answer.missing, [each.name for each in answer.switches]) == (("civil",), ["开"])
    assert sorted(paid(answer)) == [70_000, 85_000, 90_000]


# Accumulators beyond their caps

CAPPED = chain_of("basic,基本医保,报销,合规费用,,,85%,1000 元 - 统筹累计,统筹累计 += 本步支付")


@pytest.mark.parametrize(
    ("before", "changed", "told"), [(1000, False, 0), (1000.01, False, 1), (1500, False, 1), (1500, True, 0)]
)
def test_accumulators_beyond_their_caps_are_told_unless_the_status_changed(
    before: float, told: int, *, changed: bool
) -> None:
    model = model_of(chain=CAPPED)
    diagnostics = Diagnostics()
    answer = answer_bill(
        model, bill(1000), in_fen(model, {"acc_basic": before}), diagnostics, changed_within_year=changed
    )
    assert [(each.code.name, str(each.where)) for each in diagnostics.sorted()] == [
        ("CONTRADICTORY", "accumulators.amounts")
    ] * told
    assert paid(answer) == [0]


def test_who_does_not_ask_is_not_told() -> None:
    assert paid(answered(model_of(chain=CAPPED), bill(1000), {"acc_basic": 1500})) == [0]


# A year

YEARLY = chain_of(
    "basic,基本医保,报销,合规费用,基数累计,100 元,50%,580 元 - 统筹累计,统筹累计 += 本步支付；基数累计 += 本步基数"
)


@pytest.mark.parametrize(("before", "told"), [(1001, 1), (1000, 0)])
def test_a_year_that_begins_beyond_a_cap_is_told_once(before: float, told: int) -> None:
    model = model_of(chain=CAPPED)
    diagnostics = Diagnostics()
    bills = [(model, visit(1, 1000)), (model, visit(2, 1000))]
    answer_year(bills, in_fen(model, {"acc_basic": before}), frozenset(), diagnostics)
    assert [(each.code.name, str(each.where)) for each in diagnostics.sorted()] == [
        ("CONTRADICTORY", "accumulators.amounts")
    ] * told


def visit(number: int, yuan: float, **facts: Given) -> Bill:
    return replace(bill(yuan, **facts), visit_id=f"v{number}", care_date=date(2025, number, 1))


def year(chain: str, *bills: Bill, without: str = "", **defaults: str) -> YearAnswer:
    model = model_of(chain=chain, switches=switches(**defaults) if defaults else None)
    return answer_year([(model, each) for each in bills], in_fen(model), frozenset(without.split()))


def amounts(answer: YearAnswer) -> list[float | None]:
    """Return what each visit was paid, in yuan; None without an answer, or undecided."""
    return [
        None if each is None or each.settlement is None else each.settlement.paid_fen / 100 for each in answer.answers
    ]


BILLS = (visit(1, 60), visit(2, 140), visit(3, 1000), visit(4, 100))


def test_a_year_is_settled_in_order() -> None:
    answer = year(YEARLY, *BILLS)
    # the deductible takes 60 and 40; 100 by half are 50, 1,000 are 500, and of the 50 due at last the cap leaves 30
    assert amounts(answer) == [0, 50, 500, 30]
    assert answer.accumulators == {"acc_basic": 58_000, "acc_base": 130_000}
    assert (answer.bills, answer.changed) == (BILLS, ())


def test_the_same_bills_in_another_order_are_paid_otherwise() -> None:
    assert amounts(year(YEARLY, BILLS[2], BILLS[0], BILLS[3], BILLS[1])) == [450, 30, 50, 50]


def test_a_correction_tells_which_visits_come_out_otherwise() -> None:
    answer = year(YEARLY, *BILLS, without="v1")
    # without the 60 of the first visit the second bears 100, the third is paid as before, the fourth is no longer cut
    assert amounts(answer) == [20, 500, 50]
    assert answer.bills == BILLS[1:]
    assert [(before.bill.visit_id, paid(before), paid(after)) for before, after in answer.changed] == [
        ("v2", [5_000], [2_000]),
        ("v4", [3_000], [5_000]),
    ]
    assert answer.accumulators == {"acc_basic": 57_000, "acc_base": 124_000}


def test_several_visits_can_be_left_out() -> None:
    answer = year(YEARLY, *BILLS, without="v2 v4")
    assert amounts(answer) == [0, 480]
    assert [before.bill.visit_id for before, _ in answer.changed] == ["v3"]


def test_a_visit_left_out_that_changes_nothing() -> None:
    answer = year(chain_of("basic,基本医保,报销,合规费用,,,50%,,基数累计 += 本步基数"), *BILLS, without="v1")
    assert (amounts(answer), answer.changed) == ([70, 500, 50], ())


OPEN = chain_of(
    "basic,基本医保,报销,合规费用,,,50%,,统筹累计 += 本步支付,住院",
    "basic,基本医保,报销,合规费用,,,60%,,统筹累计 += 本步支付,门诊,,开,甲",
    "basic,基本医保,报销,合规费用,,,70%,,统筹累计 += 本步支付,门诊,,开,乙",
)


def test_after_an_undecided_bill_there_is_no_answer() -> None:
    bills = (visit(1, 100), visit(2, 100, setting="门诊"), visit(3, 100), visit(4, 100))
    answer = year(OPEN, *bills, 开="")
    assert amounts(answer) == [50, None, None, None]
    assert [each and each.outcome.name for each in answer.answers] == ["SETTLED", "UNDECIDED", None, None]
    assert answer.accumulators == {}


def test_without_the_undecided_bill_the_others_are_answered() -> None:
    bills = (visit(1, 100), visit(2, 100, setting="门诊"), visit(3, 100))
    answer = year(OPEN, *bills, without="v2", 开="")
    assert (amounts(answer), answer.changed) == ([50, 50], ())
    assert answer.accumulators == {"acc_basic": 10_000}


def test_a_visit_that_is_no_longer_decided_is_changed() -> None:
    # once the first visit has used the cap up, the second needs no income
    chain = chain_of("basic,基本医保,报销,100 元 - 统筹累计,,,上年收入 ÷ 200 元,,统筹累计 += 本步基数")
    model = model_of(chain=chain)
    first, second = visit(1, 200, income=Fraction(100)), visit(2, 200)
    answer = answer_year([(model, first), (model, second)], in_fen(model), frozenset({"v1"}))
    ((before, after),) = answer.changed
    assert (paid(before), after.outcome, after.missing) == ([0], SettlementOutcome.UNDECIDED, ("income",))


# Rulings

HEAD = "对象,裁定,作出单位,文号,日期\n"
CARRIED = Written("UNIQUE", "出：年度限额,开关,读法,沿用自\n500 元,开,甲,2024\n未公布,开,乙,\n")
TO_A_CAP = chain_of("basic,基本医保,报销,合规费用,,,85%,年度限额")


@pytest.mark.parametrize("default", ["甲", "乙", ""])
def test_a_figure_that_is_ruled_settles_for_good(default: str) -> None:
    ruled = {**switches(开=default), "rulings": HEAD + "年度限额,700 元,试验局,2号,2025-03-01\n"}
    answer = answered(model_of({"表": CARRIED}, TO_A_CAP, ruled), bill(1000))
    assert (answer.outcome, paid(answer), answer.provisional) == (SettlementOutcome.SETTLED, [70_000], ())
    assert [(each.subject, each.number) for each in answer.rulings] == [("年度限额", "2号")]


def test_without_a_ruling_the_figure_that_carries_on_is_named() -> None:
    answer = answered(model_of({"表": CARRIED}, TO_A_CAP, switches(开="甲")), bill(1000))
    assert (answer.outcome, paid(answer), answer.rulings) == (SettlementOutcome.SETTLED, [50_000], ())
    assert [(each.term, each.value, each.year) for each in answer.provisional] == [("cap", 500, 2024)]


def test_waiting_for_the_figure_leaves_only_the_steps_before_certain() -> None:
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%", "more,补充,报销,合规余额,,,50%,年度限额")
    answer = answered(model_of({"表": CARRIED}, chain, switches(开="乙")), bill(1000))
    assert (answer.outcome, list(answer.valueless)) == (SettlementOutcome.UNDECIDED, ["cap"])
    assert [(each.step.id, each.payment_fen) for each in answer.certain_steps] == [("basic", 85_000)]


def test_a_reading_that_is_ruled_is_what_it_rests_on() -> None:
    ruled = {**switches(开=""), "rulings": HEAD + "开,乙,试验局,3号,2025-03-01\n"}
    answer = answered(model_of(chain=SWITCHED.format(50, 60), switches=ruled), bill(1000))
    assert (answer.outcome, paid(answer), answer.readings) == (SettlementOutcome.SETTLED, [94_000], {"开": "乙"})
    assert [(each.subject, each.taken, each.number) for each in answer.rulings] == [("开", "乙", "3号")]
