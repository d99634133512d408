"""Asking by streams and over HTTP, so that each call is sent and awaited as a unary one over gRPC is."""

import asyncio
from typing import Any

import grpc
from google.protobuf import json_format

from chronicare.api.v1.recognition_service_pb2 import (
    CheckRecognitionRequest,
    StreamCheckRecognitionRequest,
    StreamCheckRecognitionResponse,
)

_SERVICE = "chronicare.api.v1.RecognitionService"


class Streams:
    """As many streams as there are callers at once; each has one item under way."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        """Open none yet."""
        self._open: Any = channel.stream_stream(f"/{_SERVICE}/StreamCheckRecognition")
        self._idle: list[Any] = []

    async def __call__(self, item: bytes) -> bytes:
        """Send one item and return its answer."""
        stream = self._idle.pop() if self._idle else self._open()
        await stream.write(item)
        answer: bytes = await stream.read()
        self._idle.append(stream)
        return answer

    async def try_one(self, item: bytes) -> None:
        """Send one item, which must be decided."""
        answer = StreamCheckRecognitionResponse.FromString(await self(item))
        assert answer.HasField("response"), answer.error


class HttpConnections:
    """As many connections as there are callers at once, kept open."""

    def __init__(self, address: str) -> None:
        """Open none yet."""
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._head = (
            f"POST /{_SERVICE}/CheckRecognition HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n"
        )
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def __call__(self, body: bytes) -> bytes:
        """Post one request and return the body of its answer, which must be a decision."""
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        writer.write(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200 "), head
        answer = await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
        self._idle.append((reader, writer))
        return answer

    def close(self) -> None:
        """Close all connections."""
        for _, writer in self._idle:
            writer.close()


def item_of(request: bytes) -> bytes:
    """Return ``request`` as an item of a stream."""
    asked = CheckRecognitionRequest.FromString(request)
    return StreamCheckRecognitionRequest(item_id=asked.request_id, request=asked).SerializeToString()


def json_of(request: bytes) -> bytes:
    """Return ``request`` as JSON."""
    return json_format.MessageToJson(CheckRecognitionRequest.FromString(request), indent=None).encode()
