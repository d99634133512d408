"""Requests of which it is known what must be answered: worked out here from the sentence of the rules, by counting.

The rule: symptoms, and fasting glucose of 7.0 mmol/L or more at least twice. Fewer are not enough to refuse somebody,
unless it is said that there are no other values.
"""

import random
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf import json_format
from unit.releases.made import published

from chronicare.api.v1 import decision_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb

_DISEASE = "M90100"
_AREA = "990000"
_NUMBERS = count()


class Question(NamedTuple):
    """A request, and the values of it that the answer rests on, in tenths."""

    request: pb.CheckRecognitionRequest
    tenths: tuple[int, ...]
    is_complete: bool

    def expected(self, threshold: int) -> int:
        """Return the outcome by rules that ask for so many tenths."""
        if sum(each >= threshold for each in self.tenths) >= 2:
            return decision_pb2.OUTCOME_MEETS
        return decision_pb2.OUTCOME_DOES_NOT_MEET if self.is_complete else decision_pb2.OUTCOME_UNDECIDED


class Questions:
    """Makes questions by chance, each under an id of its own, and marks the answers."""

    def __init__(self, seed: int) -> None:
        """Begin with ``seed``. No rules are known yet that may be answered by."""
        self._chance = random.Random(seed)
        self.thresholds: dict[str, int] = {}

    def another(self, seed: int) -> "Questions":
        """Return what makes other questions, and knows the same rules, now and later."""
        made = Questions(seed)
        made.thresholds = self.thresholds
        return made

    def allow(self, rules: Path, threshold: int) -> str:
        """Answers may be by the ``rules`` as they stand, which ask for so many tenths; return their digest."""
        (release,) = published(rules).releases
        self.thresholds[release.digest] = threshold
        return release.digest

    def ask(self) -> Question:
        """Make one."""
        tenths = tuple(self._chance.randint(60, 80) for _ in range(self._chance.randint(1, 4)))
        is_complete = self._chance.random() < 0.5
        values = [
            {"finding": "空腹血糖", "value": each / 10, "unit": "mmol/L", "date": f"2025-10-{day + 1:02}"}
            for day, each in enumerate(tenths)
        ]
        plain: dict[str, Any] = {
            "area_code": _AREA,
            "request_id": f"q{next(_NUMBERS)}",
            "as_of_date": "2025-12-01",
            "disease_codes": [_DISEASE],
            "detail": "DETAIL_OUTCOME",
            "findings": [{"finding": "symptoms", "value": True}, *values],
            "complete_findings": ["空腹血糖"] if is_complete else [],
        }
        return Question(json_format.ParseDict(plain, pb.CheckRecognitionRequest()), tenths, is_complete)

    def is_right(self, question: Question, answer: pb.CheckRecognitionResponse) -> bool:
        """Whether ``answer`` is what must be answered, by rules that may be answered by."""
        threshold = self.thresholds.get(answer.release.digest)
        if threshold is None or answer.request_id != question.request.request_id:
            return False
        return [each.outcome for each in answer.decisions] == [question.expected(threshold)]
