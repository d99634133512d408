"""``chronicare cases``: runs the cases that stand beside the tables; measures how much of the tables they hold fast."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from chronicare.application.release import Release
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.coverage import EntryCoverage, coverage_of
from chronicare.checks.mutation import MutationReport, mutate_entry
from chronicare.cli.benefit_cases import BenefitAnswer
from chronicare.cli.opening import open_rules
from chronicare.cli.options import json_option, language_option
from chronicare.cli.problems import ProblemsError, SentenceError, tell
from chronicare.diagnostics import Language, Text
from chronicare.formats import BenefitCaseFile, CaseFile
from chronicare.recognition.wording import truth_text


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
    answers: list[_Answer] = []
    benefits: list[BenefitAnswer] = []
    for release, files in zip(opened.releases, opened.cases, strict=True):
        if not table:
            entries = [file for file in files if isinstance(file, CaseFile)]
            answers.append(_Answer(release, entries, entry, coverage=coverage, mutation=mutation))
        others = [file for file in files if isinstance(file, BenefitCaseFile)]
        if not entry and (others or release.rules.benefits):
            benefits.append(BenefitAnswer(release, others, table, coverage=coverage, mutation=mutation))
    if entry and not any(each.entries for each in answers):
        raise SentenceError(Text(f"没有病种 {entry}", f"there is no entry {entry}"), language)
    if table and not any(each.knows(table) for each in benefits):
        raise SentenceError(Text(f"没有待遇表「{table}」", f"there is no benefit table {table!r}"), language)
    everything: list[_Answer | BenefitAnswer] = [*answers, *benefits]
    if as_json:
        plain = {each.area: each.plain(language) for each in answers}
        for more in benefits:
            plain.setdefault(more.area, {"area": more.area})["benefits"] = more.plain(language)
        click.echo(json.dumps(list(plain.values()), ensure_ascii=False, indent=2))
    else:
        for shown in everything:
            shown.show(language)
    broken = [problem for each in everything for problem in each.run.diagnostics]
    if broken and as_json:
        raise ProblemsError(broken, language)
    if not all(each.is_sound for each in everything):
        raise click.exceptions.Exit(1)


class _Answer:
    """What the cases of one area came to; ``entry`` limits it to one."""

    def __init__(
        self, release: Release, files: Sequence[CaseFile], entry: str, *, coverage: bool, mutation: bool
    ) -> None:
        """Run what is asked for."""
        deciders = [each for each in release.deciders if entry in ("", each.entry.code, *each.entry.aliases)]
        self.entries = tuple(dict.fromkeys(each.entry.code for each in deciders))
        known = {name for each in deciders for name in (each.entry.code, *each.entry.aliases, each.entry.name.zh)}
        chosen = [file for file in files if not entry or file.entry in known]
        self.area = release.rules.area
        self.run: CaseRun = run_cases(chosen, release.find, release.intake, release.vocabulary)
        self.coverage: tuple[EntryCoverage, ...] = ()
        if coverage:
            self.coverage = coverage_of([each.entry for each in deciders], self.run.results)
        self.mutations: tuple[MutationReport, ...] = ()
        if mutation:
            self.mutations = tuple(
                mutate_entry(
                    each.compiled,
                    release.vocabulary,
                    [result for result in self.run.results if result.entry == each.entry.code],
                )
                for each in deciders
            )

    @property
    def is_sound(self) -> bool:
        """Whether all cases could be run and pass, and no change to the rules went unnoticed."""
        return not (self.run.diagnostics or self.run.failures or any(each.survivors for each in self.mutations))

    def show(self, language: Language) -> None:
        """Tell it for people: failures first, then the sums."""
        tell(self.run.diagnostics, language)
        for failure in self.run.failures:
            for problem in failure.problems:
                text = f"{failure.position} {failure.entry}「{failure.name}」{problem.in_language(language)}"
                click.secho(text, fg="red", err=True)
        passed = len(self.run.results) - len(self.run.failures)
        total = len(self.run.results)
        click.echo(
            Text(f"{self.area} 案例 {total}，通过 {passed}", f"{self.area}: {total} cases, {passed} pass").in_language(
                language
            )
        )
        for each in self.coverage:
            click.echo(_coverage_text(each, language))
        for report in self.mutations:
            click.echo(_mutation_text(report, language))
        if self.mutations:
            killed, changes = sum(each.killed for each in self.mutations), sum(each.total for each in self.mutations)
            click.echo(
                Text(
                    f"合计：{killed}/{changes} 处改动被案例发觉", f"in all, {killed}/{changes} changes noticed"
                ).in_language(language)
            )

    def plain(self, language: Language) -> dict[str, Any]:
        """Write it for machines."""
        return {
            "area": self.area,
            "cases": len(self.run.results),
            "failures": [
                {
                    "entry": each.entry,
                    "case": each.name,
                    "where": str(each.position),
                    "problems": [problem.in_language(language) for problem in each.problems],
                }
                for each in self.run.failures
            ],
            "coverage": [
                {
                    "entry": each.entry,
                    "cases": each.cases,
                    "seen": each.seen,
                    "total": each.total,
                    "unseen": [{"criterion": name, "truth": truth} for name, truth in each.unseen],
                    "missing_outcomes": [outcome.value for outcome in each.missing_outcomes],
                }
                for each in self.coverage
            ],
            "mutation": [
                {
                    "entry": each.entry,
                    "noticed": each.killed,
                    "total": each.total,
                    "equivalent": each.equivalent,
                    "survivors": [change.in_language(language) for change in each.survivors],
                }
                for each in self.mutations
            ],
        }


def _coverage_text(each: EntryCoverage, language: Language) -> str:
    unseen = [f"{name} {truth_text(truth, language)}" for name, truth in each.unseen]
    missing = [outcome.value for outcome in each.missing_outcomes]
    rest = Text("、", ", ").in_language(language).join([*unseen, *missing])
    beyond = Text(f"，未见：{rest}", f", not seen: {rest}") if rest else Text("", "")
    return Text(
        f"  {each.entry} 案例 {each.cases}，覆盖 {each.seen}/{each.total}{beyond.zh}",
        f"  {each.entry} {each.cases} cases, coverage {each.seen}/{each.total}{beyond.en}",
    ).in_language(language)


def _mutation_text(report: MutationReport, language: Language) -> str:
    text = Text(
        f"  {report.entry} 改动 {report.total}，被发觉 {report.killed}，等价 {report.equivalent}",
        f"  {report.entry} {report.total} changes, {report.killed} noticed, {report.equivalent} equivalent",
    ).in_language(language)
    for change in report.survivors:
        text += "\n" + Text(f"    未发觉：{change.zh}", f"    unnoticed: {change.en}").in_language(language)
    return text
