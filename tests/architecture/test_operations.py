"""What the guide for operators names is there, and what there is for operators the guide names."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from prometheus_client.metrics_core import Metric

from chronicare.api.v1 import error_reason_pb2
from chronicare.cli.__main__ import main
from chronicare.rpc import supervisor, worker
from chronicare.rpc.configuration import read_configuration, settings_of, variable_of
from chronicare.rpc.log import MAX_LINES
from chronicare.rpc.metrics import StateCollector
from chronicare.rpc.recording.opening import KEYS_VARIABLE
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import RecordState, ReleaseState, ReloadState, ServiceState, WorkerPhase, WorkerState

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "service" / "operations.md").read_text(encoding="utf-8")
FOLDER = ROOT / "service" / "deployment"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def section(heading: str) -> str:
    """Return what stands below ``heading``, down to the next of any kind."""
    (text,) = re.findall(rf"^#+ {heading}\n(.*?)(?=^#+ |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    return str(text)


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below ``heading``, without its head."""
    lines = re.findall(r"^\|(.*)\|$", section(heading), re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def firsts(heading: str) -> list[str]:
    """Return the first cell of each row, as it is quoted."""
    return [row[0].strip("`") for row in rows(heading)]


def test_every_setting_is_told_with_what_it_is_unless_it_is_set() -> None:
    told = {name.strip("`"): default.strip("`") for name, default, *_ in rows("配置")}
    assert told.keys() == set(settings_of(Settings))
    settings = read_configuration(None, {}).settings
    for name, default in told.items():
        value: Any = settings
        for part in name.split("."):
            value = getattr(value, part, None)
        if name == "access.tokens.leeway_seconds":
            value = 30
        wanted = (
            "—" if value is None else str(value).lower().removesuffix(".0") if not isinstance(value, str) else value
        )
        assert default == wanted, name


def test_every_variable_named_is_one_that_is_read() -> None:
    known = {variable_of(key) for key in settings_of(Settings)} | {"CHRONICARE_CONFIG", KEYS_VARIABLE}
    named = set(re.findall(r"CHRONICARE_[A-Z_]*[A-Z]", PAGE))
    passphrase = "CHRONICARE_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
    assert named - {passphrase} <= known
    release = (ROOT / "service" / "chronicare" / "cli" / "verbs" / "release.py").read_text(encoding="utf-8")
    assert passphrase in release


def metrics() -> Iterator[Metric]:
    """Yield every metric there can be."""
    state = ServiceState(
        version="1",
        pid=1,
        address="",
        started_at=NOW,
        rules="",
        releases=(ReleaseState(area="1", digest="a"),),
        last_reload=ReloadState(at=NOW, in_force=True),
        refused_areas=("1",),
        workers=(WorkerState(number=0, pid=2, phase=WorkerPhase.LISTENING, since=NOW, record=RecordState()),),
    )
    return StateCollector(lambda: state).collect()


def exposed(metric: Metric) -> str:
    """Return the name by which it is asked for."""
    return metric.name + {"counter": "_total", "info": "_info"}.get(metric.type, "")


def test_every_metric_is_told() -> None:
    assert sorted(firsts("监视")) == sorted(exposed(each) for each in metrics())


def alerts() -> list[dict[str, Any]]:
    read = yaml.safe_load((FOLDER / "alerts.yaml").read_text(encoding="utf-8"))
    return [alert for group in read["groups"] for alert in group["rules"]]


def test_for_every_alert_it_is_told_what_to_do() -> None:
    assert firsts("告警") == [each["alert"] for each in alerts()]
    named = set(re.findall(r"Chronicare[A-Z]\w+", PAGE))
    assert named <= set(firsts("告警"))


def test_alerts_rest_on_metrics_there_are() -> None:
    known = {exposed(each) for each in metrics()} | {f"{each.name}_bucket" for each in metrics()}
    for each in alerts():
        used = set(re.findall(r"\bchronicare_\w+", each["expr"]))
        assert used, each["alert"]
        assert used <= known, each["alert"]


_PLACES = {
    "log_event": 1,
    "log": 1,
    "log_fault": 0,
    "log_diagnostics": 0,
    "_log_refusal": 0,
    "makeRecord": 4,
}
"""Where the event stands among what each of these is given."""


def events() -> set[str]:
    """Return the events that the service logs, as they stand in its code."""
    found = set()
    for file in (ROOT / "service" / "chronicare" / "rpc").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = str(getattr(call.func, "attr", "") or getattr(call.func, "id", ""))
                place = _PLACES.get(name)
                if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
                    found.add(str(ast.literal_eval(call.args[place])))
    return found


def test_every_event_of_the_log_is_told() -> None:
    assert sorted(firsts("日志")) == sorted(events())


def test_every_exit_code_of_a_worker_is_told() -> None:
    told = {int(row[1].strip("`")) for row in rows("退出码") if row[0] == "工作进程" and row[1] != "负数"}
    assert told == {0, *(value for name, value in vars(worker).items() if name.startswith("EXIT_"))}
    served = {int(row[1].strip("`")) for row in rows("退出码") if row[0] == "`chronicare serve`"}
    assert served == {0, supervisor.EXIT_NOTHING_TO_SERVE}


def commands() -> list[str]:
    """Return every command line of ours on the page."""
    lines = re.findall(
        r"(?:^ {4}|`)(?:sudo .*?)?(?:/opt/chronicare/bin/)?(chronicare [a-z][^`\n#]*)", PAGE, re.MULTILINE
    )
    return [each.strip() for each in lines]


@pytest.mark.parametrize("line", sorted(set(commands())))
def test_every_command_is_one_there_is(line: str) -> None:
    words = line.split()[1:]
    command: click.Command = main
    while words and isinstance(command, click.Group):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    options = {option for each in command.params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options, line


def test_files_and_reasons_named_are_there() -> None:
    listed = re.findall(r"^\| (`.*`) \|", PAGE.partition("## ")[0], re.MULTILINE)
    names = [name for cell in listed for name in re.findall(r"`([^`]+)`", cell)]
    assert {each.rstrip("/") for each in names} <= {each.name for each in FOLDER.iterdir()}
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "service" / target).exists(), target
    for reason in re.findall(r"ERROR_REASON_\w+", PAGE):
        assert error_reason_pb2.ErrorReason.Value(reason)


def test_a_container_is_given_the_time_to_stop() -> None:
    (given,) = re.findall(r"--stop-timeout (\d+)", PAGE)
    example = Settings.model_validate(
        tomllib.loads((FOLDER / "chronicare.toml").read_text(encoding="utf-8")) | {"rules": "rules"}
    )
    assert int(given) > example.stopping_seconds + supervisor.SPARE_SECONDS


def test_numbers_in_its_sentences_are_those_of_the_code() -> None:
    assert f"再等 {supervisor.SPARE_SECONDS:g} 秒杀掉" in PAGE
    assert f"一次至多 {MAX_LINES} 行" in PAGE
    assert f"连死 {supervisor.MAX_FIRST_STARTS} 次" in PAGE
    tmp = yaml.safe_load((FOLDER / "kubernetes" / "deployment.yaml").read_text(encoding="utf-8"))
    (limit,) = (
        each["emptyDir"]["sizeLimit"] for each in tmp["spec"]["template"]["spec"]["volumes"] if "emptyDir" in each
    )
    assert limit == "64Mi"
    assert "`/tmp` 要有 64 MB" in PAGE
    assert "--tmpfs /tmp:size=64m" in PAGE
