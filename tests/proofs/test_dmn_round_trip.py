"""Every decision table of every area, written as DMN and read back, decides the same.

Each table is asked by itself, with everything it tests and names given: values on both sides of its bounds, words,
lists of them, under readings of its switches.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from published import RULES, is_area

from chronicare.application.release import compile_release
from chronicare.authoring.dmn.exporting import export_tables
from chronicare.authoring.dmn.names import terms_of
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.translation import BEGINNING, translate
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given, Value
from chronicare.compiler import compile_area, compile_vocabulary
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.judging.row_judge import RowJudge
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.roles import Roles
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.reference import ReferenceEvaluator

ASKED = 5
"""How often each table is asked."""
AREAS = sorted(each.name for each in RULES.iterdir() if is_area(each.name))
_IMPOSSIBLE = "impossible"
_ENGINE = InterpretingEngine()
_NUMERIC = (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE)
_SMALL = [Fraction(each) for each in (0, 1, 2, 3, 12, 13, 100, 1990, 2025, 2026, 2027)]

Answer = tuple[object, str]
"""A value, and why there is none."""


@dataclass(frozen=True, slots=True)
class _Both:
    """The tables of an area, and what comes back of them: terms and switches by ours."""

    rules: BenefitRules
    vocabulary: Vocabulary
    back: BenefitRules
    words: Vocabulary
    codes: Mapping[str, str]
    switches: Mapping[str, str]

    def given(self, facts: Mapping[str, Given], readings: Mapping[str, str]) -> dict[str, Given]:
        """Return facts of ours and readings as facts of what came back."""
        given = {self.codes[code]: _as_read(value, self.vocabulary.findings[code]) for code, value in facts.items()}
        return given | {self.switches[name]: taken for name, taken in readings.items() if name in self.switches}

    def agree(self, ours: Mapping[str, Answer], theirs: Mapping[str, Answer], asked: object) -> int:
        """Hold what both say of the same terms to each other; return of how many there is a value.

        What a formula cannot be worked out for, with facts that are made up, such as the year 0, is passed over.
        """
        told = 0
        for code, (value, why) in ours.items():
            other = theirs[self.codes[code]]
            if _IMPOSSIBLE in (why, other[1]):
                continue
            assert (_as_read(value, self.vocabulary.findings[code]), why) == other, (code, asked)
            told += value is not None
        return told


@cache
def _both(folder: str) -> tuple[_Both, ...]:
    """Write the tables of each period of an area and read them back; everything must come back."""
    read = next(each for each in RuleDirectory(RULES).load().areas if folder.startswith(each.area)).rules
    assert read is not None
    area = compile_release(read, Diagnostics())
    return tuple(_written_and_read(each, area.vocabulary) for each in area.benefits)


def _written_and_read(rules: BenefitRules, vocabulary: Vocabulary) -> _Both:
    written = export_tables(rules, vocabulary, "area")
    assert written.left_out == ()
    assert {*written.tables} == rules.tables.keys()
    diagnostics = Diagnostics()
    model = read_model(written.xml, "area.dmn", diagnostics)
    assert model is not None
    made = translate(model, "0" * 64, diagnostics)
    read = compile_area(made.folder, compile_vocabulary(made.folder, diagnostics), diagnostics)
    assert [each.render() for each in diagnostics.sorted()] == []
    assert made.apart == {}
    (back,) = read.benefits
    codes = {code: made.terms.by_path[path].code for code, path in written.paths.items()}
    switches = {name: made.terms.by_path[path].code for name, path in written.switches.items()}
    return _Both(rules, _bare(vocabulary), back, read.vocabulary, codes, switches)


@pytest.mark.slow
@pytest.mark.parametrize("folder", AREAS)
def test_every_table_decides_the_same(folder: str) -> None:
    chance = random.Random(20260101)
    for both in _both(folder):
        told = 0
        for table in both.rules.tables.values():
            ours = dict.fromkeys(table.outputs, table.name)
            theirs = {both.codes[code]: both.back.producers[both.codes[code]] for code in table.outputs}
            asked = list(_questions(table, both.rules, both.vocabulary, chance))
            other = _alone(both.back, theirs, both.words, {})
            under = {frozenset(each.items()): _alone(both.rules, ours, both.vocabulary, each) for _, each in asked}
            for facts, readings in asked:
                one = _asked(under[frozenset(readings.items())], list(ours), facts)
                told += both.agree(one, _asked(other, list(theirs), both.given(facts, readings)), (facts, readings))
        assert told > len(both.rules.tables), "most of what is asked has a value"


@pytest.mark.slow
@pytest.mark.parametrize("folder", AREAS)
def test_all_tables_together_decide_the_same(folder: str) -> None:
    chance = random.Random(20260102)
    for both in _both(folder):
        terms = [code for table in both.rules.tables.values() for code in table.outputs]
        leaves = [code for code in both.codes if code not in both.rules.producers]
        other = _alone(both.back, both.back.producers, both.words, {})
        for _ in range(3):
            facts = {code: _drawn(both.vocabulary.findings[code], (), chance) for code in leaves}
            readings = {name: chance.choice(each.readings).id for name, each in both.rules.switches.items()}
            one = _asked(_alone(both.rules, both.rules.producers, both.vocabulary, readings), terms, facts)
            second = _asked(other, [both.codes[code] for code in terms], both.given(facts, readings))
            assert both.agree(one, second, (facts, readings)) > len(terms) // 10


def _questions(
    table: DecisionTable, rules: BenefitRules, vocabulary: Vocabulary, chance: random.Random
) -> Iterator[tuple[dict[str, Given], dict[str, str]]]:
    terms = terms_of(table)
    bounds = _numbers_of(table)
    for _ in range(ASKED):
        facts = {code: _drawn(vocabulary.findings[code], bounds, chance) for code in terms}
        yield facts, {name: chance.choice(rules.switches[name].readings).id for name in table.switches}


def _numbers_of(table: DecisionTable) -> list[Fraction]:
    """Return the numbers that the cells of ``table`` name, and their neighbours."""
    found = {
        Fraction(word) + step
        for cell in table.cells.values()
        for word in cell.replace("[", " ").replace("..", " ").replace("]", " ").replace(",", " ").split()
        if word.isdecimal()
        for step in (-1, 0, 1)
    }
    return sorted(each for each in found if each >= 0)


def _drawn(finding: Finding, bounds: Sequence[Fraction], chance: random.Random) -> Given:
    if finding.repeated:
        return tuple(dict.fromkeys(_single(finding, bounds, chance) for _ in range(chance.randint(1, 3))))
    return _single(finding, bounds, chance)


def _single(finding: Finding, bounds: Sequence[Fraction], chance: random.Random) -> Value:
    cell_type = finding.type
    if cell_type.levels is not None:
        place = chance.randrange(len(cell_type.levels.levels))
        return place if cell_type.kind is ValueKind.LEVEL else cell_type.levels.levels[place].value
    if cell_type.kind is ValueKind.YES_NO:
        return chance.random() < 0.5
    if cell_type.kind is ValueKind.DATE:
        return date(2024, 1, 1) + timedelta(days=chance.randrange(1000))
    assert cell_type.kind in _NUMERIC
    number = chance.choice([*bounds, *_SMALL])
    return number if cell_type.kind is ValueKind.NUMBER else int(number)


def _as_read(value: object, finding: Finding) -> Given:
    """Return a value of ours as the model that was read has it: levels are words, every number is one."""
    if isinstance(value, tuple):
        return tuple(_as_read(each, finding) for each in value)  # type: ignore[misc]
    levels = finding.type.levels
    if levels is not None and isinstance(value, int | Fraction):
        return levels.levels[int(value)].value
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else value  # type: ignore[return-value]


def _alone(
    rules: BenefitRules, producers: Mapping[str, str], vocabulary: Vocabulary, readings: Mapping[str, str]
) -> BenefitModel:
    """Return the rules of the tables of ``producers`` alone: whatever else is looked up is given."""
    tables = {name: rules.tables[name] for name in producers.values()}
    switches = {name: replace(each, default=readings.get(name, each.default)) for name, each in rules.switches.items()}
    alone = replace(
        rules, tables=tables, producers=producers, chain=None, steps={}, scope=None, switches=switches, accumulators=()
    )
    judges = {
        name: RowJudge(
            table.matching, _ENGINE.load(table.matching.program), ReferenceEvaluator(table.matching.rows, vocabulary)
        )
        for name, table in tables.items()
        if table.matching is not None
    }
    return BenefitModel(alone, vocabulary, judges, frozenset())


def _bare(vocabulary: Vocabulary) -> Vocabulary:
    """Return the words without what follows from what: every fact is given."""
    bare = {code: replace(each, stands_for="", usual=None) for code, each in vocabulary.findings.items()}
    return replace(vocabulary, findings=bare, roles=Roles(), implications=())


def _asked(model: BenefitModel, terms: Sequence[str], facts: Mapping[str, Given]) -> dict[str, Answer]:
    answer = find_terms(model, BEGINNING, terms, facts)
    known = answer.known
    assert known is not None, (terms, facts, answer.missing, answer.switches)
    return {code: (known.values[code], _why(known.absences.get(code))) for code in terms}


def _why(absence: Absence | None) -> str:
    if absence is not None and absence.fault is not None:
        return _IMPOSSIBLE
    return "" if absence is None or absence.word is None else absence.word.value
