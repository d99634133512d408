"""``chronicare status``: how the service on a port of this machine is."""

import click

from chronicare.cli.options import json_option, language_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.service import ServicePage
from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Language, Text
from chronicare.loaders.clock import now
from chronicare.rpc.settings import Settings
from chronicare.rpc.status_socket import NotRunningError, ask


@click.command(help="看本机服务的状态：版本、所用规则、工作进程、已答多少、结论几何。一切正常时退出码为 0，否则为 1。")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=Settings.model_fields["port"].default,
    show_default=True,
    help="服务的端口",
)
@json_option
@language_option
def status(port: int, language: Language, *, as_json: bool) -> None:
    """Say how the service is; only its own user, and root, are told."""
    try:
        state = ask(port)
    except NotRunningError as silent:
        sentence = Text(
            f"本机端口 {port} 上没有正在运行的服务（或它属于另一个用户）；启动：chronicare serve --port {port}",
            f"no service runs on port {port} of this machine, or it is another user's; "
            f"start one: chronicare serve --port {port}",
        )
        raise SentenceError(sentence, language) from silent
    except ValueError as garbled:
        sentence = Text(
            f"端口 {port} 上的服务是另一个版本，答复读不懂",
            f"the service on port {port} is of another version: its answer cannot be read",
        )
        raise SentenceError(sentence, language, 2) from garbled
    if as_json:
        echo_json([state.model_dump(mode="json")])
    else:
        click.echo("\n".join(ServicePage(language).lines(state, now())))
    raise click.exceptions.Exit(0 if state.is_whole else 1)
