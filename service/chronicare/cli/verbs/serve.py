"""``chronicare serve``: answers over gRPC until stopped."""

from importlib.util import find_spec
from pathlib import Path

import click
from click.core import ParameterSource

from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import rules_option
from chronicare.cli.problems import SentenceError
from chronicare.cli.verbs.config import FILE_VARIABLE, opened
from chronicare.diagnostics import Language, Text
from chronicare.records.recorder import Mode
from chronicare.rpc.recording.opening import KEYS_VARIABLE
from chronicare.rpc.settings import Settings
from chronicare.rpc.supervisor import serve as supervise

_SAID = ParameterSource.COMMANDLINE
_DEFAULTS = Settings(rules=Path("rules"))


@click.command(help="启动 gRPC 服务，直到停止；SIGHUP 重新装入规则。")
@rules_option
@click.option(
    "--releases",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CHRONICARE_RELEASES",
    help="发布库：只用其中签名可信、已生效的发布，不用规则目录",
)
@click.option("--host", default=_DEFAULTS.host, show_default=True, help="监听地址")
@click.option("--port", type=click.IntRange(0, 65535), default=_DEFAULTS.port, show_default=True, help="端口；0 为任选")
@click.option("--workers", type=click.IntRange(1), default=_DEFAULTS.workers, show_default=True, help="工作进程数")
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    help="供 Prometheus 抓取的指标所用的端口（只在本机）；不写则不提供",
)
@click.option(
    "--http-port",
    type=click.IntRange(1, 65535),
    help="同一接口以 HTTP 上的 JSON 提供（Connect），所用的端口；不写则只有 gRPC",
)
@click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar=FILE_VARIABLE,
    help="配置文件（TOML）；环境变量改它，命令行又改环境变量",
)
@click.option("--anyone-may-call", is_flag=True, help="别的机器连得到，也不问是谁在调用")
@click.option("--plain-text", is_flag=True, help="别的机器连得到，传输也不加密（前面有网关加密）")
@click.option("--record", help="留痕库：文件夹，或 postgresql://主机/库；不写则不留痕")
@click.option(
    "--record-mode",
    type=click.Choice([each.value for each in Mode]),
    default=_DEFAULTS.record_mode.value,
    show_default=True,
    help="durable：落盘后才回答；batched：先回答，至多丢下面两项所限的那些",
)
@click.option(
    "--record-entries", type=click.IntRange(1), default=_DEFAULTS.record_entries, show_default=True, help="至多丢几条"
)
@click.option(
    "--record-milliseconds",
    type=click.IntRange(1),
    default=_DEFAULTS.record_milliseconds,
    show_default=True,
    help="至多丢多少毫秒内的",
)
@click.option(
    "--record-keys",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"做假名的密钥文件；不写则取环境变量 {KEYS_VARIABLE} 的内容",
)
@click.option(
    "--record-policy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="哪些字段照留、换成假名、不留（YAML）；不写则编号换成假名",
)
@click.pass_context
def serve(context: click.Context, /, file: Path | None, **options: object) -> None:
    """Serve until told to stop; say where on standard output once calls are answered."""
    open_engine(Language.ZH)  # here, because a worker that has no engine can only end, and would be started again
    said = {name: value for name, value in options.items() if context.get_parameter_source(name) is _SAID}
    settings = opened(file, said, Language.ZH).settings
    if settings.metrics_port is not None:
        _require("prometheus_client", "metrics", Text("提供指标", "metrics need"))
    if settings.traces_endpoint is not None:
        _require("opentelemetry.exporter.otlp.proto.http", "traces", Text("提供调用链", "traces need"))
    if settings.http_port is not None:
        _require("uvicorn", "http", Text("以 HTTP 提供", "HTTP needs"))
        _require("starlette", "http", Text("以 HTTP 提供", "HTTP needs"))
    raise click.exceptions.Exit(supervise(settings, click.echo))


def _is_there(module: str) -> bool:
    """Whether ``module`` can be imported; a part of a package may lack without the package."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _require(module: str, extra: str, what: Text) -> None:
    """Raise SentenceError if what ``extra`` installs is not there."""
    if not _is_there(module):
        package = module.replace("_", "-").replace(".", "-")
        sentence = Text(
            f"{what.zh}要用 Python 包 {package}：pip install 'chronicare[{extra}]'",
            f"{what.en} the Python package {package}: pip install 'chronicare[{extra}]'",
        )
        raise SentenceError(sentence, Language.ZH, 2)
