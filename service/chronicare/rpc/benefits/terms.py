"""The terms there are, and what a bill of each setting needs, as messages."""

from collections.abc import Mapping, Sequence

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.benefits.model import BenefitModel
from chronicare.program.decision_table import DecisionTable
from chronicare.rpc.benefits.parts import PartWriter
from chronicare.rpc.rule_parts import write_finding


def write_terms(model: BenefitModel, given: frozenset[str], parts: PartWriter, message: pb.ListTermsResponse) -> None:
    """Write the terms of ``model``: those to be ``given``, those its tables put out, the accumulators."""
    rules = model.rules
    for code, finding in model.vocabulary.findings.items():
        if code in given:
            write_finding(finding, parts.language, message.facts.add())
        if code in rules.producers:
            table = rules.tables[rules.producers[code]]
            derived = message.derived.add(table=table.name, rests_on=_rests_on(table, code))
            parts.term(code, derived.term)
    parts.terms(rules.accumulators, message.accumulators)


def write_settings(
    needs: Mapping[str, Sequence[str]], accumulators: Sequence[str], message: pb.ListTermsResponse
) -> None:
    """Write what a bill of each setting ``needs``, by code: facts, and such of the ``accumulators``."""
    for setting, codes in needs.items():
        message.settings.add(
            setting=setting,
            facts=[code for code in codes if code not in accumulators],
            accumulators=[code for code in codes if code in accumulators],
        )


def _rests_on(table: DecisionTable, code: str) -> list[str]:
    """Return the terms that ``code`` is looked up from in ``table``: what selects the row, what its formula names."""
    formulas = [row.outputs[code] for row in table.rows]
    named = [term for formula in formulas for term in formula.terms]
    return list(dict.fromkeys((*table.inputs, *named)))
