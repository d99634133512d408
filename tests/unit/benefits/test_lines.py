"""Lines of a bill are worked out once, whatever ways the bill is tried; what they come to is the same as before."""

import pytest
from unit.benefits.written import Written, bill, chain_of, in_fen, model_of

from chronicare.benefits import lines as lines_of_bill
from chronicare.benefits.answer import BillAnswer, answer_bill
from chronicare.benefits.bill import ChargeLine
from chronicare.benefits.lines import LinesUnderAssumptions, LineTerms
from chronicare.benefits.settlement import Settlement
from chronicare.cells.values import Given
from chronicare.judging.budget import STEPS_OF_TABLE, Budget, BudgetSpentError

AFTER = chain_of(
    "basic,基本医保,报销,合规费用,,,90%,,,,职工",
    "basic2,基本医保,报销,合规费用,,,50%,,,,居民",
)
"""Whose scheme it is is asked for only when the lines have been gone through."""
ALIKE = Written(
    "UNIQUE",
    "入：费用金额,出：目录内,出：先付比例,出：单列结算类别\n≤ 100 元,是,无此待遇,无此待遇\n> 100 元,是,10%,无此待遇\n",
)
BY_CIVIL = Written(
    "UNIQUE",
    "入：费用金额,入：公务员,出：目录内,出：先付比例,出：单列结算类别\n"
    "≤ 100 元,-,是,无此待遇,无此待遇\n> 100 元,是,是,10%,无此待遇\n> 100 元,否,是,20%,无此待遇\n",
)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the amount of every line that is worked out, in fen."""
    amounts: list[int] = []
    look_up = LinesUnderAssumptions.look_up

    def noted(self: LinesUnderAssumptions[object], line: ChargeLine) -> LineTerms:
        amounts.append(line.amount_fen)
        return look_up(self, line)

    monkeypatch.setattr(lines_of_bill.LinesUnderAssumptions, "look_up", noted)
    return amounts


def answered(tables: Written, amounts: list[int], **facts: Given) -> BillAnswer:
    model = model_of({"表": tables}, AFTER)
    made = bill(0, *(ChargeLine(each * 100, 0, {}) for each in amounts), **facts)
    return answer_bill(model, made, in_fen(model))


def paid(answer: BillAnswer) -> list[int]:
    return sorted(each.result.paid_fen for each in answer.alternatives if isinstance(each.result, Settlement))


def test_lines_are_not_worked_out_again_for_what_is_asked_after_them(worked_out: list[int]) -> None:
    # 50 + 60 and 200 less 10%: 290 yuan, of which 90% are 261 and half 145
    answer = answered(ALIKE, [50, 60, 200])
    assert paid(answer) == [14_500, 26_100]
    assert sorted(worked_out) == [5_000, 6_000, 20_000]


def test_lines_that_say_the_same_are_worked_out_once(worked_out: list[int]) -> None:
    assert answered(ALIKE, [50] * 1000, scheme="职工").settlement is not None
    assert worked_out == [5_000]


def test_a_line_is_worked_out_for_every_value_that_matters_to_it_and_the_others_once(worked_out: list[int]) -> None:
    # a civil servant's 200 count 180, another's 160; with the 50 it is 230 or 210, by 90% or a half
    answer = answered(BY_CIVIL, [50, 200])
    assert paid(answer) == [10_500, 11_500, 18_900, 20_700]
    # the second line is begun, then tried both ways; what is asked after that costs no line
    assert worked_out == [5_000, 20_000, 20_000, 20_000]


def test_rows_a_line_rests_on_are_told_in_every_way() -> None:
    answer = answered(BY_CIVIL, [50, 200])
    rows = [{row.row.id for row in each.result.applied_rows} for each in answer.alternatives]
    assert len(rows) == 4
    assert all(len(each) == len(rows[0]) for each in rows)
    assert answered(ALIKE, [50, 200], scheme="职工").settlement is not None


BY_PERSON = Written(
    "UNIQUE", "入：公务员,出：目录内,出：先付比例,出：单列结算类别\n是,否,无此待遇,无此待遇\n否,是,无此待遇,无此待遇\n"
)
DEDUCTED = chain_of("basic,基本医保,报销,合规费用,,另项,90%")


def test_lines_of_which_no_table_asks_the_amount_are_looked_up_once_for_every_value_that_matters(
    worked_out: list[int],
) -> None:
    model = model_of({"表": BY_PERSON}, DEDUCTED)
    made = bill(0, *(ChargeLine(each, 0, {}) for each in range(1, 1001)))
    assert answer_bill(model, made, {}).missing == ("civil", "other")
    # begun once; each of both values once in the ways explored, once where all that may be asked for is gone through
    assert worked_out == [1] * 4


def test_what_only_others_are_asked_is_asked_while_it_is_not_known_who_it_is() -> None:
    # nothing is covered for the civil servant: the deductible matters for others only
    model = model_of({"表": BY_PERSON}, DEDUCTED)
    made = bill(0, ChargeLine(10_000, 0, {}))
    assert answer_bill(model, made, {}).missing == ("civil", "other")
    assert answer_bill(model, bill(0, ChargeLine(10_000, 0, {}), civil=True), {}).settlement is not None


def test_a_thousand_lines_that_say_the_same_count_hardly_more_steps_than_one() -> None:
    model, steps = model_of({"表": BY_PERSON}, DEDUCTED), dict[int, int]()
    for count in (1, 1000):
        budget = Budget(10**9, 10**9)
        with budget.in_force():
            answer_bill(model, bill(0, *(ChargeLine(each, 0, {}) for each in range(1, count + 1))), {})
        steps[count] = budget.steps
    assert steps[1] < steps[1000] <= steps[1] + 1000


def test_lines_of_which_each_says_something_else_are_refused_beyond_the_budget() -> None:
    model, budget = model_of({"表": ALIKE}, AFTER), Budget(1000 * STEPS_OF_TABLE, 10**9)
    with budget.in_force(), pytest.raises(BudgetSpentError):
        answer_bill(model, bill(0, *(ChargeLine(each, 0, {}) for each in range(1, 1001))), in_fen(model))


def test_the_sums_of_lines_together_are_those_of_the_lines_one_by_one() -> None:
    # 100.01 and 250 paid 90%, a tenth in advance: 90.009 + 225 = 315.009 eligible, of which 90% are 283.5081
    tables = {"表": Written("UNIQUE", "出：目录内,出：先付比例,出：单列结算类别\n是,10%,无此待遇\n")}
    made = bill(0, ChargeLine(10_001, 0, {}), ChargeLine(25_000, 0, {}))
    settlement = answer_bill(model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,90%")), made, {}).settlement
    assert settlement is not None
    assert settlement.paid_fen == 28_351
    assert settlement.charges.advance_self_payment_fen == 3_500


def test_an_area_without_a_table_for_what_is_settled_apart_settles_all_under_the_bill() -> None:
    # 90% of 50 and of 60
    covered = Written("UNIQUE", "入：费用金额,出：目录内,出：先付比例\n> 0 元,是,无此待遇\n")
    by_setting = chain_of(
        "basic,基本医保,报销,合规费用,,,90%,,,住院",
        "basic2,基本医保,报销,合规费用,,,50%,,,门诊",
    )
    model = model_of({"表": covered}, by_setting)
    settlement = answer_bill(model, bill(0, ChargeLine(5_000, 0, {}), ChargeLine(6_000, 0, {})), {}).settlement
    assert settlement is not None
    assert settlement.paid_fen == 9_900
