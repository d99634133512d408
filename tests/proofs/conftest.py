"""The real tables of each area, loaded once for all proofs."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import pytest
from published import RULES, is_area

from chronicare.application.ports import AreaFolder
from chronicare.application.release import Release, compile_release, make_release
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.recognition.questions import EntryQuestion, RecognitionCases, RecognitionResult
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine
from chronicare.judging.memory import Memory
from chronicare.loaders.rule_directory import load_rules
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision
from chronicare.tables import RuleFolder

AREAS = sorted(each.name.partition("-")[0] for each in RULES.iterdir() if is_area(each.name))
"""The codes of all areas there are."""
DAY = date(2025, 12, 15)


@dataclass(frozen=True)
class RealArea:
    """One area of the real tables: its folder, and its release; what only some proofs need is made when it is asked."""

    folder: AreaFolder
    rules: RuleFolder
    vocabulary: Vocabulary
    engine: DurableEngine
    release: Release

    @cached_property
    def alone(self) -> Release:
        """The same release with the reference evaluator switched off."""
        diagnostics = Diagnostics()
        made = make_release(
            self.release.rules, self.rules, self.engine, diagnostics, cross_check=False, memory=Memory(0)
        )
        diagnostics.raise_errors()
        return made

    @cached_property
    def remembering(self) -> Release:
        """The same release as it is served: it remembers what it has judged."""
        return make_release(self.release.rules, self.rules, self.engine, Diagnostics())

    @cached_property
    def run(self) -> CaseRun[EntryQuestion, Decision]:
        """Its recognition cases, decided."""
        return run_cases(self.folder.cases, RecognitionCases(self.release))

    @property
    def day(self) -> date:
        """A day on which its rules are in force: DAY, or the nearest there is."""
        first, end = self.rules.manifest.effective_from, self.rules.manifest.effective_until
        day = DAY if end is None else min(DAY, end - timedelta(days=1))
        return day if first is None else max(day, first)

    def cases_of(self, entry: str) -> list[RecognitionResult]:
        """Return the cases of the entry with the code ``entry``."""
        return [result for result in self.run.results if result.question.entry.code == entry]


@cache
def _areas() -> tuple[AreaFolder, ...]:
    return load_rules(RULES).areas


@cache
def real_area(code: str) -> RealArea:
    """Load and compile the area ``code``, once in a process."""
    diagnostics = Diagnostics()
    (folder,) = (each for each in _areas() if each.area == code)
    diagnostics.extend(folder.diagnostics)
    diagnostics.raise_errors()
    assert folder.rules is not None
    rules = compile_release(folder.rules, diagnostics)
    engine = DurableEngine()
    release = make_release(rules, folder.rules, engine, diagnostics, memory=Memory(0))
    diagnostics.raise_errors()
    return RealArea(folder, folder.rules, rules.vocabulary, engine, release)


@pytest.fixture(scope="session", params=AREAS)
def area(request: pytest.FixtureRequest) -> RealArea:
    """Return an area; a test that takes it is run for every one there is."""
    return real_area(request.param)


@pytest.fixture(scope="session")
def bazhong() -> RealArea:
    """Return the area that the worked examples and the settlement written apart are of."""
    return real_area("511900")
