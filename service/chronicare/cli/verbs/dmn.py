"""``chronicare dmn``: models of DMN in and out, and its compatibility kit."""

from pathlib import Path

import click

from chronicare.authoring.dmn.kit import CaseResult, Verdict, read_cases, run_case, write_results
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.running import RunnableModel
from chronicare.authoring.dmn.translation import translate
from chronicare.authoring.dmn.xml_document import BrokenXmlError
from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import language_option
from chronicare.cli.output import write_file
from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.engine import Engine

_CASES = "TestCases"
"""The folder of the kit that its results name models from."""


@click.group(help="DMN（决策模型与符号）：决策表导出、导入，和它的兼容性测试。")
def dmn() -> None:
    """Gather the commands."""


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
