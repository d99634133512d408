"""``chronicare sheet``: the tables as workbooks for Excel and WPS, and back without loss."""

from collections.abc import Sequence
from pathlib import Path

import click

from chronicare.application.ports import RuleFolders
from chronicare.cli.options import language_option, rules_option
from chronicare.cli.output import write_file, write_files
from chronicare.cli.problems import ProblemsError, SentenceError, tell, unreadable
from chronicare.diagnostics import Diagnostic, Diagnostics, Language, Text
from chronicare.loaders.rule_directory import load_rules

try:
    from chronicare.authoring.workbook.exchange import export_folder, folder_names, hold_against
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
    there = folder_names(rules)
    for called in folders or there:
        name = next((each for each in there if each.partition("-")[0] == called), called)
        if name not in there:
            names = "、".join(there)
            raise SentenceError(Text(f"没有「{name}」；有 {names}", f"no {name!r}; there are {names}"), language, 2)
        diagnostics = Diagnostics()
        made = export_folder(rules, name, read, diagnostics)
        if made is None:
            raise ProblemsError(diagnostics.sorted() or _problems(read), language)
        books |= {target / file: data for file, data in made.items()}
    existing = [each for each in books if each.exists()]
    if existing and not overwrite:
        names = "、".join(str(each) for each in existing)
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
    diagnostics = Diagnostics()
    imported = hold_against(rules, _read_files(files, language), read, diagnostics)
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


def _read_files(files: Sequence[Path], language: Language) -> dict[str, bytes]:
    read = {}
    for file in files:
        try:
            read[file.name if file.name not in read else str(file)] = file.read_bytes()
        except OSError as error:
            raise unreadable(file, error, language) from error
    return read


def _problems(read: RuleFolders) -> list[Diagnostic]:
    return [*read.stray, *(problem for each in read.areas for problem in each.diagnostics)]
