"""What README.md shows is what there is: its tables, its command's answer, its client, its targets, its picture."""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from click.testing import CliRunner
from google.protobuf import json_format

from chronicare.api.v1 import recognition_service_pb2
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.cli.__main__ import main
from chronicare.rpc.configuration import read_configuration
from chronicare.rpc.settings import Settings

if TYPE_CHECKING:
    from acceptance.conftest import Live, Serve

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "service" / "README.zh.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the one block of code in ``language``."""
    (code,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(code)


def rows_of(table: str) -> list[dict[str, str]]:
    text = (ROOT / "rules" / "511900-bazhong" / f"{table}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_rows_shown_are_in_the_tables() -> None:
    shown = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in re.findall(r"^\| [cg]r.*\|$", PAGE, re.MULTILINE)
    ]
    assert len(shown) == 4
    for table, *cells in shown:
        headings = {"criteria": ["所见", "条件"], "groups": ["满足", "成员"]}[table]
        columns = ["病种", "编号", *headings, "出处", "原文"]
        assert cells in [[row[column] for column in columns] for row in rows_of(table)]


def test_the_answer_shown_is_the_answer() -> None:
    result = CliRunner().invoke(main, ["decide", "-", "--rules", str(ROOT / "rules")], input=block("json"))
    assert result.exit_code == 0
    answer = iter(result.stdout.splitlines())
    for line in block("text").splitlines():
        if line.strip() != "…":
            assert line in answer, line


def test_the_statement_shown_is_the_statement() -> None:
    (file,) = re.findall(r"chronicare settle (\S+\.json)", PAGE)
    result = CliRunner().invoke(main, ["settle", str(ROOT / file), "--rules", str(ROOT / "rules")])
    assert result.exit_code == 0
    answer = iter(result.stdout.splitlines())
    for line in block("console").splitlines():
        if line.strip() != "…":
            assert line in answer, line


def test_the_command_that_runs_the_client_runs_it(real: "Live") -> None:
    command = block("sh")
    assert command in CHINESE
    assert f"listening on {Settings(rules=ROOT).address}`" in PAGE
    for shown, here in ((".venv/bin/python", sys.executable), (Settings(rules=ROOT).address, "127.0.0.1:$PORT")):
        assert command.count(shown) == 1
        command = command.replace(shown, here)
    environment = os.environ | {"PORT": str(real.port)}
    result = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("OUTCOME_MEETS M01603 ")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl, which the page uses, is not installed")
def test_the_commands_that_set_up_callers_let_the_caller_in(serve: "Serve", tmp_path: Path) -> None:
    command = block("bash").replace(".venv/bin/python", sys.executable)
    command = command.replace(".venv/bin/chronicare", f"{sys.executable} -m chronicare.cli")
    subprocess.run(["sh", "-ec", command], cwd=tmp_path, check=True, timeout=120, capture_output=True)
    settings = read_configuration(tmp_path / "service.toml", {}, {"host": "0.0.0.0"}).settings  # noqa: S104 - as shown
    root, token = (tmp_path / "server.pem").read_bytes(), (tmp_path / "token").read_text().strip()
    (file,) = re.findall(r"authorization: Bearer .* < (\S+)$", PAGE, re.MULTILINE)
    asked = json_format.Parse(
        (ROOT / file).read_text(encoding="utf-8"), recognition_service_pb2.CheckRecognitionRequest()
    )
    with (
        serve(tls=settings.tls, access=settings.access) as live,
        grpc.secure_channel(f"localhost:{live.port}", grpc.ssl_channel_credentials(root)) as channel,
    ):
        ask = RecognitionServiceStub(channel).CheckRecognition
        for metadata, code in (((), "UNAUTHENTICATED"), ((("authorization", f"Bearer {token}"),), "NOT_FOUND")):
            with pytest.raises(grpc.RpcError) as error:  # let in, it is told that these rules are of another area
                ask(asked, metadata=metadata)
            assert error.value.code().name == code


def test_the_client_says_in_one_sentence_that_nobody_answers() -> None:
    with socket.socket() as taken:  # bound, and nobody listens: whoever connects is turned away
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = subprocess.run(
            [sys.executable, "-", address],
            input=block("python"),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert result.returncode == 1
    assert result.stderr == f"nobody answers at {address}: start `make serve` first\n"


def test_the_call_without_python_names_what_there_is() -> None:
    (line,) = re.findall(r"^ {4}(grpcurl -plaintext .*)$", PAGE, re.MULTILINE)
    address, method, file = re.findall(r"(127\S+) (\S+) < (\S+)", line)[0]
    assert address == Settings(rules=ROOT).address
    service, _, name = method.partition("/")
    described = recognition_service_pb2.DESCRIPTOR.services_by_name["RecognitionService"]
    assert service == described.full_name
    sent = json_format.Parse(
        (ROOT / file).read_text(encoding="utf-8"), recognition_service_pb2.CheckRecognitionRequest()
    )
    assert described.methods_by_name[name].input_type is sent.DESCRIPTOR


@pytest.mark.parametrize("page", [PAGE, CHINESE], ids=["English", "Chinese"])
def test_every_claim_against_another_kind_of_engine_has_what_shows_it(page: str) -> None:
    rows = [re.findall(r"`(tests/\S+)`", line) for line in page.splitlines() if "| `tests/" in line]
    assert len(rows) == 4
    for files in rows:
        assert files
        for file in files:
            assert (ROOT / file).is_file(), file
    assert rows == [re.findall(r"`(tests/\S+)`", line) for line in PAGE.splitlines() if "| `tests/" in line]


def test_the_notice_shown_is_that_of_the_request(tmp_path: Path) -> None:
    """The picture was printed from it; what can be read on it, a person compares."""
    sheet = tmp_path / "sheet.html"
    arguments = ["decide", "-", "--rules", str(ROOT / "rules"), "--sheet", str(sheet)]
    result = CliRunner().invoke(main, arguments, input=block("json"))
    assert result.exit_code == 0
    assert "M07106 干燥综合征" in sheet.read_text(encoding="utf-8")
    picture = (ROOT / "service" / "sheet.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000


def test_every_verb_and_target_is_named() -> None:
    for verb in main.commands:
        assert f"`{verb}`" in PAGE
    for target in re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE):
        assert f"`make {target}`" in PAGE


def test_every_link_leads_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "service" / "README.md", ROOT / "service" / "README.zh.md"):
        for link in re.findall(r"(?:\]\(|src=\")([^)#:\"]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), link


def test_the_map_of_the_house_names_every_room() -> None:
    page = (ROOT / "service" / "README.md").read_text(encoding="utf-8")
    rooms = {each.parent.name for each in (ROOT / "service" / "chronicare").glob("*/__init__.py")} - {"api"}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == rooms
