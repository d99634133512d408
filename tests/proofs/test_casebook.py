"""The cases beside the tables: all pass, they show every row from every side, and notice every mistake."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chronicare.checks.mutation import score_of
from chronicare.checks.recognition.coverage import coverage_of_entry
from chronicare.checks.recognition.mutation import mutate_entry
from chronicare.checks.sources import check_sources
from chronicare.diagnostics import Diagnostics
from chronicare.formats import RecognitionCaseFile
from chronicare.loaders.filesystem import find_documents

if TYPE_CHECKING:
    from proofs.conftest import RealArea

LOWEST_SCORE = 0.98
SOURCES = Path(os.environ.get("CHRONICARE_SOURCES") or Path(__file__).parents[3] / "shared" / "seeds")


def test_every_case_comes_out_as_expected(area: "RealArea") -> None:
    assert [each.render() for each in area.run.diagnostics] == []
    assert [(each.subject, each.name, each.problems) for each in area.run.failures] == []
    written = sum(len(file.cases) for file in area.folder.cases if isinstance(file, RecognitionCaseFile))
    assert len(area.run.results) == written
    assert written or not area.release.rules.entries


def test_the_cases_cover_every_criterion_and_every_outcome(area: "RealArea") -> None:
    entries = [each.entry for each in area.release.rules.entries]
    coverage = [coverage_of_entry(each, area.run.results) for each in entries]
    assert [(each.subject, each.unseen, each.missing_outcomes) for each in coverage if each.unseen] == []
    assert [each.subject for each in coverage if each.missing_outcomes] == []
    assert sum(each.total for each in coverage) == 3 * sum(len(each.as_written.criteria) for each in entries)


def test_the_cases_notice_small_mistakes_in_the_tables(area: "RealArea") -> None:
    reports = [mutate_entry(each.entry, area.vocabulary, area.run.results) for each in area.release.rules.entries]
    killed, total = score_of(reports)
    print(f"mutation score of {area.folder.area}: {killed} of {total}")  # noqa: T201 - see `-s`
    assert killed >= LOWEST_SCORE * total, [each for each in reports if each.survivors]
    assert all(each.total for each in reports)


def test_every_clause_is_quoted_word_for_word(area: "RealArea") -> None:
    if not SOURCES.is_dir():
        pytest.skip(f"the source documents are not at hand in {SOURCES} (set CHRONICARE_SOURCES to their directory)")
    diagnostics = Diagnostics()
    rules = area.rules
    texts = find_documents(SOURCES, [each.sha256 for each in rules.manifest.documents])
    proved = check_sources(rules, texts, diagnostics)
    assert [each.render() for each in diagnostics.sorted()] == []
    assert proved == sum(bool(row["clause"]) for table in rules.tables for row in table) > 0
