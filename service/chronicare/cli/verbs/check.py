"""``chronicare check``: says everything that is wrong with a rule directory."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import click

from chronicare.analysis.notes import note_tables
from chronicare.application.examination import Running, examine
from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.checks.sources import check_digests, check_sources
from chronicare.checks.unencoded import check_questions
from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import json_option, language_option
from chronicare.cli.output import echo_json
from chronicare.cli.problems import SentenceError, tell
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Language, Position, Text
from chronicare.engine import DurableEngine, ProbeError
from chronicare.engine.probe import probe_programs
from chronicare.loaders.filesystem import find_documents
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.tables import RuleFolder

_PROBE_SECONDS = 60.0


@dataclass(slots=True)
class _Counts:
    """How much there is in the rule directory, and how many of its clauses were found in their documents."""

    areas: int = 0
    entries: int = 0
    criteria: int = 0
    groups: int = 0
    findings: int = 0
    documents: int = 0
    clauses: int = 0
    clauses_proved: int = 0


@click.command(help="检查规则目录 DIR：表的写法、词表、组合、规则引擎的限度；加 --sources 逐条核对原文。")
@click.argument(
    "directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("rules"), envvar="CHRONICARE_RULES"
)
@click.option(
    "--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), help="依据文件所在目录，用于核对原文"
)
@click.option("--area", default="", metavar="CODE", help="只查这个统筹区和它下面各层；不写即全部")
@click.option("--examples", "with_cases", is_flag=True, help="附上能看出问题的用例，可贴进 cases/")
@click.option("--notes", "with_notes", is_flag=True, help="也说没有错、但值得再看一眼的：同一个数写在两处，数字突兀")
@json_option
@language_option
def check(
    directory: Path,
    sources: Path | None,
    area: str,
    language: Language,
    *,
    with_cases: bool,
    with_notes: bool,
    as_json: bool,
) -> None:
    """Tell everything that is wrong, sorted by place, and of each area how much; exit with 1 if any is an error."""
    read = _only(area, RuleDirectory(directory).load(), language)
    counts = _Counts(areas=len(read.areas), clauses=_clauses(read.written))
    every = Diagnostics()
    every.extend(read.stray)
    for folder in read.written:
        check_digests(folder, every)
    if sources is not None:
        counts.clauses_proved = _prove(read.written, sources, every)
    folders = [each.folder for each in read.areas]
    areas = _Areas(counts, open_engine(language), language, with_notes=with_notes)
    of_folder = {folder: [each for each in every.sorted() if _folder_of(each) == folder] for folder in folders}
    for each in read.areas:
        every.extend(areas.examine(each, of_folder[each.folder]))
    diagnostics = every.sorted()
    if as_json:
        answer = {
            "counts": asdict(counts),
            "areas": [each.plain() for each in areas.verdicts],
            "diagnostics": [_plain(each, language) for each in diagnostics],
        }
        echo_json([answer])
    else:
        tell(diagnostics, language, with_cases=with_cases)
        for verdict in areas.verdicts if len(areas.verdicts) > 1 else ():
            click.echo(f"{verdict.area} {verdict.name.in_language(language)}：{verdict.text(language)}")
        click.echo(_counted(counts, language, proving=sources is not None))
        click.echo(_verdict(diagnostics, language))
    if every.has_errors:
        raise click.exceptions.Exit(1)


def _only(area: str, read: RuleFolders, language: Language) -> RuleFolders:
    """Return what there is of ``area`` in ``read``, with the layers below it; all, if no area is named."""
    if not area:
        return read
    wanted = next((each for each in read.areas if each.area == area), None)
    if wanted is None:
        codes = [each.area for each in read.areas]
        sentence = Text(
            f"没有统筹区 {area} 的规则；已有：{'、'.join(codes)}",
            f"there are no rules of the area {area}; there are: {', '.join(codes)}",
        )
        raise SentenceError(sentence, language, 2)
    layers = {wanted.folder, *(each.layer for each in (wanted.rules.tables if wanted.rules is not None else ()))}
    written = tuple(each for each in read.written if each.manifest.folder in layers)
    return read._replace(areas=(wanted,), written=written)


def _clauses(folders: Iterable[RuleFolder]) -> int:
    return sum(1 for folder in folders for table in folder.tables for row in table if row["clause"])


def _prove(folders: Sequence[RuleFolder], sources: Path, diagnostics: Diagnostics) -> int:
    """Hold every folder's clauses against the documents below ``sources``; return how many are proved."""
    wanted = {document.sha256 for folder in folders for document in folder.manifest.documents}
    texts = find_documents(sources, wanted)
    for folder in folders:
        check_questions(folder, texts, diagnostics)
    return sum(check_sources(folder, texts, diagnostics) for folder in folders)


def _folder_of(diagnostic: Diagnostic) -> str:
    return diagnostic.where.file.partition("/")[0] if isinstance(diagnostic.where, Position) else ""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What came of one area."""

    area: str
    name: Text
    errors: int
    warnings: int

    def text(self, language: Language) -> str:
        """Say it for people."""
        zh, en = f"错误 {self.errors}，提醒 {self.warnings}", f"{self.errors} errors, {self.warnings} warnings"
        return Text(zh, en).in_language(language)

    def plain(self) -> dict[str, object]:
        """Write it for machines."""
        return {"area": self.area, "errors": self.errors, "warnings": self.warnings}


class _Areas:
    """Examines areas, each apart, and counts what they hold."""

    def __init__(self, counts: _Counts, engine: DurableEngine, language: Language, *, with_notes: bool) -> None:
        self.verdicts: list[_Verdict] = []
        self._with_notes = with_notes
        self._counts = counts
        self._running = Running(engine, partial(probe_programs, timeout_seconds=_PROBE_SECONDS))
        self._language = language
        self._findings: set[str] = set()

    def examine(self, area: AreaFolder, unproved: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return everything wrong with ``area``, its layers included; ``unproved`` is what its documents do not say."""
        try:
            examined = examine(area, tuple(unproved), self._running)
        except ProbeError as error:
            sentence = Text(
                f"规则没能在子进程里试运行：{error}", f"the rules could not be tried in a child process: {error}"
            )
            raise SentenceError(sentence, self._language, 2) from error
        found = examined.diagnostics
        if examined.rules is not None:
            self._count(examined.rules)
        if self._with_notes and examined.release is not None:
            notes = Diagnostics()
            notes.extend(found)
            note_tables(examined.release.rules, notes)
            found = notes.sorted()
        self.verdicts.append(_Verdict(area.area, area.name, *_errors_and_warnings(found)))
        return found

    def _count(self, rules: AreaRules) -> None:
        counts = self._counts
        self._findings |= {code for code, each in rules.vocabulary.findings.items() if not each.site_of}
        entries = [each.entry.as_written for each in rules.entries]
        counts.findings = len(self._findings)
        counts.entries += len({entry.code for entry in entries})
        counts.criteria += len({(entry.code, name) for entry in entries for name in entry.criteria})
        counts.groups += len({(entry.code, name) for entry in entries for name in entry.groups})
        counts.documents += len({(entry.code, each.id) for entry in entries for each in entry.documents})


def _counted(counts: _Counts, language: Language, *, proving: bool) -> str:
    proved = Text("", "")
    if proving:
        proved = Text(f"（核对无误 {counts.clauses_proved}）", f" ({counts.clauses_proved} proved)")
    return Text(
        f"统筹区 {counts.areas}，病种 {counts.entries}，判断 {counts.criteria}，组合 {counts.groups}，"
        f"临床所见 {counts.findings}，材料 {counts.documents}，原文 {counts.clauses}{proved.zh}",
        f"{counts.areas} areas, {counts.entries} entries, {counts.criteria} criteria, {counts.groups} groups, "
        f"{counts.findings} findings, {counts.documents} documents, {counts.clauses} clauses{proved.en}",
    ).in_language(language)


def _verdict(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    errors, warnings = _errors_and_warnings(diagnostics)
    if not errors and not warnings:
        return Text("没有发现问题", "nothing wrong was found").in_language(language)
    return Text(f"错误 {errors}，提醒 {warnings}", f"{errors} errors, {warnings} warnings").in_language(language)


def _errors_and_warnings(diagnostics: Sequence[Diagnostic]) -> tuple[int, int]:
    errors = sum(1 for each in diagnostics if each.is_error)
    return errors, sum(1 for each in diagnostics if not each.is_error and not each.is_note)


def _plain(diagnostic: Diagnostic, language: Language) -> dict[str, object]:
    where = diagnostic.where
    place: dict[str, object] = {"path": where.path} if not isinstance(where, Position) else where._asdict()
    return {
        "code": diagnostic.code.value,
        "slug": Code(diagnostic.code).name,
        "is_error": diagnostic.is_error,
        **place,
        "message": diagnostic.message.in_language(language),
        "hint": diagnostic.hint.in_language(language),
        **({"case": diagnostic.case} if diagnostic.case else {}),
    }
