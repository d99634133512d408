"""The generated code that is committed is what the protos give."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
API = Path("chronicare", "api", "v1")


def generated(folder: Path) -> dict[str, str]:
    """Return the generated files in ``folder``: name → text."""
    files = (*folder.glob("*_pb2*.py*"), folder / "openapi.json")
    return {file.name: file.read_text(encoding="utf-8") for file in files}


@pytest.mark.slow
def test_generated_code_is_that_of_the_protos(tmp_path: Path) -> None:
    programs = Path(sys.executable).parent
    command = ["make", "--silent", "generate", f"OUT={tmp_path}", f"BIN={programs}"]
    result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    committed, fresh = generated(ROOT / "service" / API), generated(tmp_path / API)
    differing = sorted(name for name in committed.keys() | fresh.keys() if committed.get(name) != fresh.get(name))
    assert not differing, "the protos have changed since: run `make protos`"
    assert fresh
