"""``chronicare cases``: runs the cases that stand beside the tables; measures how much of the tables they hold fast."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import click
from watchfiles import watch as changes_below

from chronicare.analysis.comparison import compare
from chronicare.application.release import Release
from chronicare.checks.benefits.cell_coverage import CellCoverage
from chronicare.checks.benefits.coverage import coverage_of_tables, rows_by_name
from chronicare.checks.benefits.mutation import mutate_tables
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import run_cases
from chronicare.checks.coverage import Sighting
from chronicare.checks.recognition.coverage import coverage_of_entry
from chronicare.checks.recognition.mutation import mutate_entry
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.cli.answers import answer_or_refuse
from chronicare.cli.compiled_rules import compiled_rules
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.options import json_option, language_option
from chronicare.cli.output import echo_json, progress, write_file
from chronicare.cli.pages.cases import CaseSection, page_of, sighting_text
from chronicare.cli.problems import ProblemsError, SentenceError
from chronicare.diagnostics import Language, Text
from chronicare.formats import AnyCaseFile
from chronicare.program.entry import Entry


@click.command(help="运行规则目录 DIR 里的案例；可另算覆盖与变异。")
@click.argument(
    "directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("rules"), envvar="CHRONICARE_RULES"
)
@click.option("--entry", default="", help="只运行一个病种的案例")
@click.option("--table", default="", help="只运行待遇案例，只算一张待遇表（写表名）的覆盖与变异")
@click.option("--area", "only", default="", metavar="CODE", help="只运行这个统筹区的案例；不写即全部")
@click.option("--coverage", is_flag=True, help="每条判断是否见过满足、不满足、未知；待遇表每行、每格是否有案例用到")
@click.option("--mutation", is_flag=True, help="规则改错一处，是否有案例发觉（较慢）")
@click.option(
    "--changed-since",
    "before",
    type=click.Path(path_type=Path, exists=True),
    help="原来的规则目录或发布文件：比它新增、改动的行，都要有案例",
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="写成一页报告，可打印、签名")
@click.option("--watch", is_flag=True, help="表和案例一改就重跑，直到按 Ctrl-C")
@json_option
@language_option
def cases(language: Language, *, watch: bool, **options: Any) -> None:  # noqa: ANN401 - as click hands them
    """Run the cases; exit with 1 if any comes out otherwise, a mutant survives or a changed row has no case."""
    wanted = _Wanted(**options)
    if not watch:
        _run(wanted, language)
        return
    changes = changes_below(wanted.directory)
    for number in count(1):
        click.secho(f"── {number}", dim=True)
        try:
            _run(wanted, language)
        except click.exceptions.Exit:
            pass
        except click.ClickException as problem:
            problem.show()
        if next(changes, None) is None:
            return


class _Wanted(NamedTuple):
    """What is asked of the cases."""

    directory: Path
    entry: str
    table: str
    only: str
    before: Path | None
    html: Path | None
    coverage: bool
    mutation: bool
    as_json: bool


def _run(wanted: _Wanted, language: Language) -> None:
    """Run the cases once; raises Exit(1), or what says why they could not be run."""
    directory, entry, table, only, before, html, coverage, mutation, as_json = wanted
    coverage = coverage or html is not None
    opened = open_rules(directory, language)
    areas = _areas(opened, only, language)
    if entry and not any(_entries(release, entry) for release, _ in areas):
        raise SentenceError(Text(f"没有病种 {entry}", f"there is no entry {entry}"), language)
    if table and not any(table in _tables(release) for release, _ in areas):
        raise SentenceError(Text(f"没有待遇表「{table}」", f"there is no benefit table {table!r}"), language)
    covering = coverage or before is not None
    sections: list[CaseSection] = []
    with progress(Text("案例", "cases"), 2 * len(areas), language) as advance:
        for area in areas:
            if not table:
                sections.append(_recognition(*area, entry, coverage=covering, mutation=mutation))
            advance()
            found = None if entry else _benefits(*area, table, coverage=covering, mutation=mutation)
            if found is not None:
                sections.append(found)
            advance()
    untried = [] if before is None else _untried(before, areas, sections, language)
    if html is not None:
        write_file(html, page_of(sections).encode(), language)
    if as_json:
        echo_json([_plain(sections, language)])
    else:
        for section in sections:
            section.show(language, with_coverage=coverage)
    broken = [problem for section in sections for problem in section.run.errors] if as_json else []
    broken += [problem for told in opened.broken.values() for problem in told]
    if broken:
        raise ProblemsError(broken, language)
    for each in untried:
        told = Text(
            f"新增或改动的行没有案例：{sighting_text(each, Language.ZH)}",
            f"changed, without a case: {sighting_text(each, Language.EN)}",
        )
        click.secho(told.in_language(language), fg="red", err=True)
    if untried or not all(section.is_sound for section in sections):
        raise click.exceptions.Exit(1)


def _areas(opened: OpenedRules, only: str, language: Language) -> Sequence[tuple[Release, Sequence[AnyCaseFile]]]:
    """Return the areas to run, each with its cases; the one called ``only`` if one is named."""
    if not only:
        return list(opened.every_release())
    return [(answer_or_refuse(None, language, opened.runtime.catalogue.newest, only), opened.cases(only))]


def _untried(
    before: Path,
    areas: Sequence[tuple[Release, Sequence[AnyCaseFile]]],
    sections: Sequence[CaseSection],
    language: Language,
) -> list[Sighting]:
    """Return what no case shows of the rows that are new or other than in the rules ``before``."""
    old = compiled_rules(before, "", language)
    compared = (compare(old.get(release.rules.area), release.rules) for release, _ in areas)
    places = [each.stands for comparison in compared for each in comparison.differences if each.stands is not None]
    rows = {(each.file, each.row) for each in places}
    return list(dict.fromkeys(each for section in sections for each in section.unshown(rows)))


def _recognition(
    release: Release, files: Sequence[AnyCaseFile], entry: str, *, coverage: bool, mutation: bool
) -> CaseSection:
    """Run the cases of all entries, or of the one called ``entry``."""
    entries = _entries(release, entry)
    known = {name for each in entries for name in (each.code, *each.aliases, each.name.zh)}
    chosen = [file for file in files if not entry or file.subject in known]
    run = run_cases(chosen, RecognitionCases(release))
    return CaseSection(
        release.rules.area,
        release.rules.name,
        Text("案例", "cases"),
        "entry",
        {each.code: each.name.zh for each in entries},
        run,
        [coverage_of_entry(each, run.results) for each in entries if coverage],
        [mutate_entry(each, release.vocabulary, run.results) for each in entries if mutation],
    )


def _benefits(
    release: Release, files: Sequence[AnyCaseFile], table: str, *, coverage: bool, mutation: bool
) -> CaseSection | None:
    """Run the benefit cases; nothing if the area has neither such cases nor tables."""
    run = run_cases(files, BenefitCases(release))
    periods = release.rules.benefits
    if not (periods or run.results or run.diagnostics):
        return None
    covered = coverage_of_tables(periods, run.results) if coverage else ()
    cells = CellCoverage(periods, release.vocabulary)
    cells.add(run.results if coverage else ())
    return CaseSection(
        release.rules.area,
        release.rules.name,
        Text("待遇案例", "benefit cases"),
        "table",
        {},
        run,
        [each for each in covered if table in ("", each.subject)],
        [
            report
            for period in (periods if mutation else ())
            for report in mutate_tables(period, release.vocabulary, run.results, table)
        ],
        [each for each in (cells.tables() if coverage else ()) if table in ("", each.subject)],
    )


def _entries(release: Release, entry: str) -> list[Entry]:
    return [each.entry for each in release.deciders if entry in ("", each.entry.code, *each.entry.aliases)]


def _tables(release: Release) -> set[str]:
    return {name for period in release.rules.benefits for name in rows_by_name(period)}


def _plain(sections: Sequence[CaseSection], language: Language) -> list[dict[str, Any]]:
    """Write an object for each area; its benefits stand inside."""
    areas: dict[str, dict[str, Any]] = {}
    for section in sections:
        area = areas.setdefault(section.area, {"area": section.area})
        area |= section.plain(language) if section.unit == "entry" else {"benefits": section.plain(language)}
    return list(areas.values())
