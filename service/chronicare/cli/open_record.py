"""The record of decisions as a command opens it, and which decisions of it are wanted."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Language, Text
from chronicare.records.ends import EndsError
from chronicare.records.opening import open_store
from chronicare.records.search import Wanted
from chronicare.records.store import RecordError, RecordStore
from chronicare.releases.signing import SignatureRefusedError
from chronicare.rpc.recording.opening import RecordSettingsError, find_keys

DAY = click.DateTime(["%Y-%m-%d"])

record_option = click.option(
    "--record",
    "place",
    required=True,
    envvar="CHRONICARE_RECORD",
    show_envvar=True,
    help="留痕库：文件夹，或 postgresql://主机/库",
)


def wanted_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which decisions are wanted."""
    for option in (
        click.option("--since", type=DAY, help="从哪一天起（UTC）"),
        click.option("--until", type=DAY, help="到哪一天为止（UTC，含当日）"),
        click.option("--area", default="", help="统筹区代码"),
        click.option("--method", default="", help="方法，如 SettleBill"),
        click.option("--request-id", default="", help="调用方的请求号：换成假名去查，要有密钥"),
        click.option("--release", default="", help="规则的摘要，写前几位即可"),
        click.option("--record-keys", type=click.Path(path_type=Path, dir_okay=False), help="做假名的密钥文件"),
    ):
        command = option(command)
    return command


def wanted_of(given: Mapping[str, Any]) -> Wanted:
    """Return which decisions are wanted. Raises RecordSettingsError if the keys for that cannot be read."""
    request_id = given["request_id"]
    references = tuple(find_keys(given["record_keys"]).pseudonyms("request_id", request_id)) if request_id else ()
    since, until = ("" if each is None else f"{each:%Y-%m-%d}" for each in (given["since"], given["until"]))
    return Wanted(since, until, given["area"], given["method"], given["release"], references)


@contextmanager
def open_record(place: str, language: Language) -> Iterator[RecordStore]:
    """Open the record, and say in a sentence what is wrong with it, a key, or a file of ends."""
    try:
        store = open_store(place)
        try:
            yield store
        finally:
            store.close()
    except (RecordError, RecordSettingsError, EndsError, SignatureRefusedError) as error:
        raise SentenceError(error.reason, language, 2) from error
    except ValueError as error:
        raise SentenceError(Text(f"读不出来：{error}", f"it cannot be read: {error}"), language) from error
