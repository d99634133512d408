"""``chronicare workbench``: pages in the browser, to find, read, try and change the rules."""

import webbrowser
from pathlib import Path

import click

from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import language_option
from chronicare.cli.problems import SentenceError, unreadable
from chronicare.diagnostics import Language, Text
from chronicare.loaders.filesystem import find_documents
from chronicare.loaders.rule_directory import load_rules

try:
    from chronicare.authoring.trials.trial import SAMPLE_PERSONS
    from chronicare.workbench.bench import Bench
    from chronicare.workbench.kept_draft import KeptDraft, users_folder
    from chronicare.workbench.serving import serve
except ModuleNotFoundError as _missing:  # the extra is not installed: every other verb works without it
    _LACKING = _missing.name
else:
    _LACKING = None


@click.command(
    help="工作台：在浏览器里查找、阅读、试算、修改规则目录 DIR；改动先放在草稿里，按「保存」才写入。"
    "只在本机可用，不需要联网。"
)
@click.argument(
    "directory",
    metavar="[DIR]",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("rules"),
    envvar="CHRONICARE_RULES",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口；不写即任选一个空的")
@click.option(
    "--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), help="依据文件所在目录，改了原文即核对"
)
@click.option(
    "--persons", type=click.IntRange(0, 1_000_000), help="改动在每个统筹区多少个生成的人身上试；不写即 10000 人"
)
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只给出地址")
@language_option
def workbench(
    directory: Path,
    port: int,
    sources: Path | None,
    persons: int | None,
    language: Language,
    *,
    no_browser: bool,
) -> None:
    """Serve the pages to this machine until Ctrl-C; say where."""
    if _LACKING is not None:
        sentence = Text(
            f"工作台要用 Python 包 {_LACKING}：pip install 'chronicare[workbench]'",
            f"the workbench needs the Python package {_LACKING}: pip install 'chronicare[workbench]'",
        )
        raise SentenceError(sentence, language, 2)
    click.echo(Text("正在读规则……", "reading the rules …").in_language(language), err=True)
    read = load_rules(directory)
    if not read.areas and not read.written:
        raise SentenceError(Text(f"{directory} 里没有规则", f"{directory} holds no rules"), language, 2)
    documents = {}
    if sources is not None:
        wanted = {document.sha256 for folder in read.written for document in folder.manifest.documents}
        documents = find_documents(sources, wanted)
    count = SAMPLE_PERSONS if persons is None else persons
    kept = _claimed(KeptDraft(directory, users_folder()), language)
    bench = Bench(directory.resolve(), open_engine(language), documents, count, kept)
    if bench.restored:
        said = Text(
            f"上次没有保存的草稿已恢复：{bench.restored} 处改动",
            f"the draft that was not saved is restored: {bench.restored} changes",
        )
        click.echo(said.in_language(language), err=True)

    def tell(address: str) -> None:
        click.echo(Text(f"工作台：{address}", f"workbench: {address}").in_language(language))
        click.echo(Text("按 Ctrl-C 结束", "press Ctrl-C to end").in_language(language), err=True)
        if not no_browser:
            webbrowser.open(address)

    try:
        serve(bench, port, tell)
    except OSError as error:
        raise unreadable(Path(f"127.0.0.1:{port}"), error, language) from error
    finally:
        if kept is not None:
            kept.let_go()
    unsaved = len(bench.draft.files)
    if unsaved:
        said = Text(f"有 {unsaved} 个文件的改动没有保存", f"changes to {unsaved} files were not saved")
        click.secho(said.in_language(language), fg="yellow", err=True)


def _claimed(kept: "KeptDraft", language: Language) -> "KeptDraft | None":
    """Return ``kept`` if no other workbench has it; else say that this one keeps no draft."""
    try:
        if kept.claim():
            return kept
    except OSError as error:
        raise unreadable(kept.path, error, language) from error
    said = Text(
        "另一个工作台正开着这套规则：草稿归它存。这里的改动不保存，关掉就没有了",
        "another workbench has these rules open and keeps the draft: changes made here are lost unless saved",
    )
    click.secho(said.in_language(language), fg="yellow", err=True)
    return None
