"""``chronicare book``: the rule set as a book, to be read against the manual, signed, and confirmed."""

from pathlib import Path

import click

from chronicare.application.release import Release, compile_release, make_release
from chronicare.authoring.book import EVERY_PART, Part, write_html, write_markdown
from chronicare.authoring.signed_edition import SignedEdition, compare_with_signed
from chronicare.cli.answers import answer_or_refuse
from chronicare.cli.open_rules import open_engine, open_rules, read_folders
from chronicare.cli.options import area_option, language_option, rules_option
from chronicare.cli.output import write_file
from chronicare.cli.problems import ProblemsError, SentenceError
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.loaders.rule_directory import rules_of
from chronicare.tables import RuleFolder

_HTML, _MARKDOWN, _PDF = ".html", ".md", ".pdf"


@click.command(
    help="把规则写成书：OUT 以 .pdf（逐页签名的书：页眉、带页码的目录、书签）、.html（一页自足的网页，可打印）"
    "或 .md 结尾；"
    "- 为标准输出的 Markdown。"
    "书有四部分：病种（entries）、待遇卡（cards，每张一页）、待遇与办事各表和各类结算的支付次序（benefits）、"
    "待医保局确认的登记册（register）。每个公式附算例。"
)
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--only", type=click.Choice([each.value for each in Part]), help="只写其中一部分；如 register 即登记册")
@click.option(
    "--since",
    "signed",
    type=click.Path(path_type=Path, exists=True),
    help="上次签过的版本（规则目录，或一个发布文件）：此后改了的行左边画线，写出原来的",
)
@area_option
@language_option
@rules_option
def book(out: Path, only: str | None, signed: Path | None, area: str, language: Language, rules: Path) -> None:
    """Write the book of one area or one layer, or one part of it, to ``out``."""
    release, folder = _of_layer(rules, area, language) or _of_area(rules, area, language)
    parts = EVERY_PART if only is None else {Part(only)}
    edition = None if signed is None else _since(signed, folder, language)
    if str(out) == "-" or out.suffix == _MARKDOWN:
        if edition is not None:
            raise click.UsageError("--since 只用于 .pdf 和 .html")
        text = write_markdown(release, folder, parts)
        if str(out) == "-":
            click.echo(text, nl=False)
            return
        data = text.encode()
    elif out.suffix == _HTML:
        data = write_html(release, folder, parts, edition).encode()
    elif out.suffix == _PDF:
        data = _pdf(write_html(release, folder, parts, edition), language)
    else:
        raise click.UsageError("OUT 须以 .pdf、.html 或 .md 结尾")
    write_file(out, data, language)
    counted = f"：{len(release.deciders)} 个病种" if Part.ENTRIES in parts else ""
    click.echo(f"已写入 {out}{counted}")


def _of_area(rules: Path, area: str, language: Language) -> tuple[Release, RuleFolder]:
    opened = open_rules(rules, language)
    code = opened.area(area, language)
    return answer_or_refuse(None, language, opened.runtime.catalogue.newest, code), opened.folder(code)


def _of_layer(rules: Path, name: str, language: Language) -> tuple[Release, RuleFolder] | None:
    """Return what stands in the layer called ``name``, as if it were all there is; ``None`` if there is no such layer.

    Raises ProblemsError if it is wrong.
    """
    read = read_folders(rules, language)
    if not name or all(each.manifest.folder != name or each.manifest.area for each in read.written):
        return None
    folder, diagnostics = rules_of(read, name), Diagnostics()
    if folder is None:
        return None
    compiled = compile_release(folder, diagnostics)
    release = None if diagnostics.has_errors else make_release(compiled, folder, open_engine(language), diagnostics)
    if release is None or diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return release, folder


def _since(signed: Path, folder: RuleFolder, language: Language) -> SignedEdition:
    """Return how ``folder`` differs from the edition ``signed``. Raises SentenceError if that has no such area."""
    name = folder.manifest.folder
    before = rules_of(read_folders(signed, language), name)
    if before is None:
        raise SentenceError(
            Text(f"{signed} 里没有「{name}」的规则，或读不出来", f"{signed} has no rules of {name!r} that can be read"),
            language,
            2,
        )
    return compare_with_signed(f"{before.manifest.version}（{signed.name}）", before, folder)


def _pdf(page: str, language: Language) -> bytes:
    """Return ``page`` as PDF. Raises SentenceError, with what is to be installed, if something is not there."""
    try:
        from chronicare.authoring.pdf import write_pdf  # noqa: PLC0415 - the one library that need not be there
    except ModuleNotFoundError as missing:
        raise SentenceError(
            Text(
                f"这里没有安装写 PDF 的库（{missing.name}）：运行 pip install 'chronicare[book]'；"
                "或写成 .html，在浏览器里打印",
                f"the library that writes PDF is not installed here ({missing.name}): run pip install"
                " 'chronicare[book]', or write .html and print it in a browser",
            ),
            language,
            2,
        ) from missing
    except OSError as missing:
        raise SentenceError(
            Text(
                "写 PDF 要用的系统库 Pango 没有安装：在 Debian、Ubuntu 上运行"
                " apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；或写成 .html，在浏览器里打印",
                "Pango, a system library that PDF is written with, is not installed: on Debian and Ubuntu run"
                " apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or write .html",
            ),
            language,
            2,
        ) from missing
    return write_pdf(page)
