"""Documents written into a manifest: the rest of the file stays to the letter."""

import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.formats import read_manifest
from chronicare.formats.manifest_citing import with_digest, with_document

DIGEST, OTHER = "0123456789abcdef" * 4, "fedcba9876543210" * 4
HEAD = "# 甲市的规则\nname: {zh: 甲市}\nversion: '1'\n"
BLOCK = f"""\
{HEAD}
# 依据
documents:
- id: 手册  # 主要的一份
  title: 宣传手册
  publisher: 甲市医保局
  edition: 2025年11月  # 第二版
- id: 通知
  title: 关于某事的通知
  publisher: 局
  edition: '1'
  sha256: {OTHER}  # 旧的

benefit_year_begins: '07-01'
"""
FLOW = f"{HEAD}documents: [{{id: 手册, title: 册, publisher: 局, edition: '1'}}]\n"
DOCUMENT = {"id": "告知", "title": "2026: 待遇告知", "publisher": "局", "edition": "2026", "sha256": DIGEST}


def documents(text: str) -> list[tuple[str, str, str]]:
    """Return what the manifest says of its documents."""
    found = Diagnostics()
    manifest = read_manifest(text.encode(), "m.yaml", found)
    assert [each.render() for each in found.sorted()] == []
    assert manifest is not None
    return [(each.id, each.edition, each.sha256) for each in manifest.documents]


def test_a_digest_is_added_below_what_is_said_of_the_document() -> None:
    line = "  edition: 2025年11月  # 第二版\n"
    assert with_digest(BLOCK, 0, DIGEST) == BLOCK.replace(line, f"{line}  sha256: {DIGEST}\n")


def test_a_digest_takes_the_place_of_another() -> None:
    assert with_digest(BLOCK, 1, DIGEST) == BLOCK.replace(OTHER, DIGEST)


def test_a_digest_is_added_within_braces() -> None:
    assert with_digest(FLOW, 0, DIGEST) == FLOW.replace("'1'}", f"'1', sha256: {DIGEST}}}")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (BLOCK, [("手册", "2025年11月", ""), ("通知", "1", OTHER)]),
        (FLOW, [("手册", "1", "")]),
        (HEAD, []),
        (HEAD.rstrip(), []),
        (f"{HEAD}documents: []\nunknown_words: [不详]\n", []),
        (f"{HEAD}documents:\n  - {{id: 手册, title: 册, publisher: 局, edition: '1'}}", [("手册", "1", "")]),
    ],
)
def test_a_document_is_added_after_those_there_are(text: str, before: list[tuple[str, str, str]]) -> None:
    changed = with_document(text, DOCUMENT)
    assert documents(changed) == [*before, ("告知", "2026", DIGEST)]
    assert {line for line in text.splitlines() if "documents" not in line} <= set(changed.splitlines())


@pytest.mark.parametrize("title", ["a: b", "- 甲", "#1", "true", "2026", "‘甲’", 'a"b', "甲 乙"])
def test_any_title_stays_what_it_is(title: str) -> None:
    found = Diagnostics()
    manifest = read_manifest(with_document(HEAD, DOCUMENT | {"title": title}).encode(), "m.yaml", found)
    assert found.sorted() == ()
    assert manifest is not None
    assert manifest.documents[0].title == title
