"""``chronicare demo``: starts the service, asks it over gRPC what an area's rules bring to be shown, shows the answers.

The requests are files beside the rules, and each bears as its request id what it is about.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
from chronicare.loaders.rule_directory import find_demo

_STARTUP_SECONDS = 120.0
_CALL_SECONDS = 30.0
_STOP_SECONDS = 30.0
_LOG_LINES = 20
Response = TypeVar("Response", bound=Message)


@click.command(help="演示：启动服务，用真实规则认定几个人、结算几笔费用，打印结论与理由，然后停止。")
@rules_option
def demo(rules: Path) -> None:
    """Show the main jobs on real rules, over the wire; exit with 2 and a plain sentence if anything fails."""
    requests = [_read(file) for file in find_demo(rules)]
    if not requests:
        raise _failed(f"{rules} 里没有演示用的请求", f"{rules} holds no requests to be shown")
    with _running(rules) as address, grpc.insecure_channel(address) as channel:
        _wait_until_serving(channel)
        click.echo(f"服务已启动：{address}\n")
        recognition = recognition_service_pb2_grpc.RecognitionServiceStub(channel)
        benefits = benefit_service_pb2_grpc.BenefitServiceStub(channel)
        page, statement = DecisionPage(Language.ZH), SettlementPage(Language.ZH)
        for request in requests:
            if isinstance(request, benefit_service_pb2.SettleBillRequest):
                settled = _called(benefits.SettleBill, request)
                _show(request.request_id, statement.lines(settled))
            else:
                decided = _called(recognition.CheckRecognition, request)
                _show(request.request_id, (line for each in decided.decisions for line in page.lines(each, decided)))
    click.echo("服务已停止")


def _read(file: Path) -> recognition_service_pb2.CheckRecognitionRequest | benefit_service_pb2.SettleBillRequest:
    """Read a request: to settle if it has a bill, else to decide. Raises SentenceError if it is neither."""
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        if "bill" in written:
            return json_format.ParseDict(written, benefit_service_pb2.SettleBillRequest())
        return json_format.ParseDict(written, recognition_service_pb2.CheckRecognitionRequest())
    except (ValueError, json_format.ParseError) as error:
        told = str(error).partition("\n")[0]
        raise _failed(f"{file}：不是可以演示的请求：{told}", f"{file} is no request to be shown: {told}") from error


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
