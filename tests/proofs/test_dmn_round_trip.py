"""Every decision table of every area, written as DMN and read back, decides the same.

Each table is asked by itself, with everything it tests and names given: values on both sides of its bounds, words,
lists of them, under readings of its switches.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from published import RULES

from chronicare.application.release import compile_release
from chronicare.authoring.dmn.exporting import Exported, export_tables
from chronicare.authoring.dmn.names import terms_of
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.translation import BEGINNING, translate
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

ASKED = 8
"""How often each table is asked."""
_FOLDERS = RuleDirectory(RULES).load().areas
_ENGINE = InterpretingEngine()
_NUMERIC = (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE)
_SMALL = [Fraction(each) for each in (0, 1, 2, 3, 12, 13, 100, 1990, 2025, 2026, 2027)]

Answer = tuple[object, str]
"""A value, and why there is none."""


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(_FOLDERS)), ids=[each.area for each in _FOLDERS])
def test_every_table_decides_the_same(place: int) -> None:
    folder = _FOLDERS[place].rules
    assert folder is not None
    diagnostics = Diagnostics()
    area = compile_release(folder, diagnostics)
    for rules in area.benefits:
        written = export_tables(rules, area.vocabulary, area.name.zh)
        assert [each.table for each in written.left_out] == []
        assert {*written.tables} == rules.tables.keys()
        _compare(rules, area.vocabulary, written)


def _compare(rules: BenefitRules, vocabulary: Vocabulary, written: Exported) -> None:
    diagnostics = Diagnostics()
    model = read_model(written.xml, "area.dmn", diagnostics)
    assert model is not None
    made = translate(model, "0" * 64, diagnostics)
    read = compile_area(made.folder, compile_vocabulary(made.folder, diagnostics), diagnostics)
    assert [each.render() for each in diagnostics.sorted()] == []
    assert made.apart == {}
    (back,) = read.benefits
    vocabulary = _bare(vocabulary)
    codes = {code: made.terms.by_path[path].code for code, path in written.paths.items()}
    switches = {name: made.terms.by_path[path].code for name, path in written.switches.items()}
    chance = random.Random(20260101)
    told = 0
    for table in rules.tables.values():
        ours = dict.fromkeys(table.outputs, table.name)
        theirs = {codes[code]: back.producers[codes[code]] for code in table.outputs}
        asked = list(_questions(table, rules, vocabulary, chance))
        other = _alone(back, theirs, read.vocabulary, {})
        under = {frozenset(each.items()): _alone(rules, ours, vocabulary, each) for _, each in asked}
        for facts, readings in asked:
            one = under[frozenset(readings.items())]
            given = {codes[code]: _as_read(value, vocabulary.findings[code]) for code, value in facts.items()}
            given |= {switches[name]: reading for name, reading in readings.items() if name in switches}
            first = _asked(one, list(ours), facts)
            second = _asked(other, list(theirs), given)
            if first is None or second is None:
                continue  # made-up facts, such as the year 0, for which a formula cannot be worked out
            said = [(_as_read(value, vocabulary.findings[code]), why) for code, (value, why) in first.items()]
            assert said == list(second.values()), (table.name, facts, readings)
            told += sum(value is not None for value, _ in said)
    assert told > len(rules.tables), "most of what is asked has a value"


def _questions(
    table: DecisionTable, rules: BenefitRules, vocabulary: Vocabulary, chance: random.Random
) -> Iterator[tuple[dict[str, Given], dict[str, str]]]:
    terms = terms_of(table)
    switches = dict.fromkeys(row.switch for row in table.rows if row.switch)
    bounds = _numbers_of(table)
    for _ in range(ASKED):
        facts = {code: _drawn(vocabulary.findings[code], bounds, chance) for code in terms}
        yield facts, {name: chance.choice(rules.switches[name].readings).id for name in switches}


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


def _asked(model: BenefitModel, terms: Sequence[str], facts: Mapping[str, Given]) -> dict[str, Answer] | None:
    answer = find_terms(model, BEGINNING, terms, facts)
    known = answer.known
    assert known is not None, (terms, facts, answer.missing, answer.switches)
    if any(each.fault is not None for each in known.absences.values()):
        return None
    return {
        code: (known.values[code], word.value if code in known.absences and (word := known.absences[code].word) else "")
        for code in terms
    }
