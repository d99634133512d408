"""A bare grpc.aio server, run as a program of its own: what gRPC in Python costs without any work behind it.

It reads one encoded CheckRecognitionResponse from standard input and answers every call with it: ``/bench.Echo/Bytes``
without looking at what came, ``/bench.Echo/Messages`` after parsing the request, and writing the answer out anew. It
writes the port it listens on to standard output.
"""

import asyncio
import sys

import grpc

from chronicare.api.v1.recognition_service_pb2 import CheckRecognitionRequest, CheckRecognitionResponse


async def serve(answer: bytes) -> None:
    """Answer calls with ``answer`` until ended."""
    response = CheckRecognitionResponse.FromString(answer)

    async def send_bytes(_request: bytes, _context: object) -> bytes:
        return answer

    async def send_message(_request: CheckRecognitionRequest, _context: object) -> CheckRecognitionResponse:
        return response

    methods = {
        "Bytes": grpc.unary_unary_rpc_method_handler(send_bytes),
        "Messages": grpc.unary_unary_rpc_method_handler(
            send_message,
            request_deserializer=CheckRecognitionRequest.FromString,
            response_serializer=CheckRecognitionResponse.SerializeToString,
        ),
    }
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Echo", methods),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(serve(sys.stdin.buffer.read()))
