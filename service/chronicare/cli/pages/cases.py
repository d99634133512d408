"""What cases came to: shown to people on the screen, written for machines, printed as a page that can be signed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import click
from jinja2 import Environment, PackageLoader, StrictUndefined

from chronicare.checks.benefits.cell_coverage import TableCells
from chronicare.checks.case_words import in_words
from chronicare.checks.casebook import CaseRun
from chronicare.checks.coverage import Coverage, Sighting
from chronicare.checks.mutation import Change, MutationReport, score_of
from chronicare.cli.problems import tell
from chronicare.diagnostics import Language, Position, Text
from chronicare.recognition.result_wording import truth_text

_TEMPLATE = "cases.html.j2"


@dataclass(frozen=True, slots=True)
class CaseSection:
    """What the cases of one kind came to in one area, called ``name``; its units are entries or tables.

    A ``unit`` is called so in JSON; ``names`` has what people call those that go by a code.
    """

    area: str
    name: Text
    what: Text
    unit: str
    names: Mapping[str, str]
    run: CaseRun[Any, Any]
    coverage: Sequence[Coverage]
    mutations: Sequence[MutationReport]
    cells: Sequence[TableCells] = ()

    @property
    def is_sound(self) -> bool:
        """Whether all cases could be run and pass, and no change to the rules went unnoticed."""
        return not (self.run.errors or self.run.failures or any(each.survivors for each in self.mutations))

    def show(self, language: Language, *, with_coverage: bool) -> None:
        """Tell it for people: failures first, then the sums."""

        def say(zh: str, en: str) -> None:
            click.echo(Text(zh, en).in_language(language))

        tell(self.run.diagnostics, language)
        for failure in self.run.failures:
            for problem in failure.problems:
                said = in_words(problem.zh) if language is Language.ZH else problem.en
                text = f"{failure.position} {failure.subject}「{failure.name}」{said}"
                click.secho(text, fg="red", err=True)
        total = len(self.run.results)
        passed = total - len(self.run.failures)
        say(f"{self.area} {self.what.zh} {total}，通过 {passed}", f"{self.area}: {total} {self.what.en}, {passed} pass")
        for each in self.coverage if with_coverage else ():
            unseen = [*(sighting_text(every, language) for every in each.unseen), *each.missing_outcomes]
            rest = Text("、", ", ").in_language(language).join(unseen)
            beyond = Text(f"，未见：{rest}", f", not seen: {rest}") if rest else Text("", "")
            cells = self._cells_of(each.subject)
            say(
                f"  {each.subject} 案例 {each.cases}，覆盖 {each.seen}/{each.total}{cells.zh}{beyond.zh}",
                f"  {each.subject} {each.cases} cases, coverage {each.seen}/{each.total}{cells.en}{beyond.en}",
            )
        for report in self.mutations:
            say(
                f"  {report.subject} 改动 {report.total}，被发觉 {report.killed}，等价 {report.equivalent}",
                f"  {report.subject} {report.total} changes, {report.killed} noticed, {report.equivalent} equivalent",
            )
            for row, change in report.survivors:
                say(f"    未发觉：{row_text(row)} {change.zh}", f"    unnoticed: {row_text(row)} {change.en}")
        if self.mutations:
            killed, changes = score_of(self.mutations)
            say(f"合计：{killed}/{changes} 处改动被案例发觉", f"in all, {killed}/{changes} changes noticed")

    def _cells_of(self, subject: str) -> Text:
        """Say how many cells of a table cases rest on; nothing of what is not counted so."""
        found = next((each for each in self.cells if each.subject == subject and each.total), None)
        if found is None:
            return Text("", "")
        return Text(f"，格 {found.seen}/{found.total}", f", cells {found.seen}/{found.total}")

    @property
    def partly(self) -> list[TableCells]:
        """The tables of which no case rests on some cell."""
        return [each for each in self.cells if each.lacking]

    @property
    def lacking(self) -> list[Coverage]:
        """What some case is still wanted for."""
        return [each for each in self.coverage if each.unseen or each.missing_outcomes]

    @property
    def whole(self) -> list[Coverage]:
        """What every row of has been seen."""
        return [each for each in self.coverage if not (each.unseen or each.missing_outcomes)]

    def plain(self, language: Language) -> dict[str, Any]:
        """Write it for machines."""
        return {
            "cases": len(self.run.results),
            "warnings": [each.render(language) for each in self.run.diagnostics if not each.is_error],
            "failures": [
                {
                    "file": each.file,
                    "subject": each.subject,
                    "case": each.name,
                    "where": str(each.position),
                    "problems": [problem.in_language(language) for problem in each.problems],
                }
                for each in self.run.failures
            ],
            "coverage": [
                {
                    self.unit: each.subject,
                    "cases": each.cases,
                    "seen": each.seen,
                    "total": each.total,
                    "unseen": [_plain_sighting(sighting) for sighting in each.unseen],
                    "missing_outcomes": list(each.missing_outcomes),
                }
                for each in self.coverage
            ],
            "cells": [
                {
                    self.unit: each.subject,
                    "seen": each.seen,
                    "total": each.total,
                    "unseen": [
                        {"row": row_text(row.position), "column": cell.column, "text": cell.text}
                        for row in each.lacking
                        for cell in row.cells
                        if not (row.is_hit and cell.is_seen)
                    ],
                }
                for each in self.cells
            ],
            "mutation": [
                {
                    self.unit: each.subject,
                    "noticed": each.killed,
                    "total": each.total,
                    "equivalent": each.equivalent,
                    "survivors": [_plain_change(change, language) for change in each.survivors],
                }
                for each in self.mutations
            ],
        }

    def unshown(self, rows: Collection[tuple[str, int]]) -> list[Sighting]:
        """Return what no case has shown of ``rows``, each a file and a number."""
        return [each for every in self.coverage for each in every.unseen if (each.row.file, each.row.row) in rows]


def page_of(sections: Sequence[CaseSection]) -> str:
    """Return the page of all ``sections``, complete in itself: HTML."""
    return _environment().get_template(_TEMPLATE).render(sections=sections)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("chronicare.cli", "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["sightings"] = _sightings_on_page
    made.filters["row"] = row_text
    made.filters["in_words"] = in_words
    made.filters["score"] = score_of
    made.filters["by_column"] = lambda cells: {each.column: each for each in cells}
    return made


def row_text(position: Position) -> str:
    """Write the place of a row: its file and number."""
    return f"{position.file}:{position.row}"


def sighting_text(sighting: Sighting, language: Language) -> str:
    """Write a row, and of a criterion its number and the truth it can have."""
    truth = f" {sighting.criterion} {truth_text(sighting.truth, language)}" if sighting.criterion else ""
    return f"{row_text(sighting.row)}{truth}"


def _sightings_on_page(unseen: Iterable[Sighting]) -> str:
    """Write rows file by file, as people find them: ``inpatient.csv 第 4、5 行``, criteria by number and truth."""
    by_file: dict[str, list[str]] = {}
    for each in unseen:
        truth = f"（{each.criterion} {truth_text(each.truth, Language.ZH)}）" if each.criterion else ""
        by_file.setdefault(each.row.file.rpartition("/")[2], []).append(f"{each.row.row}{truth}")
    return "；".join(f"{file} 第 {'、'.join(rows)} 行" for file, rows in by_file.items())


def _plain_sighting(sighting: Sighting) -> dict[str, Any]:
    return {"row": row_text(sighting.row), "criterion": sighting.criterion, "truth": sighting.truth}


def _plain_change(change: Change, language: Language) -> dict[str, str]:
    return {"row": row_text(change.row), "change": change.what.in_language(language)}
