"""Running benefit cases: each kind of wrong expectation is told, and what makes a case impossible to run."""

from dataclasses import replace

import pytest
from unit.benefits.written import Written
from unit.checks.benefits.written import OnePeriod, area, file_of, run

from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import Settlement
from chronicare.checks.benefits.questions import BenefitCases, bill_answers
from chronicare.checks.casebook import run_cases


@pytest.fixture(scope="module")
def rules() -> OnePeriod:
    return area()


def problems(rules: OnePeriod, known: str, expected: str) -> list[str]:
    """Run one case; return what came out otherwise."""
    ran = run(f"{{name: a, {known}, expect: {{{expected}}}}}", rules=rules)
    assert ran.diagnostics == ()
    (result,) = ran.results
    assert bool(ran.failures) is bool(result.problems)
    return [problem.en for problem in result.problems]


# 1700 − 700 = 1000, of which 80 %; half of the 900 left
BILL = "base: 职工, bill: {total: 1700}"
RIGHT = [
    (BILL, "payments: {basic: 800, more: 450}, copayment: 450, accumulators: {统筹累计: 800, 补充累计: 450}"),
    (BILL, "outcome: settled, copayment: 450, account: 0"),
    (BILL, "payments: {basic: 800, more: 450, gift: 0}"),
    ("base: 职工, readings: {开: 乙}, bill: {total: 1700}", "payments: {basic: 800, more: 540}"),
    ("base: 职工, facts: {机构等级: 二级}, bill: {total: 1400}", "payments: {basic: 800, more: 300}"),
    ("base: 职工, accumulators: {统筹累计: 99999.5}, bill: {total: 1700}", "payments: {basic: 0.5, more: 849.75}"),
    ("base: 职工, bill: {total: 2000, fully_self_paid: 300}", "payments: {basic: 800, more: 450}, copayment: 450"),
    ("base: 职工, bill: {total: 1700, account: 100}", "account: 100, copayment: 450"),
    ("base: 职工, bill: {total: 1700, facts: {机构等级: 二级}}", "payments: {basic: 1040, more: 330}"),
    ("base: 职工, facts: {结算类别: 门诊}, bill: {total: 100}", "allowances: {gift: 300}, copayment: 100"),
    (
        # the cap of residents is 50,000 at least: 800 does not reach it, (80700 − 700) × 80 % = 64000 may
        "base: 职工, without: [险种], bill: {total: 1700}",
        "missing: [险种], ways: {职工: {basic: 800, more: 450}, 居民: {basic: 800}}",
    ),
    (
        "base: 职工, without: [险种], bill: {total: 80700}",
        "missing: [险种, 参保年数], ways: {职工: {basic: 64000, more: 8350}, 居民: null}",
    ),
    ("base: 职工, first_of_year: false, bill: {total: 1700}", "missing: [统筹累计]"),
    ("base: 职工, facts: {机构等级: 一级}, bill: {total: 100}", "valueless: [起付标准]"),
]
UNDECIDED = [
    (
        "facts: {险种: 职工, 机构等级: 三级, 结算类别: 住院}, bill: {total: 1700}",
        "{甲: {basic: 800, more: 450}, 乙: {basic: 800, more: 540}}",
    ),
    ("facts: {险种: 职工, 机构等级: 三级, 结算类别: 住院}, bill: {total: 1700}", "{开=甲: {basic: 800, more: 450}}"),
]


@pytest.mark.parametrize(("known", "expected"), RIGHT)
def test_a_bill_that_comes_out_so(rules: OnePeriod, known: str, expected: str) -> None:
    assert problems(rules, known, expected) == []


@pytest.mark.parametrize(("known", "ways"), UNDECIDED)
def test_an_undecided_bill_that_comes_out_so(rules: OnePeriod, known: str, ways: str) -> None:
    assert problems(rules, known, f"switches: [开], ways: {ways}") == []


WRONG = [
    ("payments: {basic: 800}", "payments: expected {basic: 800.00}, got {basic: 800.00, more: 450.00}"),
    ("payments: {basic: 800.01, more: 450}", "payments: expected {basic: 800.01, more: 450.00}, got"),
    ("allowances: {gift: 300}", "payments: expected {}, got"),
    ("copayment: 449.99", "copayment: expected 449.99, got 450.00"),
    ("account: 1", "account: expected 1.00, got 0.00"),
    ("accumulators: {统筹累计: 799}", "统筹累计: expected 799.00, got 800.00"),
    ("outcome: not_payable", "outcome: expected not_payable, got settled"),
    ("missing: [险种]", "outcome: expected undecided, got settled"),
    ("switches: [开]", "outcome: expected undecided, got settled"),
    ("ways: {甲: {basic: 800}}", "outcome: expected undecided, got settled"),
]


@pytest.mark.parametrize(("expected", "problem"), WRONG)
def test_a_bill_that_comes_out_otherwise(rules: OnePeriod, expected: str, problem: str) -> None:
    assert problems(rules, BILL, expected)[0].startswith(problem)


def test_people_are_told_steps_by_their_names(rules: OnePeriod) -> None:
    ran = run(f"{{name: a, {BILL}, expect: {{payments: {{basic: 799, more: 450}}}}}}", rules=rules)
    (result,) = ran.results
    (told,) = (each.zh for each in result.problems)
    rest = "more报销（more） 450.00"
    assert told == f"payments 应为 basic报销（basic） 799.00；{rest}，得 basic报销（basic） 800.00；{rest}"


def test_what_is_undecided_is_not_settled(rules: OnePeriod) -> None:
    known = "facts: {险种: 职工, 机构等级: 三级, 结算类别: 住院}, bill: {total: 1700}"
    assert problems(rules, known, "payments: {basic: 800, more: 450}") == [
        "outcome: expected settled, got undecided",
        "switches: expected [], got [开]",
    ]
    assert problems(rules, known, "missing: [险种]") == [
        "missing: expected [险种], got []",
        "switches: expected [], got [开]",
    ]
    assert problems(rules, known, "switches: [开], ways: {甲: {basic: 800, more: 451}}") == [
        "ways.甲: expected {basic: 800.00, more: 451.00}, got {basic: 800.00, more: 450.00}"
    ]
    assert problems(rules, known, "switches: [开], ways: {丙: {}}") == ["no way is '丙'"]
    assert problems(rules, known, "switches: [开], ways: {甲: null}")[0].startswith("ways.甲: expected undecided")


YEAR = "base: 职工, bills: [{care_date: 2025-03-01, total: 1700}, {care_date: 2025-05-01, total: 100700}, {total: 700}]"


def test_a_year(rules: OnePeriod) -> None:
    # 800; 80 000; the cap leaves 19 200, the deductible all
    right = "bills: [{payments: {basic: 800, more: 450}}, {payments: {basic: 80000, more: 10350}}, null]"
    assert problems(rules, YEAR, f"{right}, accumulators: {{统筹累计: 80800, 补充累计: 11150}}") == []
    wrong = problems(rules, YEAR, "bills: [null, {copayment: 0}, {copayment: 350}], accumulators: {统筹累计: 0}")
    assert wrong == [
        "bill 2: copayment: expected 0.00, got 10350.00",
        "统筹累计: expected 0.00, got 80800.00",
    ]


def test_a_bill_after_an_undecided_one(rules: OnePeriod) -> None:
    known = "facts: {险种: 职工, 机构等级: 三级, 结算类别: 住院}, bills: [{total: 1700}, {total: 1}]"
    assert problems(rules, known, "bills: [{switches: [开]}, {copayment: 1}]") == [
        "bill 2 comes after an undecided one"
    ]


LOOK_UPS = [
    ("facts: {机构等级: 三级}", "values: {起付标准: 700}"),
    ("facts: {机构等级: 三级}", "values: {起付标准: '0.07 万元'}"),
    ("facts: {机构等级: 一级}", "values: {起付标准: 未公布}"),
    ("facts: {公务员: true, 参保日: 2025-01-31}", "values: {等待月数: 3 个月, 待遇起始: 2025-04-30}"),
    ("facts: {险种: 职工}", "values: {各处: [门诊, 住院], 年度限额: 10 万元}"),
    ("facts: {险种: 居民, 参保年数: 5}", "values: {年度限额: 60000}"),
    ("look_up: [起付标准]", "missing: [机构等级], ways: {三级: {起付标准: 700}, 一级: {起付标准: 未公布}}"),
    ("facts: {险种: 居民}, look_up: [年度限额]", "missing: [参保年数]"),
]


@pytest.mark.parametrize(("known", "expected"), LOOK_UPS)
def test_a_look_up_that_comes_out_so(rules: OnePeriod, known: str, expected: str) -> None:
    assert problems(rules, known, expected) == []


@pytest.mark.parametrize(
    ("known", "expected", "problem"),
    [
        ("facts: {机构等级: 三级}", "values: {起付标准: 700.01}", "起付标准: expected 700.01 元, got 700 元"),
        ("facts: {机构等级: 三级}", "values: {起付标准: /}", "起付标准: expected /, got 700 元"),
        ("facts: {机构等级: 一级}", "values: {起付标准: 700}", "起付标准: expected 700 元, got 未公布"),
        ("facts: {险种: 职工}", "values: {各处: [住院]}", "各处: expected [住院], got [住院、门诊]"),
        ("", "values: {起付标准: 700}", "missing: expected [], got [机构等级]"),
        ("facts: {机构等级: 三级}, look_up: [起付标准]", "missing: [机构等级]", "missing: expected [机构等级], got []"),
        (
            "facts: {公务员: false, 参保日: 2025-01-31}",
            "values: {待遇起始: 2025-02-01}",
            "待遇起始: expected 2025-02-01",
        ),
    ],
)
def test_a_look_up_that_comes_out_otherwise(rules: OnePeriod, known: str, expected: str, problem: str) -> None:
    assert problems(rules, known or "look_up: [起付标准]", expected)[0].startswith(problem)


BAD = [
    ("base: 职工, facts: {险中: 职工}, bill: {total: 1}, expect: {copayment: 1}", "facts.险中"),
    ("base: 职工, facts: {险种: 军人}, bill: {total: 1}, expect: {copayment: 1}", "facts.险种"),
    ("base: 职工, facts: {起付标准: 1}, bill: {total: 1}, expect: {copayment: 1}", "facts.起付标准"),
    ("base: 职工, facts: {等待月数: 3}, bill: {total: 1}, expect: {copayment: 1}", "facts.等待月数"),
    ("base: 职工, facts: {上年收入: 3 斤}, bill: {total: 1}, expect: {copayment: 1}", "facts.上年收入"),
    ("base: 职工, bill: {total: 1, facts: {险种: 军人}}, expect: {copayment: 1}", "bill.facts.险种"),
    ("base: 职工, bill: {lines: [{amount: 1, facts: {种类: 药}}]}, expect: {copayment: 1}", "bill.lines[0].facts.种类"),
    ("base: 职工, bill: {total: 1, fully_self_paid: 2}, expect: {copayment: 1}", "bill"),
    ("base: 职工, accumulators: {累计: 1}, bill: {total: 1}, expect: {copayment: 1}", "accumulators.累计"),
    ("base: 职工, readings: {关: 甲}, bill: {total: 1}, expect: {copayment: 1}", "readings.关"),
    ("base: 职工, readings: {开: 丙}, bill: {total: 1}, expect: {copayment: 1}", "readings.开"),
    ("base: 职工, bill: {total: 1}, expect: {payments: {best: 1}}", "expect.payments.best"),
    ("base: 职工, bill: {total: 1}, expect: {accumulators: {累计: 1}}", "expect.accumulators.累计"),
    ("base: 职工, bill: {total: 1}, expect: {missing: [险中]}", "expect.missing[0]"),
    ("base: 职工, bill: {total: 1}, expect: {switches: [关]}", "expect.switches[0]"),
    ("base: 职工, bill: {total: 1}, expect: {ways: {甲: {basic: 一}}}", "expect.ways.甲.basic"),
    ("look_up: [机构等级], expect: {missing: [险种]}", "look_up[0]"),
    ("facts: {机构等级: 三级}, expect: {values: {起付: 1}}", "expect.values.起付"),
    ("facts: {公务员: true}, expect: {values: {等待月数: 3}}", "expect.values.等待月数"),
    ("facts: {公务员: true}, expect: {values: {待遇起始: 明天}}", "expect.values.待遇起始"),
    ("base: 职工, as_of_date: 2024-12-31, bill: {total: 1}, expect: {copayment: 1}", ""),
]


@pytest.mark.parametrize(("case", "place"), BAD)
def test_what_cannot_be_run_is_told_at_its_place(rules: OnePeriod, case: str, place: str) -> None:
    ran = run(f"{{name: 一, {case}}}", rules=rules)
    assert ran.results == ()
    wheres = {getattr(each.where, "heading", "") for each in ran.diagnostics}
    assert any(where == f"cases[0].{place}" if place else where == "cases[0]" for where in wheres), wheres
    assert {each.code.name for each in ran.diagnostics} == {"BAD_CASE"}


def test_a_fact_that_no_table_uses_is_listed_and_the_case_runs(rules: OnePeriod) -> None:
    case = f"{{name: 一, {BILL}, facts: {{另项: 3 元}}, expect: {{copayment: 450}}}}"
    ran = run(case, rules=rules)
    assert [result.problems for result in ran.results] == [()]
    (told,) = ran.diagnostics
    assert ran.errors == ()
    assert (told.code.name, getattr(told.where, "heading", "")) == ("UNUSED_NAME", "cases[0].facts.另项")
    assert told.message.zh == "待遇各表不用「另项」"


LINES = {"行": Written("UNIQUE", "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,无此待遇,无此待遇\n")}


def test_a_fact_of_a_line_that_no_table_uses_is_listed_at_its_line_and_the_case_runs() -> None:
    lines = "[{amount: 700, facts: {费用种类: 药品}}, {amount: 1000, facts: {费用种类: 药品, 公务员: true}}]"
    ran = run(f"{{name: 一, base: 职工, bill: {{lines: {lines}}}, expect: {{copayment: 450}}}}", rules=area(more=LINES))
    assert [result.problems for result in ran.results] == [()]
    (told,) = ran.diagnostics
    assert ran.errors == ()
    place = "cases[0].bill.lines[1].facts.公务员"
    assert (told.code.name, getattr(told.where, "heading", "")) == ("UNUSED_NAME", place)


def test_facts_of_a_line_that_contradict_the_rules_of_their_part_are_told_at_the_line() -> None:
    apart = Written(LINES["行"].hit, LINES["行"].text + "单列药,是,0%,门诊\n")
    lines = "[{amount: 700, facts: {费用种类: 单列药, 公务员: true}}, {amount: 1, facts: {费用种类: 单列药}}]"
    case = f"{{name: 一, base: 职工, bill: {{lines: {lines}}}, expect: {{copayment: 450}}}}"
    ran = run(case, rules=area(more={"行": apart}))
    assert ran.results == ()
    assert {each.code.name for each in ran.errors} == {"BAD_CASE"}
    assert {getattr(each.where, "heading", "") for each in ran.errors} == {"cases[0].bill.lines[0].facts.公务员"}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2025-12-31", "2026-01-01"), "2026-01-01 在 2026 待遇年度，第一笔在 2025"),
        (("2025-06-02", "2025-06-01"), "2025-06-01 早于上一笔"),
    ],
)
def test_the_bills_of_a_year_are_of_one_year_and_in_order(rules: OnePeriod, days: tuple[str, str], said: str) -> None:
    bills = ", ".join(f"{{care_date: {day}, total: 1}}" for day in days)
    ran = run(f"{{name: 一, base: 职工, bills: [{bills}], expect: {{bills: [null, null]}}}}", rules=rules)
    assert ran.results == ()
    (told,) = ran.diagnostics
    assert (told.code.name, getattr(told.where, "heading", "")) == ("BAD_CASE", "cases[0].bills[1]")
    assert told.message.zh == said


def test_a_wrong_fact_of_the_base_is_told_in_the_base(rules: OnePeriod) -> None:
    file = file_of(
        "{name: 一, base: 乙, bill: {total: 1}, expect: {copayment: 1}}",
        head="benefits: 甲\nas_of_date: 2025-06-01\nbases:\n  乙: {facts: {险种: 军人}}\ncases:\n",
    )
    (problem,) = run_cases([file], BenefitCases(rules)).diagnostics
    assert getattr(problem.where, "heading", "") == "bases.乙.facts.险种"


def test_forced_readings_do_not_reach_other_cases(rules: OnePeriod) -> None:
    ran = run(
        "{name: 一, base: 职工, readings: {开: 乙}, bill: {total: 1700}, expect: {copayment: 360}}",
        "{name: 二, base: 职工, bill: {total: 1700}, expect: {copayment: 450}}",
        rules=rules,
    )
    assert ran.failures == ()
    assert rules.model.rules.switches["开"].default is None


def test_a_case_can_be_asked_again_under_other_rules(rules: OnePeriod) -> None:
    (result,) = run("{name: 一, base: 职工, bill: {total: 1700}, expect: {copayment: 450}}", rules=rules).results
    steps = {name: replace(step, limit=None, segments=()) for name, step in rules.model.rules.steps.items()}

    def swap(model: BenefitModel) -> BenefitModel:
        return replace(model, rules=replace(model.rules, steps=steps))

    answer = result.question.ask(swap)
    assert [problem.en for problem in result.question.expectation.problems(answer)] == [
        "copayment: expected 450.00, got 1700.00"
    ]


def test_every_settlement_must_add_up(rules: OnePeriod) -> None:
    (result,) = run("{name: 一, base: 职工, bill: {total: 1700}, expect: {copayment: 450}}", rules=rules).results
    (answer,) = bill_answers(result.answer)
    assert isinstance(answer, BillAnswer)
    assert isinstance(answer.settlement, Settlement)
    charges = replace(answer.settlement.charges, fully_self_paid_fen=1)
    broken = replace(answer, settlement=replace(answer.settlement, charges=charges))
    # the copayment is what is left of the eligible expense, so that it still adds up but is a fen less
    assert [each.en for each in result.question.expectation.problems(broken)] == [
        "copayment: expected 450.00, got 449.99"
    ]
    (part,) = answer.settlement.parts
    basic, more = part.steps
    overpaid = replace(part, steps=(replace(basic, payment_fen=10_000_000_01), more))
    found = [
        each.en
        for each in result.question.expectation.problems(
            replace(answer, settlement=replace(answer.settlement, parts=(overpaid,)))
        )
    ]
    assert "step basic pays 1000000001 fen" in found
    assert "step basic pays more than the eligible expense" in found
    assert "what is left to the person is negative" in found
    lost = replace(answer.settlement, charges=replace(answer.settlement.charges, total_fen=169_999))
    assert "the parts of the bill do not add up to its total" in [
        each.en for each in result.question.expectation.problems(replace(answer, settlement=lost))
    ]
