"""One bill through its payers: what each pays, to the fen, and what it counts."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, bill, chain_of, in_fen, model_of, settled
from unit.compiler.written import switches

from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Given
from chronicare.judging.budget import STEPS_OF_SETTLEMENT, STEPS_OF_TABLE, Budget
from chronicare.program.decision_table import PaymentKind

BASIC = "basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付"


def unsettled(model_chain: str, made: Bill, tables: dict[str, Written] | None = None) -> Unsettled:
    model = model_of(tables, model_chain)
    answer = settle(model, made, made.facts, in_fen(model), {})
    assert isinstance(answer, Unsettled), answer
    return answer


def yuan(settlement: Settlement) -> dict[str, float]:
    """Return what was paid, in yuan, by step."""
    return {step: fen / 100 for (step, _), fen in settlement.payments().items()}


# Segments, start, deductible

SEGMENTED = chain_of(
    "basic,基本医保,报销,合规费用,基数累计,100 元,≤ 1000 元: 50%；80%,,基数累计 += 本步基数；补充累计 += 本步起付"
)
"""Of the base that is counted up, the first 100 are borne, the next 1,000 are paid half, the rest by 80%."""


@pytest.mark.parametrize(
    ("start", "base", "paid", "borne"),
    [
        (0, 50, 0, 50),
        (0, 100, 0, 100),
        (0, 100.01, 0.01, 100),  # half a fen
        (0, 300, 100, 100),
        (60, 100, 30, 40),
        (99, 1, 0, 1),
        (100, 1000, 500, 0),
        (0, 1100, 500, 100),
        (0, 2100, 1300, 100),
        (1000, 300, 210, 0),
        (1100, 100, 80, 0),
        (5000, 100, 80, 0),
        (40, 2060, 1300, 60),
        (0, 0, 0, 0),
    ],
)
def test_the_part_of_the_counted_base_that_lies_in_each_segment(
    start: float, base: float, paid: float, borne: float
) -> None:
    settlement = settled(model_of(chain=SEGMENTED), bill(base), {"acc_base": start})
    assert yuan(settlement) == {"basic": paid}
    assert settlement.accumulators == {
        "acc_base": round((start + base) * 100),
        "acc_more": round(borne * 100),
    }
    assert settlement.steps[0].deductible_borne == borne


@pytest.mark.parametrize("cut", [1, 50, 100, 700, 1100, 1999])
def test_a_base_counted_in_two_visits_is_paid_as_in_one(cut: int) -> None:
    model = model_of(chain=SEGMENTED)
    first = settled(model, bill(cut))
    second = settled(model, bill(2000 - cut), {code: fen / 100 for code, fen in first.accumulators.items()})
    # 2,000 at once: 1,000 by half and 900 by 80%
    assert first.paid_fen + second.paid_fen == 50_000 + 72_000
    assert second.accumulators == {"acc_base": 200_000, "acc_more": 10_000}


def test_the_segments_say_what_fell_into_them() -> None:
    (step,) = settled(model_of(chain=SEGMENTED), bill(300), {"acc_base": 1000}).steps
    assert step.limit is None
    assert [step.base, step.start, step.deductible] == [Fraction(each) for each in (300, 1000, 100)]
    assert [[each.low, each.high, each.ratio, each.amount] for each in step.segments] == [
        [Fraction(each) for each in (900, 1000, 50, 50)],
        [Fraction(each) for each in (1000, 1200, 80, 160)],
    ]
    assert [(each.role, each.formula.text, each.result) for each in step.formulas] == [
        ("base", "合规费用", 300),
        ("start", "基数累计", 1000),
        ("deductible", "100 元", 100),
        ("segment", "1000 元", 1000),
        ("ratio", "50%", 50),
        ("ratio", "80%", 80),
    ]
    assert step.formulas[1].values == {"acc_base": 1000}


def test_a_deductible_below_nothing_is_none() -> None:
    model = model_of(chain=chain_of("basic,基本医保,报销,合规费用,,100 元 - 上年收入,80%"))
    assert yuan(settled(model, bill(100, income=Fraction(300)))) == {"basic": 80}


@pytest.mark.parametrize(("base", "paid"), [("合规费用 - 5000 元", 0), ("合规费用 - 400 元", 300)])
def test_a_base_below_nothing_is_none_and_asks_for_nothing_more(base: str, paid: float) -> None:
    chain = chain_of(f"basic,基本医保,报销,{base},另项,第三项,支付比例,上年收入,统筹累计 += 本步基数")
    facts = {"other": 0, "third": 0, "ratio": 50, "income": 9999} if paid else {}
    settlement = settled(model_of(chain=chain), bill(1000, **{code: Fraction(each) for code, each in facts.items()}))
    assert yuan(settlement) == {"basic": paid}
    assert settlement.accumulators == {"acc_basic": 60_000 if paid else 0}


# Rounding


@pytest.mark.parametrize(
    ("fen", "ratio", "paid"),
    [(1, "50%", 1), (3, "50%", 2), (1, "49%", 0), (99, "50%", 50), (2, "≤ 0.01 元: 50%；50%", 1), (333, "1 ÷ 3", 111)],
)
def test_half_a_fen_is_rounded_up_once(fen: int, ratio: str, paid: int) -> None:
    made = replace(bill(0), charges=Charges(fen))
    assert settled(model_of(chain=chain_of(f"basic,基本医保,报销,合规费用,,,{ratio}")), made).paid_fen == paid


# Caps


@pytest.mark.parametrize(
    ("before", "limit", "paid"),
    [
        (0, "1000 元 - 统筹累计", 850),
        (150, "1000 元 - 统筹累计", 850),
        (150.01, "1000 元 - 统筹累计", 849.99),
        (1000, "1000 元 - 统筹累计", 0),
        (1200, "1000 元 - 统筹累计", 0),
        (0, "200 元 ÷ 3", 66.66),
        (0, "0.009 元", 0),
    ],
)
def test_a_payment_is_cut_to_what_the_cap_still_allows_whole_fen_of_it(before: float, limit: str, paid: float) -> None:
    chain = chain_of(f"basic,基本医保,报销,合规费用,,,85%,{limit},统筹累计 += 本步支付")
    settlement = settled(model_of(chain=chain), bill(1000), {"acc_basic": before})
    assert yuan(settlement) == {"basic": paid}
    assert settlement.accumulators == {"acc_basic": round((before + paid) * 100)}


def test_where_nothing_is_due_the_cap_is_not_asked_for() -> None:
    chain = chain_of("basic,基本医保,报销,合规费用,,2000 元,85%,上年收入")
    assert yuan(settled(model_of(chain=chain), bill(1000))) == {"basic": 0}


def test_no_payer_pays_more_than_is_left() -> None:
    chain = chain_of(
        "basic,基本医保,报销,合规费用,,,85%", "more,补充,报销,合规费用,,,60%", "last,救助,报销,合规费用,,,60%"
    )
    settlement = settled(model_of(chain=chain), bill(1000))
    assert yuan(settlement) == {"basic": 850, "more": 150, "last": 0}
    assert (settlement.paid_fen, settlement.copayment_fen) == (100_000, 0)


# One payer after another


def test_the_next_payer_sees_what_is_left_and_borne() -> None:
    chain = chain_of(
        "basic,基本医保,报销,合规费用,,200 元,85%,,统筹累计 += 本步支付；基数累计 += 本步起付",
        "more,补充,报销,合规余额 - 已扣起付,,,50%,统筹累计,补充累计 += 本步基数",
        "last,救助,报销,合规余额,,300 元 - 基数累计,70%",
    )
    # 800 by 85% are 680; of the 320 left 200 were borne, so 120 by half are 60; of 260 less 100 again 70% are 112
    settlement = settled(model_of(chain=chain), bill(1000))
    assert yuan(settlement) == {"basic": 680, "more": 60, "last": 112}
    assert settlement.accumulators == {"acc_basic": 68_000, "acc_base": 20_000, "acc_more": 12_000}
    assert (settlement.paid_fen, settlement.copayment_fen) == (85_200, 14_800)


def test_only_the_rows_that_match_pay() -> None:
    chain = chain_of(
        "a,基本医保,报销,合规费用,,,85%,,,住院,职工",
        "b,基本医保,报销,合规费用,,,60%,,,住院,居民",
        "c,救助,报销,合规余额,,,50%,,,-,居民",
    )
    model = model_of(chain=chain)
    assert yuan(settled(model, bill(100, scheme="职工"))) == {"a": 85}
    assert yuan(settled(model, bill(100, scheme="居民"))) == {"b": 60, "c": 20}


def test_the_part_that_is_not_eligible_is_nobodys_base() -> None:
    model = model_of(chain=chain_of(BASIC))
    settlement = settled(model, replace(bill(0), charges=Charges(100_000, 10_000, 5_000, 5_000)))
    assert (settlement.charges.eligible_fen, settlement.paid_fen, settlement.copayment_fen) == (80_000, 68_000, 12_000)


def test_quantities_of_the_bill_are_known_to_formulas_and_tests() -> None:
    tables = {
        "表": Written(
            "UNIQUE", "入：待遇年度,入：就诊日,出：应扣\n2025,≥ 2025-06-01,总费用 - 全自费 - 超限价 - 先行自付\n"
        )
    }
    model = model_of(tables, chain_of("basic,基本医保,报销,应扣,,,100%"))
    made = replace(bill(0), charges=Charges(100_000, 10_000, 5_000, 5_000))
    assert yuan(settled(model, made)) == {"basic": 800}


def test_an_amount_looked_up_from_what_changes_is_looked_up_at_every_step() -> None:
    tables = {"表": Written("UNIQUE", "入：合规余额,出：应扣\n> 500 元,100 元\n≤ 500 元,10 元\n")}
    chain = chain_of("a,基本医保,报销,合规余额,,应扣,80%", "b,补充,报销,合规余额,,应扣,50%")
    # (1,000 - 100) by 80% are 720; 280 are left, of which 10 are borne: 135
    assert yuan(settled(model_of(tables, chain), bill(1000))) == {"a": 720, "b": 135}


def test_readings_choose_rows() -> None:
    chain = chain_of("a,基本医保,报销,合规费用,,,85%,,,,,开,甲", "b,基本医保,报销,合规费用,,,60%,,,,,开,乙")
    model = model_of(chain=chain, switches=switches(开=""))
    made = bill(100)
    assert [yuan(settled(model, made, None, {"开": each})) for each in ("甲", "乙")] == [{"a": 85}, {"b": 60}]
    with pytest.raises(ReadingNeededError):
        settle(model, made, made.facts, {}, {})


# Allowances

QUOTA = "quota,基本医保,补助,,,,,{},补充累计 += 本步支付"


@pytest.mark.parametrize(("limit", "fen"), [("3000 元", 300_000), ("200 元 ÷ 3", 6_666), ("0 - 补充累计", 0)])
def test_an_allowance_is_beside_the_bill(limit: str, fen: int) -> None:
    settlement = settled(model_of(chain=chain_of(QUOTA.format(limit), BASIC)), bill(1000))
    assert settlement.payments() == {("quota", True): fen, ("basic", False): 85_000}
    assert (settlement.paid_fen, settlement.copayment_fen) == (85_000, 15_000)
    assert settlement.accumulators == {"acc_basic": 85_000, "acc_more": fen}
    assert settlement.steps[0].step.payment_kind is PaymentKind.ALLOWANCE


# No value

CAP = Written(
    "UNIQUE",
    "入：险种,入：公务员,出：年度限额,出：支付比例\n"
    "职工,是,1000 元,50%\n居民,是,无此待遇,无此待遇\n居民,否,500 元,未公布\n",
)
CAPPED = "more,补充,报销,合规余额,,,{},年度限额 - 补充累计,补充累计 += 本步支付"
GRANTED = "quota,补充,补助,,,,,年度限额"


@pytest.mark.parametrize("row", [CAPPED.format("80%"), CAPPED.format("支付比例"), GRANTED])
def test_where_there_is_no_entitlement_the_step_is_left_out(row: str) -> None:
    model = model_of({"表": CAP}, chain_of(row, BASIC))
    settlement = settled(model, bill(1000, scheme="居民", civil=True))
    assert yuan(settlement) == {"basic": 850}
    (left_out,) = settlement.parts[0].left_out
    term = "ratio" if "支付比例" in row else "cap"  # whichever comes first says it
    assert (left_out.step.id, left_out.term, left_out.row.id) == (row.partition(",")[0], term, "3")
    assert settlement.accumulators.get("acc_more", 0) == 0
    assert ("表", "3") in {(each.table, each.row.id) for each in settlement.applied_rows}


@pytest.mark.parametrize(
    ("cap", "limit", "paid"),
    [
        ("不限", "年度限额 - 补充累计", 120),
        ("不限", '"最小(年度限额, 100 元)"', 100),
        ("不限", "不限", 120),
        ("130 元", "年度限额 - 补充累计", 120),
        ("110 元", "年度限额 - 补充累计", 110),
    ],
)
def test_what_has_no_limit_caps_nothing(cap: str, limit: str, paid: float) -> None:
    tables = {"表": Written("UNIQUE", f"入：险种,出：年度限额\n-,{cap}\n")}
    row = CAPPED.format("80%").replace("年度限额 - 补充累计", "限额")
    limit = limit if limit == "不限" else limit.removesuffix('"') + " 每次" + '"' * limit.endswith('"')
    chain = chain_of(BASIC, row).replace(",限额 每次,", f",{limit},")
    # 80% of the 150 that the first payer leaves
    assert yuan(settled(model_of(tables, chain), bill(1000)))["more"] == paid


@pytest.mark.parametrize("cell", ["起付", "比例", "封顶"])
def test_a_step_s_own_cell_may_say_that_there_is_no_entitlement(cell: str) -> None:
    cells = {"起付": "0 元", "比例": "50%", "封顶": "不限"} | {cell: "无此待遇"}
    row = f"more,补充,报销,合规余额,,{cells['起付']},{cells['比例']},{cells['封顶']}"
    settlement = settled(model_of(chain=chain_of(BASIC, row)), bill(1000))
    (left_out,) = settlement.parts[0].left_out
    assert (yuan(settlement), left_out.step.id, left_out.row.id) == ({"basic": 850}, "more", "卡:3")


@pytest.mark.parametrize(
    ("row", "facts", "term"),
    [
        # no row of the table matches: it says nothing, not even that there is none
        (CAPPED.format("80%"), {"scheme": "职工", "civil": False}, "cap"),
        (GRANTED, {"scheme": "职工", "civil": False}, "cap"),
        # there is a cap, but the ratio is not published
        (CAPPED.format("支付比例"), {"scheme": "居民", "civil": False}, "ratio"),
    ],
)
def test_what_the_tables_do_not_give_leaves_the_bill_unsettled(row: str, facts: dict[str, Given], term: str) -> None:
    answer = unsettled(chain_of(BASIC, row), bill(1000, **facts), {"表": CAP})
    assert answer.step is not None
    assert (answer.step.id, answer.term, answer.unknown) == (row.partition(",")[0], term, False)
    assert [(each.step.id, each.payment_fen) for each in answer.done] == [("basic", 85_000)]


def test_a_fact_that_is_not_known_leaves_it_unsettled_after_the_steps_before() -> None:
    chain = chain_of(BASIC, "more,补充,报销,合规余额,,上年收入,50%", "last,救助,报销,合规余额,,,50%")
    answer = unsettled(chain, bill(1000))
    assert answer.step is not None
    assert (answer.step.id, answer.term, answer.unknown) == ("more", "income", True)
    assert [each.step.id for each in answer.done] == ["basic"]


def test_a_fact_with_few_values_is_asked_for() -> None:
    made = Bill("v", date(2025, 6, 1), {}, Charges(100))
    model = model_of(chain=chain_of(BASIC))
    with pytest.raises(FactNeededError) as raised:
        settle(model, made, made.facts, in_fen(model), {})
    assert raised.value.term == "setting"


def test_without_a_chain_nothing_is_settled() -> None:
    answer = unsettled("", bill(1000), {"表": CAP})
    assert (answer.step, answer.term, answer.unknown, answer.done) == (None, "", False, ())


# Accumulators


def test_what_is_not_known_before_is_not_known_after() -> None:
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付；基数累计 += 本步基数")
    made = bill(1000)
    settlement = settle(model_of(chain=chain), made, made.facts, {"acc_basic": 100}, {})
    assert isinstance(settlement, Settlement)
    assert settlement.accumulators == {"acc_basic": 85_100}


def test_an_accumulator_a_formula_names_must_be_known() -> None:
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%,1000 元 - 统筹累计,统筹累计 += 本步支付")
    made = bill(1000)
    answer = settle(model_of(chain=chain), made, made.facts, {}, {})
    assert isinstance(answer, Unsettled)
    assert (answer.term, answer.unknown) == ("acc_basic", True)


def test_what_no_step_counts_stays_as_it_is() -> None:
    settlement = settled(model_of(chain=chain_of(BASIC)), bill(1000), {"acc_more": 7})
    assert settlement.accumulators == {"acc_basic": 85_000, "acc_more": 700}


def test_an_accumulator_counts_whole_fen_only() -> None:
    answer = unsettled(chain_of("basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付 ÷ 3"), bill(100.01))
    assert (answer.term, answer.unknown) == ("acc_basic", False)


# Lines

CHARGES = Written(
    "UNIQUE",
    "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,10%,无此待遇\n耗材,是,无此待遇,无此待遇\n保健,否,无此待遇,无此待遇\n单列药,是,20%,单列\n",
)
APART = chain_of(
    "basic,基本医保,报销,合规费用,,,85%,1000 元 - 统筹累计,统筹累计 += 本步支付,住院",
    "apart,基本医保,报销,合规费用,,,50%,1000 元 - 统筹累计,统筹累计 += 本步支付,单列",
)


def line(category: str, yuan_: float, above: float = 0) -> ChargeLine:
    return ChargeLine(round(yuan_ * 100), round(above * 100), {"charge_category": category})


def test_lines_become_sums_and_a_part_settled_apart() -> None:
    lines = (line("单列药", 1000), line("药品", 100.05), line("耗材", 200, 50), line("保健", 30, 10))
    settlement = settled(model_of({"表": CHARGES}, APART), bill(0, *lines))
    ward, apart = settlement.parts
    # 10% of 100.05 are 10.005, told as half a fen up
    assert (ward.setting, ward.charges) == ("住院", Charges(33_005, 3_000, 5_000, 1_001))
    assert (apart.setting, apart.charges) == ("单列", Charges(100_000, 0, 0, 20_000))
    # 240.045 by 85% are 204.03825; 800 by half are 400
    assert yuan(settlement) == {"basic": 204.04, "apart": 400}
    assert (ward.paid_fen, apart.paid_fen, settlement.paid_fen) == (20_404, 40_000, 60_404)
    assert settlement.charges == Charges(133_005, 3_000, 5_000, 21_001)
    assert settlement.copayment_fen == 24_004 - 20_404 + 40_000
    assert settlement.accumulators == {"acc_basic": 60_404}


def test_the_part_apart_comes_after_what_the_main_part_has_counted() -> None:
    settlement = settled(model_of({"表": CHARGES}, APART), bill(0, line("单列药", 1000), line("耗材", 1000)))
    assert yuan(settlement) == {"basic": 850, "apart": 150}


@pytest.mark.parametrize(
    ("ratio", "paid", "advance", "copayment"),
    [
        # Three lines of 0.05 yuan: 1.5 fen in advance, 13.5 eligible; by the line it would be 3 and 12.
        ("85%", 11, 2, 2),  # 11.475 fen
        ("100%", 14, 1, 0),  # 13.5 fen, half a fen up; told as advance is what that leaves
        ("0%", 0, 2, 13),
    ],
)
def test_the_advance_is_not_rounded_line_by_line(ratio: str, paid: int, advance: int, copayment: int) -> None:
    chain = chain_of(f"basic,基本医保,报销,合规费用,,,{ratio},,统筹累计 += 本步支付；基数累计 += 先行自付,住院")
    settlement = settled(model_of({"表": CHARGES}, chain), bill(0, *[line("药品", 0.05)] * 3))
    assert settlement.paid_fen == paid
    assert settlement.charges == Charges(15, 0, 0, advance)
    assert settlement.copayment_fen == copayment
    assert paid + advance + copayment == 15
    assert settlement.accumulators == {"acc_basic": paid, "acc_base": 2}


def test_a_bill_all_of_which_is_settled_apart_has_an_empty_main_part() -> None:
    settlement = settled(model_of({"表": CHARGES}, APART), bill(0, line("单列药", 100)))
    assert [(part.setting, part.charges.total_fen) for part in settlement.parts] == [("住院", 0), ("单列", 10_000)]


def test_a_line_whose_category_no_row_knows_leaves_the_bill_unsettled() -> None:
    charges = Written("UNIQUE", "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,10%,无此待遇\n")
    answer = unsettled(APART, bill(0, line("耗材", 100)), {"表": charges})
    assert (answer.step, answer.term, answer.unknown) == (None, "charge_covered", False)


def test_the_amount_of_a_line_can_decide() -> None:
    charges = Written(
        "UNIQUE",
        "入：费用金额,出：目录内,出：先付比例,出：单列结算类别\n"
        "≤ 100 元,是,无此待遇,无此待遇\n> 100 元,是,10%,无此待遇\n",
    )
    settlement = settled(model_of({"表": charges}, APART), bill(0, line("耗材", 100), line("耗材", 200)))
    assert settlement.charges == Charges(30_000, 0, 0, 2_000)


# The personal account


@pytest.mark.parametrize(("wanted", "used"), [(0, 0), (10_000, 10_000), (14_999, 14_999), (99_999, 17_000)])
def test_the_account_pays_what_is_left_and_what_was_advanced_but_nothing_outside_the_catalogues(
    wanted: int, used: int
) -> None:
    made = replace(bill(0), charges=Charges(100_000, 10_000, 5_000, 5_000), account_fen=wanted)
    # of 800 eligible 680 are paid: 120 and the 50 advanced are left
    settlement = settled(model_of(chain=chain_of(BASIC)), made)
    assert settlement.account_fen == used


def test_going_through_the_payers_is_counted_and_so_is_every_table() -> None:
    model, budget = model_of({}, chain_of("basic,基本医保,报销,合规费用,,,90%")), Budget(10**9, 10**9)
    with budget.in_force():
        settle(model, bill(100), bill(100).facts, {}, {})
    assert budget.steps == STEPS_OF_SETTLEMENT + STEPS_OF_TABLE


def test_a_payer_that_rests_on_what_is_not_published_leaves_the_bill_unsettled() -> None:
    caps = Written("UNIQUE", "入：险种,出：年度限额\n职工,未公布\n居民,无此待遇\n")
    chain = chain_of("basic,基本医保,报销,合规费用,,,80%,,,住院,> 100 元").replace("入：险种", "入：年度限额")
    model = model_of({"限额": caps}, chain)
    staff, resident = (bill(1000, scheme=scheme) for scheme in ("职工", "居民"))
    unsettled = settle(model, staff, staff.facts, {}, {})
    assert isinstance(unsettled, Unsettled)
    assert (unsettled.term, unsettled.unknown) == ("cap", False)
    assert settled(model, resident).steps == ()
