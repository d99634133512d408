"""Clients that were made from the contract as it was handed out last go on working: buf holds today's protos to it.

At a release: ``buf build protos -o tests/contract/handed_out.binpb``.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANDED_OUT = Path(__file__).with_name("handed_out.binpb")


def buf(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("buf")
    return subprocess.run([program, *arguments], cwd=ROOT, check=False, capture_output=True, text=True)


def test_the_protos_are_written_as_buf_would_have_them() -> None:
    result = buf("lint", "protos")
    assert result.returncode == 0, result.stdout


def test_nothing_that_was_handed_out_is_broken() -> None:
    result = buf("breaking", "protos", "--against", HANDED_OUT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  string disease_code = 1;", ""),
        ("  string disease_code = 1;", "  int32 disease_code = 1;"),
        ("  string disease_code = 1;", "  string disease = 1;"),
        ("  string disease_code = 1;", "  string disease_code = 100;"),
    ],
)
def test_what_would_break_them_is_found(tmp_path: Path, before: str, after: str) -> None:
    protos = Path(shutil.copytree(ROOT / "protos", tmp_path / "protos", ignore=shutil.ignore_patterns("clients")))
    file = protos / "chronicare" / "api" / "v1" / "review.proto"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    assert buf("breaking", protos, "--against", HANDED_OUT).returncode != 0
