"""What a refusal rests on: the rows behind it, the nearest first, and the days it goes by; nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import DAY, Written, bill, model_of, vocabulary

from chronicare.benefits.answer import BillAnswer, SettlementOutcome, answer_bill
from chronicare.benefits.entitlements import list_entitlements
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.statement import state
from chronicare.cells.typed import Compare, Operator, View
from chronicare.cells.values import Duration, Given
from chronicare.compiler.partition import make_predicate
from chronicare.diagnostics import Language
from chronicare.program.roles import Role, Roles
from chronicare.program.vocabulary import Implication

TABLES = {
    "起": Written("UNIQUE", "出：待遇起始\n参保日 + 3 个月\n"),
    "距": Written("UNIQUE", '出：等待月数\n"最大(月数(就诊日, 待遇起始), 0)"\n'),
    "有": Written("UNIQUE", "入：等待月数,入：公务员,出：有待遇\n< 1 月,-,是\n≥ 1 月,-,否\n"),
    "合": Written("UNIQUE", "入：机构等级,出：所定等级\n三级,三级\n一级,一级\n"),
    "处": Written(
        "FIRST",
        "入：所定等级,入：有待遇,出：支付处理,出：属支付范围,出：另项\n"
        "一级,-,不予支付,否,7 元\n-,否,不予支付,否,无此待遇\n-,-,支付,是,1 元\n",
    ),
}
CHAIN = "编号,谁付,名称,基数,起付,比例,封顶,入：支付处理\nbasic,基本医保,报销,合规费用,不设,80%,不限,支付"
PAID_ON = date(2025, 5, 20)  # benefits begin on 2025-08-20; the care is on 2025-06-01


def refused(facts: Mapping[str, Given], rules: BenefitModel | None = None) -> BillAnswer:
    """Return the answer to a bill that is refused."""
    answer = answer_bill(rules or model_of(TABLES, CHAIN), bill(100, **facts), {})
    assert answer.outcome is SettlementOutcome.NOT_PAYABLE
    return answer


def rows(answer: BillAnswer) -> list[str]:
    assert answer.settlement is not None
    return [f"{each.table}{each.row.id}" for each in answer.settlement.applied_rows]


def test_the_rows_behind_it_are_told_the_nearest_first_and_those_that_spoke_for_the_person_are_not() -> None:
    answer = refused({"level": 2, "since": PAID_ON})
    assert rows(answer) == ["处3", "有3", "距2", "起2"]
    assert answer.days == {"since": (PAID_ON,), "begins": (date(2025, 8, 20),)}
    assert rows(refused({"level": 0, "since": PAID_ON})) == ["处2", "合3"]
    assert refused({"level": 0, "since": PAID_ON}).days == {}


def test_a_setting_without_payers_is_told_with_the_rows_behind_that() -> None:
    facts: dict[str, Given] = {"level": 2, "since": PAID_ON, "setting": "住院"}
    (entitlement,) = list_entitlements(model_of(TABLES, CHAIN), DAY, facts, {})
    assert entitlement.steps == ()
    assert [f"{each.table}{each.row.id}" for each in entitlement.applied_rows] == ["处3", "有3", "距2", "起2"]


def test_the_days_are_told_and_no_clause_twice() -> None:
    answer = refused({"level": 2, "since": PAID_ON})
    sentences = state(answer, vocabulary(), Language.ZH)
    assert sentences[1] == "所依日期：参保日 2025-05-20、待遇起始 2025-08-20。"
    assert len(sentences) == len(set(sentences))
    assert (
        state(answer, vocabulary(), Language.EN)[1] == "By these days: insured since 2025-05-20, first day 2025-08-20."
    )


def test_the_row_of_the_reason_comes_before_others_that_put_it_out_of_scope() -> None:
    """The reason is told by a role; a row that gives none is no ground where another does."""
    made = model_of(TABLES, CHAIN)
    words = replace(made.vocabulary, roles=Roles({**made.roles.codes, Role.REFUSAL_REASON: "other"}))
    assert rows(refused({"level": 0, "since": PAID_ON}, replace(made, vocabulary=words))) == ["处2", "合3"]


def test_that_there_is_no_entitlement_is_told_with_all_that_was_consulted() -> None:
    silent = {"处": Written("FIRST", "入：公务员,出：支付处理\n是,无此待遇\n-,支付\n")}
    assert rows(refused({"civil": True}, model_of(silent, CHAIN))) == ["处2"]


def test_a_row_for_all_the_rest_rests_on_what_the_others_test() -> None:
    rest = TABLES | {"有": Written("FIRST", "入：等待月数,出：有待遇\n< 1 月,是\n-,否\n")}
    answer = refused({"level": 2, "since": PAID_ON}, model_of(rest, CHAIN))
    assert rows(answer) == ["处3", "有3", "距2", "起2"]


@pytest.mark.parametrize(
    ("civil", "days"),
    [
        ({}, {"since": (PAID_ON,), "begins": (date(2025, 8, 20), date(2025, 9, 20))}),
        ({"civil": True}, {"since": (PAID_ON,), "begins": (date(2025, 8, 20),)}),
    ],
)
def test_where_it_rests_on_what_is_not_known_each_day_it_may_be_is_told(
    civil: Mapping[str, Given], days: Mapping[str, tuple[date, ...]]
) -> None:
    tested = TABLES | {
        "起": Written("UNIQUE", "入：公务员,出：待遇起始\n是,参保日 + 3 个月\n否,参保日 + 4 个月\n"),
    }
    answer = refused({"level": 2, "since": PAID_ON, **civil}, model_of(tested, CHAIN))
    assert answer.days == days
    if not civil:
        told = state(answer, vocabulary(), Language.ZH)[1]
        assert told == "所依日期：参保日 2025-05-20、待遇起始 2025-08-20 或 2025-09-20。"


def test_the_day_of_what_it_follows_from_is_told() -> None:
    made = vocabulary()
    later = make_predicate(made.findings["diagnosed_on"].type, View.ELAPSED, Compare(Operator.LT, Duration(0, 0)))
    words = replace(made, implications=(Implication("diagnosed_on", later, "in_benefit", False),))
    tables = {"处": Written("UNIQUE", "入：在待遇期内,出：支付处理,出：属支付范围\n否,不予支付,否\n是,支付,是\n")}
    in_benefit = {"期": Written("FIRST", "入：参保日,出：在待遇期内\n≤ 2025-03-01,是\n-,否\n")}
    answer = refused({"diagnosed_on": date(2025, 6, 2)}, model_of(tables | in_benefit, CHAIN, words=words))
    assert (rows(answer), answer.days) == (["处2"], {"diagnosed_on": (date(2025, 6, 2),)})
    assert answer.settlement is not None
    assert answer.settlement.charges.fully_self_paid_fen == Fraction(100_00)


def test_a_refusal_that_has_a_reason_of_its_own_in_each_case_tells_them_all_as_such() -> None:
    tables = {
        "处": Written(
            "FIRST",
            "入：公务员,出：支付处理,出：属支付范围,出：费用种类,出处,原文\n"
            "是,不予支付,否,药品,3-1,其一\n否,不予支付,否,耗材,3-2,其二\n",
        )
    }
    made = model_of(tables, CHAIN)
    words = replace(made.vocabulary, roles=Roles({**made.roles.codes, Role.REFUSAL_REASON: "charge_category"}))
    answer = refused({}, replace(made, vocabulary=words))
    assert (rows(answer), answer.has_one_reason, answer.days) == (["处2", "处3"], False, {})
    assert state(answer, words, Language.ZH) == [
        "总费用 100.00 元，医保基金不予支付，没有写明的事项不论怎样都一样：药品，或耗材。",
        "依据：手册 3-1「其一」",
        "依据：手册 3-2「其二」",
    ]
    known = refused({"civil": False}, replace(made, vocabulary=words))
    assert (rows(known), known.has_one_reason) == (["处3"], True)
    assert state(known, words, Language.ZH)[0] == "总费用 100.00 元，医保基金不予支付：耗材。"


def test_a_row_that_gives_no_reason_not_to_pay_is_no_reason() -> None:
    """「没有不予支付的情形」 is no reason why nothing is paid: that nobody pays is then not said at all."""
    tables = {"处": Written("FIRST", "入：公务员,出：支付处理,出：承担方\n是,不予支付,特困\n-,支付,无\n")}
    chain = (
        "编号,谁付,名称,基数,起付,比例,封顶,入：支付处理,入：险种\nbasic,基本医保,报销,合规费用,不设,80%,不限,支付,职工"
    )
    made = model_of(tables, chain)
    others = {role: code for role, code in made.roles.codes.items() if code != "bearer"}
    words = replace(made.vocabulary, roles=Roles({**others, Role.REFUSAL_REASON: "bearer"}))
    made = replace(made, vocabulary=words)
    nobody = answer_bill(made, bill(100, civil=False, scheme="居民"), {})
    assert (nobody.outcome, nobody.lacking) == (SettlementOutcome.NOT_COVERED, {"scheme": "居民"})
    refusing = state(refused({"civil": True, "scheme": "居民"}, made), words, Language.ZH)
    assert refusing[0] == "总费用 100.00 元，医保基金不予支付：特困。"
