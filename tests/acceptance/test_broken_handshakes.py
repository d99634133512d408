"""Whoever breaks off a handshake harms nobody: a crash of the server would be one of this process."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from credentials import certificate, put, server_certificate

from chronicare.api.v1 import rule_set_service_pb2
from chronicare.api.v1.rule_set_service_pb2_grpc import RuleSetServiceStub

if TYPE_CHECKING:
    from acceptance.conftest import Serve


@pytest.mark.slow
def test_broken_handshakes(serve: "Serve", tmp_path: Path) -> None:
    root = certificate("root")
    own, key = put(tmp_path, "server", server_certificate(root))
    with serve(tls={"certificate": own, "key": key}) as live:
        for count in range(1000):
            with socket.create_connection(("127.0.0.1", live.port)) as broken:
                broken.sendall(bytes([count % 256]) * 200)
        with grpc.secure_channel(f"localhost:{live.port}", grpc.ssl_channel_credentials(root.pem)) as channel:
            RuleSetServiceStub(channel).ListAreas(rule_set_service_pb2.ListAreasRequest())
