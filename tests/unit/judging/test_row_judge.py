"""The rows of a table, judged twice: both judges must say the same of every cell and row."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pytest
from unit.benefits.written import Written, rules_of

from chronicare.engine import InterpretingEngine
from chronicare.judging.agreement import DisagreementError
from chronicare.judging.row_judge import RowCrossCheck, RowJudge
from chronicare.program.decision_table import MatchProgram
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Truth

TEXT = "入：险种,入：机构等级,出：应扣\n职工,≥ 二级,7 元\n居民,-,8 元\n"
STAFF, WARD, RESIDENT = "scheme:职工", "level:≥ 二级", "scheme:居民"


class Saying(NamedTuple):
    """A second evaluator that says always the same."""

    truths: Mapping[str, Truth]

    def nodes(self, _evidence: Evidence) -> Mapping[str, Truth]:
        """Return what it always says."""
        return self.truths


@pytest.fixture(scope="module")
def matching() -> MatchProgram:
    (rules,), found = rules_of({"表": Written("UNIQUE", TEXT)})
    assert found == []
    made = rules.tables["表"].matching
    assert made is not None
    return made


def judge(matching: MatchProgram, cross_check: RowCrossCheck | None) -> RowJudge:
    return RowJudge(matching, InterpretingEngine().load(matching.program), cross_check)


def judged(asked: RowJudge, evidence: Evidence) -> Mapping[str, Truth]:
    """Return what ``asked`` says of ``evidence`` once the engine has confirmed it."""
    expected = asked.expect(evidence)
    asked.confirm(evidence, expected)
    return expected


def of(scheme: str = "", level: int | None = None) -> Evidence:
    known = {"scheme": (Measurement(scheme),)} if scheme else {}
    known |= {"level": (Measurement(level),)} if level is not None else {}
    return Evidence(date(2025, 6, 1), known)


@pytest.mark.parametrize(
    ("evidence", "staff", "ward", "resident", "rows"),
    [
        (of("职工", 1), True, True, False, (True, False)),
        (of("职工", 0), True, False, False, (False, False)),
        (of("居民", 2), False, True, True, (False, True)),
        (of("居民"), False, None, True, (False, True)),
        (of("职工"), True, None, False, (None, False)),
        (of(level=0), None, False, None, (False, None)),
        (of(), None, None, None, (None, None)),
    ],
)
def test_cells_and_rows(
    matching: MatchProgram, evidence: Evidence, staff: Truth, ward: Truth, resident: Truth, rows: tuple[Truth, Truth]
) -> None:
    expected = {STAFF: staff, WARD: ward, RESIDENT: resident, "R0": rows[0], "R1": rows[1]}
    assert judged(judge(matching, None), evidence) == expected
    assert judged(judge(matching, Saying(expected)), evidence) == expected


@pytest.mark.parametrize(
    ("name", "said"), [("R0", False), ("R0", None), ("R1", True), (STAFF, False), (WARD, None), (RESIDENT, None)]
)
def test_a_disagreement_is_refused(matching: MatchProgram, name: str, said: Truth) -> None:
    right = judged(judge(matching, None), of("职工", 1))
    with pytest.raises(DisagreementError) as raised:
        judged(judge(matching, Saying({**right, name: said})), of("职工", 1))
    disagreement = raised.value
    assert disagreement.entry == "表"
    assert (disagreement.engine.nodes[name], disagreement.reference.nodes[name]) == (right[name], said)
    assert disagreement.firings


def test_a_cross_check_that_says_nothing_of_a_row_does_not_agree(matching: MatchProgram) -> None:
    right = judged(judge(matching, None), of("职工", 1))
    silent = Saying({name: truth for name, truth in right.items() if name != "R1"})
    with pytest.raises(DisagreementError):
        judged(judge(matching, silent), of("职工", 1))
