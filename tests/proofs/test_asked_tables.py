"""No case asks a table outside what the analysis says of where it is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from proofs.conftest import RealArea

from chronicare.analysis.asking import Asking, Askings
from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.diagnostics import Diagnostics
from chronicare.formats import BenefitCaseFile
from chronicare.judging.memory import Memory
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules, DecisionTable, MatchProgram
from chronicare.program.entry import Clause, Criterion, Entry, Group, Needs, NeedsKind, Use, UseKind, Variant
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference import ReferenceEvaluator

pytestmark = pytest.mark.slow
_CASES = 500
"""Of an area, spread over all it has."""
NONE = Clause("", "", "", "")


class Asked(RowJudge):
    """Judges the rows of a table, and holds what it is asked to the cases in which it is said to be."""

    def __init__(
        self, table: DecisionTable, vocabulary: Vocabulary, askings: frozenset[Asking], asked: list[tuple[str, bool]]
    ) -> None:
        """Note in ``asked`` each time that the table is."""
        self._name, self._asked = table.name, asked
        matching = table.matching
        self._rows = None if matching is None else ReferenceEvaluator(matching.rows, vocabulary)
        self.minds_day = matching is not None and matching.minds_day
        self._cases = {f"A{number}": each for number, each in enumerate(askings)}
        self._told = None if matching is None else ReferenceEvaluator(self._entry(matching, vocabulary), vocabulary)

    def _entry(self, matching: MatchProgram, vocabulary: Vocabulary) -> Entry:
        criteria: dict[str, Criterion] = {}
        groups: dict[str, Group] = {}
        for name, case in self._cases.items():
            for code, test in case:
                use = Use(UseKind.ANY) if vocabulary.findings[code].repeated else None
                criteria[f"{name}:{code}:{test.text}"] = Criterion(
                    f"{name}:{code}:{test.text}", code, test, use, 0, NONE, (), matching.rows.position
                )
            members = tuple(each for each in criteria if each.startswith(f"{name}:"))
            variant = Variant("", Needs(NeedsKind.ALL), members, NONE, matching.rows.position)
            groups[name] = Group(name, "", (variant,), ())
        return replace(matching.rows, criteria=criteria, groups=groups)

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every cell and row."""
        return {} if self._rows is None else self._rows.nodes(evidence)

    def confirm(self, evidence: Evidence, expected: Mapping[str, Truth]) -> None:
        """Note whether it is asked where it is said to be."""
        del expected
        if self._told is not None:
            said = self._told.nodes(evidence)
            self._asked.append((self._name, any(said[name] is not False for name in self._cases)))


def asked_in(area: RealArea, rules: BenefitRules) -> Iterator[tuple[str, bool]]:
    """Yield each table that is told to be asked in some cases only, as often as it is asked, with whether in those."""
    vocabulary, memory = area.vocabulary, Memory()
    asked: list[tuple[str, bool]] = []
    askings = Askings(rules, vocabulary)
    where = {table.name: askings.of(table) for table in rules.tables.values()}
    judges = {
        each.name: Asked(each, vocabulary, where.get(each.name, frozenset({frozenset()})), asked)
        for each in rules.every_table
    }
    volatile = volatile_terms(rules, changing_terms(vocabulary.roles) | frozenset(rules.accumulators))
    model = BenefitModel(rules, vocabulary, judges, volatile, memory)
    kind = BenefitCases(area.release)
    files = (each for each in area.folder.cases if isinstance(each, BenefitCaseFile))
    cases = [each for file in files for each in file.cases]
    for case in cases[:: max(1, len(cases) // _CASES)]:
        question = kind.prepare(case, Diagnostics())
        if question is None or not any(each.rules is rules for each in question.models):
            continue
        memory.forget()
        asked.clear()
        question.ask(lambda each: model if each.rules is rules else each)
        for name, is_told in asked:
            table = rules.tables.get(name)
            if table is None or frozenset() in where[name] or set(question.terms) & set(table.outputs):
                continue  # asked everywhere, or for its own sake
            yield name, is_told


def test_tables_are_asked_where_it_is_said(area: RealArea) -> None:
    found = [each for rules in area.release.rules.benefits for each in asked_in(area, rules)]
    assert {name for name, is_told in found if not is_told} == set()
    assert found or area.folder.area == "530000", "an area that settles has tables that are asked of some only"
