"""The benefit cases of one area for ``chronicare cases``: run, measured, and told."""

from collections.abc import Iterable
from typing import Any

import click

from chronicare.application.release import Release
from chronicare.checks.benefit_casebook import BenefitCaseRun, run_benefit_cases
from chronicare.checks.benefit_coverage import TableCoverage, coverage_of_tables, name_of, tables_of
from chronicare.checks.benefit_mutation import TableMutationReport, mutate_tables
from chronicare.cli.problems import tell
from chronicare.diagnostics import Language, Position, Text
from chronicare.formats import BenefitCaseFile


class BenefitAnswer:
    """What the benefit cases of one area came to; ``table`` limits coverage and mutation to one."""

    def __init__(
        self, release: Release, files: Iterable[BenefitCaseFile], table: str, *, coverage: bool, mutation: bool
    ) -> None:
        """Run what is asked for."""
        self.area = release.rules.area
        self._tables = {name_of(each, period) for period in release.rules.benefits for each in tables_of(period)}
        self.run: BenefitCaseRun = run_benefit_cases(files, release)
        self.coverage: tuple[TableCoverage, ...] = ()
        if coverage:
            measured = coverage_of_tables(release.rules.benefits, self.run.results)
            self.coverage = tuple(each for each in measured if table in ("", each.table))
        self.mutations: tuple[TableMutationReport, ...] = ()
        if mutation:
            self.mutations = tuple(
                report
                for period in release.rules.benefits
                for report in mutate_tables(period, release.vocabulary, self.run.results, table)
            )

    def knows(self, table: str) -> bool:
        """Whether the area has a benefit table called ``table``."""
        return table in self._tables

    @property
    def is_sound(self) -> bool:
        """Whether all cases could be run and pass, and no change to the tables went unnoticed."""
        return not (self.run.diagnostics or self.run.failures or any(each.survivors for each in self.mutations))

    def show(self, language: Language) -> None:
        """Tell it for people: failures first, then the sums."""
        tell(self.run.diagnostics, language)
        for failure in self.run.failures:
            for problem in failure.problems:
                text = f"{failure.position} {failure.title}「{failure.name}」{problem.in_language(language)}"
                click.secho(text, fg="red", err=True)
        total = len(self.run.results)
        passed = total - len(self.run.failures)
        click.echo(
            Text(
                f"{self.area} 待遇案例 {total}，通过 {passed}", f"{self.area}: {total} benefit cases, {passed} pass"
            ).in_language(language)
        )
        for each in self.coverage:
            click.echo(_coverage_text(each, language))
        for report in self.mutations:
            click.echo(_mutation_text(report, language))
        if self.mutations:
            killed, changes = sum(each.killed for each in self.mutations), sum(each.total for each in self.mutations)
            text_ = Text(f"合计：{killed}/{changes} 处改动被案例发觉", f"in all, {killed}/{changes} changes noticed")
            click.echo(text_.in_language(language))

    def plain(self, language: Language) -> dict[str, Any]:
        """Write it for machines."""
        return {
            "cases": len(self.run.results),
            "failures": [
                {
                    "file": each.file,
                    "case": each.name,
                    "where": str(each.position),
                    "problems": [problem.in_language(language) for problem in each.problems],
                }
                for each in self.run.failures
            ],
            "coverage": [
                {
                    "table": each.table,
                    "seen": each.seen,
                    "total": each.total,
                    "unseen": [_row(position) for position in each.unseen],
                }
                for each in self.coverage
            ],
            "mutation": [
                {
                    "table": each.table,
                    "noticed": each.killed,
                    "total": each.total,
                    "equivalent": each.equivalent,
                    "survivors": [
                        {"row": _row(where), "change": change.in_language(language)} for where, change in each.survivors
                    ],
                }
                for each in self.mutations
            ],
        }


def _row(position: Position) -> str:
    return f"{position.file}:{position.row}"


def _coverage_text(each: TableCoverage, language: Language) -> str:
    rows = Text("、", ", ").in_language(language).join(_row(position) for position in each.unseen)
    beyond = Text(f"，未见：{rows}", f", not seen: {rows}") if rows else Text("", "")
    return Text(
        f"  {each.table} 覆盖 {each.seen}/{each.total} 行{beyond.zh}",
        f"  {each.table} coverage {each.seen}/{each.total} rows{beyond.en}",
    ).in_language(language)


def _mutation_text(report: TableMutationReport, language: Language) -> str:
    text = Text(
        f"  {report.table} 改动 {report.total}，被发觉 {report.killed}，等价 {report.equivalent}",
        f"  {report.table} {report.total} changes, {report.killed} noticed, {report.equivalent} equivalent",
    ).in_language(language)
    for where, change in report.survivors:
        survivor = Text(f"    未发觉：{_row(where)} {change.zh}", f"    unnoticed: {_row(where)} {change.en}")
        text += "\n" + survivor.in_language(language)
    return text
