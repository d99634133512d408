"""``chronicare check``: says everything that is wrong with a rule directory."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

import click

from chronicare.application.release import compile_release, make_release, programs_of
from chronicare.checks.benefits.scope import check_scope_said
from chronicare.checks.sources import check_sources
from chronicare.checks.tables.bare_entries import check_entries
from chronicare.checks.tables.clause_numbers import check_numbers
from chronicare.checks.tables.uncovered_days import check_days
from chronicare.checks.tables.unreached_rows import check_reached
from chronicare.checks.unencoded import check_questions
from chronicare.cli.opening import open_engine
from chronicare.cli.options import json_option, language_option
from chronicare.cli.output import echo_json
from chronicare.cli.problems import SentenceError, tell
from chronicare.compiler import AreaRules
from chronicare.diagnostics import STRUCTURAL, Code, Diagnostic, Diagnostics, Language, Position, Text
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
@json_option
@language_option
def check(directory: Path, sources: Path | None, language: Language, *, as_json: bool) -> None:
    """Tell everything that is wrong, sorted by place; exit with 1 if any of it is an error."""
    problems = Diagnostics()
    counts = _examine(directory, sources, open_engine(language), problems, language)
    diagnostics = problems.sorted()
    if as_json:
        answer = {"counts": asdict(counts), "diagnostics": [_plain(each, language) for each in diagnostics]}
        echo_json([answer])
    else:
        tell(diagnostics, language)
        click.echo(_counted(counts, language, proving=sources is not None))
        click.echo(_verdict(diagnostics, language))
    if problems.has_errors:
        raise click.exceptions.Exit(1)


def _examine(
    directory: Path, sources: Path | None, engine: DurableEngine, diagnostics: Diagnostics, language: Language
) -> _Counts:
    folder, areas = RuleDirectory(directory).load(diagnostics)
    folders = [area for area, _ in areas]
    cases = {area.manifest.file: cases for area, cases in areas}
    counts = _Counts(areas=len(folders))
    broken = {_folder_of(each) for each in diagnostics.sorted() if each.code in STRUCTURAL}
    folders = [area for area in folders if PurePosixPath(area.manifest.file).parts[0] not in broken]
    if folder is not None and PurePosixPath(folder.manifest.file).parts[0] in broken:
        folder = None
    for each in [*([folder] if folder else []), *folders]:
        counts.clauses += sum(1 for table in each.tables for row in table if row["clause"])
    if sources is not None:
        wanted = {document.sha256 for area in folders for document in area.manifest.documents}
        texts = find_documents(sources, wanted)
        counts.clauses_proved = sum(check_sources(area, texts, diagnostics) for area in folders)
        for area in folders:
            check_questions(area, texts, diagnostics)
    if folder is None:
        return counts
    rules = [compile_release(folder, area, diagnostics) for area in folders]
    counts.findings = len({code for each in rules for code in each.vocabulary.findings})
    entries = [(area.area, each.entry) for area in rules for each in area.entries]
    counts.entries = len({(area, entry.code) for area, entry in entries})
    counts.criteria = len({(area, entry.code, name) for area, entry in entries for name in entry.criteria})
    counts.groups = len({(area, entry.code, name) for area, entry in entries for name in entry.groups})
    counts.documents = len({(area, entry.code, each.id) for area, entry in entries for each in entry.documents})
    if not diagnostics.has_errors:
        for made, source in zip(rules, folders, strict=True):
            check_entries(source, made, cases[source.manifest.file], diagnostics)
            check_scope_said(made, diagnostics)
            check_numbers(made, diagnostics)
            check_days(source, diagnostics)
            check_reached(made, diagnostics)
    if not diagnostics.has_errors:
        _try(rules, folder, folders, engine, diagnostics, language)
    return counts


def _folder_of(diagnostic: Diagnostic) -> str:
    """Return the folder a diagnostic is about; of a structural one whatever follows from it is not told."""
    return PurePosixPath(diagnostic.where.file).parts[0] if isinstance(diagnostic.where, Position) else ""


def _try(
    rules: Sequence[AreaRules],
    folder: RuleFolder,
    folders: Iterable[RuleFolder],
    engine: DurableEngine,
    diagnostics: Diagnostics,
    language: Language,
) -> None:
    """Try every program where it can do no harm, and only then load them into the ``engine`` here."""
    programs = {
        program.name: each.entry.at("code")
        for area in rules
        for each in area.entries
        for program in (each.judgement, each.consequences)
    }
    try:
        tried = probe_programs([program for area in rules for program in programs_of(area)], _PROBE_SECONDS)
    except ProbeError as error:
        sentence = Text(
            f"规则没能在子进程里试运行：{error}", f"the rules could not be tried in a child process: {error}"
        )
        raise SentenceError(sentence, language, 2) from error
    for problem in tried:
        where = programs.get(problem.place, Position(""))
        diagnostics.add(problem.code, where, problem.message)
    if diagnostics.has_errors:
        return
    for area, source in zip(rules, folders, strict=True):
        make_release(area, (folder, source), engine, diagnostics)


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
    errors = sum(1 for each in diagnostics if each.is_error)
    warnings = len(diagnostics) - errors
    if not diagnostics:
        return Text("没有发现问题", "nothing wrong was found").in_language(language)
    return Text(f"错误 {errors}，提醒 {warnings}", f"{errors} errors, {warnings} warnings").in_language(language)


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
    }
