from pathlib import Path

import pytest

from chronicare.diagnostics import DiagnosticError
from chronicare.rpc.configuration import read_configuration, variable_of
from chronicare.rpc.settings import Settings

GUARDED = """
host = "10.0.0.5"
[tls]
certificate = "server.pem"
key = "/etc/keys/server.key"
[access]
callers = "callers.toml"
[access.tokens]
keys = "keys.json"
issuer = "https://login.example"
audience = "chronicare"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "service.toml"


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def told(file: Path | None, environment: dict[str, str] | None = None, flags: dict[str, object] | None = None) -> str:
    with pytest.raises(DiagnosticError) as refused:
        read_configuration(file, environment or {}, flags or {})
    return str(refused.value)


def test_without_anything_it_is_the_defaults() -> None:
    assert read_configuration(None, {}).settings == Settings(rules=Path("rules"))


def test_the_environment_goes_over_the_file_and_the_command_line_over_both(file: Path) -> None:
    written(file, "port = 1\nworkers = 1\nshort_threads = 1")
    environment = {"CHRONICARE_PORT": "2", "CHRONICARE_WORKERS": "2", "CHRONICARE_HOST": ""}
    settings = read_configuration(file, environment, {"port": 3}).settings
    assert (settings.port, settings.workers, settings.short_threads, settings.host) == (3, 2, 1, "127.0.0.1")


def test_paths_of_the_file_are_looked_for_from_where_it_is(file: Path) -> None:
    settings = read_configuration(written(file, GUARDED), {"CHRONICARE_ACCESS_CALLERS": "here.toml"}).settings
    assert settings.tls is not None
    assert settings.access is not None
    assert settings.access.tokens is not None
    assert settings.tls.certificate == file.parent / "server.pem"
    assert settings.tls.key == Path("/etc/keys/server.key")
    assert settings.access.callers == Path("here.toml")
    assert settings.access.tokens.issuer == "https://login.example"


def test_every_setting_has_a_variable_of_its_own(file: Path) -> None:
    lines = [*read_configuration(written(file, GUARDED), {}).lines()]
    groups, names = [""], []
    for line in lines:
        if line.startswith("["):
            groups.append(line.strip("[]") + ".")
        else:
            names.append(variable_of(groups[-1] + line.split(" = ")[0]))
    assert len(set(names)) == len(names) > 30
    assert "CHRONICARE_ACCESS_TOKENS_LEEWAY_SECONDS" in names


def test_what_kubernetes_puts_beside_a_service_is_not_taken() -> None:
    assert read_configuration(None, {"CHRONICARE_PORT": "tcp://10.0.0.1:50051"}).settings.port == 50051


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("port = 70000", "port", "less than or equal to 65535"),
        ("prot = 1", "prot", "there is no such setting"),
        ("port = 'x'", "port", "must be a whole number"),
        ("reflection = 3", "reflection", "true or false"),
        ("[tls]\ncertificate = 'a'", "tls.key", "is missing"),
        ("tls = 3", "tls", "Tls"),
        ("[tls]\ncertificate = 'a'\nkey = 'b'\nkay = 'c'", "tls.kay", "there is no such setting"),
        ("[access]\ncallers = 'c'", "access", "write [access.tokens] or tls.client_ca"),
        ("host = '0.0.0.0'", "host", "nobody is asked who they are"),
        ("host = '0.0.0.0'\nanyone_may_call = true", "host", "can be read on the way"),
        ("host = 'chronicare.example'", "host", "nobody is asked who they are"),
        ("port = ", "", "no TOML"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_key(file: Path, text: str, key: str, what: str) -> None:
    said = told(written(file, text))
    assert said.startswith(f"{file}「{key}」: E1001 " if key else f"{file}: E1001 ")
    assert what in said


def test_what_is_wrong_is_told_where_it_was_written(file: Path) -> None:
    said = told(written(file, "workers = 0"), {"CHRONICARE_PORT": "x"}, {"max_streams": 0}).splitlines()
    assert [each.partition(": ")[0] for each in said] == ["--max-streams", f"{file}「workers」", "CHRONICARE_PORT"]
    assert told(None, {}, {"host": "::"}).startswith("--host: E1001 other machines can reach ::")


def test_values_that_are_wrong_are_not_repeated(file: Path) -> None:
    assert "secret" not in told(written(file, "port = 'secret'\ntls = 'secret'"), {"CHRONICARE_WORKERS": "secret"})


@pytest.mark.parametrize(
    ("host", "waived"),
    [
        ("127.0.0.1", {}),
        ("127.9.9.9", {}),
        ("::1", {}),
        ("localhost", {}),
        ("0.0.0.0", {"anyone_may_call": True, "plain_text": True}),  # noqa: S104 - it is waived in words
    ],
)
def test_this_machine_or_whoever_says_so_in_words_needs_neither(host: str, waived: dict[str, object]) -> None:
    assert read_configuration(None, {}, {"host": host, **waived}).settings.host == host


def test_passwords_in_addresses_are_not_shown(file: Path) -> None:
    text = GUARDED.replace("https://login.example", "https://a:secret@login.example/?password=secret&b=1")
    shown = [*read_configuration(written(file, text), {}).lines()]
    assert f'issuer = "https://a:***@login.example/?password=***&b=1"  # {file}' in shown
