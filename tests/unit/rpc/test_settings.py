from pathlib import Path

import pytest
from pydantic import ValidationError

from chronicare.rpc.settings import Settings


def test_defaults_are_those_the_contract_states() -> None:
    settings = Settings(rules=Path("rules"))
    assert settings.max_message_bytes == 4 * 1024 * 1024
    assert (settings.max_batch_requests, settings.max_batch_decisions) == (1000, 10_000)
    assert settings.workers >= 2
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("port", -1),
        ("port", 65536),
        ("workers", 0),
        ("max_message_bytes", 0),
        ("grace_seconds", -1),
        ("silence_seconds", 0),
        ("misspelt", 1),
    ],
)
def test_what_makes_no_sense_is_refused(field: str, value: int) -> None:
    with pytest.raises(ValidationError, match=field):
        Settings(**{"rules": "rules", field: value})


def test_settings_go_through_json() -> None:
    settings = Settings(rules=Path("规则"), port=0, reflection=False)
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "127.0.0.1:5"), ("::1", "[::1]:5")])
def test_the_address_is_as_grpc_writes_it(host: str, address: str) -> None:
    assert Settings(rules=Path(), host=host, port=5).address == address


@pytest.mark.parametrize(
    "ports",
    [
        {"port": 5, "metrics_port": 5},
        {"port": 5, "health_port": 5},
        {"health_port": 6, "metrics_port": 6},
        {"port": 5, "http_port": 5},
        {"http_port": 6, "health_port": 6},
    ],
)
def test_no_two_of_them_have_one_port(ports: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="need one each"):
        Settings.model_validate({"rules": "rules"} | ports)


def test_metrics_that_other_machines_can_reach_are_waived_in_words() -> None:
    plain = {"rules": "rules", "metrics_host": "192.0.2.1"}
    with pytest.raises(ValidationError, match="anyone_may_read_metrics = true"):
        Settings.model_validate(plain | {"metrics_port": 9})
    Settings.model_validate(plain | {"metrics_port": 9, "anyone_may_read_metrics": True})
    Settings.model_validate(plain)


def test_a_free_port_each_is_asked_for_by_nought() -> None:
    Settings.model_validate({"rules": "rules", "port": 0, "metrics_port": 0})
