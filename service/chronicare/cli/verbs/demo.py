"""``chronicare demo``: starts the service, asks it over gRPC about three people and a bill, shows what it answers."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, TypeVar

import click
import grpc
from google.protobuf import json_format
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chronicare.api.v1 import (
    benefit_service_pb2,
    benefit_service_pb2_grpc,
    recognition_service_pb2,
    recognition_service_pb2_grpc,
)
from chronicare.cli.options import rules_option
from chronicare.cli.pages.decision import DecisionPage
from chronicare.cli.pages.settlement import SettlementPage
from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Language, Text

_STARTUP_SECONDS = 120.0
_CALL_SECONDS = 30.0
_STOP_SECONDS = 30.0
_LOG_LINES = 20
PEOPLE = {
    "1-meets.json": "一、有典型症状，空腹血糖 126 mg/dL，合并肾病",
    "2-refused.json": "二、血糖各次均未达标，记录完整",
    "3-undecided.json": "三、硬皮病评分 7 分，抗体报告未回",
}
"""The requests that are shown, by file, and who each is about."""


BILLS = {
    "4-dialysis.json": "四、低保居民，门诊特病（透析）一次结算",
}
"""The bills that are shown, likewise."""

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)


@click.command(help="演示：启动服务，用真实规则认定三个人、结算一笔费用，打印结论与理由，然后停止。")
@rules_option
def demo(rules: Path) -> None:
    """Show the main jobs on real rules, over the wire; exit with 2 and a plain sentence if anything fails."""
    with _running(rules) as address, grpc.insecure_channel(address) as channel:
        _wait_until_serving(channel)
        click.echo(f"服务已启动：{address}\n")
        recognition = recognition_service_pb2_grpc.RecognitionServiceStub(channel)
        page = DecisionPage(Language.ZH)
        for name, title in PEOPLE.items():
            request = _read(name, recognition_service_pb2.CheckRecognitionRequest())
            response = _called(recognition.CheckRecognition, request)
            _show(title, (line for each in response.decisions for line in page.lines(each, response)))
        benefits = benefit_service_pb2_grpc.BenefitServiceStub(channel)
        statement = SettlementPage(Language.ZH)
        for name, title in BILLS.items():
            bill = _read(name, benefit_service_pb2.SettleBillRequest())
            _show(title, statement.lines(_called(benefits.SettleBill, bill)))
    click.echo("服务已停止")


def _read(name: str, request: Request) -> Request:
    """Read one of the requests that come with the command into the empty ``request``."""
    text = files("chronicare.cli").joinpath("demo", name).read_text(encoding="utf-8")
    json_format.Parse(text, request)
    return request


def _called(method: Callable[..., Response], request: Message) -> Response:
    """Call; a failure is one sentence."""
    try:
        return method(request, timeout=_CALL_SECONDS)
    except grpc.RpcError as error:
        raise _failed(f"调用失败：{_reason(error)}", f"the call failed: {_reason(error)}") from error


def _show(title: str, lines: Iterable[str]) -> None:
    click.echo(click.style(f"━━━ {title} ━━━", bold=True))
    click.echo("\n".join(lines))
    click.echo()


@contextmanager
def _running(rules: Path) -> Iterator[str]:
    """Run the service on a free port and give its address; stop it at the end, whatever happens."""
    command = [sys.executable, "-m", "chronicare.cli", "serve", "--rules", str(rules), "--port", "0", "--workers", "1"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
        )
        try:
            yield _address(process, log)
        finally:
            _stop(process)


def _address(process: "subprocess.Popen[bytes]", log: IO[bytes]) -> str:
    """Wait for the line in which the service says where it listens."""
    lines: Queue[bytes] = Queue()
    stdout = process.stdout
    assert stdout is not None  # noqa: S101 - it was started with a pipe
    Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=_STARTUP_SECONDS).decode()
    except Empty:
        raise _failed("服务没有按时启动", "the service did not start in time") from None
    if not line.strip():
        log.seek(0)
        told = "\n".join(log.read().decode(errors="replace").splitlines()[-_LOG_LINES:])
        raise _failed(f"服务没有启动：\n{told}", f"the service did not start:\n{told}")
    return line.split()[-1]


def _wait_until_serving(channel: grpc.Channel) -> None:
    """Wait, with a bound, until the service says that it is SERVING."""
    health = health_pb2_grpc.HealthStub(channel)
    try:
        answer = health.Check(  # type: ignore[attr-defined] # its stubs leave the methods out
            health_pb2.HealthCheckRequest(), timeout=_STARTUP_SECONDS, wait_for_ready=True
        )
        if answer.status == health_pb2.HealthCheckResponse.SERVING:
            return
    except grpc.RpcError as error:
        raise _failed(f"服务没有就绪：{_reason(error)}", f"the service is not ready: {_reason(error)}") from error
    raise _failed("服务没有就绪", "the service is not ready")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _reason(error: grpc.RpcError) -> str:
    return f"{error.code().name} {error.details()}"


def _failed(zh: str, en: str) -> SentenceError:
    return SentenceError(Text(zh, en), Language.ZH, 2)
