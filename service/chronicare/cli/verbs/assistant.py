"""``chronicare assistant``: an interface for a language model, and the acceptance, by a person, of what it proposes."""

import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import click

from chronicare.application.release import compile_release
from chronicare.authoring.proposal import StaleProposalError, accepted_files
from chronicare.checks.tables.table_checks import check_tables
from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import language_option, rules_option
from chronicare.cli.output import write_files
from chronicare.cli.problems import ProblemsError, SentenceError, tell, unreadable
from chronicare.diagnostics import DiagnosticError, Diagnostics, Language, Text
from chronicare.loaders.filesystem import find_documents
from chronicare.loaders.rule_archive import plain_files
from chronicare.loaders.rule_directory import load_rules, load_with

try:
    from chronicare.assistant.desk import Desk
    from chronicare.assistant.server import build_server
except ModuleNotFoundError as _missing:  # the extra is not installed: every other verb works without it
    _LACKING = _missing.name
else:
    _LACKING = None


@click.group(
    invoke_without_command=True,
    help="助手：让语言模型（MCP，标准输入输出）查、读、试算、试改规则。它不能写规则，只能提议；"
    "人用 chronicare assistant accept 看过再接受。",
)
@click.option(
    "--proposals",
    type=click.Path(path_type=Path, file_okay=False),
    help="提议写到哪个文件夹，须在规则目录之外；不写即一个临时的",
)
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), help="依据文件所在目录")
@rules_option
@language_option
@click.pass_context
def assistant(
    context: click.Context, proposals: Path | None, sources: Path | None, rules: Path, language: Language
) -> None:
    """Serve the tools over standard input and output until that is closed."""
    if context.invoked_subcommand is not None:
        return
    if _LACKING is not None:
        sentence = Text(
            f"助手要用 Python 包 {_LACKING}：pip install 'chronicare[assistant]'",
            f"the assistant needs the Python package {_LACKING}: pip install 'chronicare[assistant]'",
        )
        raise SentenceError(sentence, language, 2)
    read = load_rules(rules)
    if not read.areas and not read.written:
        raise SentenceError(Text(f"{rules} 里没有规则", f"{rules} holds no rules"), language, 2)
    wanted = {document.sha256 for folder in read.written for document in folder.manifest.documents}
    documents = {} if sources is None else find_documents(sources, wanted)
    folder = proposals or Path(tempfile.mkdtemp(prefix="chronicare-proposals-"))
    try:
        desk = Desk(rules, open_engine(language), documents, folder)
    except ValueError as error:
        sentence = Text(f"{folder} 在规则目录之内，提议须写在外面", f"{folder} lies in the rules; proposals must not")
        raise SentenceError(sentence, language, 2) from error
    click.echo(Text(f"提议写到 {folder}", f"proposals go to {folder}").in_language(language), err=True)
    build_server(desk).run("stdio")


@assistant.command(
    help="接受一个提议 PROPOSAL：给出差别和检查结果，问过再写入规则。规则在提议之后又改过的，不接受。",
)
@click.argument("proposal", metavar="PROPOSAL", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="不问，直接写入")
@rules_option
@language_option
def accept(proposal: Path, rules: Path, language: Language, *, yes: bool) -> None:
    """Show what ``proposal`` changes and what is wrong with it, and write it if that is confirmed."""
    try:
        changed, patch = accepted_files(proposal.read_bytes(), plain_files(rules))
    except StaleProposalError as stale:
        raise SentenceError(
            Text(f"{proposal}：{stale.reason.zh}", f"{proposal}: {stale.reason.en}"), language
        ) from stale
    except DiagnosticError as error:
        raise ProblemsError(error.diagnostics, language) from error
    except OSError as error:
        raise unreadable(proposal, error, language) from error
    head = proposal.read_text(encoding="utf-8").partition("\n--- ")[0]
    for line in head.split("\n")[1:-1]:
        click.echo(_visible(line.removeprefix("# ")))
    click.echo(_visible(patch), nl=False)
    _check(rules, changed, language)
    question = Text(f"写入 {len(changed)} 个文件？", f"write {len(changed)} files?").in_language(language)
    if not yes and not click.confirm(question):
        click.echo(Text("没有写入", "nothing was written").in_language(language))
        return
    write_files({rules / name: data for name, data in changed.items()}, language)
    told = Text(
        f"已写入 {len(changed)} 个文件；再运行 chronicare cases {rules} 看案例有没有变",
        f"wrote {len(changed)} files; run chronicare cases {rules} to see whether a case changes",
    )
    click.echo(told.in_language(language))


def _visible(text: str) -> str:
    """Return ``text`` with what would steer a terminal, or hide what stands there, replaced."""
    plain = text.replace("\r\n", "\n").replace("\ufeff", "")
    return "".join("\ufffd" if unicodedata.category(each) in ("Cc", "Cf") and each != "\n" else each for each in plain)


def _check(rules: Path, changed: Mapping[str, bytes], language: Language) -> None:
    """Tell what is wrong with the areas that ``changed`` bears on. Raises ProblemsError if anything is an error."""
    folders = {name.partition("/")[0] for name in changed}
    diagnostics = Diagnostics()
    for area in load_with(rules, changed).areas:
        layers = {area.folder, *(table.layer for table in area.rules.tables)} if area.rules else {area.folder}
        if not folders & layers and area.rules is not None:
            continue
        diagnostics.extend(area.diagnostics)
        if area.rules is not None:
            compiled = compile_release(area.rules, diagnostics)
            if not diagnostics.has_errors:
                check_tables(area.rules, compiled, area.cases, diagnostics)
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    tell(diagnostics.sorted(), language)
