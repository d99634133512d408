"""Pseudonyms: a keyed hash stands where a clear identifier would. The same identifier has the same one, under one key.

Keys have names, which pseudonyms begin with. A new key is added at the end and used from then on; the older ones are
kept as long as anything recorded under them is to be found by an identifier.
"""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from chronicare.diagnostics import Text

_SECRET_BYTES = 32
_DIGEST_BYTES = 16
_NAME = re.compile(r"[a-z0-9]{1,16}")


class KeysError(Exception):
    """The keys cannot be read; ``reason`` says why, and holds nothing of them."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class PseudonymKey:
    """A secret and what it is called."""

    name: str
    secret: bytes

    def pseudonym(self, sort: str, identifier: str) -> str:
        """Return what stands for ``identifier``; what is alike but of another ``sort`` cannot be linked to it."""
        digest = hmac.digest(self.secret, f"{sort}\0{identifier}".encode("utf-8", "surrogatepass"), "sha256")
        return f"{self.name}.{base64.b32encode(digest[:_DIGEST_BYTES]).decode().rstrip('=').lower()}"


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys there are, oldest first; the last is in use."""

    every: tuple[PseudonymKey, ...]

    @property
    def current(self) -> PseudonymKey:
        """The one in use."""
        return self.every[-1]

    def pseudonyms(self, sort: str, identifier: str) -> Iterable[str]:
        """Yield what may stand for ``identifier``, whenever it was recorded."""
        return (each.pseudonym(sort, identifier) for each in reversed(self.every))


def read_keys(text: str) -> Keys:
    """Read keys, one a line: a name of small letters and digits, a space, the secret in base64. Raises KeysError."""
    keys: dict[str, PseudonymKey] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, secret = line.strip().partition(" ")
        try:
            read = base64.b64decode(secret.strip(), validate=True)
        except (binascii.Error, ValueError):
            read = b""
        if not _NAME.fullmatch(name) or len(read) < _SECRET_BYTES or name in keys:
            reason = Text(
                f"第 {number} 行不是密钥：写「名称 base64」，名称用小写字母和数字、不重复，至少 {_SECRET_BYTES} 字节",
                f"line {number} is no key: write a name of small letters and digits, once, and {_SECRET_BYTES} bytes or"
                " more in base64",
            )
            raise KeysError(reason)
        keys[name] = PseudonymKey(name, read)
    if not keys:
        raise KeysError(Text("没有密钥", "there is no key"))
    return Keys(tuple(keys.values()))


def new_key(names: Iterable[str] = ()) -> str:
    """Return a line with a new key, called otherwise than those that have ``names``."""
    taken = set(names)
    name = next(each for each in (f"k{number}" for number in range(1, len(taken) + 2)) if each not in taken)
    return f"{name} {base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}\n"
