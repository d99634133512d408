import hashlib
import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from unit.releases.made import EXAMPLE, package_of, published

from chronicare.releases.package import BrokenPackageError, build, open_package


def test_the_same_rules_give_the_same_bytes_wherever_and_whenever_they_are_packed(tmp_path: Path) -> None:
    there = tmp_path / "elsewhere"
    shutil.copytree(EXAMPLE, there)
    for path in there.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert package_of(there).data == package_of(EXAMPLE).data


def test_it_is_called_by_the_digest_of_its_bytes() -> None:
    package = package_of()
    assert package.digest == hashlib.sha256(package.data).hexdigest()
    assert open_package(package.data, package.digest) == package


def test_it_says_what_it_holds() -> None:
    package = package_of()
    (area,) = package.contents.areas
    (release,) = published(EXAMPLE).releases
    assert (area.code, area.cases, area.entries, area.digest) == ("990000", 3, 3, release.digest)
    assert package.contents.version == "2026.1"
    assert package.contents.made_by["durable-rules"] == "2.0.28"
    names = zipfile.ZipFile(io.BytesIO(package.data)).namelist()
    assert {"release.json", "report.json", "changelog.md", "program/990000.json"} <= set(names)
    assert package.read("rules/990000-example/criteria.csv") == (EXAMPLE / "990000-example/criteria.csv").read_bytes()


def test_its_rules_are_those_that_were_packed() -> None:
    (area,) = package_of().load().areas
    assert area.area == "990000"
    assert area.diagnostics == ()
    assert area.rules is not None


@pytest.mark.parametrize("at", [0, 100, -1])
def test_one_byte_that_is_another_is_found(at: int) -> None:
    package = package_of()
    data = bytearray(package.data)
    data[at] ^= 1
    with pytest.raises(BrokenPackageError, match="digest"):
        open_package(bytes(data), package.digest)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + 18 * b"\0"])
def test_what_is_no_release_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenPackageError):
        open_package(data, hashlib.sha256(data).hexdigest())


def test_another_label_or_changelog_is_another_release() -> None:
    others = [
        build(EXAMPLE, published(EXAMPLE), "2026.2", "第一版", "", {}),
        build(EXAMPLE, published(EXAMPLE), "2026.1", "第二版", "", {}),
    ]
    assert len({package_of().digest, *(each.digest for each in others)}) == 3
