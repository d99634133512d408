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
    "--config",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar=FILE_VARIABLE,
    help="配置文件（TOML）；环境变量改它，命令行又改环境变量",
)
@click.option("--anyone-may-call", is_flag=True, help="别的机器连得到，也不问是谁在调用")
@click.option("--plain-text", is_flag=True, help="别的机器连得到，传输也不加密（前面有网关加密）")
@click.pass_context
def serve(context: click.Context, /, file: Path | None, **options: object) -> None:
    """Serve until told to stop; say where on standard output once calls are answered."""
    open_engine(Language.ZH)  # here, because a worker that has no engine can only end, and would be started again
    said = {name: value for name, value in options.items() if context.get_parameter_source(name) is _SAID}
    settings = opened(file, said, Language.ZH).settings
    if settings.metrics_port is not None and find_spec("prometheus_client") is None:
        sentence = Text(
            "提供指标要用 Python 包 prometheus-client：pip install 'chronicare[metrics]'",
            "metrics need the Python package prometheus-client: pip install 'chronicare[metrics]'",
        )
        raise SentenceError(sentence, Language.ZH, 2)
    raise click.exceptions.Exit(supervise(settings, click.echo))
