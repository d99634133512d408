"""A decision on a terminal: what it rests on stands apart from what it does not."""

import click

from chronicare.api.v1 import decision_pb2, recognition_service_pb2
from chronicare.cli.pages.decision import DecisionPage
from chronicare.diagnostics import Language

HEADING = "只按另一读法才看的依据（不影响结论，读法见后）"


def test_what_only_another_reading_asks_stands_apart() -> None:
    criteria = [
        decision_pb2.CriterionResult(id="1", description="滴度 > 1:80", truth=decision_pb2.TRUTH_FALSE),
        decision_pb2.CriterionResult(
            id="1含", description="滴度 ≥ 1:80", truth=decision_pb2.TRUTH_TRUE, is_of_other_reading=True
        ),
    ]
    decision = decision_pb2.Decision(outcome=decision_pb2.OUTCOME_DOES_NOT_MEET, criteria=criteria)
    page = DecisionPage(Language.ZH).lines(decision, recognition_service_pb2.CheckRecognitionResponse())
    lines = [line.strip() for line in click.unstyle("\n".join(page)).splitlines()]
    asked, otherwise = lines.index("认定依据"), lines.index(HEADING)
    assert any("滴度 > 1:80" in line for line in lines[asked:otherwise])
    assert any("滴度 ≥ 1:80" in line for line in lines[otherwise:])
    decision.criteria[1].is_of_other_reading = False
    assert HEADING not in "\n".join(
        DecisionPage(Language.ZH).lines(decision, recognition_service_pb2.CheckRecognitionResponse())
    )
