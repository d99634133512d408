"""``chronicare check``: says everything that is wrong with a rule directory, and mends what it can."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from chronicare.application.ports import RuleFolders
from chronicare.authoring.cell_edits import unified_diff
from chronicare.authoring.mending import CellMending, Current, mended_files, mendings_of
from chronicare.cli.checked_rules import Checked, Checking, errors_and_warnings
from chronicare.cli.options import json_option, language_option
from chronicare.cli.output import echo_json, write_files
from chronicare.cli.problems import ProblemsError, SentenceError, tell
from chronicare.diagnostics import Code, Diagnostic, Language, Position, Text
from chronicare.loaders.rule_directory import load_rules, load_with


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
@click.option("--fix", is_flag=True, help="改正拿得准的：先给看改了哪几格，确认后一次写入")
@click.option("--guesses", is_flag=True, help="同 --fix 一起用：拿不准的提议（认错的字、多余的行）也改")
@click.option("--yes", is_flag=True, help="同 --fix 一起用：不再问，直接写入")
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
    **fixing: bool,
) -> None:
    """Tell everything that is wrong, sorted by place, and of each area how much; exit with 1 if any is an error."""
    fix, guesses, yes = (fixing[name] for name in ("fix", "guesses", "yes"))
    if as_json and fix:
        raise SentenceError(Text("--json 只说不改：去掉 --fix", "--json changes nothing: leave --fix out"), language, 2)
    checking = Checking(language, sources, with_notes)
    checked = checking.check(_only(area, load_rules(directory), language))
    current = _files_below(directory)
    mendings = tuple(mendings_of(checked.diagnostics, current))
    if as_json:
        of = {each.of: _plain_mending(each) for each in reversed(mendings)}
        answer = {
            "counts": asdict(checked.counts),
            "areas": [each.plain() for each in checked.verdicts],
            "diagnostics": [
                _plain(each, language) | ({"edit": of[each]} if each in of else {}) for each in checked.diagnostics
            ],
        }
        echo_json([answer])
    else:
        tell(checked.diagnostics, language, with_cases=with_cases)
        for verdict in checked.verdicts if len(checked.verdicts) > 1 else ():
            click.echo(f"{verdict.area} {verdict.name.in_language(language)}：{verdict.text(language)}")
        click.echo(checked.counts.text(language, proving=sources is not None))
        click.echo(_verdict(checked.diagnostics, language))
        if not fix:
            _offer(mendings, language)
    if fix:
        chosen = [each for each in mendings if guesses or each.edit.is_certain]
        files = mended_files(chosen, current)
        if _is_mended(chosen, files, current, language, yes=yes):
            after = checking.check(_only(area, load_with(directory, files), language))
            _refuse_wrong(chosen, after, language)
            write_files({directory / name: data for name, data in files.items()}, language)
            click.echo(Text(f"已改 {len(chosen)} 处；余下：", f"mended {len(chosen)}; left: ").in_language(language))
            click.echo(_verdict(after.diagnostics, language))
            checked = after
    if checked.has_errors:
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


def _files_below(directory: Path) -> Current:
    def read(file: str) -> bytes | None:
        path = directory / file
        return path.read_bytes() if path.is_file() else None

    return read


def _offer(mendings: Sequence[CellMending], language: Language) -> None:
    """Say how much could be mended, and how."""
    certain = sum(1 for each in mendings if each.edit.is_certain)
    guessed = len(mendings) - certain
    if certain:
        told = Text(f"其中 {certain} 处拿得准，可以用 --fix 改", f"{certain} can be mended for certain: --fix")
        click.echo(told.in_language(language))
    if guessed:
        told = Text(f"{guessed} 处有提议，可以用 --fix --guesses 改", f"{guessed} have a proposal: --fix --guesses")
        click.echo(told.in_language(language))


def _is_mended(
    chosen: Sequence[CellMending], files: Mapping[str, bytes], current: Current, language: Language, *, yes: bool
) -> bool:
    """Show what would be changed; say whether it is to be."""
    if not files:
        click.echo(Text("没有可以替你改的", "there is nothing that can be mended").in_language(language))
        return False
    for each in chosen:
        taken_out = Text(f"删去这一行：{each.old}", f"taken out: {each.old}")
        turn = taken_out.in_language(language) if each.edit.takes_row_out else f"{each.old} → {each.new}"
        click.echo(f"{each.where}  {turn}")
    click.echo(unified_diff({name: current(name) or b"" for name in files}, files))
    asked = Text(f"{len(files)} 个文件有改动，写入？", f"{len(files)} files change; write them?").in_language(language)
    if yes or click.confirm(asked):
        return True
    click.echo(Text("没有写入", "nothing was written").in_language(language))
    return False


def _refuse_wrong(chosen: Sequence[CellMending], after: Checked, language: Language) -> None:
    """Raise ProblemsError, before anything is written, if a cell that was mended is wrong as it would be."""
    cells = {each.where[:3] for each in chosen if not each.edit.takes_row_out}
    wrong = [each for each in after.diagnostics if each.is_error and each.where[:3] in cells]
    if wrong:
        click.echo(
            Text("改了还是不对，没有写入：", "mended it is wrong still; nothing was written:").in_language(language)
        )
        raise ProblemsError(wrong, language)


def _verdict(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    errors, warnings = errors_and_warnings(diagnostics)
    if not errors and not warnings:
        return Text("没有发现问题", "nothing wrong was found").in_language(language)
    return Text(f"错误 {errors}，提醒 {warnings}", f"{errors} errors, {warnings} warnings").in_language(language)


def _plain_mending(mending: CellMending) -> dict[str, object]:
    where = mending.where
    return {
        "file": where.file,
        "row": where.row,
        "column": where.column,
        "heading": where.heading,
        "old": mending.old,
        "new": mending.new,
        "takes_row_out": mending.edit.takes_row_out,
        "is_certain": mending.edit.is_certain,
    }


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
