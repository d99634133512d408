"""``chronicare sheet``: the tables as workbooks for Excel and WPS, and back without loss."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.application.release import compile_release
from chronicare.checks.tables.table_checks import check_tables
from chronicare.cli.options import language_option, rules_option
from chronicare.cli.output import write_file, write_files
from chronicare.cli.problems import ProblemsError, SentenceError, tell, unreadable
from chronicare.diagnostics import STRUCTURAL, Code, Diagnostic, Diagnostics, Language, Position, Text
from chronicare.loaders.rule_directory import load_rules, load_with, rules_of
from chronicare.loaders.rule_folder import MANIFEST, read_as_written
from chronicare.tables import RuleFolder

try:
    from chronicare.authoring.workbook.book_writing import write_books
    from chronicare.authoring.workbook.choices import Words
    from chronicare.authoring.workbook.importing import Imported, import_books
    from chronicare.authoring.workbook.written import WrittenTable
except ModuleNotFoundError as _missing:  # the extra is not installed: every other verb works without it
    _LACKING = _missing.name
else:
    _LACKING = None


@click.group(help="表格：把规则的表导出成 Excel、WPS 的工作簿，改好再导入，一字不差。")
def sheet() -> None:
    """Gather the two directions."""


@sheet.command(
    name="export",
    help="把规则文件夹 FOLDER（写文件夹名或统筹区代码，可写几个，如 999900-shiyan；不写即全部）的表"
    "导出成工作簿，写到 --to 的文件夹里："
    "病种认定、待遇卡、参保、手续、词表各一个。已有的同名工作簿不覆盖，除非写 --overwrite。",
)
@click.argument("folders", metavar="[FOLDER]…", nargs=-1)
@click.option("--to", "target", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="写到哪个文件夹")
@click.option("--overwrite", is_flag=True, help="覆盖已有的同名工作簿")
@language_option
@rules_option
def export(folders: tuple[str, ...], target: Path, language: Language, rules: Path, *, overwrite: bool) -> None:
    """Write the workbooks; refuse if one is there, since somebody may have changed it."""
    _require_library(language)
    read = load_rules(rules)
    books: dict[Path, bytes] = {}
    for called in folders or _folders(rules):
        name = next((each for each in _folders(rules) if each.partition("-")[0] == called), called)
        if name not in _folders(rules):
            names = "、".join(_folders(rules))
            raise SentenceError(Text(f"没有「{name}」；有 {names}", f"no {name!r}; there are {names}"), language, 2)
        diagnostics = Diagnostics()
        written, laid = _written(rules, name, diagnostics), rules_of(read, name)
        if written is None or laid is None:
            raise ProblemsError(diagnostics.sorted() or _problems(read), language)
        words = Words(laid.tables, [each.id for each in laid.manifest.documents])
        made = write_books(written.manifest, [WrittenTable(name, each) for each in written.tables], words)
        books |= {target / file: data for file, data in made.items()}
    there = [each for each in books if each.exists()]
    if there and not overwrite:
        names = "、".join(str(each) for each in there)
        sentence = Text(
            f"已有 {names}，里面可能有没导入的改动；要覆盖就加 --overwrite",
            f"{names} exist and may hold changes; add --overwrite to replace them",
        )
        raise SentenceError(sentence, language, 2)
    target.mkdir(parents=True, exist_ok=True)
    for path, data in books.items():
        write_file(path, data, language)
        click.echo(Text(f"已写入 {path}", f"wrote {path}").in_language(language))


@sheet.command(
    name="import",
    help="把改好的工作簿 FILE 导入规则：先逐条说改了哪张表、哪一行、哪一列，确认后才写入。"
    "有一处不对，逐格指出，一处也不写。",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="不再问，直接写入")
@click.option("--dry-run", is_flag=True, help="只说改了什么，不写入")
@language_option
@rules_option
def import_(files: tuple[Path, ...], language: Language, rules: Path, *, yes: bool, dry_run: bool) -> None:
    """Read all workbooks, tell every change and every problem, and write all the files that change or none."""
    _require_library(language)
    read = load_rules(rules)
    diagnostics, illegible = Diagnostics(), Diagnostics()
    folders = {name: held for name in _folders(rules) if (held := _written(rules, name, illegible)) is not None}
    tables = {name: [WrittenTable(name, each) for each in held.tables] for name, held in folders.items()}
    laid = [found for name in folders if (found := rules_of(read, name)) is not None]
    words = Words([table for each in laid for table in each.tables], ())
    imported = import_books(_read_files(files, language), tables, words, diagnostics)
    if any(each.code is Code.MISSING_FILE for each in diagnostics.sorted()):
        diagnostics.extend(illegible.sorted())
    if not diagnostics.has_errors:
        diagnostics.extend(_consequences(read, rules, imported))
    for each in imported.changes:
        click.echo(each.title.in_language(language))
        for line in each.lines:
            click.echo(f"  {line.in_language(language)}")
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    tell(diagnostics.sorted(), language)
    if not imported.tables:
        click.echo(Text("没有改动", "nothing has changed").in_language(language))
        return
    counted = Text(f"{len(imported.tables)} 张表有改动", f"{len(imported.tables)} tables change").in_language(language)
    if dry_run:
        click.echo(counted + Text("，没有写入", "; nothing was written").in_language(language))
        return
    if not yes and not click.confirm(counted + Text("，写入？", "; write them?").in_language(language)):
        click.echo(Text("没有写入", "nothing was written").in_language(language))
        return
    write_files({rules / name: data for name, data in imported.files.items()}, language)
    told = Text(
        f"已写入 {len(imported.tables)} 个文件；再运行 chronicare cases {rules} 看案例有没有变",
        f"wrote {len(imported.tables)} files; run chronicare cases {rules} to see whether a case changes",
    )
    click.echo(told.in_language(language))


def _require_library(language: Language) -> None:
    if _LACKING is not None:
        sentence = Text(
            f"导出、导入工作簿要用 Python 包 {_LACKING}：pip install 'chronicare[excel]'",
            f"workbooks need the Python package {_LACKING}: pip install 'chronicare[excel]'",
        )
        raise SentenceError(sentence, language, 2)


def _folders(rules: Path) -> list[str]:
    found = (each.parent.name for each in rules.glob(f"*/{MANIFEST}"))
    return sorted(each for each in found if not each.startswith(("_", ".")))


def _written(rules: Path, name: str, problems: Diagnostics) -> RuleFolder | None:
    """Return the tables of a folder as written; ``None``, the reason in ``problems``, if rows of it cannot be read."""
    found = Diagnostics()
    written = read_as_written(rules / name, rules, found)
    structural = [each for each in found.sorted() if each.code in STRUCTURAL]
    problems.extend(structural)
    return None if structural else written


def _read_files(files: Sequence[Path], language: Language) -> dict[str, bytes]:
    read = {}
    for file in files:
        try:
            read[file.name if file.name not in read else str(file)] = file.read_bytes()
        except OSError as error:
            raise unreadable(file, error, language) from error
    return read


def _consequences(read: RuleFolders, rules: Path, imported: "Imported") -> Iterable[Diagnostic]:
    """Return what would be wrong that is not already, each placed in the sheet that brings it."""
    if not imported.tables:
        return []
    changed = {file.partition("/")[0] for file in imported.tables}
    trial = load_with(rules, imported.files)
    already = {_plain(each) for each in _problems_in(read, changed)}
    found = _problems_in(trial, changed)
    return [imported.in_sheet(each) for each in dict.fromkeys(found) if _plain(each) not in already]


def _problems_in(read: RuleFolders, changed: Iterable[str]) -> list[Diagnostic]:
    """Return everything wrong with the areas that the folders ``changed`` are of, or lie below."""
    folders = set(changed)
    concerned = [each for each in read.areas if each.folder in folders]
    if folders - {each.folder for each in concerned}:
        concerned = list(read.areas)
    return [*read.stray, *(problem for each in concerned for problem in _examine(each))]


def _examine(area: AreaFolder) -> Sequence[Diagnostic]:
    diagnostics = Diagnostics()
    diagnostics.extend(area.diagnostics)
    if area.rules is not None:
        made = compile_release(area.rules, diagnostics)
        if not diagnostics.has_errors:
            check_tables(area.rules, made, area.cases, diagnostics)
    return diagnostics.sorted()


def _problems(read: RuleFolders) -> list[Diagnostic]:
    return [*read.stray, *(problem for each in read.areas for problem in each.diagnostics)]


def _plain(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Return ``diagnostic`` without its row, which is another one when rows are added above it."""
    where = diagnostic.where
    place = (where.file, where.heading) if isinstance(where, Position) else (where.path,)
    return (diagnostic.code, *place, diagnostic.message.zh)
