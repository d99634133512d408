"""Bills settled together, worked out by hand: deductibles, ratios, segments, caps, and what is counted over the year.

A health centre: 100 yuan deducted, then 90 %, 110,000 a year. The third level, of employees: 700, then 80 %, 140,000 a
year; of what is left, beyond 400 yuan a year, a subsidy pays 85 % of the first 100,000 and 90 % of the rest.
"""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from chronicare.application.release import compile_release, make_release
from chronicare.benefits.model import BenefitModel
from chronicare.cells.reading import read_value
from chronicare.cells.values import Given
from chronicare.columnar.settling import Bills, SettledBills, settle_alike
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.loaders.rule_directory import load_rules

RULES = Path(__file__).parents[2] / "data" / "cli" / "benefit_rules"
DAY = date(2025, 12, 15)
FUND, BASE = "统筹已付累计", "大额基数累计"


def opened(rules: Path) -> BenefitModel:
    """Return what holds on DAY by the one area below ``rules``."""
    diagnostics = Diagnostics()
    (area,) = load_rules(rules).areas
    assert area.rules is not None
    release = make_release(compile_release(area.rules, diagnostics), area.rules, InterpretingEngine(), diagnostics)
    diagnostics.raise_errors()
    found = release.benefits_on(DAY)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def model() -> BenefitModel:
    return opened(RULES)


def code(model: BenefitModel, name: str) -> str:
    finding = model.vocabulary.find(name)
    assert finding is not None
    return finding.code


def known(model: BenefitModel, facts: Mapping[str, object]) -> dict[str, Given]:
    """Return ``facts`` as terms have them: a level by its place."""
    found: dict[str, Given] = {}
    for name, value in facts.items():
        of = code(model, name)
        read, _ = read_value(value, "", model.vocabulary.findings[of].type, frozenset())
        assert isinstance(read, bool | int | str)
        found[of] = read
    return found


def settled(model: BenefitModel, facts: Mapping[str, object], total: list[int], **counted: list[int]) -> SettledBills:
    """Settle bills of ``total`` yuan, with what the accumulators stood at before, in yuan."""
    nothing = np.zeros(len(total), np.int64)
    accumulators = {code(model, name): 100 * np.array(counted.get(name, nothing), np.int64) for name in (FUND, BASE)}
    bills = Bills(
        DAY, known(model, facts), {}, 100 * np.array(total, np.int64), nothing, nothing, nothing, accumulators
    )
    return settle_alike(model, bills)


HEALTH_CENTRE = {"险种": "居民", "结算类别": "住院", "机构等级": "乡镇卫生院", "费用情形": "无"}
EMPLOYEE = {"险种": "职工", "结算类别": "住院", "机构等级": "三级", "费用情形": "无", "享受公务员补助": False}


def paid(found: SettledBills, step: str) -> list[int]:
    """Return what the step pays, in fen."""
    return [int(fen) for fen in found.payments[step, False]]


def test_a_deductible_and_a_ratio(model: BenefitModel) -> None:
    found = settled(model, HEALTH_CENTRE, [4300, 1100, 100, 60])
    assert not found.apart.any()
    assert paid(found, "basic") == [3780_00, 900_00, 0, 0]
    assert found.burden.tolist() == [520_00, 200_00, 100_00, 60_00]
    assert found.accumulators[code(model, FUND)].tolist() == [3780_00, 900_00, 0, 0]


def test_a_cap_lets_through_what_is_left_of_the_year(model: BenefitModel) -> None:
    found = settled(model, HEALTH_CENTRE, [4300, 4300, 4300], 统筹已付累计=[109_000, 110_000, 0])
    assert paid(found, "basic") == [1000_00, 0, 3780_00]
    assert found.accumulators[code(model, FUND)].tolist() == [110_000_00, 110_000_00, 3780_00]


def test_the_next_payer_pays_of_what_is_left_in_segments_that_run_over_the_year(model: BenefitModel) -> None:
    # 10,700: 8,000, then 85 % of 2,300. With 100,300 counted before, of the 2,700 the first 100 are of the first
    # 100,000 beyond 400: 85 % of 100 and 90 % of 2,600. With 300 before, 85 % of 2,600.
    found = settled(model, EMPLOYEE, [10_700, 10_700, 10_700], 大额基数累计=[0, 100_300, 300])
    assert paid(found, "basic") == [8000_00] * 3
    assert paid(found, "large") == [1955_00, 85_00 + 2340_00, 2210_00]
    assert found.burden.tolist() == [745_00, 275_00, 490_00]
    assert found.accumulators[code(model, BASE)].tolist() == [2700_00, 103_000_00, 3000_00]


def test_what_has_no_entitlement_is_left_out_and_what_nobody_pays_is_the_persons(model: BenefitModel) -> None:
    # of residents the third level has no cap of its own: no entitlement
    found = settled(model, {**HEALTH_CENTRE, "机构等级": "三级"}, [10_700])
    assert not found.apart.any()
    assert (found.payments, found.burden.tolist()) == ({}, [10_700_00])
    found = settled(model, {**HEALTH_CENTRE, "费用情形": "工伤"}, [10_700])
    assert (found.payments, found.burden.tolist(), found.rows) == ({}, [10_700_00], [])


def test_what_has_to_be_tried_or_asked_is_settled_one_by_one(model: BenefitModel) -> None:
    # a civil servant's ratio is an open reading; without the level nothing is known of the deductible
    assert settled(model, {**EMPLOYEE, "享受公务员补助": True}, [10_700]).apart.all()
    assert settled(model, {key: each for key, each in EMPLOYEE.items() if key != "机构等级"}, [10_700]).apart.all()


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8-sig")


def test_a_bill_whose_counter_crosses_what_a_table_tests_is_settled_by_itself(tmp_path: Path) -> None:
    # From 10,000 yuan paid by the fund on, the second payer pays 1,000 at the most. Of a bill of 10,700 the fund pays
    # 8,000: after nothing it stays below, after 5,000 it comes beyond, after 20,000 it has been beyond before.
    rules = Path(shutil.copytree(RULES, tmp_path / "rules"))
    area = rules / "999900-shiyan"
    with (rules / "national" / "terms.csv").open("a", encoding="utf-8") as terms:
        terms.write("large_cap,大额限额,cap of the subsidy,数值,单次,金额,[0..100000000],,\n")
    _edit(area / "card.csv", "50 万元 每次", "大额限额 每次")
    with (area / "tables.csv").open("a", encoding="utf-8") as tables:
        tables.write("large_cap.csv,决策表,大额限额,UNIQUE,手册\n")
    rows = "入：统筹已付累计,出：大额限额,出处,原文\n< 1 万元,50 万元,2/5,原文\n≥ 1 万元,1000 元,2/5,原文\n"
    (area / "large_cap.csv").write_text(rows, "utf-8")
    found = settled(opened(rules), EMPLOYEE, [10_700] * 3, 统筹已付累计=[0, 5_000, 20_000])
    assert found.apart.tolist() == [False, True, False]
    assert [each for each, apart in zip(paid(found, "large"), found.apart, strict=True) if not apart] == [
        1955_00,
        1000_00,
    ]
