"""A rule directory as bytes gives the rules it held, whatever becomes of it."""

import shutil
from pathlib import Path

import pytest

from chronicare.application.digest import digest_of
from chronicare.loaders import rule_archive
from chronicare.loaders.rule_archive import RuleArchive, pack_rules
from chronicare.loaders.rule_directory import RuleDirectory

EXAMPLE = Path(__file__).parents[2] / "data" / "rpc" / "rules"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))


def digests(source: RuleDirectory | RuleArchive) -> list[str]:
    read = source.load()
    assert [told for area in read.areas for told in area.diagnostics] == []
    return [digest_of(area.rules) for area in read.areas if area.rules is not None]


def test_an_archive_is_the_directory_as_it_was(rules: Path) -> None:
    before, packed = digests(RuleDirectory(rules)), pack_rules(rules)
    manifest = rules / "990000-example" / "manifest.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("2025.1", "2026.1"), encoding="utf-8")
    assert digests(RuleArchive(packed)) == before != digests(RuleDirectory(rules))
    assert pack_rules(rules) != packed


def test_the_same_content_gives_the_same_bytes(rules: Path, tmp_path: Path) -> None:
    (rules / ".git").mkdir()
    (rules / ".git" / "index").write_text("hidden", encoding="utf-8")
    assert pack_rules(rules) == pack_rules(Path(shutil.copytree(EXAMPLE, tmp_path / "again")))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        pack_rules(tmp_path / "nowhere")


def test_there_is_an_end_to_what_is_packed(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_archive, "MAX_ARCHIVED_BYTES", 100)
    with pytest.raises(OSError, match="no rule directory"):
        pack_rules(rules)


def test_what_is_wrong_is_told_at_its_place_in_the_directory(rules: Path) -> None:
    (rules / "national" / "units.csv").unlink()
    told = []
    for source in (RuleDirectory(rules), RuleArchive(pack_rules(rules))):
        (area,) = source.load().areas
        told.append([each.render() for each in area.diagnostics])
    assert told[0] == told[1] != []
