"""Every method of the contract has a servicer's method, and every limit stated in the protos is the one in force."""

import re
from pathlib import Path

import pytest

from chronicare.application.benefits.look_up import MAX_TERMS
from chronicare.application.benefits.settle_year import MAX_BILLS
from chronicare.application.recognition.context import MAX_DISEASES
from chronicare.benefits.intake import MAX_LINES
from chronicare.judging.intake import MAX_FINDINGS
from chronicare.recognition.missing_sets import MAX_LISTED
from chronicare.rpc.benefits.servicer import BenefitServicer
from chronicare.rpc.limits import (
    MAX_CHARACTERS,
    MAX_FACTS_IN_ALL,
    MAX_FACTS_OF_LINE,
    MAX_ITEMS,
    MAX_LINES_IN_ALL,
    MAX_PARTS,
)
from chronicare.rpc.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.rule_sets.servicer import RuleSetServicer
from chronicare.rpc.server import BENEFITS, RECOGNITION, RULE_SETS
from chronicare.rpc.settings import Settings

PROTOS = Path(__file__).parents[2] / "protos" / "chronicare" / "api" / "v1"
SETTINGS = Settings(rules=Path())


@pytest.mark.parametrize(
    ("servicer", "method"),
    [
        *((RecognitionServicer, method.name) for method in RECOGNITION.methods),
        *((BenefitServicer, method.name) for method in BENEFITS.methods),
        *((RuleSetServicer, method.name) for method in RULE_SETS.methods),
    ],
)
def test_the_servicer_has_the_method(servicer: type, method: str) -> None:
    assert callable(getattr(servicer, method))


@pytest.mark.parametrize(
    ("file", "words", "limits"),
    [
        ("recognition_service", r"by code or alias, each once; at most (\d+)", [MAX_DISEASES]),
        ("recognition_service", r"What is known\. At most (\d+)", [MAX_FINDINGS]),
        ("recognition_service", r"An opaque id.*At most (\d+) characters", [128]),
        ("recognition_service", r"At most\s+// (\d+) findings in all", [MAX_FACTS_IN_ALL]),
        ("recognition_service", r"the first page\. At most (\d+) characters", [500]),
        (
            "recognition_service",
            r"The requests, at most (\d+), with at most (\d+) disease codes",
            [SETTINGS.max_batch_requests, SETTINGS.max_batch_decisions],
        ),
        ("recognition_service", r"At most this many; 0: (\d+)\. At most (\d+)", [DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE]),
        ("benefit_service", r"An opaque id.*At most (\d+) characters", [128]),
        ("rule_set_service", r"An opaque id.*At most (\d+) characters", [128]),
        ("benefit_service", r"At most (\d+) lines and (\d+) facts in all", [MAX_LINES_IN_ALL, MAX_FACTS_IN_ALL]),
        ("benefit", r"line by line, at most (\d+)", [MAX_LINES]),
        ("benefit", r"a ratio paid in advance … At most (\d+)", [MAX_FACTS_OF_LINE]),
        ("finding", r"at most (\d+) characters and a list at most (\d+) items", [MAX_CHARACTERS, MAX_ITEMS]),
        ("finding", r"a value at most (\d+) parts", [MAX_PARTS]),
        ("benefit_service", r"The requests, at most (\d+)\. One rule set", [SETTINGS.max_batch_requests]),
        ("benefit_service", r"each with its own visit_id; at most (\d+)", [MAX_BILLS]),
        ("benefit_service", r"by code or Chinese name; at most (\d+)", [MAX_TERMS]),
        ("decision", r"then in the source's order; at most (\d+)", [MAX_LISTED]),
    ],
)
def test_limits_are_those_stated(file: str, words: str, limits: list[int]) -> None:
    text = (PROTOS / f"{file}.proto").read_text(encoding="utf-8")
    stated = re.search(words, text)
    assert stated is not None
    assert [int(number) for number in stated.groups()] == limits
