"""Rows decided together come out as each by itself, whatever stands in their cells."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from rows_of_persons import FILE, batch_of, hold_against_rows

from chronicare.application.impact import Side
from chronicare.application.persons import BORN, COMPLETE, DAY, NAME
from chronicare.diagnostics import Language
from chronicare.population.deciding import ColumnsDisagreeError, PopulationDecider
from chronicare.population.headings import PROBLEM, REASON
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail

CELLS: Mapping[str, Sequence[str | None]] = {
    DAY: ["2025-12-15"] * 20 + ["2025-12-14", "2025-6-15", "", "昨天"],
    BORN: ["1980-02-29", "2007-12-15", "2007-12-16", None, None, "2026-01-01", "1800-01-01", "不详"],
    COMPLETE: ["是", "否", None],
    "典型症状": ["是", "否", None, "有", "未做", "大概"],
    "FPG": [
        "7.0 mmol/L",
        "6.9 mmol/L@2025-11-01；7.1 mmol/L@2025-11-02",
        "6.9 mmol/L",
        "< 7.0 mmol/L",
        "> 6.5 mmol/L@2025-11-01",
        "126.1 mg/dL",
        "6.9 mmol/L@2025-11-01；6.9 mmol/L@2025-11-01",
        "6.9 mmol/L@2026-01-01",
        "6.9 mmol/L@1979-01-01",
        "未做",
        "6.9 mmol/L；未做",
        "7.0",
        "9999 mmol/L",
        None,
        None,
    ],
    "肌力": ["II", "III", "2级", "II-III", "未查", "9级", None],
    "起病日期": ["2025-09-15", "2025-09-16", "2025-12-07", "2025-12-08", "2025-12-20", "1979-01-01", None],
    "报告日期": ["2025-12-01", "2025-08-01", None],
    "抗体滴度": ["1:80", "1:160", "<1:80", "阴性", None],
    "球蛋白": ["30 g/L", None, None, None],
    "甲抗体": ["是", "否", None, "阳性"],
    "乙抗体": ["是", "否", None],
    "丙抗体": ["是", "否", None, None, None],
    "甲抗体或乙抗体": [None] * 9 + ["是"],
    "血压": ["140/90 mmHg", "90/140 mmHg", "140/90 mmHg@2025-11-01；120/80 mmHg", None],
    "收缩压": [None] * 9 + ["150 mmHg"],
    "antibody_unknown": [None],
}


def test_random_rows_are_read_and_decided_as_each_by_itself(side: Side) -> None:
    rng = random.Random(20251215)
    rows = [{heading: rng.choice(texts) for heading, texts in CELLS.items()} for _ in range(1200)]
    rows = [{heading: text for heading, text in row.items() if heading != "antibody_unknown"} for row in rows]
    # most cells of most rows are well: else hardly a row would be decided
    for row in rows:
        if rng.random() < 0.7:
            row |= {heading: rng.choice([CELLS[heading][0], None]) for heading in row if heading not in (DAY, COMPLETE)}
            row[DAY] = CELLS[DAY][0]
    counts = hold_against_rows(side, batch_of(rows))
    assert 100 < counts.refused < 700
    assert counts.refused < counts.read_apart < 900


def test_what_comes_out_has_a_column_of_outcomes_and_of_rows_for_each_entry(side: Side) -> None:
    batch = batch_of(
        [
            {NAME: "A", DAY: "2025-12-15", "甲抗体": "是", "乙抗体": "是", "丙抗体": None},
            {NAME: "B", DAY: "2025-12-15", "甲抗体": "否", "乙抗体": "是", "丙抗体": "否"},
            {NAME: "C", DAY: "明天", "甲抗体": "是", "乙抗体": "是", "丙抗体": "是"},
        ]
    )
    decided, counts = PopulationDecider(side, Language.ZH, ("T00002",)).work(batch, 0, FILE)
    answers = decided.to_pydict()
    assert list(answers) == [NAME, DAY, "T00002", "T00002" + REASON, PROBLEM]
    assert answers[NAME] == ["A", "B", "C"]
    assert answers["T00002"] == ["符合", "不符合", None]
    # two of three are there; of one that is not met, the criteria that fail
    assert [each and [place.rpartition("/")[2] for place in each.split()] for each in answers["T00002" + REASON]] == [
        ["groups.csv:5"],
        ["criteria.csv:9", "criteria.csv:11"],
        None,
    ]
    assert answers[PROBLEM][:2] == [None, None]
    assert "明天" in answers[PROBLEM][2]
    assert (counts.rows, counts.refused, counts.decisions) == (3, 1, 2)
    assert counts.outcomes == {"T00002": {"不符合": 1, "尚不能认定": 0, "符合": 1}}


def test_typed_columns_say_the_same_as_texts(side: Side) -> None:
    texts = batch_of(
        [{DAY: "2025-12-15", BORN: "1980-01-01", "甲抗体": "是", COMPLETE: "是", "起病日期": "2025-09-01"}]
    )
    typed = pa.record_batch(
        {
            DAY: pa.array([date(2025, 12, 15)]),
            BORN: pa.array([date(1980, 1, 1)]),
            "甲抗体": pa.array([True]),
            COMPLETE: pa.array([True]),
            "起病日期": pa.array([date(2025, 9, 1)]),
        }
    )
    decider = PopulationDecider(side, Language.ZH)
    one, other = (decider.work(each, 0, FILE)[0].drop_columns([DAY]).to_pydict() for each in (texts, typed))
    assert one == other


def test_a_row_in_so_many_is_decided_by_itself_too_and_a_difference_ends_it(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    decider = PopulationDecider(side, Language.ZH)
    batch = batch_of([{DAY: "2025-12-15", "甲抗体": "是", "乙抗体": "是"}] * 2)
    true = EntryDecider.decide

    def otherwise(self: EntryDecider, evidence: Evidence, detail: Detail) -> Decision:
        decision = true(self, evidence, detail)
        nodes = {name: not truth for name, truth in decision.judgement.nodes.items()}
        return replace(decision, judgement=replace(decision.judgement, nodes=nodes))

    monkeypatch.setattr(EntryDecider, "decide", otherwise)
    decider.work(batch, 1, FILE)  # rows 2 and 3 of a file are none of those
    with pytest.raises(ColumnsDisagreeError, match="row 2 "):
        decider.work(batch, 0, FILE)
