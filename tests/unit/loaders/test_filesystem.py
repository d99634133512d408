"""Source documents on disk, found by their digests."""

import hashlib
from pathlib import Path

from chronicare.loaders.filesystem import find_documents


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data``."""
    return hashlib.sha256(data).hexdigest()


def test_documents_are_known_by_their_digest(tmp_path: Path) -> None:
    utf8, marked, chinese = "手册".encode(), "\ufeff附件".encode(), "关于印发认定标准的通知".encode("gb18030")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "any.name").write_bytes(utf8)
    (tmp_path / "b.txt").write_bytes(marked)
    (tmp_path / "c.txt").write_bytes(chinese)
    (tmp_path / "d.txt").write_text("别的", encoding="utf-8")
    wanted = {digest(utf8), digest(marked), digest(chinese), digest(b"absent")}
    assert find_documents(tmp_path, wanted) == {
        digest(utf8): "手册",
        digest(marked): "附件",
        digest(chinese): "关于印发认定标准的通知",
    }


def test_a_document_that_is_no_text_is_absent(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"\xff\xff\xff")
    assert find_documents(tmp_path, {digest(b"\xff\xff\xff")}) == {}
    assert find_documents(tmp_path / "none", {digest(b"")}) == {}
