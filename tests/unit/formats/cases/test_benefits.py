"""Files of benefit cases: what is read, and that everything wrong is told at its place."""

import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.formats import BenefitCaseFile, RecognitionCaseFile, read_cases
from chronicare.formats.cases.benefits import read_yuan

GOOD = """\
benefits: 住院
as_of_date: 2025/12/15
bases:
  职工:
    person: {birth_date: 1975年6月30日, sex: 男}
    facts: {险种: 职工, 已扣: 0}
    accumulators: {统筹累计: 1000.5}
    readings: {开: 甲}
cases:
- name: 一笔
  base: 职工
  facts: {险种: 居民, 身份: [特困, 低保]}
  without: [已扣]
  first_of_year: false
  bill:
    care_date: 2025-11-3
    total: 1234.56
    fully_self_paid: '34.56'
    advance_self_payment: 200
    account: 50
    facts: {病种: M01}
  expect:
    outcome: settled
    payments: {basic: 850}
    allowances: {prenatal: 500}
    copayment: 150.25
    account: 50
    accumulators: {统筹累计: 1850.5}
- name: 逐行
  bill: {lines: [{amount: 100, above_price_limit: 10, facts: {种类: 药品}}, {amount: 0.1}]}
  expect: {missing: [年龄], switches: [开], valueless: [收入], ways: {甲: {basic: 1}, 乙: null}}
- name: 全年
  bills: [{care_date: 2025-11-05, total: 1}, {total: 2}]
  expect: {bills: [null, {copayment: 2}], accumulators: {统筹累计: 3}}
- name: 查
  look_up: [起付标准]
  expect: {values: {起付标准: 700, 起始: 2026-01-01, 月数: 3 月}}
- name: 只写结果的查
  expect: {values: {起付标准: null}}
"""


def read(text: str) -> tuple[RecognitionCaseFile | BenefitCaseFile | None, list[tuple[str, str]]]:
    """Return what is read, and the place and message of everything found."""
    diagnostics = Diagnostics()
    cases = read_cases(text.encode(), "c.yaml", diagnostics)
    assert {each.code.name for each in diagnostics.sorted()} <= {"BAD_CASE"}
    return cases, [
        (str(each.where).partition(":")[2].partition("「")[0], each.message.zh) for each in diagnostics.sorted()
    ]


def good() -> BenefitCaseFile:
    cases, problems = read(GOOD)
    assert problems == []
    assert isinstance(cases, BenefitCaseFile)
    return cases


def test_the_top_of_a_file() -> None:
    cases = good()
    assert (cases.file, cases.subject) == ("c.yaml", "住院")
    assert {case.as_of_date for case in cases.cases} == {"2025-12-15"}
    assert [case.name for case in cases.cases] == ["一笔", "逐行", "全年", "查", "只写结果的查"]


def test_a_file_of_an_entry_is_read_as_before() -> None:
    cases, problems = read("entry: T1\nas_of_date: 2025-12-15\ncases:\n- {name: 甲, expect: {outcome: MEETS}}\n")
    assert problems == []
    assert isinstance(cases, RecognitionCaseFile)
    assert cases.subject == "T1"


def test_a_base_has_facts_accumulators_in_fen_and_readings() -> None:
    base = good().cases[0].base
    assert base is not None
    assert base.person == {"birth_date": "1975-06-30", "sex": "男"}
    assert (base.accumulators, base.readings, base.first_of_year) == ({"统筹累计": 100_050}, {"开": "甲"}, True)
    assert (list(base.facts), base.expect) == (["险种", "已扣"], {})


def test_a_case_has_what_its_base_says_and_it_does_not() -> None:
    cases, problems = read(
        "benefits: 甲\nbases:\n  乙: {as_of_date: 2025-12-01, person: {birth_date: 1975-06-30, sex: 男},"
        " readings: {开: 甲, 关: 乙}, first_of_year: false, look_up: [丙]}\ncases:\n"
        "- {name: 一, base: 乙, expect: {missing: [丁]}}\n"
        "- {name: 二, base: 乙, as_of_date: 2026-01-01, person: {birth_date: null}, readings: {开: 丙},"
        " first_of_year: true, look_up: [戊], expect: {missing: [丁]}}\n"
    )
    assert problems == []
    assert isinstance(cases, BenefitCaseFile)
    same, other = cases.cases
    assert (same.as_of_date, same.person) == ("2025-12-01", {"birth_date": "1975-06-30", "sex": "男"})
    assert (same.readings, same.first_of_year, same.look_up) == ({"开": "甲", "关": "乙"}, False, ("丙",))
    assert (other.as_of_date, other.person) == ("2026-01-01", {"birth_date": None, "sex": "男"})
    assert (other.readings, other.first_of_year, other.look_up) == ({"开": "丙", "关": "乙"}, True, ("戊",))


def test_a_bill_of_sums_in_fen() -> None:
    case = good().cases[0]
    (bill,) = case.bills
    assert (case.is_year, case.first_of_year, case.without) == (False, False, ("已扣",))
    assert bill.sums == {"total": 123_456, "fully_self_paid": 3_456, "advance_self_payment": 20_000}
    assert (bill.care_date, bill.account, bill.facts) == ("2025-11-03", 5_000, {"病种": "M01"})
    assert case.expect == {
        "outcome": "settled",
        "payments": {"basic": 85_000},
        "allowances": {"prenatal": 50_000},
        "copayment": 15_025,
        "account": 5_000,
        "accumulators": {"统筹累计": 185_050},
    }


def test_a_bill_of_lines() -> None:
    first, second = good().cases[1].bills[0].lines
    assert (first.amount, first.above_price_limit, first.facts) == (10_000, 1_000, {"种类": "药品"})
    assert (second.amount, second.above_price_limit, second.facts) == (10, 0, {})


def test_a_year_and_a_look_up() -> None:
    year, look_up, implied = good().cases[2:]
    assert year.is_year
    assert [(bill.care_date, bill.sums) for bill in year.bills] == [
        ("2025-11-05", {"total": 100}),
        (None, {"total": 200}),
    ]
    assert year.expect["bills"] == [None, {"copayment": 200}]
    assert (look_up.look_up, look_up.bills) == (("起付标准",), ())
    assert (implied.look_up, implied.expect) == ((), {"values": {"起付标准": None}})


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("facts.险种", "C12"),
        ("bill.total", "E17"),
        ("expect.payments.basic", "P24"),
        ("expect.payments.more", "E24"),
        ("nothing", "C10"),
    ],
)
def test_every_field_keeps_its_place(path: str, cell: str) -> None:
    position = good().cases[0].where(path)
    assert position.row == int(cell[1:])


HEAD = "benefits: 甲\nas_of_date: 2025-12-15\nbases:\n  乙: {look_up: [丙]}\ncases:\n- "
WRONG = [
    ("{name: 一, bill: {total: 1}}", "缺少「expect」"),
    ("{name: 一, bill: {total: 1}, expect: {}}", "expect 是空的"),
    ("{name: 一, expect: {payments: {}}}", "bill、bills、look_up 三者写且只写一种"),
    ("{name: 一, bill: {total: 1}, bills: [], expect: {payments: {}}}", "bill、bills、look_up 三者写且只写一种"),
    ("{name: 一, bill: {total: 1}, expect: {values: {丙: 1}}}", "bill、bills、look_up 三者写且只写一种"),
    ("{name: 一, bill: {total: 1}, look_up: [丙], expect: {payments: {}}}", "bill、bills、look_up 三者写且只写一种"),
    ("{name: 一, bill: {total: 1}, expect: {bills: []}}", "这种案例的 expect 不能写 bills"),
    ("{name: 一, bills: [{total: 1}], expect: {payments: {}}}", "这种案例的 expect 不能写 payments"),
    ("{name: 一, look_up: [丙], expect: {copayment: 1}}", "这种案例的 expect 不能写 copayment"),
    ("{name: 一, look_up: [丙], expect: {accumulators: {}}}", "这种案例的 expect 不能写 accumulators"),
    ("{name: 一, bills: [{total: 1}], expect: {bills: [null, null]}}", "bills 有 1 笔，expect.bills 有 2 笔"),
    ("{name: 一, bill: {total: 1, lines: [{amount: 1}]}, expect: {payments: {}}}", "账单写 total 等合计，或写 lines"),
    ("{name: 一, bill: {}, expect: {payments: {}}}", "账单写 total 等合计，或写 lines"),
    (
        "{name: 一, bill: {lines: [{amount: 1}], fully_self_paid: 1}, expect: {payments: {}}}",
        "账单写 total 等合计，或写 lines",
    ),
    ("{name: 一, bill: {total: 1.234}, expect: {payments: {}}}", "「total」写的「1.234」不是金额"),
    ("{name: 一, bill: {total: -1}, expect: {payments: {}}}", "「total」写的「-1」不是金额"),
    ("{name: 一, bill: {total: 一}, expect: {payments: {}}}", "「total」写的「一」不是金额"),
    ("{name: 一, bill: {total: true}, expect: {payments: {}}}", "「total」写的「true」不是金额"),
    ("{name: 一, bill: {total: 1}, expect: {payments: {basic: 0.001}}}", "「basic」写的「0.001」不是金额"),
    ("{name: 一, bill: {total: 1}, expect: {outcome: paid}}", "「outcome」没有这种结论"),
    ("{name: 一, bill: {total: 1}, expect: {payment: {}}}", "没有「payment」这一项"),
    ("{name: 一, bill: {totals: 1}, expect: {payments: {}}}", "没有「totals」这一项"),
    ("{name: 一, base: 丁, bill: {total: 1}, expect: {payments: {}}}", "bases 里没有「丁」"),
    ("{name: 一, person: {birth_date: 昨天}, bill: {total: 1}, expect: {payments: {}}}", "「person」不是日期"),
    ("{name: 一, bill: {care_date: 2025-13-01, total: 1}, expect: {payments: {}}}", "「care_date」不是日期"),
]


@pytest.mark.parametrize(("case", "message"), WRONG)
def test_what_is_wrong_is_told(case: str, message: str) -> None:
    _, problems = read(HEAD + case)
    assert [each for _, each in problems] == [message]
    assert {place[-1] for place, _ in problems} == {"6"}


def test_a_base_may_have_the_terms_looked_up() -> None:
    cases, problems = read(HEAD + "{name: 一, base: 乙, expect: {missing: [丁]}}")
    assert (problems, cases is not None) == ([], True)


def test_a_bill_may_start_from_a_base_that_looks_up() -> None:
    _, problems = read(HEAD + "{name: 一, base: 乙, bill: {total: 1}, expect: {payments: {}}}")
    assert problems == []


def test_no_date_anywhere() -> None:
    text = "benefits: 甲\ncases:\n- {name: 一, bill: {total: 1}, expect: {payments: {}}}\n"
    _, problems = read(text)
    assert [message for _, message in problems] == ["没有写日期（as_of_date，或账单的 care_date）"]
    assert read(text.replace("total: 1", "total: 1, care_date: 2025-12-15"))[1] == []


def test_everything_is_told_at_once() -> None:
    _, problems = read(
        HEAD
        + "{name: 一, base: 丁, bill: {total: 1}, expect: {payments: {}}}\n"
        + "- {name: 一, expect: {payments: {}}}\n"
        + "- {name: 二, bills: [{total: 1}], expect: {copayment: 1}}\n"
    )
    assert [(place[-1], message) for place, message in problems] == [
        ("6", "bases 里没有「丁」"),
        ("7", "bill、bills、look_up 三者写且只写一种"),
        ("7", "案例「一」重名"),
        ("8", "这种案例的 expect 不能写 copayment"),
    ]


@pytest.mark.parametrize(("text", "fen"), [("1,234.5", 123_450), ("0", 0), (" 7.00 ", 700)])
def test_yuan_as_text(text: str, fen: int) -> None:
    assert read_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "1.2.3", "１２", "-1", "0.005", None, False])
def test_no_yuan(text: object) -> None:
    with pytest.raises(ValueError, match="no amount"):
        read_yuan(text)
