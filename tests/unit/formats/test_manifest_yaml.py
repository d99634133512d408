import hashlib
from datetime import date
from pathlib import Path

import pytest

from chronicare.diagnostics import Diagnostics, Position, Text
from chronicare.formats import read_manifest
from chronicare.tables import Manifest

RULES = Path(__file__).parents[3] / "rules"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
DIGEST = "0123456789abcdef" * 4
GOOD = f"""\
area: "511900"
name: {{zh: 甲市, en: A City}}
version: 2025.10
effective_from: 2025/11/1
effective_until: 2026-11-01
unknown_words: [未做, 不详]
documents:
- {{id: 手册, title: 宣传手册, publisher: 甲市医保局, edition: 2025年11月, sha256: {DIGEST}}}
"""


def read(text: str) -> tuple[Manifest | None, list[tuple[str, str, str]]]:
    """Return what was read, and code, place and hint of everything found."""
    diagnostics = Diagnostics()
    manifest = read_manifest(text.encode(), "m.yaml", diagnostics)
    return manifest, [(each.code.name, str(each.where), each.hint.zh) for each in diagnostics.sorted()]


def place(text: str, key: str, path: str) -> str:
    """Find ``key`` in ``text`` and name its place as a diagnostic does."""
    before = text[: text.index(key)].split("\n")
    return str(Position("m.yaml", len(before), len(before[-1]) + 1, path))


def changed(old: str, new: str) -> str:
    """Return the good manifest with ``old`` replaced."""
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_manifest() -> None:
    manifest, found = read(GOOD)
    assert found == []
    assert manifest is not None
    assert (manifest.area, manifest.name, manifest.version) == ("511900", Text("甲市", "A City"), "2025.10")
    assert (manifest.effective_from, manifest.effective_until) == (date(2025, 11, 1), date(2026, 11, 1))
    assert manifest.unknown_words == ("未做", "不详")
    (document,) = manifest.documents
    assert (document.id, document.title, document.publisher) == ("手册", "宣传手册", "甲市医保局")
    assert (document.edition, document.sha256) == ("2025年11月", DIGEST)
    assert (document.position.row, document.position.column) == (8, 3)


@pytest.mark.parametrize(("line", "time_zone"), [("", "Asia/Shanghai"), ("time_zone: Asia/Urumqi\n", "Asia/Urumqi")])
def test_today_is_told_by_the_time_zone_of_the_area(line: str, time_zone: str) -> None:
    answer, found = read(GOOD + line)
    assert found == []
    assert answer is not None
    assert answer.time_zone == time_zone


@pytest.mark.parametrize("name", ["北京时间", "../etc", "Asia"])
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    text = f"{GOOD}time_zone: {name}\n"
    answer, found = read(text)
    assert answer is None
    assert found == [("BROKEN_MANIFEST", place(text, "time_zone", "time_zone"), "写 IANA 的时区名，如 Asia/Shanghai")]


def test_an_english_name_is_optional() -> None:
    answer, found = read(changed(", en: A City", ""))
    assert (found, answer.name if answer else None) == ([], Text("甲市", "甲市"))


def test_a_layer_has_no_area_and_may_have_no_documents() -> None:
    answer, found = read("name: {zh: 词表, en: Words}\nversion: '1'\n")
    assert found == []
    assert answer is not None
    assert (answer.area, answer.effective_from, answer.documents) == ("", None, ())


@pytest.mark.parametrize(
    ("old", "new", "key", "path", "hint"),
    [
        ('"511900"', "51190", "area", "area", ""),
        ("name: {zh: 甲市, en: A City}", "name: 甲市", "name", "name", ""),
        ("version: 2025.10\n", "", "area", "", ""),
        ("2025.10", "[1]", "version", "version", ""),
        ("2025.10", "' '", "version", "version", ""),
        ("2025/11/1", "11月", "effective_from", "effective_from", "日期写成 2025-11-01"),
        ("unknown_words", "unknown_word", "unknown_word", "unknown_word", "是不是「unknown_words」？"),
        ("[未做, 不详]", "未做", "unknown_words", "unknown_words", ""),
        (DIGEST, "12ab", "sha256", "documents[0].sha256", ""),
        (DIGEST, DIGEST.upper(), "sha256", "documents[0].sha256", ""),
        (", edition: 2025年11月", "", "{id:", "documents[0]", ""),
    ],
)
def test_each_error_has_its_place(old: str, new: str, key: str, path: str, hint: str) -> None:
    text = changed(old, new)
    assert read(text)[1] == [("BROKEN_MANIFEST", place(text, key, path), hint)]


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "path"),
    [
        (
            "documents:\n",
            f"documents:\n- {{id: 手册, title: 甲, publisher: 乙, edition: 丙, sha256: {DIGEST}}}\n",
            "DUPLICATE_ID",
            "id: 手册, title: 宣传手册",
            "documents[1].id",
        ),
        ("2026-11-01", "2025-11-01", "BAD_DATES", "effective_until", "effective_until"),
    ],
)
def test_what_does_not_fit_together_is_told(old: str, new: str, code: str, key: str, path: str) -> None:
    text = changed(old, new)
    assert [(each, where) for each, where, _ in read(text)[1]] == [(code, place(text, key, path))]


def test_an_area_needs_its_first_day() -> None:
    _, found = read(changed("effective_from: 2025/11/1\n", ""))
    assert [(code, where) for code, where, _ in found] == [("BROKEN_MANIFEST", "m.yaml:A1")]


def test_all_errors_at_once() -> None:
    text = "area: 12\nnames: 甲\ndocuments:\n- {id: 甲, titel: 乙, publisher: 局, edition: '1', sha256: 2}\n- 3\n"
    found = read(text)[1]
    assert sorted((where, hint) for _, where, hint in found) == [
        ("m.yaml:A1", ""),
        ("m.yaml:A1", ""),
        ("m.yaml:A1「area」", ""),
        ("m.yaml:A2「names」", "是不是「name」？"),
        (place(text, "sha256", "documents[0].sha256"), ""),
        (place(text, "{id", "documents[0]"), ""),
        ("m.yaml:C5「documents[1]」", ""),
        (place(text, "titel", "documents[0].titel"), "是不是「title」？"),
    ]


@pytest.mark.parametrize("text", ["", "[]", "甲"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    answer, found = read(text)
    assert answer is None
    assert found


MANIFESTS = sorted(RULES.glob("*/manifest.yaml"))


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_the_manifests_of_the_rules(path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_manifest(path.read_bytes(), path.name, diagnostics) is not None
    assert diagnostics.sorted() == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not at hand beside the project")
@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_the_documents_named_are_those_at_hand(path: Path) -> None:
    there = {hashlib.sha256(each.read_bytes()).hexdigest() for each in SEEDS.iterdir()}
    answer = read_manifest(path.read_bytes(), path.name, Diagnostics())
    assert answer is not None
    assert {each.sha256 for each in answer.documents} <= there


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_a_digest_that_only_stands_in_for_one(digest: str) -> None:
    answer, ((code, where, _),) = read(changed(DIGEST, digest))
    assert (answer, code) == (None, "BROKEN_MANIFEST")
    assert "documents[0].sha256" in where


@pytest.mark.parametrize(("line", "begins"), [("", (1, 1)), ('benefit_year_begins: "07-01"\n', (7, 1))])
def test_when_the_benefit_year_begins(line: str, begins: tuple[int, int]) -> None:
    answer, found = read(f"{GOOD}{line}")
    assert found == []
    assert answer is not None
    assert answer.benefit_year == begins


@pytest.mark.parametrize("day", ["02-29", "13-01", "7-1", "07/01", "0701"])
def test_what_is_no_day_of_every_year_is_refused(day: str) -> None:
    text = f'{GOOD}benefit_year_begins: "{day}"\n'
    _, found = read(text)
    hint = "写月-日，如 07-01；自然年度不用写"
    assert found == [("BROKEN_MANIFEST", place(text, "benefit_year_begins", "benefit_year_begins"), hint)]
