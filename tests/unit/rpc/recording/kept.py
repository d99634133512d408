"""Calls of the recognition service over the example rules, recorded in a folder."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.runtime import Runtime
from chronicare.records.chain import link
from chronicare.records.entry import Entry
from chronicare.records.opening import open_store
from chronicare.records.policy import MaskingPolicy
from chronicare.records.pseudonyms import Keys, read_keys
from chronicare.rpc.log import ServerStats
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.recording.recording import Recording
from chronicare.rpc.server import RuleServer
from chronicare.rpc.settings import Settings

EXAMPLE = Path(__file__).parents[3] / "data" / "rpc" / "rules"
KEYS = f"k1 {'A' * 43}=\n"


class Writing:
    """Writes what is put into a folder at once."""

    def __init__(self, place: Path) -> None:
        """Write below ``place``."""
        self._place = place

    def check(self) -> None:
        """Let everything be put."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Write it."""
        writer = open_store(str(self._place)).claim()
        writer.append(link(entries, writer.end))
        writer.close()


def request_of(**changes: object) -> pb.CheckRecognitionRequest:
    """Return a request that M90100 is met by, with the fields given in JSON shape in its place."""
    plain = {
        "area_code": "990000",
        "as_of_date": "2025-12-01",
        "disease_codes": ["M90100"],
        "person": {"birth_date": "1965-03-08"},
        "findings": [
            {"finding": "symptoms", "value": True},
            {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L", "date": "2025-11-03", "report_id": "L1"},
            {"finding": "FPG", "value": "144", "unit": "mg/dL", "date": "2025-11-10"},
        ],
    }
    return json_format.ParseDict(plain | changes, pb.CheckRecognitionRequest())


class Recorded:
    """Rules that answer calls and record them."""

    def __init__(
        self, place: Path, rules: Path = EXAMPLE, policy: MaskingPolicy | None = None, keys: Keys | None = None
    ) -> None:
        """Record below ``place``."""
        settings = Settings(rules=rules)
        server = RuleServer(settings)
        assert server.load()
        runtime = Runtime(server.catalogue, Guard(Unrecorded()))
        self._servicer = RecognitionServicer(runtime, settings, ServerStats())
        self._recording = Recording(Writing(place), policy or MaskingPolicy(), (keys or read_keys(KEYS)).current)

    def call(self, method: str, request: Message) -> Message:
        """Answer a call, record it, and return what the caller is sent."""
        call = self._recording.begin(method, request, "ipv4:10.0.0.1")
        response: Message = getattr(self._servicer, method)(request)
        call.answer(response)
        self._recording.put(call.entries)
        return response

    def check(self, requests: Iterable[pb.CheckRecognitionRequest]) -> list[str]:
        """Answer and record ``requests``; return what their entries are called."""
        answers = [self.call("CheckRecognition", each) for each in requests]
        return [each.record_id for each in answers if isinstance(each, pb.CheckRecognitionResponse)]
