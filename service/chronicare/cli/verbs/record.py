"""``chronicare record``: shows the record of decisions, proves that nothing was changed in it, keeps its keys."""

import os
from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import click

from chronicare.cli.open_record import DAY, open_record, record_option, wanted_of, wanted_options
from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.output import echo_json, write_file
from chronicare.cli.pages.exported import csv_lines, json_lines
from chronicare.cli.pages.recorded import entry_lines, plain_entry, plain_replay, replay_lines
from chronicare.cli.problems import SentenceError, unreadable
from chronicare.diagnostics import Language, Text
from chronicare.loaders.clock import now
from chronicare.records.chain import Link
from chronicare.records.copying import copy_record
from chronicare.records.ends import read_ends, write_ends
from chronicare.records.entry import write_time
from chronicare.records.pseudonyms import KeysError, new_key, read_keys
from chronicare.records.retention import remove_before
from chronicare.records.search import search
from chronicare.records.store import Column, RecordStore
from chronicare.records.verification import verify as verify_store
from chronicare.releases.signing import read_private_key, read_public_key
from chronicare.rpc.recording.replay import ReplayOutcome
from chronicare.rpc.recording.replay import replay as replay_entry
from chronicare.rpc.recording.shelf import ReleaseShelf

_PASSPHRASE = "CHRONICARE_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable, not what is in it
_PRIVATE = 0o600


@click.group(help="留痕：查每一个决定，证明没有改动过，管假名的密钥。")
def record() -> None:
    """Gather the commands."""


@record.command(help="做一把假名的密钥，写进 FILE；已有的接在后面，从此用新的，旧的留着查以前的。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@language_option
def keygen(file: Path, language: Language) -> None:
    """Add a key to those in the file, which is its owner's alone."""
    try:
        before = file.read_text("utf-8-sig") if file.exists() else ""
        keys = read_keys(before).every if before.strip() else ()
        if before and not before.endswith("\n"):
            before += "\n"
        line = new_key(each.name for each in keys)
        if not file.exists():
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
        write_file(file, (before + line).encode(), language)
    except KeysError as error:
        raise SentenceError(Text(f"{file}：{error.reason.zh}", f"{file}: {error.reason.en}"), language, 2) from error
    except OSError as error:
        raise unreadable(file, error, language) from error
    name = line.partition(" ")[0]
    _echo(language, f"已写入 {file}：密钥 {name}。丢了它，编号就查不回条目", f"written: {file}, key {name}")


@record.command("list", help="列出决定，先写的在前。")
@wanted_options
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="至多列几条")
@record_option
@json_option
@language_option
def list_entries(limit: int, place: str, language: Language, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Tell of each decision when and what it was; ``show`` tells the rest."""
    with open_record(place, language) as store:
        found = list(islice(search(store, wanted_of(given)), limit + 1))
    if as_json:
        echo_json([[dict(each.entry().head) for each in found[:limit]]])
        return
    for each in found[:limit]:
        head = each.entry().head
        digests = " ".join(release["digest"][:12] for release in head["releases"])
        click.echo(f"{each.id}  {each.recorded_at}  {head['method']:<18}  {head['area']}  {digests}")
    if len(found) > limit:
        _note(language, "还有；写 --limit 或缩小范围", "there are more: give --limit, or ask for less")
    if not found:
        _note(language, "没有", "none")


@record.command(help="一个决定：谁在什么时候问的、用的哪个发布、当时怎样回答的。ID 是回答里的 record_id。")
@click.argument("entry_id", metavar="ID")
@record_option
@json_option
@language_option
def show(entry_id: str, place: str, language: Language, *, as_json: bool) -> None:
    """Print the decision as it was given."""
    with open_record(place, language) as store:
        link = _found(store, entry_id, language)
        if as_json:
            echo_json([plain_entry(link)])
        else:
            click.echo("\n".join(entry_lines(link, language)))


@record.command(
    help="用条目写明的发布再算一遍，证明答案相同，或逐字段说明不同。不写 ID 则是全部（可用 list 的条件缩小）。"
)
@click.argument("entry_ids", metavar="[ID…]", nargs=-1)
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CHRONICARE_RELEASES",
    show_envvar=True,
    help="发布库；没有的到规则目录里找摘要相同的",
)
@wanted_options
@rules_option
@record_option
@json_option
@language_option
def replay(
    entry_ids: tuple[str, ...],
    store: Path | None,
    rules: Path,
    place: str,
    language: Language,
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - each of its own type
) -> None:
    """Answer decisions again; exit with 1 if one comes out otherwise, or cannot be answered again."""
    shelf, counts, told = ReleaseShelf(store, rules, open_engine(language)), Counter[ReplayOutcome](), []
    with open_record(place, language) as opened:
        links = [_found(opened, each, language) for each in entry_ids] or search(opened, wanted_of(given))
        for link in links:
            replayed = replay_entry(link.entry(), shelf)
            counts[replayed.outcome] += 1
            if as_json:
                told.append(plain_replay(link, replayed, language))
            elif entry_ids or replayed.outcome is not ReplayOutcome.SAME:
                click.echo("\n".join(replay_lines(link, replayed, language)))
    if as_json:
        echo_json([told])
    else:
        total, same = counts.total(), counts[ReplayOutcome.SAME] + counts[ReplayOutcome.REWORDED]
        _echo(language, f"再算 {total} 个，相同的 {same} 个", f"{total} answered again, {same} the same")
    raise click.exceptions.Exit(0 if set(counts) <= {ReplayOutcome.SAME, ReplayOutcome.REWORDED} else 1)


@record.command(
    help="从头到尾验证：有没有一条被改动、删去、移位、插入；--ends 是以前取下的链末端，据以发现截尾和重写。"
)
@click.option(
    "--ends", "known", multiple=True, type=click.Path(path_type=Path, dir_okay=False, exists=True), help="链末端的文件"
)
@click.option("--key", "public", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="末端须由它签名")
@record_option
@json_option
@language_option
def verify(known: tuple[Path, ...], public: Path | None, place: str, language: Language, *, as_json: bool) -> None:
    """Name the first entry of each chain that is wrong; exit with 1 if there is one."""
    with open_record(place, language) as store:
        trusted = [read_public_key(public.read_bytes())] if public else []
        verified = verify_store(store, [end for each in known for end in read_ends(each.read_bytes(), trusted)])
    if as_json:
        faults = [
            {"chain": each.chain, "seq": each.seq, "id": each.id, "reason": each.reason.in_language(language)}
            for each in verified.faults
        ]
        echo_json([{"entries": verified.entries, "removed": verified.removed, "faults": faults}])
    else:
        for each in verified.faults:
            where = f"{each.chain}/{each.seq} {each.id}".rstrip()
            _echo(language, f"有问题：{where}：{each.reason.zh}", f"wrong: {where}: {each.reason.en}")
        _echo(
            language,
            f"完好的 {verified.entries} 条，{len(verified.ends)} 条链；到期删去的 {verified.removed} 条",
            f"{verified.entries} entries are good, in {len(verified.ends)} chains; {verified.removed} removed by age",
        )
    raise click.exceptions.Exit(1 if verified.faults else 0)


@record.command(help="取下各链的末端（摘要），收在别处；--key 用私钥签名。以后 verify --ends 据以发现截尾和重写。")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写进文件；不写则写到标准输出")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="私钥（PEM）")
@record_option
@language_option
def ends(out: Path | None, key: Path | None, place: str, language: Language) -> None:
    """Verify the record, and write what its chains end in."""
    with open_record(place, language) as store:
        verified = verify_store(store)
        signer = read_private_key(key, os.environ.get(_PASSPHRASE, "").encode() or None) if key else None
    if verified.faults:
        raise SentenceError(Text("留痕有问题，先 verify", "the record is not whole: verify it first"), language)
    written = write_ends(verified.ends, write_time(now()), signer)
    if out is None:
        click.echo(written.decode(), nl=False)
    else:
        write_file(out, written, language)


@record.command(help="导出：jsonl 一行一个决定，连请求和回答；csv 一行一个决定，只有要点。编号仍是假名。")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写进文件；不写则写到标准输出")
@wanted_options
@record_option
@language_option
def export(form: str, out: Path | None, place: str, language: Language, **given: Any) -> None:  # noqa: ANN401
    """Write decisions out for other programs."""
    with open_record(place, language) as store:
        links = search(store, wanted_of(given))
        lines = json_lines(links) if form == "jsonl" else csv_lines(links)
        if out is not None:
            write_file(out, "".join(lines).encode(), language)
            return
        for line in lines:
            click.echo(line, nl=False)


@record.command(help="删去到期的：某一天（UTC）以前的各段，从每条链的前端删；留下的仍可验证。先验证，有问题就不删。")
@click.option("--before", type=DAY, required=True, help="这一天以前的（UTC，不含当日）")
@record_option
@language_option
def prune(before: datetime, place: str, language: Language) -> None:
    """Remove what is old enough, and say so in the record."""
    with open_record(place, language) as store:
        if verify_store(store).faults:
            raise SentenceError(Text("留痕有问题，先 verify", "the record is not whole: verify it first"), language)
        removed = remove_before(store, before.replace(tzinfo=UTC))
    for chain, end in removed.items():
        _echo(language, f"链 {chain}：删到 {end.seq}", f"chain {chain}: removed up to {end.seq}")
    if not removed:
        _echo(language, "没有到期的", "nothing is old enough")


@record.command(help="把留痕库照原样抄到 TARGET（文件夹或 postgresql://…）：备份；反过来就是恢复。已抄过的只抄新的。")
@click.argument("target", metavar="TARGET")
@record_option
@language_option
def copy(target: str, place: str, language: Language) -> None:
    """Copy what the target does not have yet; a link that is not as it was written is not copied."""
    with open_record(place, language) as store, open_record(target, language) as other:
        copied = copy_record(store, other)
    _echo(language, f"抄了 {copied} 条", f"{copied} entries copied")


def _found(store: RecordStore, entry_id: str, language: Language) -> Link:
    link = next(iter(store.find(Column.ID, entry_id)), None)
    if link is None:
        raise SentenceError(Text(f"没有条目 {entry_id}", f"no entry {entry_id}"), language)
    if link.sum() != link.hash:
        raise SentenceError(Text(f"条目 {entry_id} 被改动过", f"entry {entry_id} has been changed"), language)
    return link


def _echo(language: Language, zh: str, en: str) -> None:
    click.echo(Text(zh, en).in_language(language))


def _note(language: Language, zh: str, en: str) -> None:
    """Say beside the lines what is none of them, so that whoever reads those by a program is not told it as one."""
    click.echo(Text(zh, en).in_language(language), err=True)
