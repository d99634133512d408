"""A case of a decision table on one line, as it can be pasted into the cases: what comes out is left to its author."""

from collections.abc import Mapping
from datetime import date

from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.vocabulary import Vocabulary

ANY_DAY = date(2000, 1, 1)
"""The day of an example where rules have always been in force."""


def case_line(
    name: str,
    table: DecisionTable,
    period: BenefitRules,
    vocabulary: Vocabulary,
    example: Mapping[str, str],
    readings: Mapping[str, str],
) -> str:
    """Return the case called ``name`` in which the terms of ``table`` have the values of ``example``, by name.

    It asks for what the table puts out, under ``readings``. What other tables put out is said in a comment.
    """
    derived = {
        vocabulary.findings[code].name.zh: period.producers[code] for code in table.inputs if code in period.producers
    }
    facts = ", ".join(f"{term}: {value}" for term, value in example.items() if term not in derived)
    rest = "；".join(
        f"{term} = {value}（由表「{derived[term]}」得出）" for term, value in example.items() if term in derived
    )
    outputs = ", ".join(f"{vocabulary.findings[code].name.zh}: 〔待定〕" for code in table.outputs)
    under = ", ".join(f"{switch}: {reading}" for switch, reading in readings.items())
    asked = f"{f'readings: {{{under}}}, ' if under else ''}facts: {{{facts}}}, expect: {{values: {{{outputs}}}}}"
    case = f"- {{name: {name}, as_of_date: {period.effective_from or ANY_DAY}, {asked}}}"
    return f"{case}  # {rest}" if rest else case
