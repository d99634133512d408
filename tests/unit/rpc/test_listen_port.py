"""The port of a service is its own."""

import socket

import pytest

from chronicare.rpc.listen_port import held_port
from chronicare.rpc.settings import Settings


def settings(port: int) -> Settings:
    return Settings.model_validate({"rules": "rules", "port": port})


def test_two_services_do_not_hold_one_port() -> None:
    with held_port(settings(0)) as port, pytest.raises(OSError, match="holds port"), held_port(settings(port)):
        pass
    with held_port(settings(port)) as again:
        assert again == port


def test_a_port_on_which_somebody_listens_is_not_held_even_if_they_would_share_it() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="in use"), held_port(settings(other.getsockname()[1])):
            pass


def test_workers_can_share_the_port_held() -> None:
    with held_port(settings(0)) as port, socket.socket() as worker:
        worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        worker.bind(("127.0.0.1", port))
        worker.listen()


def test_the_port_of_probes_is_held_as_well() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        health_port = free.getsockname()[1]
    probed = Settings.model_validate({"rules": "rules", "port": 0, "health_port": health_port})
    with held_port(probed), pytest.raises(OSError, match="holds port"), held_port(probed):
        pass
    with held_port(probed):
        pass
