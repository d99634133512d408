"""The bills of one benefit year, where it begins with the calendar year and where it does not."""

from dataclasses import replace

import pytest
from unit.benefits.written import LEVELS, ROLES, TERMS, UNITS, Written, chain_of, chain_tables
from unit.compiler.written import ENTRIES, codes, folder, rows_of, table
from unit.no_log import NoLog

from chronicare.application.benefits.requests import SettleYearRequest
from chronicare.application.benefits.settle_year import settle_year
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import InvalidRequestError
from chronicare.application.guard import Guard
from chronicare.application.release import compile_release, make_release
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.benefits.report import ReportedAccumulators, ReportedBill, ReportedCharges, ReportedInsured
from chronicare.compiler.layers import lay_over
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.judging.report import ReportedFinding

BASIC = "basic,基本医保,报销,合规费用,,起付标准,80%,,统筹累计 += 本步支付,住院"
CHAIN = chain_of(BASIC)
BY_YEAR = Written("UNIQUE", "入：待遇年度,出：起付标准\n≤ 2025,700 元\n≥ 2026,900 元\n")


def area_whose_year_begins(month: int, day: int, chain: str = CHAIN) -> Runtime:
    """Return the use cases over an area with a deductible of 700 yuan up to 2025, 900 from 2026 on."""
    diagnostics = Diagnostics()
    words = {"units": UNITS, "levels": LEVELS, "terms": TERMS, "roles": ROLES}
    shared = folder(diagnostics, (None, None), "", **words)
    criteria = {name: text.replace("症状", "公务员") for name, text in rows_of("1,症状,是", "R1,全部,1").items()}
    area = folder(diagnostics, entries=ENTRIES, **criteria)
    deductible = replace(table("decision", BY_YEAR.text, diagnostics, "起付.csv"), name="起付", hit=BY_YEAR.hit)
    area = replace(
        area,
        manifest=replace(area.manifest, benefit_year=(month, day)),
        tables=(*area.tables, deductible, *chain_tables(chain, diagnostics)),
    )
    rules = compile_release(lay_over([shared, area], diagnostics), diagnostics)
    release = make_release(rules, area, InterpretingEngine(), diagnostics)
    assert codes(diagnostics) == []
    catalogue = Catalogue()
    catalogue.publish((release,))
    return Runtime(catalogue, Guard(NoLog()))


def year_of(*days: str) -> SettleYearRequest:
    """Ask for a bill of 1000 yuan on each of ``days``."""
    inpatient = (ReportedFinding("结算类别", "住院"),)
    bills = tuple(ReportedBill(day, day, inpatient, ReportedCharges(100_000)) for day in days)
    return SettleYearRequest(Header("990000"), bills=bills, accumulators=ReportedAccumulators(first_of_year=True))


def test_one_benefit_year_goes_over_new_year() -> None:
    # (1000 − 700) × 80 %, twice: 30 June 2026 lies in the year that began in July 2025
    settled = settle_year(area_whose_year_begins(7, 1), year_of("2025-12-20", "2026-06-30"))
    assert settled.answer.accumulators == {"acc_basic": 48_000}


def test_what_is_in_the_account_is_stated_by_each_bill() -> None:
    account = (ReportedFinding("个人账户余额", "100 元"),)
    request = year_of("2025-08-01", "2025-09-01")
    drawing = "own,个人账户,,合规余额,,不设,100%,不限,,住院"
    area = area_whose_year_begins(7, 1, chain_of(BASIC, drawing))
    once = replace(request, person=ReportedInsured(facts=account))
    with pytest.raises(InvalidRequestError) as refused:
        settle_year(area, once)
    assert [str(each.where) for each in refused.value.diagnostics] == ["person.facts"]
    by_bill = replace(request, bills=tuple(replace(each, facts=(*each.facts, *account)) for each in request.bills))
    for asked, bills in ((by_bill, 2), (replace(once, bills=once.bills[:1]), 1)):
        answers = settle_year(area, asked).answer.answers
        assert [each and each.settlement and each.settlement.account_fen for each in answers] == [10_000] * bills


@pytest.mark.parametrize(
    ("begins", "days"),
    [((1, 1), ("2025-12-20", "2026-06-30")), ((7, 1), ("2025-06-30", "2025-07-01"))],
)
def test_bills_of_two_benefit_years_are_refused(begins: tuple[int, int], days: tuple[str, str]) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        settle_year(area_whose_year_begins(*begins), year_of(*days))
    assert [str(each.where) for each in refused.value.diagnostics] == ["bills[1].care_date"]
