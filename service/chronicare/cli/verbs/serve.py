"""``chronicare serve``: answers over gRPC until stopped."""

from importlib.util import find_spec
from pathlib import Path

import click

from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import rules_option
from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Language, Text
from chronicare.rpc.settings import Settings
from chronicare.rpc.supervisor import serve as supervise

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
def serve(rules: Path, releases: Path | None, host: str, port: int, workers: int, metrics_port: int | None) -> None:
    """Serve until told to stop; say where on standard output once calls are answered."""
    open_engine(Language.ZH)  # here, because a worker that has no engine can only end, and would be started again
    if metrics_port is not None and find_spec("prometheus_client") is None:
        sentence = Text(
            "提供指标要用 Python 包 prometheus-client：pip install 'chronicare[metrics]'",
            "metrics need the Python package prometheus-client: pip install 'chronicare[metrics]'",
        )
        raise SentenceError(sentence, Language.ZH, 2)
    settings = Settings(
        rules=rules, releases=releases, host=host, port=port, workers=workers, metrics_port=metrics_port
    )
    raise click.exceptions.Exit(supervise(settings, click.echo))
