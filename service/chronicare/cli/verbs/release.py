"""``chronicare release``: packs rules for good, signs them, says which are in force, and goes back."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from chronicare.application.catalogue import Catalogue
from chronicare.application.publish import Published, Publisher
from chronicare.application.release import Release
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import day_option, json_option, language_option, rules_option
from chronicare.cli.output import echo_json, write_file
from chronicare.cli.problems import ProblemsError, SentenceError, tell, unreadable
from chronicare.diagnostics import DiagnosticError, Language, Text
from chronicare.engine.probe import probe_programs
from chronicare.formats import AnyCaseFile
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.releases.package import CHANGELOG, BrokenPackageError
from chronicare.releases.package import build as build_package
from chronicare.releases.signing import SignatureRefusedError, make_keys, read_private_key
from chronicare.releases.signing import sign as sign_digest
from chronicare.releases.store import Activation, ReleaseStore, StoreError

_PROBE_SECONDS = 60.0
_PASSPHRASE = "CHRONICARE_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable, not what is in it
_PRIVATE = 0o600


@click.group(help="发布：把规则打包、签名，按日生效，能退回。")
def release() -> None:
    """Gather the commands."""


_store = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CHRONICARE_RELEASES",
    default=Path("releases"),
    show_default=True,
    show_envvar=True,
    help="发布库",
)
_named = click.argument("named", metavar="DIGEST")


@release.command(help="把规则目录打成一个发布，先做全部检查、跑全部用例；LABEL 是版本号，如 2026.1。")
@click.argument("label", metavar="LABEL")
@click.option("--changelog", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="改了什么（文本文件）")
@_store
@rules_option
@language_option
def build(label: str, changelog: Path | None, store: Path, rules: Path, language: Language) -> None:
    """Keep the rules as a release in the store; refuse them with everything that is wrong."""
    published, cases = _published(rules, language)
    tell(published.warnings, language)
    kept = ReleaseStore(store)
    try:
        text = "" if changelog is None else changelog.read_text("utf-8-sig")
        before = kept.active()
        package = build_package(rules, published, label, text, before[0].digest if before else "", cases)
        kept.add(package)
    except OSError as error:
        raise unreadable(store, error, language) from error
    except StoreError as error:
        raise SentenceError(error.reason, language) from error
    _echo(
        language,
        f"发布 {label}：{package.digest}，统筹区 {len(cases)}，用例 {sum(cases.values())} 个全部通过；"
        f"接着 chronicare release sign {package.digest[:12]} --key 私钥",
        f"release {label}: {package.digest}, {len(cases)} areas, all {sum(cases.values())} cases pass; "
        f"next: chronicare release sign {package.digest[:12]} --key KEY",
    )


@release.command(
    help=f"做一对签名的钥匙：NAME.pem 自己收好（口令取自环境变量 {_PASSPHRASE}），NAME.pub.pem 交给发布库。"
)
@click.argument("name", metavar="NAME")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path(), help="写在哪里")
@language_option
def keygen(name: str, out: Path, language: Language) -> None:
    """Write a new key pair; one that is there is not written over."""
    private, public = out / f"{name}.pem", out / f"{name}.pub.pem"
    if private.exists() or public.exists():
        raise SentenceError(Text(f"{private} 已经有了", f"{private} is there"), language, 2)
    made = make_keys(_passphrase())
    with (
        _told(out, language),
        os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file,
    ):
        file.write(made.private)
    write_file(public, made.public, language)
    _echo(language, f"已写入 {private}、{public}", f"written: {private}, {public}")


@release.command(help="信任一把公钥；--threshold 定一个发布须有几个可信的签名。")
@click.argument("public", metavar="PUB.PEM", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--name", required=True, help="是谁的")
@click.option("--threshold", type=click.IntRange(1), help="须有几个可信的签名")
@_store
@language_option
def trust(public: Path, name: str, threshold: int | None, store: Path, language: Language) -> None:
    """Trust a public key from now on."""
    with _told(store, language):
        ReleaseStore(store).trust(name, public.read_bytes(), threshold)
    _echo(language, f"已信任 {name}", f"{name} is trusted")


@release.command(help="给一个发布签名，DIGEST 写前几位即可。")
@_named
@click.option("--key", required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True), help="私钥")
@_store
@language_option
def sign(named: str, key: Path, store: Path, language: Language) -> None:
    """Add a signature to those of the release."""
    kept = ReleaseStore(store)
    with _told(store, language):
        digest = kept.find(named)
        package = kept.open(digest)
        signer = read_private_key(key, _passphrase())
        kept.keep_signatures(digest, sign_digest(digest, package.contents.version, signer, kept.signatures(digest)))
    _echo(
        language,
        f"已签 {package.contents.version}（{digest[:12]}）",
        f"signed: {package.contents.version} ({digest[:12]})",
    )


@release.command(help="验证一个发布：签名是否可信，内容是否一个字节也没有动过。")
@_named
@_store
@language_option
def verify(named: str, store: Path, language: Language) -> None:
    """Say who has signed the release; exit with 1 if it is not as it must be."""
    kept = ReleaseStore(store)
    with _told(store, language):
        package, signers = kept.open_verified(kept.find(named))
    _echo(
        language,
        f"{package.contents.version}（{package.digest[:12]}）完好，签名：{'、'.join(signers)}",
        f"{package.contents.version} ({package.digest[:12]}) is sound, signed by {', '.join(signers)}",
    )


@release.command("list", help="库里有哪些发布，谁签的，哪个生效。")
@_store
@json_option
@language_option
def list_releases(store: Path, language: Language, *, as_json: bool) -> None:
    """Tell of each release in the store what it is; a broken one is told as such."""
    kept = ReleaseStore(store)
    with _told(store, language):
        active = {each.digest: each for each in kept.active()}
        rows = [_row(kept, digest, active.get(digest), language) for digest in kept.digests()]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        areas = "、".join(str(each) for each in row["areas"]) if isinstance(row["areas"], list) else ""
        click.echo(f"{str(row['digest'])[:12]}  {row['version']:<10}  {row['active']}  {row['signed']}  {areas}")
    if not rows:
        _echo(language, "没有发布", "no releases")


@release.command(help="让一个发布生效；--as-of 起的申请和就医用它，不写即全部，替下现在生效的。")
@_named
@day_option
@_store
@language_option
def activate(named: str, as_of: date | None, store: Path, language: Language) -> None:
    """Verify the release and put it on the list of active ones; a running service takes it on SIGHUP."""
    kept = ReleaseStore(store)
    with _told(store, language):
        _tell_active(kept.activate(kept.find(named), as_of), language)


@release.command(help="退回上一次生效的发布。")
@_store
@language_option
def rollback(store: Path, language: Language) -> None:
    """Put back what was active before."""
    with _told(store, language):
        _tell_active(ReleaseStore(store).roll_back(), language)


@release.command(help="一个发布里有什么：各统筹区、用例、改了什么。")
@_named
@_store
@language_option
def show(named: str, store: Path, language: Language) -> None:
    """Tell what the release says of itself."""
    kept = ReleaseStore(store)
    with _told(store, language):
        package = kept.open(kept.find(named))
        changelog = package.read(CHANGELOG).decode()
    click.echo(f"{package.contents.version}  {package.digest}")
    for area in package.contents.areas:
        since = area.effective_from
        held = f"病种 {area.entries}，表 {area.tables}，用例 {area.cases}"
        _echo(
            language,
            f"  {area.code} {area.name}：{held}，自 {since or '不限'}",
            f"  {area.code}: {area.entries} entries, {area.tables} tables, {area.cases} cases, from {since or 'ever'}",
        )
    if changelog:
        click.echo(changelog.rstrip())


def _published(rules: Path, language: Language) -> tuple[Published, Mapping[str, int]]:
    """Return the releases of the rule directory, every check and case passed, with how many cases each area has."""
    source = RuleDirectory(rules)
    probe = partial(probe_programs, timeout_seconds=_PROBE_SECONDS)
    try:
        published = Publisher(source, probe, open_engine(language), Catalogue()).prepare(source)
    except DiagnosticError as refused:
        raise ProblemsError(refused.diagnostics, language) from refused
    broken = [each for told in published.refused.values() for each in told]
    if broken:
        raise ProblemsError(broken, language)
    files = {area.area: area.cases for area in source.load().areas}
    return published, {each.rules.area: _count(each, files[each.rules.area]) for each in published.releases}


def _count(made: Release, cases: tuple[AnyCaseFile, ...]) -> int:
    runs: list[CaseRun[Any, Any]] = [run_cases(cases, RecognitionCases(made)), run_cases(cases, BenefitCases(made))]
    return sum(len(run.results) for run in runs)


def _row(kept: ReleaseStore, digest: str, active: Activation | None, language: Language) -> dict[str, object]:
    row: dict[str, object] = {"digest": digest, "version": "", "areas": [], "signed": "", "active": ""}
    if active is not None:
        since = active.applies_from
        row["active"] = Text(f"生效（{since or '全部'}）", f"active ({since or 'any day'})").in_language(language)
    try:
        package = kept.open(digest)
        row |= {"version": package.contents.version, "areas": [each.code for each in package.contents.areas]}
        _, signers = kept.open_verified(digest)
        row["signed"] = "、".join(signers)
    except (SignatureRefusedError, BrokenPackageError) as refused:
        row["signed"] = refused.reason.in_language(language)
    return row


def _tell_active(active: tuple[Activation, ...], language: Language) -> None:
    for each in active:
        since = each.applies_from
        _echo(
            language,
            f"生效：{each.digest[:12]}，{f'{since} 起' if since else '全部日期'}",
            f"active: {each.digest[:12]}, {f'from {since}' if since else 'any day'}",
        )
    _echo(language, "运行中的服务收到 SIGHUP 后换上", "a running service takes it on SIGHUP")


@contextmanager
def _told(store: Path, language: Language) -> Iterator[None]:
    """Say in a sentence what is wrong with a store, a release, a signature or a key."""
    try:
        yield
    except (StoreError, SignatureRefusedError, BrokenPackageError) as refused:
        raise SentenceError(refused.reason, language) from refused
    except OSError as error:
        raise unreadable(store, error, language) from error


def _passphrase() -> bytes | None:
    given = os.environ.get(_PASSPHRASE, "")
    return given.encode() or None


def _echo(language: Language, zh: str, en: str) -> None:
    click.echo(Text(zh, en).in_language(language))
