"""Cases of the compatibility kit, and the form of its results."""

from decimal import Decimal

import pytest
from unit.authoring.dmn.written import expression, given, runnable

from chronicare.authoring.dmn.feel import FeelValue
from chronicare.authoring.dmn.kit import (
    CaseResult,
    KitCase,
    Verdict,
    is_as_expected,
    read_cases,
    run_case,
    write_results,
)

CASES = """\
<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<testCase id="001">
  <inputNode name="loan"><component name="rate"><value xsi:type="xsd:decimal">0.5</value></component></inputNode>
  <inputNode name="yes"><value xsi:type="xsd:boolean">true</value></inputNode>
  <inputNode name="none"><value xsi:nil="true"/></inputNode>
  <resultNode name="d"><expected><list>
    <item><value xsi:type="xsd:string"> a </value></item><item><value xsi:type="xsd:date">2026-01-31</value></item>
  </list></expected></resultNode>
</testCase>
<testCase id="002"/>
</testCases>
"""


def test_cases_as_read() -> None:
    first, second = read_cases(CASES.encode())
    assert first.inputs == {"loan": {"rate": Decimal("0.5")}, "yes": True, "none": None}
    assert str(first.expected["d"]) == "[' a ', datetime.date(2026, 1, 31)]"
    assert (second.id, second.inputs, second.expected) == ("002", {}, {})


@pytest.mark.parametrize(
    ("found", "expected", "alike"),
    [
        (Decimal("562.7073593732659"), Decimal("562.707359373292"), True),
        (Decimal("1.00000001"), Decimal(1), False),
        (None, None, True),
        (None, Decimal(0), False),
        (True, Decimal(1), False),
        ([Decimal(1)], [Decimal(1), Decimal(1)], False),
        ({"a": Decimal(1)}, {"a": Decimal(1)}, True),
        ({"a": Decimal(1)}, {"b": Decimal(1)}, False),
        ("a", ["a"], False),
    ],
)
def test_what_is_as_expected(found: FeelValue, expected: FeelValue, *, alike: bool) -> None:
    assert is_as_expected(found, expected) is alike


def test_a_case_says_how_it_comes_out_otherwise() -> None:
    model = runnable(given("a", "number"), expression("d", "a + 1"))
    inputs: dict[str, FeelValue] = {"a": Decimal(1)}
    assert run_case(model, KitCase("1", inputs, {"d": Decimal(2)})) == ""
    assert run_case(model, KitCase("1", inputs, {"d": Decimal(3)})) == "d: Decimal('2'), expected Decimal('3')"
    assert run_case(model, KitCase("1", inputs, {"other": None})) == "other: None, expected None"
    assert run_case(model, KitCase("1", {"a": "x"}, {"d": Decimal(2)})) == "「a」不能是 'x'"


def test_results_have_every_field_in_quotes() -> None:
    results = [
        CaseResult("compliance-level-2/0001-x", "0001-x-test-01", "001", Verdict.SUCCESS),
        CaseResult("compliance-level-2/0001-x", "0001-x-test-01", "002", Verdict.ERROR, 'is "a"'),
    ]
    assert write_results(results) == (
        b'"compliance-level-2/0001-x","0001-x-test-01","001","SUCCESS",""\n'
        b'"compliance-level-2/0001-x","0001-x-test-01","002","ERROR","is ""a"""\n'
    )
