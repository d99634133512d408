import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from chronicare.cli.__main__ import main
from chronicare.cli.verbs import workbench as verb

EXAMPLE = Path(__file__).parents[3] / "data" / "card_area"


def test_without_the_extra_it_says_which_command_mends_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verb, "_LACKING", "starlette")
    result = CliRunner().invoke(main, ["workbench", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr == "工作台要用 Python 包 starlette：pip install 'chronicare[workbench]'\n"


def test_a_directory_without_rules_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["workbench", str(tmp_path)])
    assert result.exit_code == 2
    assert f"{tmp_path} 里没有规则" in result.stderr


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["workbench", str(EXAMPLE), "--port", str(port), "--no-browser"])
    assert result.exit_code == 2
    assert f"127.0.0.1:{port}：" in result.stderr
    assert "Traceback" not in result.output
