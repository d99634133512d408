"""What installs and runs the service elsewhere goes with the service as it is: container, unit, configuration."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from signal import Signals

import pytest
from click.testing import CliRunner
from credentials import certificate, key_set, put, server_certificate
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chronicare.cli.__main__ import main
from chronicare.engine.native import BUILD_FLAGS
from chronicare.records.pseudonyms import new_key
from chronicare.rpc import supervisor
from chronicare.rpc.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "service" / "deployment"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SERVED_EXTRAS = ("http", "metrics", "postgres", "traces")
DEFAULTS = Settings(rules=Path("rules"))


def pinned(lock: Path) -> dict[str, str]:
    """Return the version and the hashes that a lock holds each package to, by its name; not for which Pythons."""
    parts = re.split(r"^(?=[a-z])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("==")[0]: re.sub(r" ; [^\\]*", " ", part).strip() for part in parts}


def lines_of(name: str) -> list[str]:
    """Return the lines of a file that are no comments, those that go on joined."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [line for line in joined.splitlines() if line]


def test_what_is_served_is_a_part_of_what_is_tested() -> None:
    tested, served = pinned(ROOT / "service" / "requirements.lock"), pinned(FOLDER / "requirements.lock")
    assert {name: tested.get(name) for name in served} == served
    wanted = [
        *PROJECT["dependencies"],
        *(each for name in SERVED_EXTRAS for each in PROJECT["optional-dependencies"][name]),
    ]
    assert {re.split(r"[\[=<>]", each)[0] for each in wanted} <= served.keys()


def test_the_engine_is_compiled_with_what_the_service_says_it_needs() -> None:
    script = (FOLDER / "install.sh").read_text(encoding="utf-8")
    assert re.findall(r"^ENGINE_FLAGS='(.*)'$", script, re.MULTILINE) == [BUILD_FLAGS]
    assert "CPPFLAGS=$ENGINE_FLAGS install wheel --require-hashes --no-cache-dir" in script


def test_what_builds_is_in_the_lock() -> None:
    script = (FOLDER / "install.sh").read_text(encoding="utf-8")
    (names,) = re.findall(r"^pick '([^']*)' \S*service/requirements\.lock", script, re.MULTILINE)
    assert {"hatchling", "setuptools"} <= set(names.split("|")) <= pinned(ROOT / "service" / "requirements.lock").keys()


def test_the_container_file_is_one_that_hadolint_finds_nothing_in() -> None:
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("hadolint is there on Linux only")
    result = subprocess.run([program, FOLDER / "Containerfile"], check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_container_serves_as_nobody_and_builds_nothing() -> None:
    lines = lines_of("Containerfile")
    last = lines[max(index for index, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert not re.search(r"\b(gcc|make|pip|python3-dev|git)\b", "\n".join(last))
    (user,) = (line for line in last if line.startswith("USER "))
    assert re.fullmatch(r"USER [1-9]\d*:[1-9]\d*", user), "Kubernetes sees only of a number that it is not root"
    assert "STOPSIGNAL SIGTERM" in last
    (base,) = (line for line in lines if line.startswith("ARG BASE="))
    assert re.search(r":\d+\.\d+\S*$", base), "one version, and no other the day after"
    (check,) = (line for line in last if line.startswith("HEALTHCHECK "))
    assert check.endswith('CMD ["python", "-m", "chronicare.rpc.healthcheck"]')
    (begins,) = re.findall(r"--start-period=(\d+)s", check)
    assert int(begins) >= DEFAULTS.startup_seconds
    assert f"EXPOSE {DEFAULTS.port}" in last


def test_what_the_container_copies_is_there_and_not_ignored() -> None:
    kept = {line[1:] for line in lines_of("Containerfile.dockerignore") if line.startswith("!")}
    copied = {
        word
        for line in lines_of("Containerfile")
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    }
    assert copied == kept
    assert all((ROOT / each).exists() for each in copied)


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    """Return the settings of the unit's service, each as often as it stands there."""
    settings: dict[str, list[str]] = {}
    section = ""
    for line in lines_of("chronicare.service"):
        if line.startswith("["):
            section = line
        elif section == "[Service]":
            name, _, value = line.partition("=")
            settings.setdefault(name, []).append(value)
    return settings


def test_systemd_waits_as_long_as_the_service_takes(unit: dict[str, list[str]]) -> None:
    (starts,) = unit["TimeoutStartSec"]
    assert int(starts) > supervisor.MAX_FIRST_STARTS * DEFAULTS.startup_seconds
    (stops,) = unit["TimeoutStopSec"]
    example = tomllib.loads((FOLDER / "chronicare.toml").read_text(encoding="utf-8"))
    stopping_seconds = example["drain_seconds"] + example["grace_seconds"]
    assert int(stops) > stopping_seconds + supervisor.SPARE_SECONDS
    assert (unit["Type"], unit["NotifyAccess"], unit["KillMode"]) == (["notify"], ["main"], ["mixed"])
    (watched,) = unit["WatchdogSec"]
    assert int(watched) > DEFAULTS.silence_seconds
    assert unit["ExecReload"] == [f"/bin/kill -{Signals.SIGHUP.name.removeprefix('SIG')} $MAINPID"]


def test_systemd_finds_the_unit_right_and_well_confined(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here")
    copy = tmp_path / "chronicare.service"
    text = (FOLDER / "chronicare.service").read_text(encoding="utf-8")
    copy.write_text(text.replace("/opt/chronicare/bin/chronicare", sys.executable), encoding="utf-8")
    checked = subprocess.run([program, "verify", copy], check=False, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    rated = subprocess.run(
        [program, "security", "--offline=yes", "--threshold=20", copy], check=False, capture_output=True, text=True
    )
    assert rated.returncode == 0, rated.stdout[-200:]


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Return a folder with the files that the example names."""
    put(tmp_path, "server", server_certificate(certificate("root")))
    (tmp_path / "record.keys").write_text(new_key(()), encoding="utf-8")
    (tmp_path / "callers.toml").write_text(
        '[[callers]]\nname = "clinic"\nroles = ["decide"]\nareas = ["*"]\ntokens = ["clinic"]\n', encoding="utf-8"
    )
    key_set(tmp_path / "keys.json", k1=Ed25519PrivateKey.generate())
    return tmp_path


def test_the_example_is_one_that_config_check_accepts(beside: Path) -> None:
    copy = Path(shutil.copy(FOLDER / "chronicare.toml", beside))
    environment = {"CHRONICARE_RECORD": str(beside / "record"), "CHRONICARE_RECORD_KEYS": ""}
    result = CliRunner().invoke(main, ["config", "check", str(copy)], env=environment)
    assert (result.exit_code, result.stderr) == (0, "配置没有错\n")


def test_the_example_records_where_systemd_lets_it() -> None:
    example = tomllib.loads((FOLDER / "chronicare.toml").read_text(encoding="utf-8"))
    assert Path(example["record"]).parent == Path("/var/lib/chronicare"), "which systemd makes"
