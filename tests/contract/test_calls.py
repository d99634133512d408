"""Every method of the contract has a servicer's method, and every limit stated in the protos is the one in force."""

import re
from pathlib import Path

import pytest

from chronicare.application.recognize import MOST_DISEASES
from chronicare.judging.intake import MOST_FINDINGS
from chronicare.recognition.missing import MOST_LISTED
from chronicare.rpc.convert import MOST_REQUEST_ID_CHARACTERS
from chronicare.rpc.paging import DEFAULT_PAGE_SIZE, MOST_PAGE_SIZE
from chronicare.rpc.recognition_servicer import RecognitionServicer
from chronicare.rpc.server import SERVICE
from chronicare.rpc.settings import Settings

PROTOS = Path(__file__).parents[2] / "protos" / "chronicare" / "api" / "v1"
SETTINGS = Settings(rules=Path())


@pytest.mark.parametrize("method", [method.name for method in SERVICE.methods])
def test_the_servicer_has_the_method(method: str) -> None:
    assert callable(getattr(RecognitionServicer, method))


@pytest.mark.parametrize(
    ("file", "words", "limits"),
    [
        ("recognition_service", r"by code or alias; at most (\d+)", [MOST_DISEASES]),
        ("recognition_service", r"What is known\. At most (\d+)", [MOST_FINDINGS]),
        ("recognition_service", r"At most (\d+) characters", [MOST_REQUEST_ID_CHARACTERS]),
        (
            "recognition_service",
            r"The requests, at most (\d+), with at most (\d+) disease codes",
            [SETTINGS.max_batch_requests, SETTINGS.max_batch_decisions],
        ),
        ("recognition_service", r"At most this many; 0: (\d+)\. At most (\d+)", [DEFAULT_PAGE_SIZE, MOST_PAGE_SIZE]),
        ("decision", r"then in the source's order; at most (\d+)", [MOST_LISTED]),
    ],
)
def test_limits_are_those_stated(file: str, words: str, limits: list[int]) -> None:
    text = (PROTOS / f"{file}.proto").read_text(encoding="utf-8")
    stated = re.search(words, text)
    assert stated is not None
    assert [int(number) for number in stated.groups()] == limits
