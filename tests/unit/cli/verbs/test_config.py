"""``chronicare config``, and how ``serve`` refuses what it finds wrong."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from credentials import DAY, certificate, put, server_certificate

from chronicare.cli.__main__ import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"CHRONICARE_CONFIG": ""})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    put(tmp_path, "server", server_certificate(certificate("root")))
    file = tmp_path / "service.toml"
    file.write_text('port = 7\n[tls]\ncertificate = "server.pem"\nkey = "server.key"\n', encoding="utf-8")
    return file


def test_what_is_right_is_said_and_shown(file: Path) -> None:
    checked = run("config", "check", str(file))
    assert (checked.exit_code, checked.stderr) == (0, "配置没有错\n")
    shown = run("config", "show", str(file)).stdout.splitlines()
    assert f"port = 7  # {file}" in shown
    assert 'host = "127.0.0.1"' in shown
    assert shown.index("[tls]") < shown.index(f'key = "{file.parent / "server.key"}"  # {file}')


def test_what_is_shown_can_be_read_again(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.toml"
    shown = run("config", "show", str(file)).stdout
    again.write_text(shown, encoding="utf-8")
    assert run("config", "check", str(again)).exit_code == 0


@pytest.mark.parametrize("verb", [("config", "check"), ("config", "show"), ("serve", "--config")])
def test_files_that_will_not_do_are_told_before_anything_starts(file: Path, verb: tuple[str, ...]) -> None:
    put(file.parent, "server", server_certificate(certificate("root"), ends=-DAY / 2))
    refused = run(*verb, str(file))
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"{file.parent / 'server.pem'}: E1001 证书已在 ")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    refused = run("config", "check", str(tmp_path / "nowhere.toml"))
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"{tmp_path / 'nowhere.toml'}：没有这个文件或文件夹")


def test_serve_tells_what_its_own_options_leave_open() -> None:
    refused = run("serve", "--host", "0.0.0.0", "--anyone-may-call")  # noqa: S104 - it is refused
    assert refused.exit_code == 1
    assert refused.stderr.startswith("--host: E1001 别的机器连得到 0.0.0.0，传输又不加密")
