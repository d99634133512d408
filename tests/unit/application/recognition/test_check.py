"""The use cases: what is refused, what is answered, what is never answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from typed import to_check, typed
from unit.compiler.written import release_of

from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import (
    EngineFailedError,
    EvaluatorsDisagreeError,
    InvalidRequestError,
    NotInForceError,
    UnknownAreaError,
)
from chronicare.application.guard import Guard
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.context import MAX_DISEASES
from chronicare.application.recognition.describe import describe_disease, list_diseases
from chronicare.application.recognition.requests import DescribeRequest, ListDiseasesRequest
from chronicare.application.recognition.screen import screen_recognition
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.engine import EngineBrokenError, EngineFailureError, InterpretingEngine, LoadedProgram
from chronicare.judging.agreement import CrossCheck
from chronicare.program.evidence import Evidence
from chronicare.program.rules import RuleProgram
from chronicare.program.truth import Judgement, Truth
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Detail, Outcome
from chronicare.reference import ReferenceEvaluator

ENTRIES = "编码,名称,英文名,别名,类别\nT1,甲病,A,甲,慢病\nT2,乙病,B,,慢病\n"
CRITERIA = "病种,编号,所见,条件\nT1,1,症状,是\nT1,2,体温,≥ 38 °C\nT2,1,咳嗽,是\n"
GROUPS = "病种,编号,满足,成员\nT1,R1,全部,1;2\nT2,R1,全部,1\n"
DOCUMENTS = "病种,编号,材料代码,材料,英文名\n*,1,certificate,证明,certificate\n"


class Log:
    """Keeps what is recorded."""

    def __init__(self) -> None:
        """Start with nothing recorded."""
        self.records: list[tuple[str, Truth, Truth, tuple[str, ...]]] = []

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Keep one disagreement."""
        self.records.append((entry, engine.outcome, reference.outcome, firings))


class FailingEngine(InterpretingEngine):
    """An engine whose every run fails with ``error``."""

    def __init__(self, error: Exception) -> None:
        """Fail with ``error``."""
        self._error = error

    def load(self, program: RuleProgram) -> Any:  # noqa: ANN401 - a program that only fails
        """Load a program that fails."""
        loaded: LoadedProgram = super().load(program)
        error = self._error

        class Failing:
            properties = loaded.properties

            def run(self, facts: Mapping[str, int]) -> tuple[str, ...]:
                raise type(error)(f"{error} on {len(facts)} facts")

        return Failing()


def tables() -> dict[str, str]:
    return {"entries": ENTRIES, "criteria": CRITERIA, "groups": GROUPS, "documents": DOCUMENTS}


def runtime_of(release: Release, log: Log | None = None, **more: Any) -> Runtime:  # noqa: ANN401 - callbacks
    catalogue = Catalogue()
    catalogue.publish((release,))
    return Runtime(catalogue, Guard(log or Log(), **more))


@pytest.fixture(scope="module")
def release() -> Release:
    return release_of(**tables())


@pytest.fixture
def runtime(release: Release) -> Runtime:
    return runtime_of(release)


ON = {"area_code": "990000", "as_of_date": "2025-12-15"}


def report(*codes: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {**ON, "disease_codes": list(codes), **fields}


def symptom(*, value: object = True) -> dict[str, Any]:
    return {"finding": "症状", "value": value}


FEVER = {"finding": "体温", "value": 38, "unit": "°C"}


def problems(refused: InvalidRequestError) -> list[tuple[str, str]]:
    return [(each.code.name, str(each.where)) for each in refused.diagnostics]


# Check


def test_entries_are_decided_in_the_order_asked(runtime: Runtime, release: Release) -> None:
    checked = check_recognition(runtime, to_check(report("T2", "甲", findings=[symptom(), FEVER]), Detail.REASONS))
    assert checked.release is release
    assert [(each.entry.code, each.outcome) for each in checked.decisions] == [
        ("T2", Outcome.UNDECIDED), ("T1", Outcome.MEETS),
    ]  # fmt: skip


def test_documents_held_are_marked(runtime: Runtime) -> None:
    asked = report("T1", findings=[symptom(), FEVER], documents=["certificate"])
    (decision,) = check_recognition(runtime, to_check(asked, Detail.REASONS)).decisions
    assert [each.held for each in decision.documents] == [True]
    (decision,) = check_recognition(runtime, to_check({**asked, "documents": []}, Detail.REASONS)).decisions
    assert [each.held for each in decision.documents] == [None], "nothing was said of documents"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [("REQUIRED_FIELD", "area_code"), ("REQUIRED_FIELD", "as_of_date")]),
        (report("T1", as_of_date="2025-13-01"), [("BAD_DATE", "as_of_date")]),
        (
            report("T1", as_of_date="", area_code=""),
            [("REQUIRED_FIELD", "area_code"), ("REQUIRED_FIELD", "as_of_date")],
        ),
        (report(), [("REQUIRED_FIELD", "disease_codes")]),
        (report("T1", "T7", "丙"), [("UNKNOWN_CODE", "disease_codes[1]"), ("UNKNOWN_CODE", "disease_codes[2]")]),
        (report(*["T1"] * (MAX_DISEASES + 1)), [("TOO_MANY", "disease_codes")]),
        (
            report("T7", findings=[symptom(value="也许"), {"finding": "体温", "value": 38}], documents=["photo"]),
            [
                ("UNKNOWN_CODE", "disease_codes[0]"),
                ("UNKNOWN_DOCUMENT", "documents[0]"),
                ("BAD_VALUE", "findings[0].value"),
                ("BAD_UNIT", "findings[1].unit"),
            ],
        ),
    ],
)
def test_every_wrong_field_is_named_at_once(
    runtime: Runtime, asked: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        check_recognition(runtime, to_check(asked, Detail.REASONS))
    assert problems(refused.value) == expected
    assert refused.value.metadata == {"count": str(len(expected))}


def test_a_wrong_code_is_answered_with_those_like_it(runtime: Runtime) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        check_recognition(runtime, to_check(report("甲症"), Detail.REASONS))
    assert "甲" in refused.value.diagnostics[0].hint.zh


def test_other_areas_and_times_are_refused(runtime: Runtime) -> None:
    with pytest.raises(UnknownAreaError):
        check_recognition(runtime, to_check(report("T1", area_code="123456"), Detail.REASONS))
    with pytest.raises(NotInForceError):
        check_recognition(runtime, to_check(report("T1", as_of_date="2024-12-31"), Detail.REASONS))


# Screen, find, list


def test_screening_puts_apart_what_nothing_was_said_about(runtime: Runtime) -> None:
    screened = screen_recognition(runtime, to_check(report(findings=[symptom(value=False)]), Detail.REASONS))
    assert [(each.entry.code, each.outcome) for each in screened.decisions] == [("T1", Outcome.DOES_NOT_MEET)]
    assert [(each.entry.code, each.outcome) for each in screened.untouched] == [("T2", Outcome.UNDECIDED)]
    assert screened.untouched[0].criteria == (), "no reasons for what was not asked about"


def test_the_age_alone_is_nothing_said_unless_it_decides() -> None:
    criteria = "病种,编号,所见,条件\nT1,1,症状,是\nT1,2,年龄,≥ 18 岁\nT2,1,咳嗽,是\nT2,2,年龄,< 18 岁\n"
    groups = "病种,编号,满足,成员\nT1,R1,全部,1;2\nT2,R1,全部,1;2\n"
    rules = runtime_of(release_of(entries=ENTRIES, criteria=criteria, groups=groups, documents=DOCUMENTS))
    adult = report(person={"birth_date": "1960-05-01"})
    screened = screen_recognition(rules, to_check(adult, Detail.REASONS))
    assert [(each.entry.code, each.outcome) for each in screened.decisions] == [("T2", Outcome.DOES_NOT_MEET)]
    assert [(each.entry.code, each.outcome) for each in screened.untouched] == [("T1", Outcome.UNDECIDED)]


def test_untouched_entries_are_decided_once_a_day_and_as_of_the_day(runtime: Runtime) -> None:
    first = screen_recognition(runtime, to_check(report(), Detail.REASONS))
    again = screen_recognition(runtime, to_check(report(), Detail.TRACE))
    other_day = screen_recognition(runtime, to_check(report(as_of_date="2025-12-16"), Detail.REASONS))
    assert first.decisions == ()
    assert [one is other for one, other in zip(first.untouched, again.untouched, strict=True)] == [True, True]
    assert [each.as_of for each in other_day.untouched] == [date(2025, 12, 16)] * 2


def test_a_screening_names_no_diseases(runtime: Runtime) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        screen_recognition(runtime, to_check(report("T1", findings=[symptom(value="也许")]), Detail.REASONS))
    assert problems(refused.value) == [("BAD_FIELD", "disease_codes"), ("BAD_VALUE", "findings[0].value")]


def test_one_entry_is_found_by_code_alias_or_name(runtime: Runtime) -> None:
    for name in ("T1", "甲", "甲病"):
        assert describe_disease(runtime, typed(DescribeRequest, ON, disease_code=name)).entry.code == "T1"
    for wrong, code in (("T7", "UNKNOWN_CODE"), ("", "REQUIRED_FIELD")):
        with pytest.raises(InvalidRequestError) as refused:
            describe_disease(runtime, typed(DescribeRequest, ON, disease_code=wrong))
        assert problems(refused.value) == [(code, "disease_code")]


def test_entries_are_listed_in_the_order_of_the_tables(runtime: Runtime) -> None:
    assert [each.code for each in list_diseases(runtime, typed(ListDiseasesRequest, ON)).entries] == ["T1", "T2"]


# What is never answered


class Liar:
    """A second evaluator that says the opposite of ``honest``."""

    def __init__(self, honest: CrossCheck) -> None:
        """Know what ``honest`` would say."""
        self._honest = honest

    def judge(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> Judgement:
        """Lie about the outcome."""
        said = self._honest.judge(evidence, readings)
        outcome = None if said.outcome is None else not said.outcome
        return Judgement(said.nodes, outcome, {(): outcome})


class Misquoter(Liar):
    """A second evaluator that agrees on the outcome but not on a criterion."""

    def judge(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> Judgement:
        """Lie about the first criterion."""
        said = self._honest.judge(evidence, readings)
        return Judgement({**said.nodes, "1": None}, said.outcome, said.by_reading)


@pytest.mark.parametrize("kind", [Liar, Misquoter])
def test_a_disagreement_is_recorded_and_never_answered(release: Release, kind: type[Liar]) -> None:
    engine = InterpretingEngine()
    deciders = [
        EntryDecider(
            each.compiled,
            release.vocabulary,
            engine.load(each.compiled.judgement),
            engine.load(each.compiled.consequences),
            kind(ReferenceEvaluator(each.entry, release.vocabulary)),
        )
        for each in release.deciders
    ]
    log = Log()
    runtime = runtime_of(Release(release.rules, release.digest, deciders), log)
    for detail in Detail:
        with pytest.raises(EvaluatorsDisagreeError) as refused:
            check_recognition(runtime, to_check(report("T1", findings=[symptom(), FEVER]), detail))
        assert refused.value.metadata == {"disease_code": "T1"}
    assert len(log.records) == len(Detail)
    entry, engine_said, reference_said, firings = log.records[0]
    assert (entry, engine_said, reference_said) == ("T1", True, kind is Misquoter)
    assert firings != ()


def test_an_engine_that_fails_gives_no_answer_and_may_be_asked_again() -> None:
    broken: list[bool] = []
    release = release_of(FailingEngine(EngineFailureError("gone wrong")), **tables())
    runtime = runtime_of(release, on_broken=lambda: broken.append(True))
    with pytest.raises(EngineFailedError) as failed:
        check_recognition(runtime, to_check(report("T1", findings=[symptom()]), Detail.REASONS))
    assert failed.value.metadata == {"disease_code": "T1"}
    assert broken == []


def test_an_engine_that_is_broken_is_told_on() -> None:
    broken: list[bool] = []
    release = release_of(FailingEngine(EngineBrokenError("broken")), **tables())
    runtime = runtime_of(release, on_broken=lambda: broken.append(True))
    with pytest.raises(EngineFailedError):
        check_recognition(runtime, to_check(report("T1", findings=[symptom()]), Detail.REASONS))
    assert broken == [True]


def test_a_snapshot_answers_with_the_releases_it_was_taken_of(release: Release) -> None:
    runtime = runtime_of(release)
    before = runtime.snapshot()
    later = release_of(**{**tables(), "criteria": CRITERIA.replace("38", "39")})
    runtime.catalogue.publish((later,))
    asked = report("T1", findings=[symptom(), FEVER])
    assert check_recognition(before, to_check(asked, Detail.OUTCOME)).decisions[0].outcome is Outcome.MEETS
    assert check_recognition(runtime, to_check(asked, Detail.OUTCOME)).decisions[0].outcome is Outcome.DOES_NOT_MEET
    pinned = check_recognition(runtime, to_check({**asked, "release": release.name}, Detail.OUTCOME))
    assert pinned.decisions[0].outcome is Outcome.MEETS
