"""Tests of terms that are stated and follow from others too, of usual values, and of what the funds do not pay."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import DAY, Written, bill, chain_of, in_fen, model_of, resolver, settled

from chronicare.benefits.answer import SettlementOutcome, answer_bill
from chronicare.benefits.bill import ChargeLine
from chronicare.benefits.formula_evaluation import UnknownTermError
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import BorneElsewhere
from chronicare.benefits.stated_terms import check_stated
from chronicare.benefits.statement import state
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError
from chronicare.cells.values import Given
from chronicare.diagnostics import Diagnostics, Language

IN_BENEFIT = Written("FIRST", "入：参保日,出：在待遇期内\n≤ 2025-03-01,是\n-,否\n")
SCOPE = Written("UNIQUE", "入：在待遇期内,出：属支付范围,出：支付处理\n是,是,支付\n否,否,不予支付\n")
CHAIN = (
    "编号,谁付,名称,基数,起点,起付,比例,封顶,入：支付处理\n"
    "basic,基本医保,报销,合规费用,0 元,100 元 每年,≤ 1000 元: 80%；90%,不限,支付"
)
BEARER = Written("UNIQUE", "入：在待遇期内,入：公务员,出：承担方\n否,是,低保\n")
BEFORE, AFTER = date(2025, 3, 1), date(2025, 3, 2)


def model(**more: Written) -> BenefitModel:
    """Return rules by which only those insured by 1 March are paid."""
    return model_of({"期": IN_BENEFIT, "处理": SCOPE, **more}, CHAIN)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"since": BEFORE}, True),
        ({"since": AFTER}, False),
        ({"in_benefit": True}, True),
        ({"in_benefit": False}, False),
        ({"in_benefit": False, "since": BEFORE}, False),
    ],
)
def test_a_term_is_stated_or_follows(facts: Mapping[str, Given], value: bool) -> None:
    assert resolver(model(), facts).look_up("in_benefit") is value


@pytest.mark.parametrize(("diagnosed", "is_told"), [(date(2025, 5, 10), False), (date(2025, 5, 11), True)])
def test_nobody_is_certified_before_the_diagnosis(diagnosed: date, is_told: bool) -> None:
    diagnostics = Diagnostics()
    facts = {"certified_on": date(2025, 5, 10), "diagnosed_on": diagnosed}
    check_stated(model(), DAY, facts, "facts", diagnostics)
    told = [(each.code.name, str(each.where)) for each in diagnostics.sorted()]
    assert told == ([("CONTRADICTORY", "facts")] if is_told else [])
    assert all("2025-05-10" in each.message.zh and "2025-05-11" in each.message.zh for each in diagnostics.sorted())


def test_a_term_neither_stated_nor_to_be_derived_is_asked_for_itself() -> None:
    with pytest.raises(FactNeededError) as needed:
        resolver(model()).look_up("in_benefit")
    assert (needed.value.term, needed.value.values) == ("in_benefit", (True, False))


def test_who_asks_for_the_term_itself_is_told_what_it_follows_from() -> None:
    assert find_terms(model(), DAY, ["in_benefit"], {}).missing == ("since",)
    known = find_terms(model(), DAY, ["in_benefit"], {"in_benefit": False}).known
    assert known is not None
    assert known.values == {"in_benefit": False}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"in_benefit": True, "since": AFTER}, ["facts"]),
        ({"in_benefit": True, "since": BEFORE}, []),
        ({"in_benefit": True}, []),
        ({"since": AFTER}, []),
    ],
)
def test_what_is_stated_is_held_against_what_follows(facts: Mapping[str, Given], told: list[str]) -> None:
    diagnostics = Diagnostics()
    check_stated(model(), DAY, facts, "facts", diagnostics)
    assert [str(each.where) for each in diagnostics.sorted()] == told


def test_nobody_is_settled_outside_the_benefit_period() -> None:
    settlement = settled(model(), bill(500, since=AFTER))
    assert settlement.payments() == {}
    assert (settlement.charges.eligible_fen, settlement.charges.fully_self_paid_fen) == (0, 500_00)
    assert (settlement.copayment_fen, settlement.burden_fen) == (0, 500_00)
    answer = answer_bill(model(), bill(500, since=AFTER), {})
    assert answer.outcome is SettlementOutcome.NOT_PAYABLE


def test_a_bill_without_a_word_of_the_benefit_period_asks_for_it() -> None:
    answer = answer_bill(model(), bill(500), {})
    assert answer.outcome is SettlementOutcome.UNDECIDED
    assert answer.missing == ("in_benefit",)


@pytest.mark.parametrize(("eligible", "told"), [(0, Fraction(80)), (100, Fraction(80)), (101, None)])
def test_deductible_and_ratio_are_told_whatever_is_paid(eligible: float, told: Fraction | None) -> None:
    (step,) = settled(model(), bill(eligible, since=BEFORE)).steps
    assert step.deductible == 100
    assert step.ratio_beyond == told


def test_what_another_scheme_has_paid_is_not_the_persons() -> None:
    rules = model(另=Written("UNIQUE", "入：险种,出：他方已付\n居民,上年收入\n"))
    settlement = settled(rules, bill(600, since=BEFORE, scheme="居民", income=Fraction(150)))
    # (600 − 100) × 80% = 400, 150 paid elsewhere
    assert (settlement.paid_fen, settlement.paid_elsewhere_fen, settlement.copayment_fen) == (400_00, 150_00, 50_00)
    more = settled(rules, bill(600, since=BEFORE, scheme="居民", income=Fraction(300)))
    assert (more.paid_elsewhere_fen, more.copayment_fen) == (200_00, 0)


def test_somebody_else_bears_what_is_refused() -> None:
    rules = model(承=BEARER)
    refused = settled(rules, bill(600, since=AFTER, civil=True))
    assert refused.payments() == {}
    assert refused.borne_elsewhere == BorneElsewhere("低保", 400_00)
    sentences = state(answer_bill(rules, bill(600, since=AFTER, civil=True), {}), rules.vocabulary, Language.ZH)
    assert "本应由医保支付的 400.00 元由低保承担，个人最终负担 200.00 元。" in sentences
    assert (refused.burden_fen, refused.final_burden_fen) == (600_00, 200_00)
    assert [each.table for each in refused.applied_rows] == ["期", "处理", "承"]
    nobody = settled(rules, bill(600, since=AFTER, civil=False))
    assert (nobody.borne_elsewhere, [each.table for each in nobody.applied_rows]) == (None, ["期", "处理"])
    assert settled(rules, bill(600, since=AFTER)).borne_elsewhere is None  # not known: the funds' part is settled
    assert settled(rules, bill(600, since=BEFORE, civil=True)).borne_elsewhere is None


def test_an_allowance_somebody_else_has_to_pay_leaves_the_bill_to_the_person() -> None:
    chain = "编号,谁付,名称,方式,封顶,入：支付处理\nquota,基本医保,补助,补助,800 元 每次,支付"
    rules = model_of({"期": IN_BENEFIT, "处理": SCOPE, "承": BEARER}, chain)
    refused = settled(rules, bill(300, since=AFTER, civil=True))
    assert refused.borne_elsewhere == BorneElsewhere("低保", 800_00, 800_00)
    assert refused.final_burden_fen == 300_00


def test_what_is_left_in_the_end_is_not_known_if_the_others_part_is_not() -> None:
    chain = "编号,谁付,名称,基数,起付,比例,封顶,入：支付处理\nbasic,基本医保,报销,合规费用,不设,80%,上年收入 每次,支付"
    rules = model_of({"期": IN_BENEFIT, "处理": SCOPE, "承": BEARER}, chain)
    refused = settled(rules, bill(600, since=AFTER, civil=True))
    assert refused.borne_elsewhere == BorneElsewhere("低保", None)
    assert refused.final_burden_fen is None


def test_of_one_who_is_refused_only_what_holds_whatever_is_not_known_is_told() -> None:
    tables = {
        "因": Written("UNIQUE", "入：公务员,出：有待遇\n是,否\n否,否\n"),
        "处理": Written("UNIQUE", "入：有待遇,出：属支付范围,出：支付处理\n否,否,不予支付\n是,是,支付\n"),
    }
    rules = model_of(tables, CHAIN)
    refused = answer_bill(rules, bill(600), {})
    assert (refused.outcome, refused.missing) == (SettlementOutcome.NOT_PAYABLE, ())
    assert refused.settlement is not None
    assert [each.table for each in refused.settlement.applied_rows] == ["处理"]


def test_a_usual_value_is_taken_only_if_it_may_be() -> None:
    rules = model_of({"表": Written("UNIQUE", "入：疗程情形,出：支付比例\n药品,80%\n耗材,70%\n")})
    with pytest.raises(FactNeededError):
        TermResolver(rules, DAY, {}, {}).value("ratio")
    assuming = TermResolver(rules, DAY, {}, {}, assume_usual=True)
    assert assuming.value("ratio") == 80
    assert assuming.assumed == {"course": "药品"}
    stated = TermResolver(rules, DAY, {"course": "耗材"}, {}, assume_usual=True)
    assert (stated.value("ratio"), stated.assumed) == (70, {})
    with pytest.raises(UnknownTermError):
        TermResolver(rules, DAY, {}, {}, assume_usual=True).value("income")


def test_an_answer_lists_what_it_assumed() -> None:
    tables = {"表": Written("UNIQUE", "入：疗程情形,出：支付比例\n药品,80%\n耗材,70%\n")}
    rules = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))
    answer = answer_bill(rules, bill(100), {}, assume_usual=True)
    assert answer.settlement is not None
    assert answer.settlement.paid_fen == 80_00
    assert answer.settlement.assumed == {"course": "药品"}
    assert answer_bill(rules, bill(100), {}).missing == ("course",)


def test_lines_settled_apart_bring_the_facts_they_state_alike() -> None:
    tables = {
        "种类": Written(
            "UNIQUE",
            "入：费用种类,入：公务员,出：目录内,出：先付比例\n单列药,是,是,0%\n单列药,否,否,0%\n药品,-,是,0%\n",
        ),
        "单列": Written("UNIQUE", "入：费用种类,出：单列结算类别\n单列药,单列\n"),
        "比例": Written("UNIQUE", "入：结算类别,入：公务员,出：支付比例\n住院,-,50%\n单列,是,60%\n单列,否,0%\n"),
    }
    rules = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))

    def line(yuan: int, category: str, **facts: Given) -> ChargeLine:
        return ChargeLine(yuan * 100, 0, {"charge_category": category, **facts})

    lines = (line(100, "药品"), line(200, "单列药", civil=True), line(400, "单列药", civil=False))
    for ordered in (lines, lines[::-1]):
        settlement = settled(rules, bill(0, *ordered), in_fen(rules))
        assert {part.setting: part.paid_fen for part in settlement.parts} == {"住院": 50_00, "单列": 120_00}
        assert settlement.charges.fully_self_paid_fen == 400_00


@pytest.mark.parametrize(("stated", "taken"), [({}, True), ({"other": False}, True), ({"other": True}, False)])
def test_a_usual_value_is_not_taken_where_what_is_stated_speaks_against_it(
    stated: dict[str, bool], *, taken: bool
) -> None:
    rules = model_of({"表": Written("UNIQUE", "入：疗程情形,出：支付比例\n药品,80%\n耗材,70%\n")})
    findings = rules.vocabulary.findings
    findings = {**findings, "course": replace(findings["course"], unusual_if="other")}
    rules = replace(rules, vocabulary=replace(rules.vocabulary, findings=findings))
    resolver = TermResolver(rules, DAY, stated, {}, assume_usual=True)
    if taken:
        assert resolver.value("ratio") == 80
    else:
        with pytest.raises(FactNeededError):
            resolver.value("ratio")
