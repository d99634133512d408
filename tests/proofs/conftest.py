"""The real tables, loaded and decided once for all proofs."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from chronicare.application.release import Release, compile_release, make_release
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.recognition.questions import EntryQuestion, RecognitionCases, RecognitionResult
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine
from chronicare.loaders.filesystem import LoadedFolder, load_rules
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision

RULES = Path(__file__).parents[2] / "rules"


@dataclass(frozen=True)
class RealArea:
    """One area of the real tables: its folder, its release with and without the reference evaluator, its cases."""

    words: LoadedFolder
    folder: LoadedFolder
    vocabulary: Vocabulary
    engine: DurableEngine
    release: Release
    alone: Release
    """The same release with the reference evaluator switched off."""
    run: CaseRun[EntryQuestion, Decision]

    def cases_of(self, entry: str) -> list[RecognitionResult]:
        """Return the cases of the entry with the code ``entry``."""
        return [result for result in self.run.results if result.question.entry.code == entry]


@pytest.fixture(scope="session")
def areas() -> list[RealArea]:
    """Load, compile and decide every area there is."""
    diagnostics = Diagnostics()
    loaded = load_rules(RULES, diagnostics)
    diagnostics.raise_errors()
    assert loaded.vocabulary is not None
    made = []
    for folder in loaded.areas:
        rules = compile_release(loaded.vocabulary.rules, folder.rules, diagnostics)
        engine = DurableEngine()
        folders = (loaded.vocabulary.rules, folder.rules)
        release = make_release(rules, folders, engine, diagnostics)
        alone = make_release(rules, folders, engine, diagnostics, cross_check=False)
        diagnostics.raise_errors()
        run = run_cases(folder.cases, RecognitionCases(release))
        made.append(RealArea(loaded.vocabulary, folder, rules.vocabulary, engine, release, alone, run))
    assert made, "there are no areas"
    return made
