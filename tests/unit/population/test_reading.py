"""Rows read together, worked out by hand: ages on the day, lists that contradict themselves or say one thing twice."""

import pytest
from rows_of_persons import FILE, batch_of, hold_against_rows
from unit.compiler.written import release_of

from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.impact import Side
from chronicare.application.persons import BORN, COMPLETE, DAY
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Language
from chronicare.population.deciding import PopulationDecider
from chronicare.population.headings import PROBLEM

MET, NOT_MET, OPEN = "符合", "不符合", "尚不能认定"


@pytest.fixture(scope="module")
def side() -> Side:
    """Return rules of one entry, met by any of three routes."""
    release = release_of(
        criteria="病种,编号,所见,条件,取值,出处,原文\n"
        "T1,1,年龄,≥ 18 岁,,1-1/1,原文\n"
        "T1,2,血糖,≥ 7 mmol/L,至少2次,1-1/1,原文\n"
        "T1,3,就诊记录,是,至少2次,1-1/1,原文",
        groups="病种,编号,满足,成员,出处,原文\nT1,R1,任一,1,1-1/1,原文\nT1,R2,任一,2,1-1/1,原文\nT1,R3,任一,3,1-1/1,原文",
    )
    return Side(Runtime(Catalogue(), Guard(Unrecorded())), release)


CASES = [
    # eighteen on the day itself, and not the day before
    ({BORN: "2007-12-15"}, MET),
    ({BORN: "2007-12-16"}, OPEN),
    ({BORN: "2008-02-29"}, OPEN),
    ({"年龄": "18 岁"}, None),  # the age follows from the day of birth, and is not said
    # two measurements of a list, and one that is said twice
    ({"血糖": "7.1 mmol/L@2025-11-01；7.1 mmol/L@2025-11-02"}, MET),
    ({"血糖": "7.1 mmol/L；7.1 mmol/L"}, MET),
    ({"血糖": "7.1 mmol/L@2025-11-01；7.10 mmol/L@2025-11-01"}, OPEN),
    ({"血糖": "7.1 mmol/L@2025-11-01", COMPLETE: "是", "就诊记录": "否", BORN: "2022-01-01"}, NOT_MET),
    # said without a day, 否 says of all that there is none; of one day it says of that day
    ({"血糖": "6 mmol/L", COMPLETE: "是", "就诊记录": "否@2025-11-01", BORN: "2022-01-01"}, NOT_MET),
    ({"就诊记录": "是@2025-11-01；是@2025-11-02；否@2025-11-03"}, MET),
    ({"就诊记录": "是@2025-11-01；是@2025-11-02；否"}, None),  # contradicts itself
    ({"血糖": "7.1 mmol/L@2025-12-16"}, None),  # of tomorrow
    ({BORN: "2025-12-16"}, None),
    ({BORN: "1895-01-01"}, MET),
    ({BORN: "1894-12-31"}, None),
    ({}, OPEN),
]


@pytest.mark.parametrize(("said", "outcome"), CASES)
def test_a_row_comes_out_as_it_says(side: Side, said: dict[str, str], outcome: str | None) -> None:
    batch = batch_of([{DAY: "2025-12-15", **said}])
    decided, _ = PopulationDecider(side, Language.ZH).work(batch, 0, FILE)
    answers = decided.to_pydict()
    assert answers["T1"] == [outcome]
    assert (answers[PROBLEM] == [None]) is (outcome is not None)


def test_all_together_come_out_as_each_by_itself(side: Side) -> None:
    counts = hold_against_rows(side, batch_of([{DAY: "2025-12-15", **said} for said, _ in CASES]))
    assert counts.refused == sum(outcome is None for _, outcome in CASES)
