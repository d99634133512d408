"""What a card's periods come to on bills: counts that begin anew, caps for each item, what lies beyond a cap."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from unit.benefits.written import Written, bill, in_fen, model_of, settled

from chronicare.benefits.answer import BillAnswer, SettlementOutcome, answer_bill, answer_year
from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.entitlements import list_entitlements
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.statement import state
from chronicare.diagnostics import Language

if TYPE_CHECKING:
    from chronicare.cells.values import Given

HEAD = "编号,谁付,名称,基数,起付,比例,封顶,共用限额,计数\n"
SHARED = "\n\n名称,单位,周期,计什么,限额,出处,原文\n统筹累计,元,每年,支付,1000 元,1-1,文\n"


APART = Written("UNIQUE", "入：费用种类,出：单列结算类别\n单列药,单列\n")


def model(*rows: str, after: str = "") -> BenefitModel:
    """Return a model whose card has ``rows``, each ``编号,基数,起付,比例,封顶`` and counters."""
    written = [f"{row.partition(',')[0]},基本医保,报销,{row.partition(',')[2]}" for row in rows]
    padded = [row + "," * (HEAD.count(",") - row.count(",")) for row in written]
    return model_of({"表": APART}, HEAD + "\n".join(padded) + after)


def on(day: date, yuan: int) -> Bill:
    return Bill(f"{day}", day, {"setting": "住院"}, Charges(yuan * 100))


def paid_in_year(made: BenefitModel, *bills: Bill) -> list[float]:
    year = answer_year([(made, each) for each in bills], in_fen(made), frozenset())
    assert all(answer is not None and answer.settlement is not None for answer in year.answers)
    return [answer.settlement.paid_fen / 100 for answer in year.answers if answer and answer.settlement]


def test_a_quarterly_cap_begins_anew_with_the_quarter() -> None:
    made = model("quota,合规费用,不设,100%,300 元 每季")
    days = (date(2025, 2, 10), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30), date(2025, 10, 1))
    assert paid_in_year(made, *(on(day, 200) for day in days)) == [200, 100, 200, 100, 200]


def test_a_monthly_deductible_is_charged_once_a_month() -> None:
    made = model("basic,合规费用,100 元 每月,50%,不限")
    bills = (on(date(2025, 1, 5), 150), on(date(2025, 1, 20), 100), on(date(2025, 2, 1), 90), on(date(2025, 2, 2), 30))
    assert paid_in_year(made, *bills) == [25, 50, 0, 10]


def test_a_daily_cap_beside_a_yearly_one() -> None:
    made = model("basic,合规费用,不设,100%,50 元 每日；120 元 每年")
    days = (date(2025, 1, 5), date(2025, 1, 5), date(2025, 1, 6), date(2025, 1, 7))
    assert paid_in_year(made, *(on(day, 40) for day in days)) == [40, 10, 40, 30]


COUNTED = "\n\n代码,名称,单位,周期,计什么,限额,出处,原文\n"
SESSIONS = COUNTED + "sessions,透析次数,次,{},支付,2 次,1-1,文\n"
DAYS = COUNTED + 'in_bed,住院日数,天,每年,"天数(参保日, 就诊日)",10 天,1-1,文\n'


def test_visits_are_paid_until_their_number_is_used_up() -> None:
    """A bill by which nothing is paid counts for none."""
    made = model("basic,合规费用,不设,50%,不限,透析次数", after=SESSIONS.format("每年"))
    days = [date(2025, 1, 5), date(2025, 1, 6), date(2025, 2, 7), date(2025, 2, 8)]
    first, *others = (on(day, 100) for day in days)
    outside = replace(first, charges=Charges(10_000, fully_self_paid_fen=10_000))
    assert paid_in_year(made, outside, *others) == [0, 50, 50, 0]
    settlement = settled(made, first, {"sessions": 0.01})  # one, as the helper counts hundredths
    assert (settlement.paid_fen, settlement.accumulators) == (5_000, {"sessions": 2})


def test_visits_of_a_month_begin_anew_with_the_next() -> None:
    made = model("basic,合规费用,不设,50%,不限,透析次数", after=SESSIONS.format("每月"))
    days = (date(2025, 1, 5), date(2025, 1, 6), date(2025, 1, 7), date(2025, 2, 8))
    assert paid_in_year(made, *(on(day, 100) for day in days)) == [50, 50, 0, 50]


def test_days_are_paid_until_they_are_used_up_and_a_bill_across_the_last_is_to_be_sent_in_two() -> None:
    made = model("basic,合规费用,不设,80%,不限,住院日数", after=DAYS)

    def in_bed(days: int, before: int) -> BillAnswer:
        day = date(2025, 6, 30)
        stay = Bill("v", day, {"setting": "住院", "since": day - timedelta(days)}, Charges(100_00))
        return answer_bill(made, stay, {"in_bed": before})

    for days, before, paid, after in ((6, 0, 80_00, 6), (4, 6, 80_00, 10), (1, 10, 0, 10)):
        settlement = in_bed(days, before).settlement
        assert settlement is not None
        assert (settlement.paid_fen, settlement.accumulators) == (paid, {"in_bed": after})
    across = in_bed(5, 6)
    assert across.outcome is SettlementOutcome.UNDECIDED
    assert state(across, made.vocabulary, Language.ZH) == [
        "尚不能结算。",
        "本次 5 天，限额内只剩 4 天：分成两笔账单，限额内的一笔、以后的一笔。",
    ]


def charged(*yuan: int) -> Bill:
    facts: dict[str, Given] = {"charge_category": "药品", "charge_covered": True, "advance_ratio": Fraction(0)}
    return bill(0, *(ChargeLine(each * 100, 0, facts) for each in yuan))


@pytest.mark.parametrize(
    ("yuan", "paid"),
    [
        ((200,), 120),  # 90% would be 180
        ((133, 134), 239.7),  # 119.70, and 120 of 120.60
        ((180, 100, 20), 228),  # 120 + 90 + 18, where 90% of all would be 270
        ((100,), 90),
    ],
)
def test_each_item_has_a_cap_of_its_own(yuan: tuple[int, ...], paid: float) -> None:
    settlement = settled(model("basic,合规费用,不设,90%,120 元 每项"), charged(*yuan))
    assert settlement.paid_fen == round(paid * 100)


def test_the_cap_of_an_item_goes_with_others() -> None:
    made = model("basic,合规费用,不设,90%,120 元 每项；200 元 每次,统筹累计", after=SHARED)
    assert settled(made, charged(200, 200)).paid_fen == 200_00  # 240, but 200 a visit
    assert settled(made, charged(200, 50), {"acc_basic": 900}).paid_fen == 100_00  # 165, but 100 are left of the year


@pytest.mark.parametrize(("cap", "most"), [("120 元 每项", 120), ("2000 元 每次", None), ("不限", None)])
def test_what_is_due_to_somebody_tells_the_most_for_an_item(cap: str, most: int | None) -> None:
    made = model(f"basic,合规费用,不设,90%,{cap}")
    (listed, *_) = list_entitlements(made, date(2025, 6, 1), {"setting": "住院"}, in_fen(made))
    assert [step.item_limit for step in listed.steps] == [most]


def stated(made: BenefitModel, of: Bill, **accumulators: float) -> str:
    return "\n".join(state(answer_bill(made, of, in_fen(made, accumulators)), made.vocabulary, Language.ZH))


def test_a_step_says_what_the_most_for_an_item_was() -> None:
    said = stated(model("basic,合规费用,不设,90%,120 元 每项"), charged(200, 50))
    assert "250.00 元按 90%、每项至多 120.00 元，合计为 165.00 元" in said


def test_a_quarter_is_called_one() -> None:
    made = model("basic,合规费用,100 元 每季,50%,不限")
    assert "本季此前已计 60.00 元" in stated(made, bill(100), card_basic_base_quarter=60)


def test_a_bill_of_sums_cannot_be_paid_by_items() -> None:
    answer = answer_bill(model("basic,合规费用,不设,90%,120 元 每项"), bill(100), {})
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("charge_amount",))


def test_a_total_of_one_category_cannot_be_paid_by_items_either() -> None:
    whole = replace(charged(100), lines=(replace(charged(100).lines[0], is_sum=True),))
    answer = answer_bill(model("basic,合规费用,不设,90%,120 元 每项"), whole, {})
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("charge_amount",))


def test_items_are_not_asked_for_if_they_have_no_cap() -> None:
    tables = {
        "限": Written("UNIQUE", "入：费用种类,出：年度限额\n药品,不限\n耗材,120 元\n"),
        "比": Written("UNIQUE", "入：公务员,出：支付比例\n是,80%\n否,60%\n"),
    }
    made = model_of(tables, HEAD + "basic,基本医保,报销,合规费用,不设,支付比例,年度限额 每项,,")
    assert answer_bill(made, bill(100, charge_category="药品"), {}).missing == ("civil",)
    assert answer_bill(made, bill(100, charge_category="耗材"), {}).missing == ("civil", "charge_amount")


@pytest.mark.parametrize(
    ("first", "beyond"),
    [
        ("不设,80%,400 元 每次", 500),  # 400 are 80% of 500
        ("100 元 每次,80%,360 元 每次", 450),  # half of the 900 beyond the deductible
        ("不设,≤ 500 元: 80%；60%,450 元 每次", 416.67),  # 400 on the first 500, 50 on 83.33 of the rest
        ("不设,80%,800 元 每次", 0),  # reached, but nothing lies beyond
        ("不设,80%,不限", 0),
        ("不设,80%,0 元 每次", 1000),
    ],
)
def test_what_lies_beyond_a_cap_can_be_the_base_of_the_next_step(first: str, beyond: float) -> None:
    made = model(f"basic,合规费用,{first}", "more,超限费用,不设,10%,不限")
    settlement = settled(made, bill(1000))
    (more,) = (each for each in settlement.steps if each.step.id == "more")
    assert round(more.base * 100) == round(beyond * 100)


def test_what_lies_beyond_is_that_of_the_step_before() -> None:
    rows = ("basic,合规费用,不设,80%,400 元 每次", "between,合规余额,不设,10%,不限", "more,超限费用,不设,10%,不限")
    settlement = settled(model(*rows), bill(1000))
    assert [each.base for each in settlement.steps] == [1000, 600, 0]


def test_a_deductible_of_a_course_is_less_what_the_bill_says_was_charged() -> None:
    counters = "\n\n代码,名称,单位,周期,计什么,限额\ncharged,疗程已扣,元,每疗程,起付,不限\n"
    made = model("basic,合规费用,700 元 每疗程,50%,不限,,疗程已扣", after=counters)
    assert settled(made, bill(1000, charged=Fraction(300))).paid_fen == 300_00
    assert settled(made, bill(1000, charged=Fraction(900))).paid_fen == 500_00
    usual = answer_bill(made, bill(1000), {}, assume_usual=True)
    assert usual.settlement is not None
    assert (usual.settlement.paid_fen, usual.settlement.accumulators) == (150_00, {})
