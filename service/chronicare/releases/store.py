"""A folder of releases: the files, their signatures, whom to trust, and which are active from which day.

Each file is written whole or not at all. What is active is a list, and the lists before it are kept, so that one
command goes back. Whatever cannot be verified is not active, and nothing else takes its place.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chronicare.diagnostics import Text
from chronicare.loaders.file_writing import replace_file
from chronicare.releases.package import PACKAGE_SUFFIX, Package, open_package
from chronicare.releases.signing import SignatureRefusedError, TrustedKey, read_public_key, verify

_Model = TypeVar("_Model", bound=BaseModel)

_SIGNATURE_SUFFIX = ".sig.json"
_ACTIVE = "active.json"
_TRUSTED = "trusted.json"
_SHORTEST = 6
"""Digits of a digest by which a release can be called."""


class Activation(BaseModel):
    """A release that is active, for requests as of ``applies_from`` and later; empty: for any day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    applies_from: date | None = None


class _Active(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    active: tuple[Activation, ...] = ()
    before: tuple[tuple[Activation, ...], ...] = ()


class _Key(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    public: str


class _Trusted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: int = Field(default=1, ge=1)
    keys: tuple[_Key, ...] = ()


class StoreError(Exception):
    """The store does not have what is asked for, or it cannot be read; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


class ReleaseStore:
    """The releases in one folder."""

    def __init__(self, root: Path) -> None:
        """Look at nothing yet."""
        self._root = root

    def digests(self) -> list[str]:
        """Return the digests of the releases that are kept, in order."""
        return sorted(each.name.removesuffix(PACKAGE_SUFFIX) for each in self._root.glob(f"*{PACKAGE_SUFFIX}"))

    def find(self, named: str) -> str:
        """Return the digest of the release that ``named`` begins. Raises StoreError if none or several do."""
        found = [each for each in self.digests() if len(named) >= _SHORTEST and each.startswith(named.lower())]
        if len(found) != 1:
            many = Text(f"有 {len(found)} 个发布以 {named} 开头", f"{len(found)} releases begin with {named}")
            none = Text(
                f"没有发布 {named}（写摘要的前 {_SHORTEST} 位或更多）",
                f"no release {named} (at least {_SHORTEST} digits)",
            )
            raise StoreError(many if found else none)
        return found[0]

    def add(self, package: Package) -> None:
        """Keep ``package``. Raises OSError."""
        self._root.mkdir(parents=True, exist_ok=True)
        replace_file(self._root / f"{package.digest}{PACKAGE_SUFFIX}", package.data)

    def open(self, digest: str) -> Package:
        """Return the release ``digest``, signed or not. Raises StoreError, BrokenPackageError or OSError."""
        try:
            data = (self._root / f"{digest}{PACKAGE_SUFFIX}").read_bytes()
        except FileNotFoundError as error:
            raise StoreError(Text(f"没有发布 {digest}", f"no release {digest}")) from error
        return open_package(data, digest)

    def open_verified(self, digest: str) -> tuple[Package, tuple[str, ...]]:
        """Return the release ``digest`` and who has signed it; its signatures are looked at first.

        Raises SignatureRefusedError, and as ``open`` does.
        """
        envelope = self.signatures(digest)
        if envelope is None:
            raise SignatureRefusedError(Text("没有签名", "it is not signed"))
        trusted = self._trusted()
        keys = [TrustedKey(each.name, read_public_key(each.public.encode())) for each in trusted.keys]
        signers = verify(digest, envelope, keys, trusted.threshold)
        return self.open(digest), signers

    def signatures(self, digest: str) -> bytes | None:
        """Return the envelope with the signatures of a release, if there is one."""
        path = self._root / f"{digest}{_SIGNATURE_SUFFIX}"
        return path.read_bytes() if path.exists() else None

    def keep_signatures(self, digest: str, envelope: bytes) -> None:
        """Keep the signatures of a release."""
        replace_file(self._root / f"{digest}{_SIGNATURE_SUFFIX}", envelope)

    def trust(self, name: str, public: bytes, threshold: int | None) -> None:
        """Trust a public key (PEM) under a ``name``; ``threshold`` trusted signatures are asked for from now on."""
        read_public_key(public)
        trusted = self._trusted()
        keys = (*(each for each in trusted.keys if each.name != name), _Key(name=name, public=public.decode()))
        made = _Trusted(threshold=threshold or trusted.threshold, keys=keys)
        self._root.mkdir(parents=True, exist_ok=True)
        replace_file(self._root / _TRUSTED, made.model_dump_json(indent=1).encode() + b"\n")

    def active(self) -> tuple[Activation, ...]:
        """Return what is active, the one that applies from the latest day first. Raises StoreError."""
        return self._active().active

    def activate(self, digest: str, applies_from: date | None) -> tuple[Activation, ...]:
        """Make a release active; without a day it takes the place of all that are. Returns what is active now.

        Raises as ``open_verified``.
        """
        self.open_verified(digest)
        state = self._active()
        others = [each for each in state.active if applies_from is not None and each.applies_from != applies_from]
        made = (Activation(digest=digest, applies_from=applies_from), *others)
        ordered = tuple(sorted(made, key=lambda each: each.applies_from or date.min, reverse=True))
        self._keep(_Active(active=ordered, before=(state.active, *state.before)))
        return ordered

    def roll_back(self) -> tuple[Activation, ...]:
        """Make active what was before. Raises StoreError if nothing was, and as ``open_verified``."""
        state = self._active()
        if not state.before or not state.before[0]:
            raise StoreError(Text("以前没有生效过别的发布", "nothing was active before"))
        for each in state.before[0]:
            self.open_verified(each.digest)
        self._keep(_Active(active=state.before[0], before=state.before[1:]))
        return state.before[0]

    def active_packages(self) -> Iterator[tuple[Activation, Package]]:
        """Yield what is active, each verified. Raises StoreError if nothing is, and as ``open_verified``."""
        active = self.active()
        if not active:
            raise StoreError(Text("没有生效的发布：先 chronicare release activate", "no release is active"))
        for each in active:
            package, _ = self.open_verified(each.digest)
            yield each, package

    def _active(self) -> _Active:
        return self._read(_ACTIVE, _Active)

    def _trusted(self) -> _Trusted:
        return self._read(_TRUSTED, _Trusted)

    def _keep(self, state: _Active) -> None:
        replace_file(self._root / _ACTIVE, state.model_dump_json(indent=1).encode() + b"\n")

    def _read(self, name: str, model: type[_Model]) -> _Model:
        path = self._root / name
        if not path.exists():
            return model()
        try:
            return model.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise StoreError(Text(f"{path.name} 读不出来", f"{path.name} cannot be read")) from error
