"""The cases of an area run on its rules: which come out as they must, and which rows each of them reaches."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from chronicare.application.release import Release
from chronicare.checks.benefits.cell_coverage import CellCoverage, CellSeen
from chronicare.checks.benefits.coverage import rows_hit
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import CaseResult, run_cases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.diagnostics import Diagnostic, Position, Text
from chronicare.formats import AnyCaseFile
from chronicare.program.truth import Truth
from chronicare.recognition.decision import Decision

RowKey = tuple[str, int]
"""A row: its file and its number."""


@dataclass(frozen=True, slots=True)
class RunCase:
    """A case that was run: how it departs from what it expects, and the rows it reached, each with the truths seen.

    Rows of decision tables and cards are seen true; those of criteria true, false or unknown.
    """

    subject: str
    name: str
    position: Position
    problems: tuple[Text, ...]
    rows: Mapping[RowKey, frozenset[Truth]]

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by whatever line it stands in."""
        return self.position.file, self.subject, self.name


@dataclass(slots=True)
class CaseRuns:
    """The cases run so far, by key; ``broken`` is what is wrong with those that cannot be run.

    ``cells`` are those of each row, with whether a case rests on them, if that was asked for.
    """

    cases: dict[tuple[str, str, str], RunCase] = field(default_factory=dict)
    broken: list[Diagnostic] = field(default_factory=list)
    cells: dict[RowKey, tuple[CellSeen, ...]] = field(default_factory=dict)

    def reaching(self) -> dict[RowKey, list[RunCase]]:
        """Return the cases that reach each row."""
        found: dict[RowKey, list[RunCase]] = {}
        for case in self.cases.values():
            for row in case.rows:
                found.setdefault(row, []).append(case)
        return found


def run_all(
    release: Release,
    files: Iterable[AnyCaseFile],
    told: Callable[[CaseRuns], bool],
    first: frozenset[str] = frozenset(),
    *,
    with_cells: bool = False,
) -> CaseRuns | None:
    """Run the cases of ``files``, those ``first`` named first, and tell of each file; ``None`` if told to stop.

    ``with_cells``: it is also found out which cells cases rest on, for which each is asked twice.
    """
    runs = CaseRuns()
    coverage = CellCoverage(release.rules.benefits if with_cells else (), release.vocabulary)
    kinds: tuple[Any, ...] = (RecognitionCases(release), BenefitCases(release))
    for file in sorted(files, key=lambda each: each.file not in first):
        for kind in kinds:
            run = run_cases((file,), kind)
            runs.broken += run.errors
            for result in run.results:
                case = _run(result)
                runs.cases[case.key] = case
            if with_cells and isinstance(kind, BenefitCases):
                coverage.add(run.results)
        if not told(runs):
            return None
    for row in (row for table in coverage.tables() for row in table.rows):
        runs.cells[row.position.file, row.position.row] = row.cells
    return runs


def _run(result: CaseResult[Any, Any]) -> RunCase:
    rows: dict[RowKey, set[Truth]] = {}
    for position, truth in _rows(result.answer):
        rows.setdefault((position.file, position.row), set()).add(truth)
    reached = {row: frozenset(truths) for row, truths in rows.items()}
    return RunCase(result.subject, result.name, result.position, result.problems, reached)


def _rows(answer: object) -> Iterator[tuple[Position, Truth]]:
    if isinstance(answer, Decision):
        nodes = answer.judgement.nodes
        for each in chain(answer.entry.criteria.values()):
            yield each.position, nodes[each.id]
        return
    for row in rows_hit(answer):  # type: ignore[arg-type] # what is no decision is an answer about benefits
        yield row.position, True
