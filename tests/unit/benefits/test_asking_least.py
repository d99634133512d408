"""Tests of which of several ways that come to the same is told."""

from unit.benefits.written import DAY, Written, bill, chain_of, model_of

from chronicare.benefits.answer import answer_bill
from chronicare.benefits.look_up import find_terms

# civil servants pay what everybody pays, but a row of their own says so, and stands first
TABLES = {"扣": Written("UNIQUE", "入：险种,入：公务员,出：应扣\n职工,是,10 元\n职工,否,10 元\n居民,-,10 元\n")}


def test_a_look_up_cites_the_row_that_asks_the_least() -> None:
    found = find_terms(model_of(TABLES), DAY, ["result"], {})
    assert found.known is not None
    assert [row.outputs["result"] for row in found.known.applied_rows] == [10]
    # the last row speaks of all residents, the others of some employees
    assert [row.row.position.row for row in found.known.applied_rows] == [4]


def test_a_bill_is_told_by_the_row_that_asks_the_least() -> None:
    answer = answer_bill(model_of(TABLES, chain_of("basic,基本医保,报销,合规费用,,应扣,50%")), bill(100), {})
    assert answer.settlement is not None
    assert [row.row.position.row for row in answer.settlement.applied_rows] == [4]


def test_of_ways_that_ask_alike_the_first_is_told() -> None:
    found = find_terms(model_of(TABLES), DAY, ["result"], {"scheme": "职工"})
    assert found.known is not None
    assert [row.row.position.row for row in found.known.applied_rows] == [2]
