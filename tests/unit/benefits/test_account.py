"""The personal account as a payer: it pays a step's part from what is in it, and is no fund's money."""

from dataclasses import replace
from fractions import Fraction

import pytest
from unit.benefits.test_breakdown import FIELDS
from unit.benefits.written import Written, bill, chain_of, model_of, settled, vocabulary

from chronicare.benefits.answer import SettlementOutcome, answer_bill
from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.breakdown import break_down
from chronicare.benefits.entitlements import list_entitlements
from chronicare.benefits.settlement import Settlement
from chronicare.benefits.statement import state
from chronicare.diagnostics import Language

FUND = "basic,基本医保,报销,合规费用,,,30%,,统筹累计 += 本步支付"
ACCOUNT = "own,个人账户,,合规费用,,不设,70%,不限"
SEVENTY_THIRTY = chain_of(FUND, ACCOUNT)
FIRST_THE_ACCOUNT = chain_of("own,个人账户,,合规费用,,不设,70%,不限", "assist,医疗救助,报销,合规余额,,,80%")


def of(total: float, held: float | None = None, wanted: float | None = None) -> Bill:
    """Return a bill with so much ``held`` in the account, of which so much is ``wanted`` to be paid, in yuan."""
    made = bill(total) if held is None else bill(total, account=Fraction(round(held * 100), 100))
    return made if wanted is None else replace(made, account_fen=round(wanted * 100))


def drawn(settlement: Settlement) -> list[int]:
    return [each.payment_fen for each in settlement.steps if each.step.id == "own"]


@pytest.mark.parametrize(
    ("total", "held", "wanted", "step", "account"),
    [
        (100, 200, None, 7_000, 7_000),
        (100, 70, None, 7_000, 7_000),
        (100, 69.99, None, 6_999, 6_999),  # the rest in cash
        (100, 0, None, 0, 0),
        (100, None, 200, 7_000, 7_000),  # what is wanted at most is all that is said
        (100, None, 50, 5_000, 5_000),
        (100, 200, 50, 5_000, 5_000),
        (100, 50, 200, 5_000, 5_000),
        (100, 200, 0, 0, 0),
        (100, None, None, 0, 0),  # nobody says: no fund rests on it, nothing is drawn
        (0.05, 200, None, 3, 3),  # 1.5 fen are the fund's 2; of 3.5 fen only 3 are left
        (0.01, 200, None, 1, 1),  # 0.3 fen are none, 0.7 are one
    ],
)
def test_seventy_by_the_account_thirty_by_the_fund(
    total: float, held: float | None, wanted: float | None, step: int, account: int
) -> None:
    settlement = settled(model_of(chain=SEVENTY_THIRTY), of(total, held, wanted))
    fund = {100: 3_000, 0.05: 2, 0.01: 0}[total]
    assert settlement.payments() == {("basic", False): fund}
    assert (settlement.paid_fen, settlement.copayment_fen) == (fund, round(total * 100) - fund)
    assert (drawn(settlement), settlement.account_fen) == ([step], account)
    assert settlement.accumulators == {"acc_basic": fund}


@pytest.mark.parametrize(
    ("held", "wanted", "account"),
    [
        (200, None, 5_000),  # no more than the step says
        (200, 200, 7_000),  # 50 by the step, and the other 20 as the person wants
        (60, 200, 6_000),
        (200, 55, 5_500),
        (200, 40, 4_000),
    ],
)
def test_beyond_its_step_the_account_pays_as_the_person_wants(held: float, wanted: float | None, account: int) -> None:
    model = model_of(chain=chain_of(FUND, ACCOUNT.replace("70%", "50%")))
    assert settled(model, of(100, held, wanted)).account_fen == account


def test_a_step_with_a_cap_for_the_visit() -> None:
    model = model_of(chain=chain_of(FUND, ACCOUNT.replace("不限", "60 元")))
    assert [drawn(settled(model, of(100, held))) for held in (200, 60, 59)] == [[6_000], [6_000], [5_900]]


def test_a_fund_that_pays_after_the_account_pays_of_what_it_leaves() -> None:
    # 70 by the account leave 30, of which 80% are 24; 60 leave 40, of which they are 32
    model = model_of(chain=FIRST_THE_ACCOUNT)
    for held, account, assisted in ((200, 7_000, 2_400), (60, 6_000, 3_200), (0, 0, 8_000)):
        settlement = settled(model, of(100, held))
        assert (settlement.account_fen, settlement.paid_fen) == (account, assisted)
        assert settlement.burden_fen == 10_000 - assisted


def test_what_is_in_the_account_is_asked_for_where_a_fund_rests_on_it() -> None:
    model = model_of(chain=FIRST_THE_ACCOUNT)
    answer = answer_bill(model, of(100), {})
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("account",))
    assert answer_bill(model, of(100, held=0), {}).settlement is not None
    assert answer_bill(model, of(0), {}).settlement is not None  # nothing is due


def test_it_is_not_asked_for_where_only_the_account_rests_on_it() -> None:
    tables = {"比例": Written("UNIQUE", "入：险种,出：支付比例\n职工,30%\n居民,20%\n")}
    model = model_of(tables, chain_of(FUND.replace("30%", "支付比例"), ACCOUNT))
    assert answer_bill(model, of(100), {"acc_basic": 0}).missing == ("scheme",)


def test_what_another_scheme_has_paid_is_not_paid_again() -> None:
    # of 100 are 30 the fund's and 50 paid elsewhere: 20 are left to the account, which could pay 70
    tables = {"另": Written("UNIQUE", "出：他方已付\n50 元\n")}
    settlement = settled(model_of(tables, SEVENTY_THIRTY), of(100, 200))
    assert (settlement.paid_elsewhere_fen, drawn(settlement), settlement.copayment_fen) == (5_000, [2_000], 2_000)


def test_the_parts_of_a_bill_draw_on_one_account() -> None:
    charges = Written(
        "UNIQUE", "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,0%,无此待遇\n单列药,是,0%,单列\n"
    )
    model = model_of({"表": charges}, chain_of("own,个人账户,,合规费用,,不设,80%,不限"))
    lines = [ChargeLine(10_000, 0, {"charge_category": category}) for category in ("药品", "单列药")]
    # 80 of 100 in the first part, 80 wanted of the second: 20 are left
    settlement = settled(model, bill(0, *lines, account=Fraction(100)))
    assert (drawn(settlement), settlement.account_fen) == ([8_000, 2_000], 10_000)


@pytest.mark.parametrize(("elsewhere", "account"), [(150, [2_000, 3_000]), (30, [14_000, 3_000]), (170, [0, 3_000])])
def test_what_was_paid_elsewhere_is_kept_from_the_account_once(elsewhere: int, account: list[int]) -> None:
    # of 200 and 30 the account would pay 170 and 30: the first part leaves all that is paid elsewhere
    tables = {
        "表": Written(
            "UNIQUE", "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,0%,无此待遇\n单列药,是,0%,单列\n"
        ),
        "另": Written("UNIQUE", f"出：他方已付\n{elsewhere} 元\n"),
    }
    fund = "basic,基本医保,报销,合规费用,,,15%,,,住院"
    model = model_of(tables, chain_of(fund, "own,个人账户,,合规余额,,不设,100%,不限"))
    lines = [ChargeLine(fen, 0, {"charge_category": kind}) for fen, kind in ((20_000, "药品"), (3_000, "单列药"))]
    settlement = settled(model, bill(0, *lines, account=Fraction(500)))
    assert drawn(settlement) == account
    assert settlement.copayment_fen - settlement.account_fen == 0


def test_what_lines_make_the_person_advance_is_told_so_that_it_adds_up() -> None:
    # three lines of 0.05: 13.5 fen eligible, 1.5 in advance; the account pays 14 and 1 is told as paid in advance
    charges = Written("UNIQUE", "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,10%,无此待遇\n")
    model = model_of({"表": charges}, chain_of("own,个人账户,,合规余额,,不设,100%,不限"))
    lines = [ChargeLine(5, 0, {"charge_category": "药品"})] * 3
    settlement = settled(model, bill(0, *lines, account=Fraction(1)))
    assert (settlement.account_fen, settlement.copayment_fen, settlement.charges) == (14, 14, Charges(15, 0, 0, 1))


def test_the_breakdown_tells_it_as_the_account_s_and_the_fund_stays_the_first_payer() -> None:
    settlement = settled(model_of(chain=chain_of(ACCOUNT.replace("70%", "60%"), FUND)), of(100, 50))
    told = {each.field: value for each, value in break_down(settlement, vocabulary(fields=FIELDS))}
    wanted = {"basic": "30.00", "others": "0.00", "funds": "30.00", "burden": "70.00"}
    wanted |= {"account": "50.00", "cash": "20.00", "ratio": "0.3000"}
    assert {name: told[name] for name in wanted} == wanted


def test_the_statement_tells_it_as_the_account_s() -> None:
    model = model_of(chain=SEVENTY_THIRTY)
    answer = answer_bill(model, of(100, 50), {"acc_basic": 0})
    assert state(answer, vocabulary(), Language.ZH)[2:] == [
        (
            "own报销：以 100.00 元为基数，100.00 元按 70% 为 70.00 元，个人账户至多可付 50.00 元，"
            "由个人账户支付 50.00 元（不是基金支付）。"
        ),
        "各项基金合计支付 30.00 元；个人自付 70.00 元，个人共负担 70.00 元（个人账户 50.00 元，现金 20.00 元）。",
    ]
    assert state(answer, vocabulary(), Language.EN)[2] == (
        "step own: on 100.00 yuan, 100.00 yuan at 70% is 70.00 yuan, the personal account can pay 50.00 yuan at the"
        " most; the personal account pays 50.00 yuan (no fund does)."
    )


def test_before_a_bill_it_is_told_as_far_as_it_is_known() -> None:
    model = model_of(chain=SEVENTY_THIRTY)
    told = {
        held: [each.remaining for each in entitled.steps if each.step.id == "own"]
        for held, facts in ((None, {}), (50, {"account": Fraction(50)}))
        for entitled in list_entitlements(model, bill(0).care_date, {"setting": "住院", **facts}, {"acc_basic": 0})
    }
    assert told == {None: [None], 50: [50]}
