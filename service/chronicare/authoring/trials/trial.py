"""What a draft would do: what is wrong with it, what it says otherwise, which cases and which sample persons change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from chronicare.analysis.comparison import Difference, differences_of
from chronicare.analysis.impact import Impact, Result, Weighing
from chronicare.application.errors import ApplicationError, NoBenefitsError
from chronicare.application.generated import SamplePersons
from chronicare.application.impact import Side, Subject, weigh_in
from chronicare.application.persons import PersonSubject
from chronicare.authoring.trials.case_runs import CaseRuns, RunCase, run_all
from chronicare.authoring.trials.standing import Standing
from chronicare.diagnostics import Diagnostic, Language, Position

SAMPLE_PERSONS = 10_000
"""Persons that a change is tried on, of each area it bears on, unless it is said how many."""
_SEED = 1
_AT_ONCE = 10
"""Persons between two looks at whether the draft has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case that comes out otherwise: as saved, and in the draft."""

    area: str
    before: RunCase | None
    after: RunCase

    @property
    def fails(self) -> bool:
        """Whether it departs from what it expects only in the draft."""
        return bool(self.after.problems)


@dataclass(slots=True)
class Progress:
    """How far a part of the trial is."""

    done: int = 0
    total: int = 0


@dataclass(slots=True)
class Trial:
    """The trial of one ``version`` of the draft, as far as it is; ``phase`` is the part that is being worked on."""

    version: int
    phase: str = "checking"
    problems: tuple[Diagnostic, ...] = ()
    already: int = 0
    """How many problems there are that are there without the draft too."""
    differences: dict[str, tuple[Difference, ...]] = field(default_factory=dict)
    cases: Progress = field(default_factory=Progress)
    changes: list[CaseChange] = field(default_factory=list)
    persons: Progress = field(default_factory=Progress)
    impacts: dict[str, Impact] = field(default_factory=dict)
    is_checked: bool = False
    failed: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether the draft brings an error: it cannot be saved then."""
        return any(each.is_error for each in self.problems)

    @property
    def is_done(self) -> bool:
        """Whether nothing is being worked on any more."""
        return self.phase == "done"


class Trying:
    """Tries drafts against the rules as saved, one after the other; what was learned of those is kept."""

    def __init__(self, persons: int = SAMPLE_PERSONS) -> None:
        """Begin with nothing learned; try drafts on so many ``persons`` of each area."""
        self._count = persons
        self._runs: dict[str, CaseRuns] = {}
        self._people: dict[str, list[_Remembered]] = {}

    def cases_of(self, saved: Standing, area: str, go_on: Callable[[], bool] = lambda: True) -> CaseRuns | None:
        """Return the cases of ``area`` run on the rules as saved; ``None`` if they cannot be, or not to its end."""
        standing = saved.areas[area]
        if standing.release is None:
            return None
        if standing.fingerprint not in self._runs:
            runs = run_all(standing.release, standing.cases, lambda _: go_on(), with_cells=True)
            if runs is None:
                return None
            self._runs[standing.fingerprint] = runs
        return self._runs[standing.fingerprint]

    def known_cases(self, saved: Standing, area: str) -> CaseRuns | None:
        """Return what ``cases_of`` would if it has been asked before."""
        return self._runs.get(saved.areas[area].fingerprint)

    def run(
        self, trial: Trial, saved: Standing, draft: Standing, files: Sequence[str], go_on: Callable[[], bool]
    ) -> None:
        """Fill ``trial`` in, part by part, as long as it is to ``go_on``."""
        areas = draft.concerned(files)
        trial.problems, trial.already = new_problems(saved, draft, areas)
        trial.is_checked = True
        for area in areas:
            before, after = saved.areas.get(area), draft.areas[area]
            if before and before.release and after.release:
                trial.differences[area] = differences_of(before.release.rules, after.release.rules)
        well = [area for area in areas if (saved.side(area) and draft.side(area))]
        well = [area for area in well if saved.areas[area].fingerprint != draft.areas[area].fingerprint]
        trial.phase = "cases"
        trial.cases.total = sum(len(file.cases) for area in well for file in draft.areas[area].cases)
        for area in well:
            if not self._try_cases(trial, saved, draft, area, go_on):
                return
        trial.phase = "persons"
        changed = [area for area in well if trial.differences.get(area)]
        trial.persons.total = self._count * len(changed)
        for area in changed:
            if not self._try_persons(trial, saved, draft, area, go_on):
                return
        trial.phase = "done"

    def _try_cases(self, trial: Trial, saved: Standing, draft: Standing, area: str, go_on: Callable[[], bool]) -> bool:
        before, standing = self.cases_of(saved, area, go_on), draft.areas[area]
        if before is None or standing.release is None:
            return False
        rows = {
            (place.file, place.row)
            for each in trial.differences.get(area, ())
            for place in (each.stood, each.stands)
            if place is not None
        }
        first = frozenset(case.position.file for row in rows for case in before.reaching().get(row, ()))
        done = trial.cases.done
        told: set[tuple[str, str, str]] = set()

        def tell(runs: CaseRuns) -> bool:
            trial.cases.done = done + len(runs.cases)
            for key, case in runs.cases.items():
                if key not in told:
                    told.add(key)
                    was = before.cases.get(key)
                    if was is None or was.problems != case.problems:
                        trial.changes.append(CaseChange(area, was, case))
            return go_on()

        runs = run_all(standing.release, standing.cases, tell, first)
        if runs is None:
            return False
        self._runs[standing.fingerprint] = runs
        trial.cases.done = done + sum(len(file.cases) for file in standing.cases)
        return True

    def _try_persons(
        self, trial: Trial, saved: Standing, draft: Standing, area: str, go_on: Callable[[], bool]
    ) -> bool:
        old, new = saved.side(area), draft.side(area)
        assert old is not None  # noqa: S101 - only areas that are well are tried
        assert new is not None  # noqa: S101 - same
        done = trial.persons.done
        key = saved.areas[area].fingerprint
        people = self._people.setdefault(key, [])
        weighing = Weighing(trial.differences[area])
        try:  # persons are drawn for the rules as saved, so that every draft is tried on the same
            sample = SamplePersons(_SEED, old, old, assume_usual=True)
        except NoBenefitsError:  # the area only looks things up: there is nothing to ask for anybody
            trial.persons.total -= self._count
            return True
        summed_up = 0
        for start in range(0, self._count, _AT_ONCE):
            if not go_on():
                return False
            end = min(start + _AT_ONCE, self._count)
            while len(people) < end:
                people.append(_Remembered(PersonSubject(sample[len(people)], assume_usual=True), old))
            weigh_in(weighing, old, new, people[start:end], Language.ZH)
            trial.persons.done = done + end
            # What is summed up is copied: that is done as the persons grow by some part, and at the end.
            if end == self._count or end >= summed_up + max(_AT_ONCE, summed_up // 8):
                trial.impacts[area] = weighing.impact()
                summed_up = end
        return True


class _Remembered:
    """A sample person, who is asked of the rules as saved but once."""

    def __init__(self, subject: Subject, saved: Side) -> None:
        self.name = subject.name
        self.day = subject.day
        self._subject = subject
        self._saved = saved
        self._answer: Sequence[Result] | ApplicationError | None = None

    def ask(self, side: Side, language: Language) -> Sequence[Result]:
        if side.release is not self._saved.release:
            return self._subject.ask(side, language)
        if self._answer is None:
            try:
                self._answer = self._subject.ask(side, language)
            except ApplicationError as error:
                self._answer = error
        if isinstance(self._answer, ApplicationError):
            raise self._answer
        return self._answer


def new_problems(saved: Standing, draft: Standing, areas: Sequence[str]) -> tuple[tuple[Diagnostic, ...], int]:
    """Return what is wrong with ``areas`` in the ``draft`` that is not wrong already, and how much is."""
    already = {_plain(each) for each in _problems(saved, areas)}
    found = list(dict.fromkeys(_problems(draft, areas)))
    new = tuple(each for each in found if _plain(each) not in already)
    return new, len(found) - len(new)


def _problems(standing: Standing, areas: Sequence[str]) -> Iterator[Diagnostic]:
    yield from standing.stray
    for area in areas:
        if area in standing.areas:
            yield from (each for each in standing.areas[area].diagnostics if not each.is_note)


def _plain(diagnostic: Diagnostic) -> Diagnostic:
    """Return ``diagnostic`` without its row, which is another one when rows are added above it."""
    where = diagnostic.where
    if isinstance(where, Position):
        where = Position(where.file, 0, 0, where.heading)
    return replace(diagnostic, where=where)
