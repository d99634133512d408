"""Our decision tables held to a peer's tests: the compatibility kit of DMN, compliance level 2, where both have a word.

Where our answer differs by design:

- COLLECT lists each value once, each output in a list of its own; the rows consulted are the kit's list, row by row.
- There are no default outputs: where no row matches there is no value. No case of the kit comes to a default.
- Null is no value (``/``): nothing equals it, not even itself, and a formula that uses it has none either.
- An input that is null is a fact nobody stated, and asked for. No table of the kit is given one.
"""

import os
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from proofs.dmn import Case, Content, Decision, Model, read_models
from proofs.dmn_translation import DAY, term_of, translate, why_not

from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.engine import DurableEngine

KIT = Path(os.environ.get("CHRONICARE_DMN_TCK") or Path(__file__).parents[3] / "shared" / "dmn-tck")
POWERS = (17, 18, 19, 20, 21, 22, 33)
"""Decisions of the model of arithmetic that raise to a power."""
NOT_OURS = {
    "0001-input-data-string Greeting Message": "formulas do not join strings",
    "0003-input-data-string-allowed-values Employment Status Statement": "formulas do not join strings",
    "0006-simpletable-P1 Approval Status": "no hit policy PRIORITY",
    "0007-simpletable-P2 Approval Status": "no hit policy PRIORITY",
    "0008-LX-arithmetic payment": "formulas have no powers",
    "0009-invocation-arithmetic MonthlyPayment": "formulas call no functions of the author's own",
    **{f"0105-feel-math Decision{number}": "formulas have no powers" for number in POWERS},
    "0105-feel-math Decision16": "a division by a zero that is written does not load",
    "0105-feel-math Decision29": "a division by what may be zero does not load",
    "0106-feel-ternary-logic DecisionAnd": "formulas have no logic: it is written as rows",
    "0106-feel-ternary-logic DecisionOr": "formulas have no logic: it is written as rows",
    "0107-feel-ternary-logic-not DecisionNot": "formulas have no logic: it is written as rows",
    "0110-outputOrder-hitpolicy Approval Status": "no hit policy OUTPUT ORDER",
    "0113-outputOrder-hitpolicy-singleinoutcol Approval Status": "no hit policy OUTPUT ORDER",
    "0118-multi-priority-hitpolicy Approval Status": "no hit policy PRIORITY",
}
"""What of the kit does not translate, and why."""
Outputs = Mapping[str, object]


@pytest.fixture(scope="module")
def models() -> list[Model]:
    """Read the kit, if it is at hand."""
    if not KIT.is_dir():
        pytest.skip(f"the DMN kit is not at hand in {KIT} (set CHRONICARE_DMN_TCK to its directory)")
    return read_models(KIT)


def test_what_does_not_translate_is_known(models: list[Model]) -> None:
    reasons = {f"{model.name} {each.name}": why_not(each, model) for model in models for each in model.decisions}
    assert {name: reason for name, reason in reasons.items() if reason} == NOT_OURS
    tables = [f"{model.name} {each.name}" for model in models for each in model.decisions if each.is_table]
    assert (len(models), sum(len(model.cases) for model in models), len(reasons)) == (28, 116, 70)
    assert (len(tables), sum(not reasons[name] for name in tables)) == (17, 12)


def test_every_case_comes_out_as_the_kit_expects(models: list[Model]) -> None:
    engine = DurableEngine()
    tables: list[bool] = []
    apart: list[str] = []
    for model in models:
        ours = {each.name: each for each in model.decisions if not why_not(each, model)}
        if not ours:
            continue
        benefits = translate(model, tuple(ours.values()), engine)
        for case in model.cases:
            for decision in (ours[name] for name in case.expected if name in ours):
                tables.append(decision.is_table)
                expected = case.expected[decision.name]
                values, rows = _answer(benefits, decision, case)
                if isinstance(expected, list):
                    agreed = rows == [_by_output(decision, each) for each in expected]
                    agreed &= values == {name: tuple(dict.fromkeys(each[name] for each in rows)) for name in values}
                else:
                    agreed = values == _by_output(decision, expected)
                if not agreed:
                    apart.append(f"{model.name} case {case.id}: {decision.name} is {values}, not {expected}")
    assert apart == []
    assert (tables.count(True), tables.count(False)) == (36, 37)


def _by_output(decision: Decision, content: Content) -> Outputs:
    return content if isinstance(content, Mapping) else {decision.outputs[0].name: content}


def _answer(benefits: BenefitModel, decision: Decision, case: Case) -> tuple[Outputs, list[Outputs]]:
    """Look ``decision`` up; return its outputs, and those of each row that gave them. What is null is not stated."""
    codes = benefits.vocabulary.names
    asked = {output.name: codes[term_of(decision, output)] for output in decision.outputs}
    facts = {codes[name]: value for name, value in case.inputs.items() if isinstance(value, bool | Fraction | str)}
    known = find_terms(benefits, DAY, tuple(asked.values()), facts).known
    assert known is not None, f"{decision.name} case {case.id} is not decided"
    rows = [each.outputs for each in known.applied_rows if each.table == decision.name]
    by_name: list[Outputs] = [
        {name: outputs[code] for name, code in asked.items()} for outputs in (known.values, *rows)
    ]
    return by_name[0], by_name[1:]
