import hashlib
from datetime import date
from pathlib import Path

import pytest

from chronicare.diagnostics import Diagnostics, Position, Text
from chronicare.formats import TableDeclaration, read_manifest
from chronicare.tables import KINDS, Manifest

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
tables:
- {{file: entries.csv, kind: entries, document: 手册}}
- {{file: more/switches.csv, kind: switches}}
"""


def read(text: str) -> tuple[tuple[Manifest, tuple[TableDeclaration, ...]] | None, list[tuple[str, str, str]]]:
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
    answer, found = read(GOOD)
    assert found == []
    assert answer is not None
    manifest, tables = answer
    assert (manifest.area, manifest.name, manifest.version) == ("511900", Text("甲市", "A City"), "2025.10")
    assert (manifest.effective_from, manifest.effective_until) == (date(2025, 11, 1), date(2026, 11, 1))
    assert manifest.unknown_words == ("未做", "不详")
    (document,) = manifest.documents
    assert (document.id, document.title, document.publisher) == ("手册", "宣传手册", "甲市医保局")
    assert (document.edition, document.sha256) == ("2025年11月", DIGEST)
    assert (document.position.row, document.position.column) == (8, 3)
    assert [(each.file, each.kind, each.document) for each in tables] == [
        ("entries.csv", KINDS["entries"], "手册"),
        ("more/switches.csv", KINDS["switches"], "手册"),
    ]


@pytest.mark.parametrize(("line", "time_zone"), [("", "Asia/Shanghai"), ("time_zone: Asia/Urumqi\n", "Asia/Urumqi")])
def test_today_is_told_by_the_time_zone_of_the_area(line: str, time_zone: str) -> None:
    answer, found = read(GOOD + line)
    assert found == []
    assert answer is not None
    assert answer[0].time_zone == time_zone


@pytest.mark.parametrize("name", ["北京时间", "../etc", "Asia"])
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    text = f"{GOOD}time_zone: {name}\n"
    answer, found = read(text)
    assert answer is None
    assert found == [("BROKEN_MANIFEST", place(text, "time_zone", "time_zone"), "写 IANA 的时区名，如 Asia/Shanghai")]


def test_a_vocabulary_has_no_area_and_no_documents() -> None:
    answer, found = read("name: {zh: 词表, en: Words}\nversion: '1'\ntables: [{file: units.csv, kind: units}]\n")
    assert found == []
    assert answer is not None
    assert (answer[0].area, answer[0].effective_from, answer[0].documents, answer[1][0].document) == ("", None, (), "")


@pytest.mark.parametrize(
    ("old", "new", "key", "path", "hint"),
    [
        ('"511900"', "51190", "area", "area", ""),
        ("name: {zh: 甲市, en: A City}", "name: 甲市", "name", "name", ""),
        (", en: A City", "", "name", "name", ""),
        ("version: 2025.10\n", "", "area", "", ""),
        ("2025.10", "[1]", "version", "version", ""),
        ("2025.10", "' '", "version", "version", ""),
        ("2025/11/1", "11月", "effective_from", "effective_from", "日期写成 2025-11-01"),
        ("unknown_words", "unknown_word", "unknown_word", "unknown_word", "是不是「unknown_words」？"),
        ("[未做, 不详]", "未做", "unknown_words", "unknown_words", ""),
        ("tables:", "tables: []\ntable:", "table:", "table", "是不是「tables」？"),
        (DIGEST, "12ab", "sha256", "documents[0].sha256", ""),
        (DIGEST, DIGEST.upper(), "sha256", "documents[0].sha256", ""),
        (", edition: 2025年11月", "", "{id:", "documents[0]", ""),
        ("kind: entries", "kind: entry", "kind", "tables[0].kind", "是不是「entries」？"),
        ("file: entries.csv", "file: ../e.csv", "file", "tables[0].file", ""),
        ("file: entries.csv", "file: /e.csv", "file", "tables[0].file", ""),
        ("file: entries.csv", "file: 'a\\e.csv'", "file", "tables[0].file", ""),
        ("file: entries.csv", "file: e.xlsx", "file", "tables[0].file", ""),
    ],
)
def test_each_error_has_its_place(old: str, new: str, key: str, path: str, hint: str) -> None:
    text = changed(old, new)
    assert read(text)[1] == [("BROKEN_MANIFEST", place(text, key, path), hint)]


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "path"),
    [
        ("document: 手册", "document: 手帐", "UNKNOWN_DOCUMENT", "document: 手帐", "tables[0].document"),
        ("more/switches.csv", "entries.csv", "DUPLICATE_ID", "file: entries.csv, kind: sw", "tables[1].file"),
        ("2026-11-01", "2025-11-01", "BAD_DATES", "effective_until", "effective_until"),
    ],
)
def test_what_does_not_fit_together_is_told(old: str, new: str, code: str, key: str, path: str) -> None:
    text = changed(old, new)
    assert [(each, where) for each, where, _ in read(text)[1]] == [(code, place(text, key, path))]


def test_an_area_needs_its_first_day() -> None:
    _, found = read(changed("effective_from: 2025/11/1\n", ""))
    assert [(code, where) for code, where, _ in found] == [("BROKEN_MANIFEST", "m.yaml:A1")]


def test_rows_that_cite_need_a_document() -> None:
    text = "name: {zh: 甲, en: A}\nversion: '1'\ntables: [{file: e.csv, kind: entries}]\n"
    assert [(code, where) for code, where, _ in read(text)[1]] == [("UNKNOWN_DOCUMENT", "m.yaml:J3「tables[0]」")]


def test_with_two_documents_a_table_says_which() -> None:
    second = f"- {{id: 通知, title: 通知, publisher: 局, edition: '1', sha256: {DIGEST}}}\ntables:"
    text = changed("tables:", second).replace(", document: 手册}", "}")
    assert [(code, where) for code, where, _ in read(text)[1]] == [("UNKNOWN_DOCUMENT", "m.yaml:C11「tables[0]」")]


def test_all_errors_at_once() -> None:
    text = "area: 12\nnames: 甲\ntables:\n- {file: a.csv, kind: units, documents: x}\n- 3\n"
    found = read(text)[1]
    assert sorted((where, hint) for _, where, hint in found) == [
        ("m.yaml:A1", ""),
        ("m.yaml:A1", ""),
        ("m.yaml:A1「area」", ""),
        ("m.yaml:A2「names」", "是不是「name」？"),
        (place(text, "documents", "tables[0].documents"), "是不是「document」？"),
        ("m.yaml:C5「tables[1]」", ""),
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
    assert {each.sha256 for each in answer[0].documents} <= there


# Decision tables


def with_table(declared: str) -> str:
    """Return the good manifest with another second table."""
    return changed("{file: more/switches.csv, kind: switches}", f"{{file: more/one.csv, {declared}}}")


def test_a_decision_table_has_a_name_and_a_hit_policy() -> None:
    answer, found = read(with_table("kind: decision, name: 住院待遇, hit: COLLECT MAX"))
    assert found == []
    assert answer is not None
    assert [(each.file, each.kind.name, each.name, each.hit) for each in answer[1]] == [
        ("entries.csv", "entries", "", ""),
        ("more/one.csv", "decision", "住院待遇", "COLLECT MAX"),
    ]


@pytest.mark.parametrize(
    "declared",
    [
        "kind: decision",
        "kind: decision, name: 住院待遇",
        "kind: decision, hit: UNIQUE",
        "kind: chain, name: 支付, hit: UNIQUE",
        "kind: switches, name: 开关, hit: FIRST",
    ],
)
def test_a_decision_table_needs_both_and_no_other_has_them(declared: str) -> None:
    text = with_table(declared)
    where = place(text, "{file: more/one.csv", "tables[1]")
    assert read(text)[1] == [("BROKEN_MANIFEST", where, "如 name: 住院待遇, hit: UNIQUE")]


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_a_digest_that_only_stands_in_for_one(digest: str) -> None:
    answer, ((code, where, _),) = read(changed(DIGEST, digest))
    assert (answer, code) == (None, "BROKEN_MANIFEST")
    assert "documents[0].sha256" in where
