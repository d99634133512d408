"""``chronicare cases``: runs the cases that stand beside the tables; measures how much of the tables they hold fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from chronicare.application.release import Release
from chronicare.checks.benefits.coverage import coverage_of_tables, rows_by_name
from chronicare.checks.benefits.mutation import mutate_tables
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.coverage import Coverage, Sighting
from chronicare.checks.mutation import Change, MutationReport, score_of
from chronicare.checks.recognition.coverage import coverage_of_entry
from chronicare.checks.recognition.mutation import mutate_entry
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import json_option, language_option
from chronicare.cli.output import echo_json
from chronicare.cli.problems import ProblemsError, SentenceError, tell
from chronicare.diagnostics import Language, Position, Text
from chronicare.formats import AnyCaseFile
from chronicare.program.entry import Entry
from chronicare.recognition.result_wording import truth_text


@click.command(help="运行规则目录 DIR 里的案例；可另算覆盖与变异。")
@click.argument(
    "directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("rules"), envvar="CHRONICARE_RULES"
)
@click.option("--entry", default="", help="只运行一个病种的案例")
@click.option("--table", default="", help="只运行待遇案例，只算一张待遇表（写表名）的覆盖与变异")
@click.option("--coverage", is_flag=True, help="每条判断是否见过满足、不满足、未知；待遇表每行是否命中过")
@click.option("--mutation", is_flag=True, help="规则改错一处，是否有案例发觉（较慢）")
@json_option
@language_option
def cases(
    directory: Path, entry: str, table: str, language: Language, *, coverage: bool, mutation: bool, as_json: bool
) -> None:
    """Run the cases; exit with 1 if any comes out otherwise or a mutant survives."""
    opened = open_rules(directory, language)
    areas = list(opened.every_release())
    if entry and not any(_entries(release, entry) for release, _ in areas):
        raise SentenceError(Text(f"没有病种 {entry}", f"there is no entry {entry}"), language)
    if table and not any(table in _tables(release) for release, _ in areas):
        raise SentenceError(Text(f"没有待遇表「{table}」", f"there is no benefit table {table!r}"), language)
    sections: list[_Section] = []
    if not table:
        sections += [_recognition(*area, entry, coverage=coverage, mutation=mutation) for area in areas]
    if not entry:
        found = [_benefits(*area, table, coverage=coverage, mutation=mutation) for area in areas]
        sections += [section for section in found if section is not None]
    if as_json:
        echo_json([_plain(sections, language)])
    else:
        for section in sections:
            section.show(language)
    broken = [problem for section in sections for problem in section.run.errors] if as_json else []
    broken += [problem for told in opened.broken.values() for problem in told]
    if broken:
        raise ProblemsError(broken, language)
    if not all(section.is_sound for section in sections):
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class _Section:
    """What the cases of one kind came to in one area; its units, entries or tables, are called ``unit`` in JSON."""

    area: str
    what: Text
    unit: str
    run: CaseRun[Any, Any]
    coverage: Sequence[Coverage]
    mutations: Sequence[MutationReport]

    @property
    def is_sound(self) -> bool:
        """Whether all cases could be run and pass, and no change to the rules went unnoticed."""
        return not (self.run.errors or self.run.failures or any(each.survivors for each in self.mutations))

    def show(self, language: Language) -> None:
        """Tell it for people: failures first, then the sums."""

        def say(zh: str, en: str) -> None:
            click.echo(Text(zh, en).in_language(language))

        tell(self.run.diagnostics, language)
        for failure in self.run.failures:
            for problem in failure.problems:
                text = f"{failure.position} {failure.subject}「{failure.name}」{problem.in_language(language)}"
                click.secho(text, fg="red", err=True)
        total = len(self.run.results)
        passed = total - len(self.run.failures)
        say(f"{self.area} {self.what.zh} {total}，通过 {passed}", f"{self.area}: {total} {self.what.en}, {passed} pass")
        for each in self.coverage:
            unseen = [*(_seen_text(every, language) for every in each.unseen), *each.missing_outcomes]
            rest = Text("、", ", ").in_language(language).join(unseen)
            beyond = Text(f"，未见：{rest}", f", not seen: {rest}") if rest else Text("", "")
            say(
                f"  {each.subject} 案例 {each.cases}，覆盖 {each.seen}/{each.total}{beyond.zh}",
                f"  {each.subject} {each.cases} cases, coverage {each.seen}/{each.total}{beyond.en}",
            )
        for report in self.mutations:
            say(
                f"  {report.subject} 改动 {report.total}，被发觉 {report.killed}，等价 {report.equivalent}",
                f"  {report.subject} {report.total} changes, {report.killed} noticed, {report.equivalent} equivalent",
            )
            for row, change in report.survivors:
                say(f"    未发觉：{_row(row)} {change.zh}", f"    unnoticed: {_row(row)} {change.en}")
        if self.mutations:
            killed, changes = score_of(self.mutations)
            say(f"合计：{killed}/{changes} 处改动被案例发觉", f"in all, {killed}/{changes} changes noticed")

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


def _recognition(
    release: Release, files: Sequence[AnyCaseFile], entry: str, *, coverage: bool, mutation: bool
) -> _Section:
    """Run the cases of all entries, or of the one called ``entry``."""
    entries = _entries(release, entry)
    known = {name for each in entries for name in (each.code, *each.aliases, each.name.zh)}
    chosen = [file for file in files if not entry or file.subject in known]
    run = run_cases(chosen, RecognitionCases(release))
    return _Section(
        release.rules.area,
        Text("案例", "cases"),
        "entry",
        run,
        [coverage_of_entry(each, run.results) for each in entries if coverage],
        [mutate_entry(each, release.vocabulary, run.results) for each in entries if mutation],
    )


def _benefits(
    release: Release, files: Sequence[AnyCaseFile], table: str, *, coverage: bool, mutation: bool
) -> _Section | None:
    """Run the benefit cases; nothing if the area has neither such cases nor tables."""
    run = run_cases(files, BenefitCases(release))
    periods = release.rules.benefits
    if not (periods or run.results or run.diagnostics):
        return None
    covered = coverage_of_tables(periods, run.results) if coverage else ()
    return _Section(
        release.rules.area,
        Text("待遇案例", "benefit cases"),
        "table",
        run,
        [each for each in covered if table in ("", each.subject)],
        [
            report
            for period in (periods if mutation else ())
            for report in mutate_tables(period, release.vocabulary, run.results, table)
        ],
    )


def _entries(release: Release, entry: str) -> list[Entry]:
    return [each.entry for each in release.deciders if entry in ("", each.entry.code, *each.entry.aliases)]


def _tables(release: Release) -> set[str]:
    return {name for period in release.rules.benefits for name in rows_by_name(period)}


def _plain(sections: Sequence[_Section], language: Language) -> list[dict[str, Any]]:
    """Write an object for each area; its benefits stand inside."""
    areas: dict[str, dict[str, Any]] = {}
    for section in sections:
        area = areas.setdefault(section.area, {"area": section.area})
        area |= section.plain(language) if section.unit == "entry" else {"benefits": section.plain(language)}
    return list(areas.values())


def _row(position: Position) -> str:
    return f"{position.file}:{position.row}"


def _seen_text(sighting: Sighting, language: Language) -> str:
    truth = f" {sighting.criterion} {truth_text(sighting.truth, language)}" if sighting.criterion else ""
    return f"{_row(sighting.row)}{truth}"


def _plain_sighting(sighting: Sighting) -> dict[str, Any]:
    return {"row": _row(sighting.row), "criterion": sighting.criterion, "truth": sighting.truth}


def _plain_change(change: Change, language: Language) -> dict[str, str]:
    return {"row": _row(change.row), "change": change.what.in_language(language)}
