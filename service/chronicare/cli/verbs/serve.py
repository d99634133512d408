"""``chronicare serve``: answers over gRPC until stopped."""

from pathlib import Path

import click

from chronicare.cli.open_rules import open_engine
from chronicare.cli.options import rules_option
from chronicare.diagnostics import Language
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
def serve(rules: Path, releases: Path | None, host: str, port: int, workers: int) -> None:
    """Serve until told to stop; say where on standard output once calls are answered."""
    open_engine(Language.ZH)  # here, because a worker that has no engine can only end, and would be started again
    settings = Settings(rules=rules, releases=releases, host=host, port=port, workers=workers)
    raise click.exceptions.Exit(supervise(settings, click.echo))
