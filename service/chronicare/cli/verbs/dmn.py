"""``chronicare dmn``: models of DMN in and out, and its compatibility kit."""

import hashlib
from datetime import date
from pathlib import Path

import click

from chronicare.authoring.dmn.exporting import export_tables
from chronicare.authoring.dmn.importing import import_model
from chronicare.authoring.dmn.kit import CaseResult, Verdict, read_cases, run_case, write_results
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.running import RunnableModel
from chronicare.authoring.dmn.translation import BEGINNING, translate
from chronicare.authoring.dmn.xml_document import BrokenXmlError
from chronicare.authoring.dmn.xml_writing import VERSIONS
from chronicare.authoring.new_area import NewArea
from chronicare.cli.answers import answer_or_refuse
from chronicare.cli.open_rules import open_engine, open_rules
from chronicare.cli.options import area_option, day_option, language_option, rules_option
from chronicare.cli.output import write_file
from chronicare.cli.problems import ProblemsError, SentenceError
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.engine import Engine

_CASES = "TestCases"
"""The folder of the kit that its results name models from."""


@click.group(help="DMN（决策模型与符号）：决策表导出、导入，和它的兼容性测试。")
def dmn() -> None:
    """Gather the commands."""


@dmn.command(
    help="把一个统筹区的决策表写成 DMN 模型 OUT（.dmn），可用建模工具打开：每张表一个决策，连同输入、图、出处、原文。"
    "DMN 写不了的写在说明和批注里。建模工具只认 1.3 的（dmn-js），写 --dmn 1.3。"
)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--table", default="", metavar="NAME", help="只写这张表和它所依的各表")
@click.option("--dmn", "version", type=click.Choice(list(VERSIONS)), default="1.5", show_default=True, help="DMN 版本")
@area_option
@day_option
@language_option
@rules_option
def export(out: Path, table: str, version: str, area: str, as_of: date | None, language: Language, rules: Path) -> None:
    """Write the decision tables of an area, or one and those it rests on, as a model."""
    opened = open_rules(rules, language)
    code = opened.area(area, language)
    release = answer_or_refuse(None, language, opened.runtime.catalogue.newest, code)
    day = as_of or opened.today(code, language)
    model = release.benefits_on(day)
    if model is None:
        raise SentenceError(
            Text(
                f"{code} 在 {day} 没有决策表；规则在别的日子有效的，写 --as-of",
                f"{code} has no decision tables on {day}; name a day that has with --as-of",
            ),
            language,
            2,
        )
    if table and table not in model.rules.tables:
        names = "、".join(each for each in model.rules.tables if table in each) or "chronicare book 列出各表"
        raise SentenceError(Text(f"没有决策表「{table}」；有 {names}", f"no decision table {table!r}"), language, 2)
    made = export_tables(model.rules, model.vocabulary, release.rules.name.zh, only=table, version=version)
    write_file(out, made.xml, language)
    for each in made.left_out:
        click.echo(f"{each.where}: {each.table}: {each.reason.in_language(language)}", err=True)
    told = Text(
        f"已写入 {out}：DMN {version}，决策表 {len(made.tables)} 张，写不了的 {len(made.left_out)} 张",
        f"written to {out}: DMN {version}, {len(made.tables)} decision tables, {len(made.left_out)} that cannot be",
    )
    click.echo(told.in_language(language))


@dmn.command(
    "import",
    help="把 DMN 模型 FILE 的决策表和表达式写成一个规则文件夹 FOLDER（不能已有）。"
    "有一处写不成我们的表，就逐处指出（行、元素、原因），什么也不写。",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--code", required=True, metavar="CODE", help="6 位行政区划代码")
@click.option("--name", required=True, metavar="NAME", help="名称")
@day_option
@language_option
def import_(file: Path, folder: Path, code: str, name: str, as_of: date | None, language: Language) -> None:
    """Write the folder, whole or not at all."""
    if not (code.isascii() and code.isdigit() and len(code) == 6):  # noqa: PLR2004 - GB/T 2260
        raise SentenceError(Text(f"「{code}」不是 6 位行政区划代码", f"{code!r} is no 6-digit area code"), language, 2)
    if folder.exists():
        raise SentenceError(Text(f"{folder} 已有", f"{folder} is there already"), language, 2)
    data = file.read_bytes()
    diagnostics = Diagnostics()
    area = NewArea(code, name, as_of or BEGINNING)
    files = import_model(data, file.name, hashlib.sha256(data).hexdigest(), area, diagnostics)
    if files is None:
        raise ProblemsError(diagnostics.sorted(), language)
    draft = folder.with_name(f"_{folder.name}")  # not read as rules while it is written
    for each, content in files.items():
        path = draft / each
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content, language)
    draft.rename(folder)
    told = Text(
        f"已写入 {folder}：{len(files)} 个文件。再运行 chronicare check 和 chronicare fmt",
        f"written to {folder}: {len(files)} files. Now run chronicare check and chronicare fmt",
    )
    click.echo(told.in_language(language))


@dmn.command(
    help="运行 DMN 兼容性测试（TCK）：DIR 下每个模型连同旁边的案例。"
    "决策表和能写成公式的表达式经编译，由两个求值器判定；结果按 TCK 的格式写进 --out。有一个不符即返回 1。"
)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="结果文件：tck_results.csv")
@language_option
def tck(directory: Path, out: Path | None, language: Language) -> None:
    """Run every case below ``directory`` and write what came of each."""
    files = sorted(directory.rglob("*.dmn"))
    if not files:
        raise SentenceError(Text(f"{directory} 下没有 .dmn 文件", f"no .dmn file below {directory}"), language, 2)
    engine = open_engine(language)
    results: list[CaseResult] = []
    tables = apart = 0
    for file in files:
        model, reason = _runnable(file, engine)
        if model is not None:
            tables += len(model.translation.tables)
            apart += len(model.translation.apart)
        results += _results_of(file, model, reason, directory)
    for each in results:
        if each.verdict is not Verdict.SUCCESS:
            click.echo(f"{each.folder} {each.file} {each.case}: {each.verdict.value} {each.comment}")
    if out is not None:
        write_file(out, write_results(results), language)
    counts = {verdict: sum(each.verdict is verdict for each in results) for verdict in Verdict}
    told = Text(
        f"模型 {len(files)}，案例 {len(results)}：符合 {counts[Verdict.SUCCESS]}，不符 {counts[Verdict.ERROR]}，"
        f"没有运行 {counts[Verdict.IGNORED]}。决策 {tables + apart}：由编译的表判定 {tables}，由 FEEL 算出 {apart}",
        f"{len(files)} models, {len(results)} cases: {counts[Verdict.SUCCESS]} as expected, "
        f"{counts[Verdict.ERROR]} not, {counts[Verdict.IGNORED]} not run; {tables + apart} decisions: "
        f"{tables} by compiled tables, {apart} by FEEL",
    )
    click.echo(told.in_language(language))
    if counts[Verdict.SUCCESS] != len(results):
        raise click.exceptions.Exit(1)


def _runnable(file: Path, engine: Engine) -> tuple[RunnableModel | None, str]:
    """Return the model in ``file``; ``None`` with the reason if something of it is not read."""
    diagnostics = Diagnostics()
    read = read_model(file.read_bytes(), file.name, diagnostics)
    model: RunnableModel | None = None
    if read is not None and not diagnostics.has_errors:
        model = RunnableModel(translate(read, "", diagnostics), engine, diagnostics)
    if diagnostics.has_errors:
        return None, "; ".join(each.render(Language.EN) for each in diagnostics.sorted())
    return model, ""


def _results_of(file: Path, model: RunnableModel | None, reason: str, directory: Path) -> list[CaseResult]:
    parts = file.parent.absolute().parts
    folder = "/".join(parts[parts.index(_CASES) + 1 :]) if _CASES in parts else str(file.parent.relative_to(directory))
    results: list[CaseResult] = []
    for cases in sorted(file.parent.glob(f"{file.stem}-test-*.xml")):
        try:
            read = read_cases(cases.read_bytes())
        except BrokenXmlError as broken:
            results.append(CaseResult(folder, cases.stem, "", Verdict.IGNORED, broken.en))
            continue
        for case in read:
            if model is None:
                results.append(CaseResult(folder, cases.stem, case.id, Verdict.IGNORED, reason))
                continue
            wrong = run_case(model, case)
            verdict = Verdict.ERROR if wrong else Verdict.SUCCESS
            results.append(CaseResult(folder, cases.stem, case.id, verdict, wrong))
    return results
