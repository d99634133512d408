"""How the service is set up: a file (TOML), the environment over it, what the command line says over both.

In the file each setting has the name it has in ``Settings``, those of a group in its table::

    host = "10.0.0.5"
    [tls]
    certificate = "server.pem"      # paths are looked for from where the file is
    key = "server.key"
    [access]
    callers = "callers.toml"
    [access.tokens]
    keys = "keys.json"
    issuer = "https://login.example"
    audience = "chronicare"

In the environment it is ``CHRONICARE_HOST``, ``CHRONICARE_TLS_KEY``, ``CHRONICARE_ACCESS_TOKENS_ISSUER``.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.complaints import complaints
from chronicare.rpc.settings import Settings

PREFIX = "CHRONICARE_"
DEFAULT_RULES = "rules"
_NOT_OURS = "tcp://"
"""What Kubernetes puts into CHRONICARE_PORT of every container beside a service called chronicare."""
_OTHERS = frozenset({"CHRONICARE_RECORD_KEYS"})
"""Variables that hold what a setting names the file of."""
_PASSWORD = re.compile(r"(://[^/@:]*:)[^/@]*@|(password=)[^&\s]*", re.IGNORECASE)
_HIDDEN = "***"


@dataclass(frozen=True)
class Configuration:
    """The settings, and where each that was written stands: by key, such as ``tls.key``."""

    settings: Settings
    written: Mapping[str, Position]

    def lines(self) -> Iterator[str]:
        """Write every setting as the file has it, with where it comes from; passwords in addresses are not written."""
        listed = list(_leaves(Settings))
        group = ""
        for key, _ in sorted(listed, key=lambda each: each[0].count(".")):
            *groups, name = key.split(".")
            value = self._value(key)
            if value is None:
                continue
            if ".".join(groups) != group:
                group = ".".join(groups)
                yield f"[{group}]"
            origin = self.written.get(key)
            yield f"{name} = {_written(value)}{f'  # {origin.file}' if origin else ''}"

    def _value(self, key: str) -> object:
        value: object = self.settings
        for part in key.split("."):
            value = getattr(value, part, None)
        return value


def read_configuration(
    file: Path | None, environment: Mapping[str, str], flags: Mapping[str, object] = {}
) -> Configuration:
    """Read the settings. Raises DiagnosticError with all that is wrong, each by where it was written, and OSError."""
    values: dict[str, Any] = {"rules": DEFAULT_RULES}
    written: dict[str, Position] = {}
    if file is not None:
        for key, value in _flat(_parsed(file)):
            _put(values, key, _from(file.parent, key, value))
            written[key] = Position(str(file), heading=key)
    for key, _ in _leaves(Settings):
        name = variable_of(key)
        value = environment.get(name, "")
        if name not in _OTHERS and value and not value.startswith(_NOT_OURS):
            _put(values, key, value)
            written[key] = Position(name)
    for key, value in flags.items():
        _put(values, key, value)
        written[key] = Position(f"--{key.replace('_', '-')}")
    try:
        return Configuration(Settings.model_validate(values), written)
    except ValidationError as error:
        whole = str(file) if file else ""
        raise DiagnosticError(
            complaints(whole, error, lambda key: written.get(key, Position(whole, heading=key)))
        ) from error


def variable_of(key: str) -> str:
    """Return what the setting ``key`` is called in the environment."""
    return PREFIX + key.upper().replace(".", "_")


def settings_of(model: type[BaseModel]) -> list[str]:
    """Return the key of every setting of ``model``, such as ``tls.key``."""
    return [key for key, _ in _leaves(model)]


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = Text(f"不是 TOML：{error}", f"no TOML: {error}")
        raise DiagnosticError([Diagnostic(Code.BAD_SETTING, Position(str(file)), message)]) from error


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _leaves(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the key of every setting, and whether it is a path."""
    for name, field in model.model_fields.items():
        kinds = [each for each in (field.annotation, *get_args(field.annotation)) if isinstance(each, type)]
        group = next((each for each in kinds if issubclass(each, BaseModel)), None)
        if group is not None:
            yield from _leaves(group, f"{above}{name}.")
        else:
            yield f"{above}{name}", Path in kinds


_PATHS = frozenset(key for key, is_path in _leaves(Settings) if is_path)


def _from(folder: Path, key: str, value: object) -> object:
    return folder / value if key in _PATHS and isinstance(value, str) else value


def _put(values: dict[str, Any], key: str, value: object) -> None:
    *groups, name = key.split(".")
    for group in groups:
        inner = values.get(group)
        values = values.setdefault(group, {}) if isinstance(inner, dict) or inner is None else {}
    values[name] = value


def _written(value: object) -> str:
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return json.dumps(
        _PASSWORD.sub(lambda found: f"{found[1]}{_HIDDEN}@" if found[1] else f"{found[2]}{_HIDDEN}", str(value)),
        ensure_ascii=False,
    )
