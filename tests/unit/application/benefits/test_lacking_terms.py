"""An area without a term for what is asked says so in a sentence, whatever is asked; the rest it answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from unit.benefits.written import LEVELS, ROLES, TERMS, UNITS, Written, chain_of, chain_tables
from unit.compiler.written import ENTRIES, codes, folder, rows_of, table
from unit.no_log import NoLog

from chronicare.application.benefits.entitlements import list_entitlements
from chronicare.application.benefits.filing import prepare_filing
from chronicare.application.benefits.look_up import look_up_terms
from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    FilingRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.benefits.settle_year import settle_year
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import NoBenefitsError
from chronicare.application.guard import Guard
from chronicare.application.release import compile_release, make_release
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.benefits.report import ReportedAccumulators, ReportedBill, ReportedCharges
from chronicare.compiler.layers import lay_over
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine

CHAIN = chain_of("basic,基本医保,报销,合规费用,,起付标准,80%,,,住院")
CAPS = Written("UNIQUE", "入：险种,出：起付标准\n-,700 元\n")
HEADER = Header("990000")
DAY = "2025-06-01"
FIRST = ReportedAccumulators(first_of_year=True)
BILL = ReportedBill("v", DAY, charges=ReportedCharges(100_000))
ASKING: Mapping[str, Callable[[Runtime], object]] = {
    "a bill": lambda runtime: settle_bill(runtime, SettleBillRequest(HEADER, bill=BILL, accumulators=FIRST)),
    "a year": lambda runtime: settle_year(runtime, SettleYearRequest(HEADER, bills=(BILL,), accumulators=FIRST)),
    "entitlements": lambda runtime: list_entitlements(runtime, EntitlementsRequest(HEADER, DAY, accumulators=FIRST)),
    "a filing": lambda runtime: prepare_filing(runtime, FilingRequest(HEADER, "T1", DAY)),
}


def lacking(*roles: str) -> Runtime:
    """Return the use cases over an area whose vocabulary has no term for ``roles``."""
    diagnostics = Diagnostics()
    kept = "".join(f"{line}\n" for line in ROLES.splitlines() if line.partition(",")[0] not in roles)
    words = {"units": UNITS, "levels": LEVELS, "terms": TERMS, "roles": kept}
    shared = folder(diagnostics, (None, None), "", **words)
    criteria = {name: text.replace("症状", "公务员") for name, text in rows_of("1,症状,是", "R1,全部,1").items()}
    area = folder(diagnostics, entries=ENTRIES, **criteria)
    caps = replace(table("decision", CAPS.text, diagnostics, "起付.csv"), name="起付", hit=CAPS.hit)
    area = replace(area, tables=(*area.tables, caps, *chain_tables(CHAIN, diagnostics)))
    rules = compile_release(lay_over([shared, area], diagnostics), diagnostics)
    release = make_release(rules, area, InterpretingEngine(), diagnostics)
    assert codes(diagnostics) == []
    catalogue = Catalogue()
    catalogue.publish((release,))
    return Runtime(catalogue, Guard(NoLog()))


@pytest.mark.parametrize(
    ("asked", "role"),
    [
        ("a bill", "结算类别"),
        ("a year", "结算类别"),
        ("entitlements", "结算类别"),
        ("a bill", "合规余额"),
        ("a bill", "已扣起付"),
        ("a filing", "病种待遇起始日"),
    ],
)
def test_what_an_area_has_no_term_for_it_does_not_provide(asked: str, role: str) -> None:
    with pytest.raises(NoBenefitsError) as refused:
        ASKING[asked](lacking(role))
    assert refused.value.message.zh == f"本地区不提供「{role}」：词表里没有担任这一角色的事项"


def test_what_nothing_is_lacking_for_is_answered() -> None:
    settled = settle_bill(lacking("待遇年度", "本步基数"), SettleBillRequest(HEADER, bill=BILL, accumulators=FIRST))
    assert settled.context.day.isoformat() == DAY
    found = look_up_terms(lacking("结算类别"), LookUpRequest(HEADER, DAY, terms=("起付标准",)))
    assert found.terms.known is not None
    assert found.terms.known.values == {"deductible": 700}
