"""Terms on a page: one about care that the rules do not cover has no figure, and is not told as undecided."""

import click

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.cli.pages.look_up import LookUpPage
from chronicare.diagnostics import Language


def test_a_term_that_is_not_covered_says_so_with_what_is() -> None:
    response = benefit_service_pb2.LookUpTermsResponse(
        not_covered_terms=[benefit_pb2.Term(code="deductible", name="起付标准")],
        covered=["险种：居民；结算类别：住院"],
    )
    told = [click.unstyle(each) for each in LookUpPage(Language.ZH).lines(response)]
    assert told[:2] == ["起付标准：本规则集未收录", "  已收录——险种：居民；结算类别：住院"]
    assert not any("尚不能定" in each for each in told)
