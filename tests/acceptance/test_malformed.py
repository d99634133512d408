"""Messages that no client of ours would send end in a status that says so, and harm nobody."""

from collections.abc import Callable

import grpc
from chaos.malformed import FAULTS, malformed, send

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub


def test_messages_made_of_the_contract_and_spoilt(
    channel: grpc.Channel, request_of: Callable[..., pb.CheckRecognitionRequest]
) -> None:
    told = send(channel, malformed(7, 400))
    assert told.total() == 400
    assert not FAULTS & told.keys(), told
    assert told[grpc.StatusCode.INVALID_ARGUMENT] > 200
    answer = RecognitionServiceStub(channel).CheckRecognition(request_of(request_id="beside"))
    assert answer.request_id == "beside"
