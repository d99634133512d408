"""Documents are cited with the digest of the text at hand."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
TEXT = "# 待遇告知\n"
ABOUT = ("--title", "待遇告知", "--publisher", "甲市医保局", "--edition", "2026年")


@pytest.fixture
def folder(rules: Path, tmp_path: Path) -> Path:
    """Copy the small rules; return the folder of the area."""
    return Path(shutil.copytree(rules, tmp_path / "rules")) / "999900-shiyan"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Write a document."""
    path = tmp_path / "notice.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def manifest(folder: Path) -> str:
    return (folder / "manifest.yaml").read_text(encoding="utf-8")


def without_digest(folder: Path) -> None:
    lines = [line for line in manifest(folder).splitlines() if "sha256" not in line]
    (folder / "manifest.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_digest_is_worked_out(run: Run, folder: Path, sources: Path) -> None:
    before = manifest(folder)
    without_digest(folder)
    told = run("check", folder.parent).stderr
    assert "999900-shiyan/manifest.yaml:C7「documents[0]」: W0513 " in told
    assert "chronicare cite 999900-shiyan 文件 --id 手册" in told
    assert "W0513" in run("check", folder.parent, "--sources", sources).stderr, "nothing can be proved of it"
    run("cite", folder, sources / "handbook.txt")
    assert manifest(folder) == before
    proved = run("check", folder.parent, "--sources", sources)
    assert "W0513" not in proved.stderr
    assert "核对无误 30" in proved.stdout


def test_a_document_is_added(run: Run, folder: Path, text: Path) -> None:
    before = manifest(folder)
    run("cite", folder, text, "--id", "告知", *ABOUT)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert manifest(folder).startswith(before.rstrip())
    assert (
        f'- id: 告知\n  title: 待遇告知\n  publisher: 甲市医保局\n  edition: "2026年"\n  sha256: {digest}\n'
        in manifest(folder)
    )
    again = manifest(folder)
    run("cite", folder, text)
    assert manifest(folder) == again, "what is there already stays"
    text.write_text("改了\n", encoding="utf-8")
    run("cite", folder, text, "--id", "告知")
    assert manifest(folder) == again.replace(digest, hashlib.sha256("改了\n".encode()).hexdigest())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "新登记的文件还要写 --id、--title、--publisher、--edition"),
        (("--id", "告知", "--title", "告知"), "新登记的文件还要写 --publisher、--edition"),
    ],
)
def test_what_a_new_document_lacks_is_told(
    run: Run, folder: Path, text: Path, options: tuple[str, ...], said: str
) -> None:
    before = manifest(folder)
    assert run("cite", folder, text, *options, code=2).stderr == f"{said}\n"
    assert manifest(folder) == before


def test_with_several_without_a_digest_it_is_asked_which(run: Run, folder: Path, text: Path) -> None:
    run("cite", folder, text, "--id", "告知", *ABOUT)
    without_digest(folder)
    assert run("cite", folder, text, code=2).stderr == "是哪一份？写 --id：手册、告知\n"


def test_a_document_is_a_text(run: Run, folder: Path, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"\xff\xff\xff")
    assert "不是文字文件" in run("cite", folder, scan, code=2).stderr


def test_a_broken_manifest_is_told(run: Run, folder: Path, text: Path) -> None:
    (folder / "manifest.yaml").write_text("name: 甲\n", encoding="utf-8")
    assert "E0109" in run("cite", folder, text, "--id", "告知", *ABOUT, code=1).stderr
