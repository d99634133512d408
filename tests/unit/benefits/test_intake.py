"""Reports of bills: everything wrong is told with its field, all at once; the rest is read exactly."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from typed import typed
from unit.benefits.written import Written, chain_of, model_of, vocabulary

from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.fen import MAX_FEN, read_fen
from chronicare.benefits.intake import MAX_LINES, BillIntake, read_care_date
from chronicare.benefits.model import input_terms
from chronicare.benefits.report import ReportedBill, ReportedInsured
from chronicare.diagnostics import Diagnostics, Unused
from chronicare.judging.intake import Intake
from chronicare.judging.report import ReportedFinding, ReportedPerson

DAY = date(2025, 6, 1)
TABLES = {
    "甲": Written(
        "UNIQUE",
        "入：险种,入：机构等级,入：年龄,出：支付比例,出：起付标准\n职工,三级,≥ 60,85%,上年收入 × 1%\n居民,-,-,60%,0\n",
    ),
    "乙": Written(
        "UNIQUE",
        "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,无此待遇,无此待遇\n保健,否,无此待遇,无此待遇\n",
    ),
    "丙": Written("FIRST", "入：救助身份,入：待遇年度,出：年度限额\n特困,2025,1000 元\n-,-,无此待遇\n"),
}
CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,基数累计,起付标准,支付比例,年度限额 - 统筹累计 - 另项,"
    "统筹累计 += 本步支付；基数累计 += 本步基数,住院"
)
CHAIN_OF_OTHER = chain_of("basic,基本医保,报销,合规费用,,另项,50%,,,住院,职工")
PERSON = {"birth_date": "1960-03-15"}
Found = list[tuple[str, str]]


@pytest.fixture(scope="module")
def intake() -> BillIntake:
    return BillIntake(model_of(TABLES, CHAIN), Intake(vocabulary(), ()))


def fact(name: str, value: object = None, unit: str = "") -> ReportedFinding:
    return ReportedFinding(name, value, unit)


def told(diagnostics: Diagnostics) -> Found:
    return [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def read(intake: BillIntake, report: dict[str, Any], person: dict[str, Any] | None = None) -> tuple[Bill, Found]:
    """Read the bill ``bill.`` of DAY; the person is 职工 unless the bill says otherwise."""
    diagnostics = Diagnostics()
    insured = typed(ReportedInsured, {"facts": [fact("险种", "职工")], **(PERSON if person is None else person)})
    bill = typed(ReportedBill, report)
    made = intake.read_bill(bill, insured, {"scheme": "职工"}, DAY, "bill.", diagnostics)
    return made, told(diagnostics)


def charged(total: Any = 100_000, **sums: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"charges": {"total_fen": total, **sums}}


def lined(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"lines": list(lines)}


def stating(*facts: ReportedFinding) -> dict[str, Any]:
    return {**charged(), "facts": list(facts)}


# What is right


def test_a_bill_of_sums(intake: BillIntake) -> None:
    made, problems = read(
        intake,
        {
            "visit_id": "v7",
            **charged(
                100_000, fully_self_paid_fen=10_000, above_price_limit_fen=2_000, advance_self_payment_fen="3000"
            ),
            "personal_account_fen": 500,
            "facts": [fact("setting", "住院"), fact("机构等级", "三级"), fact("上年收入", 3, "万元")],
        },
    )
    assert problems == []
    assert made == Bill(
        "v7",
        DAY,
        {"scheme": "职工", "setting": "住院", "level": 2, "income": Fraction(30_000), "age": 65},
        Charges(100_000, 10_000, 2_000, 3_000),
        (),
        500,
    )


def test_a_bill_of_lines(intake: BillIntake) -> None:
    made, problems = read(
        intake,
        lined(
            {"amount_fen": 100, "above_price_limit_fen": 30, "facts": [fact("费用种类", "药品")]},
            {"amount_fen": 0, "facts": [fact("费用种类", "保健")]},
        ),
    )
    assert problems == []
    assert made.charges is None
    age = {"age": 65}
    assert made.lines == (
        ChargeLine(100, 30, {"charge_category": "药品", **age}),
        ChargeLine(0, 0, {"charge_category": "保健", **age}),
    )


def test_a_total_of_one_category_is_a_line_of_it_of_which_the_items_are_not_known(intake: BillIntake) -> None:
    made, problems = read(intake, {**charged(100, above_price_limit_fen=30), "facts": [fact("费用种类", "保健")]})
    assert problems == []
    assert (made.charges, made.lines) == (None, (ChargeLine(100, 30, {}, is_sum=True),))
    assert made.facts["charge_category"] == "保健"
    assert not made.lists_items


def test_what_is_derived_from_the_category_is_not_stated_beside_it(intake: BillIntake) -> None:
    sums = {"fully_self_paid_fen": 10, "above_price_limit_fen": 10, "advance_self_payment_fen": 10}
    _, problems = read(intake, {**charged(100, **sums), "facts": [fact("费用种类", "药品")]})
    assert problems == [
        ("CONTRADICTORY", "bill.charges.advance_self_payment_fen"),
        ("CONTRADICTORY", "bill.charges.fully_self_paid_fen"),
    ]
    _, problems = read(intake, {**charged(100, **dict.fromkeys(sums, 0)), "facts": [fact("费用种类", "药品")]})
    assert problems == []


@pytest.mark.parametrize(
    ("category", "sums", "is_well"),
    [
        ("保健", {"fully_self_paid_fen": 100}, True),  # not covered: all of it is the person's, as the bill says
        ("保健", {"fully_self_paid_fen": 99}, False),
        ("药品", {"advance_self_payment_fen": 10}, True),  # a tenth is paid in advance
        ("药品", {"advance_self_payment_fen": 11}, False),
        ("药品", {"fully_self_paid_fen": 100}, False),
        ("耗材", {"fully_self_paid_fen": 100}, False),  # the tables do not know it
    ],
)
def test_a_bill_that_says_one_thing_twice_is_not_refused(category: str, sums: dict[str, int], *, is_well: bool) -> None:
    text = "入：费用种类,出：目录内,出：先付比例\n保健,否,无此待遇\n药品,是,10%\n"
    chain = chain_of("basic,基本医保,报销,合规费用,,,50%,,,住院")
    catalogue = BillIntake(model_of({"表": Written("UNIQUE", text)}, chain), Intake(vocabulary(), ()))
    facts = [fact("费用种类", category), fact("结算类别", "住院")]
    made, problems = read(catalogue, {**charged(100, **sums), "facts": facts})
    assert [code for code, _ in problems] == ([] if is_well else ["CONTRADICTORY"])
    assert made.lines == (ChargeLine(100, 0, {}, is_sum=True),)


def test_what_the_bill_states_goes_before_what_is_shared(intake: BillIntake) -> None:
    made, _ = read(intake, stating(fact("险种", "居民"), fact("救助身份", "低保"), fact("救助身份", "特困")))
    assert made.facts == {"scheme": "居民", "identity": ("低保", "特困"), "age": 65}


def test_the_unknown_stays_unknown(intake: BillIntake) -> None:
    made, problems = read(intake, stating(fact("上年收入", None, "元")), {})
    assert (problems, dict(made.facts)) == ([], {"scheme": "职工"})


@pytest.mark.parametrize(
    ("raw", "fen"), [(0, 0), (12_345, 12_345), ("12345", 12_345), (MAX_FEN, MAX_FEN), (None, None)]
)
def test_fen_are_whole_numbers(raw: object, fen: int | None) -> None:
    diagnostics = Diagnostics()
    assert read_fen(raw, "amount", diagnostics) == fen
    assert told(diagnostics) == []


@pytest.mark.parametrize(
    "raw",
    [-1, "-1", "--1", "-", "", 0.5, 123.45, 100.0, "123.45", "一百", "１００", True, MAX_FEN + 1, "9" * 5000, [1], {}],
)
def test_what_is_no_amount(raw: object) -> None:
    diagnostics = Diagnostics()
    assert read_fen(raw, "bill.amount", diagnostics) is None
    assert told(diagnostics) == [("BAD_VALUE", "bill.amount")]


# What is wrong with a bill

BAD: list[tuple[dict[str, Any], Found]] = [
    # sums
    ({}, [("REQUIRED_FIELD", "bill.charges.total_fen")]),
    ({"charges": {"fully_self_paid_fen": 1}}, [("REQUIRED_FIELD", "bill.charges.total_fen")]),
    (charged(-1), [("BAD_VALUE", "bill.charges.total_fen")]),
    (charged(100.5), [("BAD_VALUE", "bill.charges.total_fen")]),
    (charged(-1, fully_self_paid_fen=7), [("BAD_VALUE", "bill.charges.total_fen")]),
    (charged(fully_self_paid_fen=-1), [("BAD_VALUE", "bill.charges.fully_self_paid_fen")]),
    (charged(above_price_limit_fen=0.5), [("BAD_VALUE", "bill.charges.above_price_limit_fen")]),
    (charged(advance_self_payment_fen="abc"), [("BAD_VALUE", "bill.charges.advance_self_payment_fen")]),
    (charged(100, fully_self_paid_fen=60, advance_self_payment_fen=41), [("CONTRADICTORY", "bill.charges")]),
    ({**charged(), "personal_account_fen": -1}, [("BAD_VALUE", "bill.personal_account_fen")]),
    # lines
    (lined({}), [("REQUIRED_FIELD", "bill.lines[0].amount_fen")]),
    (lined({"amount_fen": 1}, {"amount_fen": -1}), [("BAD_VALUE", "bill.lines[1].amount_fen")]),
    (lined({"amount_fen": 1, "above_price_limit_fen": 2}), [("CONTRADICTORY", "bill.lines[0].above_price_limit_fen")]),
    (
        lined({"amount_fen": 1, "facts": [fact("费用种类", "鲜花")]}),
        [("UNKNOWN_CODE", "bill.lines[0].facts[0].value")],
    ),
    (lined(*[{"amount_fen": 1}] * (MAX_LINES + 1)), [("TOO_MANY", "bill.lines")]),
    # what a line states otherwise than the person (职工), or the bill
    (
        lined(
            {"amount_fen": 1, "facts": [fact("费用种类", "药品"), fact("险种", "居民")]},
            {"amount_fen": 1, "facts": [fact("险种", "职工")]},
            {"amount_fen": 1, "facts": [fact("险种", "居民")]},
        ),
        [("CONTRADICTORY", "bill.lines[0].facts[1].value"), ("CONTRADICTORY", "bill.lines[2].facts[0].value")],
    ),
    (
        {**lined({"amount_fen": 1, "facts": [fact("机构等级", "二级")]}), "facts": [fact("机构等级", "三级")]},
        [("CONTRADICTORY", "bill.lines[0].facts[0].value")],
    ),
    # of several values that the bill states a line may state some, in any order, and no other
    (
        {
            **lined(
                {"amount_fen": 1, "facts": [fact("救助身份", "特困")]},
                {"amount_fen": 1, "facts": [fact("救助身份", "特困"), fact("救助身份", "低保")]},
                {"amount_fen": 1, "facts": [fact("救助身份", "无")]},
            ),
            "facts": [fact("救助身份", "低保"), fact("救助身份", "特困")],
        },
        [("CONTRADICTORY", "bill.lines[2].facts[0].value")],
    ),
    # facts
    (stating(fact("机构级别", "三级")), [("UNKNOWN_CODE", "bill.facts[0].finding")]),
    (stating(fact("机构等级", "四级")), [("UNKNOWN_CODE", "bill.facts[0].value")]),
    (stating(fact("结算类别", "病房")), [("UNKNOWN_CODE", "bill.facts[0].value")]),
    (stating(fact("上年收入", 3)), [("BAD_UNIT", "bill.facts[0].unit")]),
    (stating(fact("上年收入", -3, "元")), [("IMPOSSIBLE_VALUE", "bill.facts[0].value")]),
    (stating(fact("险种", "职工"), fact("险种", "居民")), [("CONTRADICTORY", "bill.facts[1].value")]),
    (stating(fact("年龄", 40, "岁")), [("BAD_FIELD", "bill.facts[0].finding"), ("BAD_VALUE", "bill.facts[0].value")]),
    # facts that are not the caller's to give
    (stating(fact("支付比例", 85, "%")), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("合规费用", 85, "元")), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("本步支付", 85, "元")), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("费用金额", 85, "元")), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("就诊日", "2025-06-01")), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("待遇年度", 2025)), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("统筹累计", 85, "元")), [("BAD_FIELD", "bill.facts[0].finding")]),
    (stating(fact("公务员", True)), [("BAD_FIELD", "bill.facts[0].finding")]),
]


@pytest.mark.parametrize(("report", "expected"), BAD)
def test_what_is_wrong_is_told_with_its_field(intake: BillIntake, report: dict[str, Any], expected: Found) -> None:
    assert read(intake, report)[1] == expected


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("支付比例", "「支付比例」由规则表得出，不由调用方给出"),
        ("合规费用", "「合规费用」由账单得出，不作为事项给出"),
        ("统筹累计", "「统筹累计」写在 accumulators 里"),
        ("公务员", "待遇各表不用「公务员」"),
    ],
)
def test_why_a_fact_is_not_the_callers_to_give(intake: BillIntake, name: str, problem: str) -> None:
    diagnostics = Diagnostics()
    intake.read_facts([fact(name, None)], ReportedPerson(), DAY, "facts", diagnostics)
    assert [(each.message.zh, each.hint.zh) for each in diagnostics.sorted()] == [(problem, "去掉这一项")]


def test_an_unknown_fact_is_called_a_fact_and_its_list_is_named(intake: BillIntake) -> None:
    diagnostics = Diagnostics()
    intake.read_facts([fact("什么", 1)], ReportedPerson(), DAY, "person.facts", diagnostics)
    (problem,) = diagnostics.sorted()
    assert str(problem.where) == "person.facts[0].finding"
    assert (problem.message.zh, problem.hint.zh) == (
        "没有待遇事项「什么」",
        "事项的代码与名称见 ListTerms 或 `chronicare ask`",
    )


def test_a_fact_is_not_stated_as_one_of_several(intake: BillIntake) -> None:
    diagnostics = Diagnostics()
    one_of_two = ReportedFinding("", True, any_of=("公务员", "公务员"))
    intake.read_facts([one_of_two], ReportedPerson(), DAY, "facts", diagnostics)
    assert ("BAD_FIELD", "facts[0]") in told(diagnostics)


def lenient(*, unknown: bool = True) -> Diagnostics:
    return Diagnostics(Unused(known=True, unknown=unknown))


def ignored(diagnostics: Diagnostics) -> list[tuple[str, str, bool]]:
    return [(each.name, str(each.where), each.is_known) for each in diagnostics.unused.items]


def test_a_known_fact_that_no_table_uses_is_listed_and_not_passed_on(intake: BillIntake) -> None:
    diagnostics = lenient(unknown=False)
    reported = [fact("险种", "职工"), fact("公务员", True), fact("什么", 1)]
    assert intake.read_facts(reported, ReportedPerson(), DAY, "facts", diagnostics) == {"scheme": "职工"}
    assert ignored(diagnostics) == [("公务员", "facts[1].finding", True)]
    assert told(diagnostics) == [("UNKNOWN_CODE", "facts[2].finding")]


def test_an_unknown_fact_is_listed_if_the_request_says_so(intake: BillIntake) -> None:
    diagnostics = lenient()
    reported = [fact("什么", 1), fact("险种", "职工"), fact("机构等极", "三级")]
    assert intake.read_facts(reported, ReportedPerson(), DAY, "facts", diagnostics) == {"scheme": "职工"}
    assert ignored(diagnostics) == [("什么", "facts[0].finding", False), ("机构等极", "facts[2].finding", False)]
    assert "机构等级" in diagnostics.unused.items[1].near
    assert told(diagnostics) == []


def test_wrong_values_no_name_and_facts_that_are_derived_are_refused_all_the_same(intake: BillIntake) -> None:
    diagnostics = lenient()
    reported = [fact("公务员", "也许"), fact("险种", "军人"), fact("", 1), fact("支付比例", 85, "%")]
    intake.read_facts(reported, ReportedPerson(), DAY, "facts", diagnostics)
    assert told(diagnostics) == [
        ("BAD_VALUE", "facts[0].value"),
        ("UNKNOWN_CODE", "facts[1].value"),
        ("REQUIRED_FIELD", "facts[2].finding"),
        ("BAD_FIELD", "facts[3].finding"),
    ]


def test_a_visit_before_birth(intake: BillIntake) -> None:
    assert read(intake, charged(), {"birth_date": "2025-06-02"})[1] == [("BAD_DATE", "person.birth_date")]
    assert read(intake, charged(), {"birth_date": "2025-06-01"})[1] == []


def test_everything_wrong_is_told_at_once(intake: BillIntake) -> None:
    report = {
        **lined(
            {"amount_fen": 0.5, "above_price_limit_fen": 7, "facts": [fact("费用种类", "鲜花")]},
            {"above_price_limit_fen": -1},
        ),
        "facts": [fact("机构等级", "四级"), fact("支付比例", 85, "%"), fact("什么", 1)],
        "personal_account_fen": "1.5",
    }
    assert read(intake, report, {"birth_date": "2025-07-01"})[1] == [
        ("UNKNOWN_CODE", "bill.facts[0].value"),
        ("BAD_FIELD", "bill.facts[1].finding"),
        ("UNKNOWN_CODE", "bill.facts[2].finding"),
        ("BAD_VALUE", "bill.lines[0].amount_fen"),
        ("UNKNOWN_CODE", "bill.lines[0].facts[0].value"),
        ("BAD_VALUE", "bill.lines[1].above_price_limit_fen"),
        ("REQUIRED_FIELD", "bill.lines[1].amount_fen"),
        ("BAD_VALUE", "bill.personal_account_fen"),
        ("BAD_DATE", "person.birth_date"),
    ]


def test_only_a_look_up_may_state_the_year(intake: BillIntake) -> None:
    diagnostics = Diagnostics()
    facts = intake.read_facts(
        [fact("待遇年度", 2024)], ReportedPerson(), DAY, "facts", diagnostics, may_state_year=True
    )
    assert (facts, told(diagnostics)) == ({"benefit_year": 2024}, [])
    intake.read_facts([fact("就诊日", "2025-01-01")], ReportedPerson(), DAY, "facts", diagnostics, may_state_year=True)
    assert told(diagnostics) == [("BAD_FIELD", "facts[0].finding")]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({}, ("REQUIRED_FIELD", "bill.care_date")),
        ({"care_date": ""}, ("REQUIRED_FIELD", "bill.care_date")),
        ({"care_date": "2025-06-31"}, ("BAD_DATE", "bill.care_date")),
        ({"care_date": "2025-06"}, ("BAD_DATE", "bill.care_date")),
    ],
)
def test_the_day_of_care_must_be_there(report: dict[str, Any], expected: tuple[str, str]) -> None:
    diagnostics = Diagnostics()
    assert read_care_date(typed(ReportedBill, report), "bill.", diagnostics) is None
    assert told(diagnostics) == [expected]


def test_the_day_of_care() -> None:
    diagnostics = Diagnostics()
    assert read_care_date(ReportedBill(care_date="2025-06-01"), "", diagnostics) == DAY
    assert told(diagnostics) == []


def test_the_terms_somebody_has_to_give(intake: BillIntake) -> None:
    assert intake.asked == input_terms(model_of(TABLES, CHAIN))
    assert intake.asked == {"scheme", "level", "income", "charge_category", "identity", "other", "setting"}


NEWBORN = Written("UNIQUE", "入：出生日,出：另项\n≥ 2025-01-01,1 元\n< 2025-01-01,2 元\n")


@pytest.mark.parametrize(
    ("born", "stated", "known", "expected"),
    [
        ("2025-05-10", None, date(2025, 5, 10), []),
        ("2025-05-10", "2025-05-10", date(2025, 5, 10), []),
        ("", "2025-05-10", date(2025, 5, 10), []),
        ("2025-05-10", "2025-05-11", date(2025, 5, 11), [("CONTRADICTORY", "bill.facts[0].value")]),
        ("2025-05-10", "2025-05-09", date(2025, 5, 9), [("BAD_DATE", "bill.facts[0].value")]),
        ("2025-06-02", "2025-05-10", date(2025, 5, 10), [("BAD_DATE", "person.birth_date")]),  # after the day of care
    ],
)
def test_the_birth_date_of_the_person_is_the_term_for_it(
    born: str, stated: str | None, known: date, expected: Found
) -> None:
    asking = BillIntake(model_of({"生": NEWBORN}, CHAIN_OF_OTHER), Intake(vocabulary(), ()))
    sent = stating(*([fact("出生日", stated)] if stated else []))
    made, problems = read(asking, sent, {"birth_date": born})
    assert problems == expected
    assert made.facts["born"] == known


def test_a_birth_date_that_no_table_asks_for_is_no_fact(intake: BillIntake) -> None:
    assert "born" not in read(intake, stating(), {"birth_date": "2025-05-10"})[0].facts


def test_who_states_the_year_asked_about_is_told_how_to_ask_for_it(intake: BillIntake) -> None:
    diagnostics = Diagnostics()
    intake.read_facts([fact("所问年度", 2027)], ReportedPerson(), DAY, "facts", diagnostics, may_state_year=True)
    (problem,) = diagnostics.sorted()
    assert (problem.code.name, str(problem.where)) == ("BAD_FIELD", "facts[0].finding")
    assert problem.hint is not None
    assert problem.hint.zh == "查询时写「待遇年度」；账单的年度由就诊日定"
