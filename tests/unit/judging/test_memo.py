"""A judge is asked once about the same evidence while that is remembered, and nothing is answered unconfirmed."""

from collections.abc import Mapping
from datetime import date

import pytest
from unit.benefits.written import DAY, Written, model_of
from unit.compiler.written import switches

from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.judging.agreement import DisagreementError
from chronicare.judging.memo import JudgementMemo, Path
from chronicare.judging.memory import Memory
from chronicare.judging.row_judge import RowJudge
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Truth

ASKED = "入：险种,入：机构等级,出：应扣\n职工,≥ 二级,7 元\n居民,-,8 元\n"
EVIDENCE = Evidence(DAY, {"scheme": (Measurement("职工"),)}, frozenset({"scheme"}))


class Counting(RowJudge):
    """Judges as the judge it is made from, and counts."""

    def __init__(self, other: RowJudge) -> None:
        """Ask ``other``."""
        self._other = other
        self.minds_day = other.minds_day
        self.expected, self.confirmed = 0, 0

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Count and ask."""
        self.expected += 1
        return self._other.expect(evidence)

    def confirm(self, evidence: Evidence, expected: Mapping[str, Truth]) -> None:
        """Count and ask."""
        self.confirmed += 1
        self._other.confirm(evidence, expected)


class Mistaken(Counting):
    """Expects the wrong thing of every row."""

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Turn the truths of rows around."""
        right = super().expect(evidence)
        return {name: truth if ":" in name or truth is None else not truth for name, truth in right.items()}


class Forgetful(Counting):
    """Expects that nothing is known of any row."""

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Leave the rows unknown."""
        return {name: truth if ":" in name else None for name, truth in super().expect(evidence).items()}


def model() -> BenefitModel:
    return model_of({"表": Written("UNIQUE", ASKED)})


def judged_by(kind: type[Counting]) -> tuple[BenefitModel, Counting]:
    made = model()
    judge = kind(made.judges["表"])
    return BenefitModel(made.rules, made.vocabulary, {"表": judge}, made.volatile), judge


def test_the_same_evidence_is_judged_once() -> None:
    judge, memo = Counting(model().judges["表"]), JudgementMemo(Memory())
    for _ in range(3):
        entry = memo.expect(judge, EVIDENCE)
        assert entry.truths["R1"] is False
        entry.confirm(judge, EVIDENCE)
    assert (judge.expected, judge.confirmed) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        Evidence(DAY, {"scheme": (Measurement("居民"),)}, frozenset({"scheme"})),
        Evidence(DAY, {**EVIDENCE.findings, "level": (Measurement(2),)}, frozenset({"scheme", "level"})),
    ],
)
def test_other_evidence_is_judged_anew(other: Evidence) -> None:
    judge, memo = Counting(model().judges["表"]), JudgementMemo(Memory())
    for evidence in (EVIDENCE, other):
        memo.expect(judge, evidence).confirm(judge, evidence)
    assert (judge.expected, judge.confirmed) == (2, 2)


def test_another_day_is_judged_anew_where_a_row_minds_the_day() -> None:
    for inputs, times in ((ASKED, 1), ("入：参保日,出：应扣\n≥ 3 个月,7 元\n-,8 元\n", 2)):
        made = model_of({"表": Written("FIRST", inputs)})
        judge, memo = Counting(made.judges["表"]), JudgementMemo(Memory())
        for day in (DAY, date(2025, 6, 2)):
            memo.expect(judge, Evidence(day, {}, frozenset()))
        assert judge.expected == times


def test_each_table_is_judged_by_its_own_judge() -> None:
    one, other = Counting(model().judges["表"]), Counting(model().judges["表"])
    memo = JudgementMemo(Memory())
    for judge in (one, other):
        memo.expect(judge, EVIDENCE).confirm(judge, EVIDENCE)
    assert (one.confirmed, other.confirmed) == (1, 1)


def test_a_disagreement_is_not_taken_for_a_confirmation() -> None:
    judge, memo = Mistaken(model().judges["表"]), JudgementMemo(Memory())
    for _ in range(2):
        with pytest.raises(DisagreementError):
            memo.expect(judge, EVIDENCE).confirm(judge, EVIDENCE)


def test_a_look_up_is_confirmed_once_all_it_needs_is_known() -> None:
    asked, judge = judged_by(Counting)
    assert TermResolver(asked, DAY, {"scheme": "职工", "level": 1}, {}).look_up("result") == 7
    assert (judge.expected, judge.confirmed) == (1, 1)


def test_what_was_judged_for_one_answer_is_known_for_the_next() -> None:
    asked, judge = judged_by(Counting)
    for _ in range(3):
        assert TermResolver(asked, DAY, {"scheme": "居民"}, {}).look_up("result") == 8
    assert (judge.expected, judge.confirmed) == (1, 1)


def test_without_memory_everything_is_judged_anew() -> None:
    made = model()
    judge = Counting(made.judges["表"])
    asked = BenefitModel(made.rules, made.vocabulary, {"表": judge}, made.volatile, Memory(0))
    for _ in range(3):
        assert TermResolver(asked, DAY, {"scheme": "居民"}, {}).look_up("result") == 8
    assert judge.confirmed == 3


def test_nothing_is_answered_unconfirmed() -> None:
    asked, _ = judged_by(Mistaken)
    with pytest.raises(DisagreementError):
        TermResolver(asked, DAY, {"scheme": "居民", "level": 1}, {}).look_up("result")


def test_nothing_is_asked_of_the_caller_unconfirmed() -> None:
    asked, judge = judged_by(Counting)
    with pytest.raises(FactNeededError):
        TermResolver(asked, DAY, {"scheme": "职工"}, {}).look_up("result")
    assert judge.confirmed == 1
    asked, _ = judged_by(Forgetful)
    with pytest.raises(DisagreementError):  # the resident's row matches: there is no need to know the level
        TermResolver(asked, DAY, {"scheme": "居民"}, {}).look_up("result")


def test_no_reading_is_asked_for_unconfirmed() -> None:
    text = "入：险种,出：应扣,开关,读法\n职工,7 元,开,甲\n居民,8 元,,\n"
    made = model_of({"表": Written("FIRST", text)}, switches=switches(开=""))
    right = Counting(made.judges["表"])
    asked = BenefitModel(made.rules, made.vocabulary, {"表": right}, made.volatile)
    with pytest.raises(ReadingNeededError):
        TermResolver(asked, DAY, {"scheme": "职工"}, {}).look_up("result")
    assert right.confirmed == 1
    wrong = Mistaken(made.judges["表"])
    asked = BenefitModel(made.rules, made.vocabulary, {"表": wrong}, made.volatile)
    with pytest.raises(DisagreementError):
        TermResolver(asked, DAY, {"scheme": "居民"}, {}).look_up("result")


def test_what_was_found_is_found_again_where_the_same_is_looked_up() -> None:
    path, asked = Path[str](), list[str]()
    assert path.keep([("scheme", "resident"), ("age", 5)], "a child") == 2
    assert path.keep([("scheme", "employee")], "an employee") == 1
    assert path.keep([("scheme", "resident"), ("age", 5)], "a child") == 0

    def looking(**values: object) -> str | None:
        asked.clear()

        def look_up(code: str) -> object:
            asked.append(code)
            return values[code]

        return path.follow(look_up)

    assert looking(scheme="employee") == "an employee"
    assert asked == ["scheme"]
    assert looking(scheme="resident", age=5) == "a child"
    assert asked == ["scheme", "age"]
    assert looking(scheme="resident", age=6) is None
    assert looking(scheme="else") is None


def test_nothing_is_found_before_anything_was_kept() -> None:
    path = Path[int]()
    assert path.follow(lambda _: None) is None
    path.keep([], 7)
    assert path.follow(lambda _: None) == 7
