"""What protos/README.md tells vendors to run does run, and the errors and limits it lists are those there are."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from google.protobuf import json_format

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2, error_reason_pb2, review_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.diagnostics import Code

if TYPE_CHECKING:
    from acceptance.conftest import Live

PAGE_FOLDER = Path(__file__).parents[2] / "protos"
PAGE = (PAGE_FOLDER / "README.md").read_text(encoding="utf-8")
Serve = Callable[..., AbstractContextManager[Any]]


def blocks(language: str) -> list[str]:
    """Return the blocks of code in ``language``."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def block(language: str) -> str:
    """Return the one block of code in ``language``."""
    (code,) = blocks(language)
    return code


REVIEW, BILL, SETTLED = map(json.loads, blocks("json"))


def is_part(shown: object, whole: object) -> bool:
    """Say whether ``whole`` has all that is ``shown``, leaving things out included; what is listed is in its order."""
    if isinstance(shown, dict):
        return isinstance(whole, dict) and all(name in whole and is_part(shown[name], whole[name]) for name in shown)
    if isinstance(shown, list):
        rest = iter(whole) if isinstance(whole, list) else iter(())
        return all(any(is_part(each, other) for other in rest) for each in shown)
    return shown == whole


def test_the_client_runs(serve: Serve) -> None:
    with serve() as running:
        command = [sys.executable, "-c", block("python"), f"127.0.0.1:{running.port}", "990000"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    answer, refusal = result.stdout.splitlines()
    assert "OUTCOME_UNDECIDED" in answer
    assert refusal.startswith("INVALID_ARGUMENT findings[1].finding E0802 ")


def test_the_json_for_grpcurl_is_of_the_contract() -> None:
    (commands,) = (each for each in blocks("sh") if "grpcurl" in each)
    listing, health = re.findall(r"-d '(\{.*?\})'", commands)
    json_format.ParseDict(json.loads(listing), pb.ListDiseasesRequest())
    assert json.loads(health) == {"service": pb.DESCRIPTOR.services_by_name["RecognitionService"].full_name}
    (request,) = re.findall(r"<<'JSON'\n(.*?)^JSON$", commands, re.DOTALL | re.MULTILINE)
    json_format.ParseDict(json.loads(request), pb.CheckRecognitionRequest())


def test_the_review_shown_is_of_the_contract_and_can_be_asked(real: "Live") -> None:
    request = json_format.ParseDict(REVIEW, pb.ReviewRecognitionRequest())
    review = real.stub.ReviewRecognition(request).review
    assert (review.valid_until, review.has_lapsed) == ("2025-11-20", True)


def test_every_method_and_status_of_a_review_is_on_the_page() -> None:
    methods = pb.DESCRIPTOR.services_by_name["RecognitionService"].methods_by_name
    assert set(re.findall(r"^\| `(\w+Recognition|\w+Diseases?)` \|", PAGE, re.MULTILINE)) == set(methods)
    statuses = set(review_pb2.ReviewStatus.keys()) - {"REVIEW_STATUS_UNSPECIFIED"}
    assert set(re.findall(r"`(REVIEW_STATUS_\w+)`", PAGE)) == statuses


def test_the_settlement_shown_is_the_answer(real: "Live") -> None:
    request = json_format.ParseDict(BILL, benefit_service_pb2.SettleBillRequest())
    response = real.benefits.SettleBill(request)
    assert is_part(SETTLED, json_format.MessageToDict(response, preserving_proto_field_name=True))
    assert not is_part({"settlement": {"outcome": "SETTLEMENT_OUTCOME_UNDECIDED"}}, SETTLED)


def test_every_method_and_outcome_of_benefits_is_on_the_page() -> None:
    methods = benefit_service_pb2.DESCRIPTOR.services_by_name["BenefitService"].methods_by_name
    section = PAGE.split("## 待遇与结算")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z][A-Za-z]+)` \|", section, re.MULTILINE)) == set(methods)
    outcomes = set(benefit_pb2.SettlementOutcome.keys()) - {"SETTLEMENT_OUTCOME_UNSPECIFIED"}
    assert set(re.findall(r"^\| `(SETTLEMENT_OUTCOME_\w+)`", section, re.MULTILINE)) == outcomes


def test_every_reason_is_on_the_page() -> None:
    reasons = set(error_reason_pb2.ErrorReason.keys()) - {"ERROR_REASON_UNSPECIFIED"}
    assert set(re.findall(r"`(ERROR_REASON_\w+)`", PAGE)) == reasons


def test_every_code_on_the_page_is_one() -> None:
    codes = {code.value for code in Code}
    assert set(re.findall(r"`([EW]\d{4})`", PAGE)) <= codes
