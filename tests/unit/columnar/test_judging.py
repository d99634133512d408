"""Many persons judged at once, worked out by hand: outcomes, what they rest on, and who went row by row."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from columns import told
from unit.compiler.written import entry_of, vocabulary

from chronicare.columnar.gathering import gather
from chronicare.columnar.grids import lay_out
from chronicare.columnar.judging import ColumnarEntry, Judgements
from chronicare.columnar.reasons import reasons_of, row_of
from chronicare.engine import InterpretingEngine
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Truth
from chronicare.recognition.decide import EntryDecider
from chronicare.reference import ReferenceEvaluator

AS_OF = date(2025, 12, 15)
CRITERIA = """\
1,症状,是,
2,型,甲型,
3,血糖,≥ 7 mmol/L,任一
4,发热,是,"""
GROUPS = """\
R1,全部,1;2
R2,任一,3
X1,任一,4"""


def evidence(known: Mapping[str, Any], *, whole: bool = False, one_of: Sequence[str] = ()) -> Evidence:
    findings = {
        code: (Measurement(Fraction(str(value)) if isinstance(value, float) else value),)
        for code, value in known.items()
    }
    return Evidence(
        AS_OF,
        findings,
        frozenset(findings) if whole else frozenset(),
        statements=frozenset(filter(None, [frozenset(one_of)])),
    )


def judge(criteria: str, groups: str, everyone: Sequence[Evidence], **tables: str) -> tuple[ColumnarEntry, Judgements]:
    compiled = entry_of(criteria, groups, **tables)
    engine = InterpretingEngine()
    decider = EntryDecider(
        compiled,
        vocabulary(),
        engine.load(compiled.judgement),
        engine.load(compiled.consequences),
        ReferenceEvaluator(compiled.entry, vocabulary()),
    )
    layout = lay_out([compiled], vocabulary())
    entry = ColumnarEntry(decider, layout)
    return entry, entry.judge(gather(everyone, layout))


def outcomes(judged: Judgements) -> list[Truth]:
    return told(judged.outcome, judged.count)


@pytest.fixture(scope="module")
def judged() -> tuple[ColumnarEntry, Judgements]:
    return judge(
        CRITERIA,
        GROUPS,
        [
            evidence({"symptom": True, "type": "甲型"}),  # whether there is a fever is not known
            evidence({"symptom": True, "type": "甲型", "fever": False}),
            evidence({"fever": True}),
            evidence({"symptom": False, "glucose": 6.9, "fever": False}, whole=True),
            evidence({"symptom": True, "type": "乙型", "glucose": 7.0, "fever": False}),
            evidence({"symptom": False, "glucose": 6.9, "fever": False}),  # another measurement may pass
            evidence({}),
        ],
    )


def test_each_is_met_refused_or_undecided(judged: tuple[ColumnarEntry, Judgements]) -> None:
    assert outcomes(judged[1]) == [None, True, False, False, True, None, None]
    assert not judged[1].one_by_one.any()


def test_each_rests_on_what_made_it_so(judged: tuple[ColumnarEntry, Judgements]) -> None:
    reasons = reasons_of(judged[0].entry, judged[1])
    assert [set(reasons.sets[place]) for place in reasons.places] == [
        {"3", "4"},
        {"R1"},
        {"X1"},
        {"1", "3"},  # no fever is nothing against it
        {"R2"},
        {"2", "3"},
        {"1", "2", "3", "4"},
    ]


def test_what_it_rests_on_has_rows(judged: tuple[ColumnarEntry, Judgements]) -> None:
    entry = judged[0].entry
    assert [(row_of(entry, name).file, row_of(entry, name).row) for name in ("1", "4", "R1", "X1")] == [
        ("criteria.csv", 2),
        ("criteria.csv", 5),
        ("groups.csv", 2),
        ("groups.csv", 4),
    ]


def test_what_is_so_in_every_case_is_so_and_no_route_is_named_that_holds_in_some_only() -> None:
    # whatever the age, one of the routes holds
    entry, judged = judge(
        "1,年龄,< 18 岁,\n2,年龄,≥ 18 岁,", "R1,任一,1\nR2,任一,2", [evidence({}), evidence({"age": 18})]
    )
    assert outcomes(judged) == [True, True]
    assert [set(reasons_of(entry.entry, judged).sets[place]) for place in reasons_of(entry.entry, judged).places] == [
        set(),
        {"R2"},
    ]


def test_a_statement_over_several_goes_row_by_row_where_it_may_decide() -> None:
    everyone = [
        evidence({}, one_of=("symptom", "cough")),
        evidence({"fever": True}, one_of=("symptom", "cough")),
        evidence({}),
    ]
    _, judged = judge("1,症状,是,\n2,咳嗽,是,\n3,发热,是,", "R1,任一,1;2\nX1,任一,3", everyone)
    assert outcomes(judged) == [None, False, None]
    assert judged.one_by_one.tolist() == [True, False, False]
    _, judged = judge("1,症状,是,\n2,咳嗽,是,", "R1,任一,1;2", everyone)
    assert outcomes(judged) == [True, True, None]
