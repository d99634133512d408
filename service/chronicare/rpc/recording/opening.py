"""From settings to the record they name: its place, its keys, its policy. Whatever is wrong with them is a sentence."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from chronicare.diagnostics import Code, Diagnostic, Position, Text
from chronicare.records.opening import open_store
from chronicare.records.policy import IDENTIFIERS, MaskingPolicy, Treatment
from chronicare.records.pseudonyms import Keys, KeysError, read_keys
from chronicare.records.recorder import Bounds, Recorder
from chronicare.records.store import RecordError
from chronicare.rpc.recording.masking import maskable_fields
from chronicare.rpc.recording.messages import METHODS
from chronicare.rpc.recording.recording import VERSIONS, Recording
from chronicare.rpc.settings import Settings

KEYS_VARIABLE = "CHRONICARE_RECORD_KEYS"
"""The variable that holds the keys where no file does."""


class RecordSettingsError(Exception):
    """Something about the record is set wrongly; ``reason`` says what, and what would be right."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


class OpenRecord(NamedTuple):
    """What writes the record, and what makes entries of calls."""

    recorder: Recorder
    recording: Recording


def open_record(settings: Settings, on_change: Callable[[Text | None], None]) -> OpenRecord:
    """Open the record that ``settings`` name; nothing is written yet. Raises RecordSettingsError."""
    keys, policy = find_keys(settings.record_keys), read_policy(settings.record_policy)
    bounds = Bounds(settings.record_entries, settings.record_milliseconds)
    about = {
        "mode": settings.record_mode.value,
        "key": keys.current.name,
        "fields": {name: treatment.value for name, treatment in sorted(policy.fields.items())},
        "versions": VERSIONS,
    }
    try:
        store = open_store(settings.record or "")
    except RecordError as error:
        raise RecordSettingsError(error.reason) from error
    recorder = Recorder(store, about, settings.record_mode, bounds, on_change)
    return OpenRecord(recorder, Recording(recorder, policy, keys.current))


def problems_of_record(settings: Settings) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the record that ``settings`` name, its keys and its policy, if they name one."""
    try:
        if settings.record is not None:
            open_record(settings, lambda _: None)
    except RecordSettingsError as error:
        return (Diagnostic(Code.BAD_SETTING, Position("record"), error.reason),)
    return ()


def find_keys(path: Path | None) -> Keys:
    """Return the keys in the file ``path``, or in the environment. Raises RecordSettingsError."""
    place = str(path or KEYS_VARIABLE)
    try:
        text = os.environ.get(KEYS_VARIABLE, "") if path is None else path.read_text("utf-8-sig")
        if path is None and not text:
            reason = Text(
                "留痕要有做假名用的密钥：chronicare record keygen 文件 做一把，再写 --record-keys 文件，"
                f"或把内容放进环境变量 {KEYS_VARIABLE}",
                "a record needs a key for pseudonyms: make one with chronicare record keygen FILE, and name it with"
                f" --record-keys FILE or put what is in it into {KEYS_VARIABLE}",
            )
            raise RecordSettingsError(reason)
        return read_keys(text)
    except KeysError as error:
        raise RecordSettingsError(Text(f"{place}：{error.reason.zh}", f"{place}: {error.reason.en}")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RecordSettingsError(Text(f"密钥文件读不了：{error}", f"the keys cannot be read: {error}")) from error


def read_policy(path: Path | None) -> MaskingPolicy:
    """Return the policy in the file ``path``, the usual one without. Raises RecordSettingsError."""
    if path is None:
        return MaskingPolicy()
    try:
        policy = MaskingPolicy.model_validate(yaml.safe_load(path.read_text("utf-8-sig")) or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        told = (
            "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
            if isinstance(error, ValidationError)
            else " ".join(str(error).split())
        )
        raise RecordSettingsError(Text(f"{path}：{told}", f"{path}: {told}")) from error
    known = maskable_fields(method.input_type for method in METHODS.values())
    unknown = sorted(policy.fields.keys() - known)
    if unknown:
        raise RecordSettingsError(
            Text(f"{path}：请求里没有字段 {'、'.join(unknown)}", f"{path}: no request has a field {', '.join(unknown)}")
        )
    hashed = sorted(name for name, each in policy.fields.items() if each is Treatment.HASH and name not in IDENTIFIERS)
    if hashed:
        may = sorted(IDENTIFIERS)
        raise RecordSettingsError(
            Text(
                f"{path}：{'、'.join(hashed)} 只能写 keep 或 drop：换成假名答案会变；能写 hash 的是 {'、'.join(may)}",
                f"{path}: {', '.join(hashed)} can be kept or dropped only, since answers rest on it; hash is for"
                f" {', '.join(may)}",
            )
        )
    return policy
