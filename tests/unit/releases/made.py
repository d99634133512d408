"""Releases made of the example rules, keys, and a store."""

from functools import cache
from pathlib import Path

from chronicare.application.catalogue import Catalogue
from chronicare.application.publish import Published, Publisher
from chronicare.engine import InterpretingEngine
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.releases.package import Package, build
from chronicare.releases.signing import KeyPair, make_keys, read_private_key, sign
from chronicare.releases.store import ReleaseStore

EXAMPLE = Path(__file__).parents[2] / "data" / "rpc" / "rules"


def published(root: Path) -> Published:
    return Publisher(RuleDirectory(root), lambda _: [], InterpretingEngine(), Catalogue()).prepare(RuleDirectory(root))


@cache
def package_of(root: Path = EXAMPLE, label: str = "2026.1") -> Package:
    return build(root, published(root), label, "第一版", "", {"990000": 3})


@cache
def _keys(_name: str) -> KeyPair:
    return make_keys(None)


def keys(name: str = "") -> KeyPair:
    return _keys(name)


def key_file(folder: Path, name: str = "") -> Path:
    path = folder / f"key-{name}.pem"
    path.write_bytes(keys(name).private)
    return path


def signed(digest: str, folder: Path, name: str = "", envelope: bytes | None = None) -> bytes:
    return sign(digest, "2026.1", read_private_key(key_file(folder, name), None), envelope)


def store_with(folder: Path, *packages: Package) -> ReleaseStore:
    """Return a store of ``packages``, signed by a key it trusts."""
    store = ReleaseStore(folder / "store")
    store.trust("医保局", keys().public, None)
    for each in packages:
        store.add(each)
        store.keep_signatures(each.digest, signed(each.digest, folder))
    return store
