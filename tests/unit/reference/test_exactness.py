"""The outcome against brute force: every completion of everything unknown, with a naive two-valued reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations_with_replacement, permutations, product
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicare.cells.typed import AllOf, AnyOf, Compare, Component, Not, Operator, Range, Test, TypedTest, View
from chronicare.cells.types import CellType, Level, LevelSet, ValueKind
from chronicare.cells.values import Duration, Interval
from chronicare.diagnostics import Position, Text
from chronicare.program.entry import Clause, Criterion, Entry, Needs, NeedsKind, Use, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference import ReferenceEvaluator, judge
from chronicare.reference.condition import BoundCriterion, bind_criterion
from chronicare.reference.vectors import possible_vectors

NO_CLAUSE = Clause("", "", "", "")
AS_OF = date(2025, 11, 30)
Predicate = Callable[[Any], bool]
Build = Callable[..., tuple[Entry, Vocabulary]]


class Kind(NamedTuple):
    """A sort of finding: its type, tests each written twice, what may be known of it, and all it may be in full."""

    type: CellType
    tests: Sequence[tuple[TypedTest, Predicate]]
    known: Sequence[Measurement]
    full: Callable[[Measurement | None], list[Measurement]]


def typed(test: Test, view: View = View.VALUE) -> TypedTest:
    return TypedTest(view, test, repr(test))


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def levels(*values: str, ordered: bool) -> LevelSet:
    return LevelSet("set", ordered, tuple(Level(each, Text(each, each), ()) for each in values))


def between(low: int | None, high: int | None, *, closed: bool = False) -> Interval:
    ends = [None if each is None else Fraction(each) for each in (low, high)]
    return Interval(ends[0], closed, ends[1], closed)


def is_within(value: Fraction | int, interval: Interval) -> bool:
    """Say naively whether a number lies within bounds."""
    above = interval.low is None or value > interval.low or (interval.low_closed and value == interval.low)
    below = interval.high is None or value < interval.high or (interval.high_closed and value == interval.high)
    return above and below


def within_bounds(kind: "Kind", *intervals: Interval) -> "Kind":
    """Let also bounds be known of a number: in full it may be whatever lies within them."""

    def full(known: Measurement | None) -> list[Measurement]:
        if known is None or not isinstance(known.value, Interval):
            return kind.full(known)
        every = [each.value for each in kind.full(None)]
        return [known._replace(value=each) for each in every if is_within(each, known.value)]  # type: ignore[arg-type]

    return kind._replace(known=[*kind.known, *map(Measurement, intervals)], full=full)


def simple(cell_type: CellType, tests: Sequence[tuple[Test, Predicate]], values: Sequence[Any]) -> Kind:
    def of_value(holds: Predicate) -> Predicate:
        return lambda each: holds(each.value)

    every = [Measurement(value) for value in values]
    return Kind(
        cell_type,
        [(typed(test), of_value(holds)) for test, holds in tests],
        every,
        lambda known: [known] if known else every,
    )


EXACT_NUMBER = simple(
    CellType(ValueKind.NUMBER, low=Fraction(0), high=Fraction(100)),
    [
        (Compare(Operator.GE, Fraction(7)), lambda x: x >= 7),
        (Compare(Operator.LT, Fraction(7)), lambda x: x < 7),
        (Compare(Operator.GT, Fraction(11)), lambda x: x > 11),
        (Range(Fraction(7), False, Fraction(11), True), lambda x: 7 < x <= 11),
        (Not(Compare(Operator.EQ, Fraction(7))), lambda x: x != 7),
        (AnyOf((Compare(Operator.LE, Fraction(3)), Compare(Operator.GE, Fraction(11)))), lambda x: x <= 3 or x >= 11),
    ],
    [Fraction(each, 2) for each in range(27)],
)
NUMBER = within_bounds(EXACT_NUMBER, between(0, 7), between(7, 100), between(3, 11, closed=True), between(0, 12))
AGE = simple(
    CellType(ValueKind.AGE, low=Fraction(0), high=Fraction(130)),
    [
        (Compare(Operator.GE, 18), lambda x: x >= 18),
        (Compare(Operator.LT, 18), lambda x: x < 18),
        (Compare(Operator.LE, 16), lambda x: x <= 16),
        (Range(16, False, 18, False), lambda x: x == 17),
    ],
    range(14, 22),
)
YES_NO = simple(
    CellType(ValueKind.YES_NO),
    [(Compare(Operator.EQ, True), lambda x: x), (Compare(Operator.EQ, False), lambda x: not x)],
    [True, False],
)
LEVEL = simple(
    CellType(ValueKind.LEVEL, levels=levels("I", "II", "III", "IV", ordered=True)),
    [
        (Compare(Operator.GE, 2), lambda x: x >= 2),
        (Compare(Operator.EQ, 1), lambda x: x == 1),
        (Compare(Operator.LT, 3), lambda x: x < 3),
    ],
    range(4),
)
CODE = simple(
    CellType(ValueKind.CODE, levels=levels("a", "b", "c", ordered=False)),
    [
        (Compare(Operator.EQ, "a"), lambda x: x == "a"),
        (AnyOf((Compare(Operator.EQ, "b"), Compare(Operator.EQ, "c"))), lambda x: x in "bc"),
        (AllOf((Compare(Operator.NE, "a"), Compare(Operator.NE, "b"))), lambda x: x == "c"),
    ],
    "abc",
)
# 30 November less 3 months is 30 or 31 August (clamped): both last exactly until the as-of date.
ELAPSED = Kind(
    CellType(ValueKind.DATE),
    [
        (typed(Compare(Operator.GE, Duration(3, 0)), View.ELAPSED), lambda each: each.value <= date(2025, 8, 31)),
        (typed(Compare(Operator.GT, Duration(3, 0)), View.ELAPSED), lambda each: each.value < date(2025, 8, 30)),
        (typed(Compare(Operator.LE, Duration(0, 30)), View.ELAPSED), lambda each: each.value >= date(2025, 10, 31)),
    ],
    [Measurement(ago(each)) for each in (0, 30, 31, 91, 92, 93)],
    lambda known: [known] if known else [Measurement(ago(each)) for each in range(120)],
)


# Stated not to exist, or unknown and then perhaps not existing: no test on it holds.
NO_SUCH = Measurement("none")


def if_there_is_one(holds: Predicate) -> Predicate:
    return lambda each: each.value != NO_SUCH.value and holds(each)


RECORD = ELAPSED._replace(
    tests=[(test, if_there_is_one(holds)) for test, holds in ELAPSED.tests],
    known=[*ELAPSED.known, NO_SUCH],
    full=lambda known: [known] if known else [*ELAPSED.full(None), NO_SUCH],
)
COUNT = within_bounds(
    simple(
        CellType(ValueKind.COUNT, low=Fraction(0)),
        [
            (Compare(Operator.GE, 2), lambda x: x >= 2),
            (Compare(Operator.LT, 5), lambda x: x < 5),
            (Range(2, False, 5, False), lambda x: 2 < x < 5),
        ],
        range(9),
    ),
    between(3, None, closed=True),
    between(0, 2, closed=True),
    between(2, 4, closed=True),
)


def fill_limits(known: Measurement | None) -> list[Measurement]:
    values = [Fraction(each, 2) for each in range(20)]
    if known and isinstance(known.value, Interval):
        values = [each for each in values if is_within(each, known.value)]
    elif known:
        values = [known.value]  # type: ignore[list-item]
    else:
        values = [Fraction(each) for each in (0, 1, 2, 3, 6)]
    usual = [Fraction(1, 2), Fraction(3, 2), *(Fraction(each) for each in (1, 2, 3, 4, 6, 9))]
    lows = [known.low] if known and known.low else usual
    highs = [known.high] if known and known.high else usual
    return [Measurement(v, None, low, high) for v, low, high in product(values, lows, highs) if low <= high]


RATIO = Kind(
    CellType(ValueKind.NUMBER, low=Fraction(0)),
    [
        (typed(Compare(Operator.GT, Fraction(3, 2)), View.OF_UPPER), lambda e: e.value > Fraction(3, 2) * e.high),
        (typed(Compare(Operator.LE, Fraction(1)), View.OF_UPPER), lambda e: e.value <= e.high),
        (typed(Compare(Operator.LT, Fraction(1)), View.OF_LOWER), lambda e: e.value < e.low),
        (typed(Compare(Operator.GE, Fraction(3))), lambda e: e.value >= 3),
    ],
    [
        Measurement(Fraction(3)),
        Measurement(Fraction(3), None, None, Fraction(6)),
        Measurement(Fraction(3), None, Fraction(2), Fraction(4)),
        Measurement(Fraction(2), None, Fraction(1)),
        Measurement(between(4, None), None, None, Fraction(2)),
        Measurement(between(0, 3), None, Fraction(2), Fraction(3)),
    ],
    fill_limits,
)
GRID = [Fraction(each) for each in (80, 90, 95, 100, 130, 140, 150, 155, 160, 170)]


def fill_parts(known: Measurement | None) -> list[Measurement]:
    given: Mapping[str, Any] = known.value if known else {}  # type: ignore[assignment]
    parts = [
        [
            value
            for value in GRID
            if value == given[part] or (type(given[part]) is Interval and is_within(value, given[part]))
        ]
        if part in given
        else GRID
        for part in ("s", "d")
    ]
    return [Measurement({"s": s, "d": d}, known.date if known else None) for s, d in product(*parts)]


def over(part: str, bound: int) -> Component:
    return Component(part, Compare(Operator.GE, Fraction(bound)))


PRESSURE = Kind(
    CellType(ValueKind.COMPOUND, components={part: CellType(ValueKind.NUMBER) for part in ("s", "d")}),
    [
        (typed(AnyOf((over("s", 160), over("d", 100)))), lambda e: e.value["s"] >= 160 or e.value["d"] >= 100),
        (typed(AllOf((Not(over("s", 140)), Not(over("d", 90))))), lambda e: e.value["s"] < 140 and e.value["d"] < 90),
        (typed(over("s", 140)), lambda e: e.value["s"] >= 140),
    ],
    [
        Measurement({part: Fraction(value) for part, value in each.items()})
        for each in ({}, {"s": 150}, {"d": 90}, {"s": 130, "d": 80}, {"s": 170})
    ]
    + [Measurement({"s": between(150, None)}), Measurement({"s": between(None, 140), "d": between(90, None)})],
    fill_parts,
)
# One limit known may settle a test against the other.
RATIO_SETTLED = RATIO._replace(
    known=[Measurement(Fraction(9), None, None, Fraction(2)), Measurement(Fraction(1), None, Fraction(6))]
)
SINGLE = (NUMBER, COUNT, AGE, YES_NO, LEVEL, CODE, ELAPSED, RATIO, PRESSURE)

# In a list: few values, which tell all the tests apart, and few days, which tell the windows apart.
LISTED = NUMBER._replace(
    known=[Measurement(value) for value in (Fraction(3), Fraction(7), Fraction(12), between(7, 100), between(0, 12))]
)
LISTABLE = (LISTED, PRESSURE, RATIO)
DAYS = [ago(each) for each in (0, 1, 40, 41)]
WITHIN = Duration(0, 30)
WINDOW_BEGINS = ago(30)
COUNTS = {UseKind.ANY: 1, UseKind.TIMES: 2, UseKind.DAYS: 2, UseKind.ALL: 1, UseKind.LATEST: 1}
USES = [Use(kind, count, within) for kind, count in COUNTS.items() for within in (None, WITHIN)]
MAX_FURTHER = 4


class Knowledge(NamedTuple):
    """A finding, criteria on it, and what is known of it."""

    kind: Kind
    tests: Sequence[TypedTest]
    predicates: Sequence[Predicate]
    uses: Sequence[Use | None]
    known: tuple[Measurement, ...]
    complete: bool


def holds_in_list(use: Use, passed: Sequence[tuple[date, bool]]) -> bool:
    """Say naively whether a whole list, oldest first, passes."""
    seen = [(day, truth) for day, truth in passed if not use.within or day >= WINDOW_BEGINS]
    truths = [truth for _, truth in seen]
    if use.kind is UseKind.LATEST:
        return truths[-1:] == [True]
    if use.kind is UseKind.ALL:
        return truths != [] and False not in truths
    days = [day for day, truth in seen if truth]
    return len(set(days) if use.kind is UseKind.DAYS else days) >= use.count


def vectors_of(knowledge: Knowledge) -> set[tuple[bool, ...]]:
    """Return the truths the criteria on a finding have together, over everything the finding may be in full."""
    known = knowledge.known

    def results(part: Measurement | None) -> set[tuple[bool, ...]]:
        return {tuple(holds(each) for holds in knowledge.predicates) for each in knowledge.kind.full(part)}

    uses = [use for use in knowledge.uses if use]
    if not uses:
        return results(known[0] if known else None)
    tied = any(use.kind is UseKind.LATEST for use in uses)
    fresh = DAYS if any(use.within for use in uses) else DAYS[:2]
    pool = sorted({*fresh, *(each.date for each in known if each.date)})
    candidates = list(product(pool, (-1, 9) if tied else (9,), results(None)))
    most = 0 if knowledge.complete else sum(use.count for use in uses)
    vectors = set()
    for days in product(*([each.date] if each.date else DAYS for each in known)):
        for ranks in permutations(range(len(known))) if tied else [range(len(known))]:
            for found in product(*(results(each) for each in known)):
                for more in range(most + 1):
                    for further in combinations_with_replacement(candidates, more):
                        rows = sorted((*zip(days, ranks, found, strict=True), *further))
                        vectors.add(
                            tuple(
                                holds_in_list(use, [(day, row[place]) for day, _, row in rows])
                                for place, use in enumerate(uses)
                            )
                        )
    return vectors


def holds_in_entry(entry: Entry, truths: Mapping[str, bool], readings: Mapping[str, str]) -> bool:
    """Say naively whether an entry is met, everything being known."""

    def members(name: str) -> tuple[Needs, tuple[str, ...]]:
        group = entry.groups[name]
        [chosen] = [each for each in group.variants if each.reading == (readings[group.switch] if group.switch else "")]
        return chosen.needs, chosen.members

    def points(name: str) -> int:
        if name in truths:
            return entry.criteria[name].points if truths[name] else 0
        return max(points(each) for each in members(name)[1])

    def holds(name: str) -> bool:
        if name in truths:
            return truths[name]
        needs, inner = members(name)
        if needs.kind is NeedsKind.SCORE:
            return sum(points(each) for each in inner) >= needs.amount
        count = sum(holds(each) for each in inner)
        return {
            NeedsKind.ALL: count == len(inner),
            NeedsKind.ANY: count > 0,
            NeedsKind.NONE: count == 0,
            NeedsKind.AT_LEAST: count >= needs.amount,
        }[needs.kind]

    return any(holds(each.id) for each in entry.routes) and not any(holds(each.id) for each in entry.exclusions)


@st.composite
def singles(draw: st.DrawFn, kinds: Sequence[Kind] = SINGLE) -> Knowledge:
    """Draw a single finding with one to three criteria."""
    kind = draw(st.sampled_from(kinds))
    pairs = draw(st.lists(st.sampled_from(kind.tests), min_size=1, max_size=3))
    known = draw(st.lists(st.sampled_from(kind.known), max_size=1))
    tests, predicates = zip(*pairs, strict=True)
    return Knowledge(kind, tests, predicates, [None] * len(tests), tuple(known), complete=False)


@st.composite
def lists(draw: st.DrawFn, *, undated: bool = False) -> Knowledge:
    """Draw a repeated finding with one to three criteria."""
    kind = draw(st.sampled_from(LISTABLE))
    uses = draw(st.lists(st.sampled_from(USES), min_size=1, max_size=3))
    while sum(use.count + (use.kind is UseKind.LATEST) for use in uses) > MAX_FURTHER:
        uses.pop(0)
    pairs = draw(st.lists(st.sampled_from(kind.tests), min_size=len(uses), max_size=len(uses)))
    tests, predicates = zip(*pairs, strict=True)
    known = draw(st.lists(st.sampled_from(kind.known), max_size=2))
    days = st.sampled_from([*DAYS, ago(5), None] if undated else [*DAYS, ago(5)])
    dated = tuple(each._replace(date=draw(days)) for each in known)
    return Knowledge(kind, tests, predicates, uses, dated, complete=draw(st.booleans()))


def bind(tests: Sequence[TypedTest], uses: Sequence[Use | None]) -> list[BoundCriterion]:
    rows = enumerate(zip(tests, uses, strict=True))
    return [
        bind_criterion(Criterion(str(place), "f", test, use, 0, NO_CLAUSE, (), Position("test")))
        for place, (test, use) in rows
    ]


@pytest.mark.slow
@settings(max_examples=300)
@given(knowledge=singles((*SINGLE, RATIO_SETTLED)) | lists())
def test_possible_vectors_are_those_of_all_completions(knowledge: Knowledge) -> None:
    kind, tests, _, uses, known, complete = knowledge
    assert possible_vectors(bind(tests, uses), kind.type, known, AS_OF, complete=complete) == vectors_of(knowledge)


def test_a_later_day_counts_and_is_the_latest() -> None:
    """7 is known; 20 on a later day makes two days of 7 or more, not three times, and the latest more than 11."""
    (at_least_7, _), _, (over_11, _), *_ = NUMBER.tests
    uses = [Use(UseKind.DAYS, 2), Use(UseKind.TIMES, 3), Use(UseKind.LATEST)]
    criteria = bind([at_least_7, at_least_7, over_11], uses)
    known = [Measurement(Fraction(7), ago(5))]
    assert (True, False, True) in possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False)
    known = [Measurement(Fraction(7), AS_OF)]
    assert (True, False, True) not in possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False)


def test_another_of_the_same_day_may_be_earlier() -> None:
    """Today's 20 is the only one above 11 and the latest, and yet today may also have seen a 3."""
    _, (under_7, _), (over_11, _), *_ = NUMBER.tests
    uses = [Use(UseKind.ANY, 1, Duration(0, 0)), Use(UseKind.LATEST), Use(UseKind.TIMES, 2)]
    criteria = bind([under_7, over_11, over_11], uses)
    known = [Measurement(Fraction(20), AS_OF)]
    assert (True, True, False) in possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False)
    assert possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=True) == {(False, True, False)}


def test_a_window_has_only_so_many_days() -> None:
    """Of today alone there are no two days, whatever an undated measurement that fails adds."""
    (at_least_7, _), *_ = NUMBER.tests
    criteria = bind([at_least_7], [Use(UseKind.DAYS, 2, Duration(0, 0))])
    for known in ([], [Measurement(Fraction(6))], [Measurement(Fraction(8), AS_OF)]):
        assert possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False) == {(False,)}


class Situation(NamedTuple):
    """An entry written at random, and what is known of a person."""

    findings: Mapping[str, Knowledge]
    points: Sequence[int]
    groups: Mapping[str, Any]
    default: str | None
    stated: frozenset[str]
    """Yes/no findings, all unknown, of which at least one is stated to be true; empty if nothing is stated."""

    def criteria(self) -> dict[str, tuple[str, TypedTest, Use | None, int]]:
        """Return the criteria of all findings, numbered through."""
        rows = [
            (code, test, use)
            for code, each in self.findings.items()
            for test, use in zip(each.tests, each.uses, strict=True)
        ]
        return {str(place): (*row, self.points[place % len(self.points)]) for place, row in enumerate(rows)}

    def evidence(self) -> Evidence:
        """Return what is known of all findings."""
        complete = frozenset(code for code, each in self.findings.items() if each.complete)
        none = frozenset(code for code, each in self.findings.items() if [m.value for m in each.known] == ["none"])
        known = {code: each.known for code, each in self.findings.items() if code not in none and each.known}
        statements = frozenset({self.stated} if self.stated else ())
        return Evidence(AS_OF, known, complete, none, statements)

    def completions(self) -> list[tuple[tuple[bool, ...], ...]]:
        """Return the truths of all criteria, finding by finding, over everything the findings may be in full."""
        every = []
        for code, each in self.findings.items():
            answered = [(answer, (answer.value is True,)) for answer in each.kind.full(None)]
            if code in self.stated:
                every.append(
                    [(said, tuple(holds(answer) for holds in each.predicates)) for answer, (said,) in answered]
                )
            else:
                every.append([(False, vector) for vector in vectors_of(each)])
        return [
            tuple(vector for _, vector in parts)
            for parts in product(*every)
            if not self.stated or any(said for said, _ in parts)
        ]


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw one to three findings and groups over their criteria."""
    knowledge = draw(st.lists(singles((*SINGLE, RECORD)), min_size=1, max_size=2))
    knowledge += draw(st.lists(lists(undated=True), max_size=1))
    findings = {f"f{place}": each for place, each in enumerate(knowledge)}
    stated = {
        f"s{place}": draw(singles((YES_NO,)))._replace(known=()) for place in range(draw(st.sampled_from([0, 2])))
    }
    findings |= stated
    knowledge += stated.values()
    names = [str(place) for place in range(sum(len(each.tests) for each in knowledge))]
    groups: dict[str, Any] = {}

    def words() -> str:
        inner = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        return " ".join((draw(st.sampled_from(["all", "any", "none", "1of", "2of", "score3", "score5"])), *inner))

    shapes = [("R1",), ("G", "R1"), ("G", "R1", "X1"), ("G", "H", "R1", "R2"), ("G", "H", "R1", "X1")]
    for name in draw(st.sampled_from(shapes)):
        groups[name] = ("s", {"p": words(), "q": words()}) if name == "G" and draw(st.booleans()) else words()
        names.append(name)
    default = draw(st.sampled_from(["p", "q", None]))
    return Situation(findings, draw(st.permutations((1, 2, 3))), groups, default, frozenset(stated))


def make(build: Build, situation: Situation) -> tuple[Entry, Vocabulary]:
    switched = isinstance(situation.groups.get("G"), tuple)
    switches = {"s": (("p", "q"), situation.default)} if switched else {}
    types = {code: each.kind.type for code, each in situation.findings.items()}
    entry, vocabulary = build(types, situation.criteria(), situation.groups, switches)
    records = {code for code, each in situation.findings.items() if NO_SUCH in each.kind.known}
    findings = {code: replace(each, may_be_none=code in records) for code, each in vocabulary.findings.items()}
    return entry, replace(vocabulary, findings=findings)


@pytest.mark.slow
@settings(max_examples=200)
@given(situation=situations())
def test_outcome_is_exact(build: Build, situation: Situation) -> None:
    entry, vocabulary = make(build, situation)
    judgement = ReferenceEvaluator(entry, vocabulary).judge(situation.evidence())
    completions = situation.completions()
    expected: dict[tuple[tuple[str, str], ...], bool | None] = {}
    for chosen in product(*([("p", "q")] if entry.switches and situation.default is None else [])):
        readings = {"s": chosen[0] if chosen else situation.default or ""}
        met = {
            holds_in_entry(entry, dict(zip(entry.criteria, chain(*parts), strict=True)), readings)
            for parts in completions
        }
        expected[tuple(("s", each) for each in chosen)] = met.pop() if len(met) == 1 else None
    if any(use and each.date is None for one in situation.findings.values() for each in one.known for use in one.uses):
        assert judgement.by_reading.keys() == expected.keys()
        assert all(outcome in (None, expected[chosen]) for chosen, outcome in judgement.by_reading.items())
    else:
        assert judgement.by_reading == expected


@pytest.mark.slow
@settings(max_examples=200)
@given(situation=situations(), data=st.data())
def test_learning_more_never_turns_an_answer_round(build: Build, situation: Situation, data: st.DataObject) -> None:
    evaluator = ReferenceEvaluator(*make(build, situation))
    before = evaluator.judge(situation.evidence())
    code = data.draw(st.sampled_from([each for each in situation.findings if each not in situation.stated]))
    knowledge = situation.findings[code]
    single, known = knowledge.uses[0] is None, list(knowledge.known)
    if single or (known and data.draw(st.booleans())):
        place = data.draw(st.integers(0, max(len(known) - 1, 0)))
        full = data.draw(st.sampled_from(knowledge.kind.full(known[place] if known else None)))
        known[place : place + 1] = [full._replace(date=known[place].date if known else None)]
    elif not knowledge.complete:
        full = data.draw(st.sampled_from(knowledge.kind.full(None)))
        known.append(full._replace(date=data.draw(st.sampled_from([*DAYS, ago(5), None]))))
    complete = knowledge.complete or data.draw(st.booleans())
    learnt = knowledge._replace(known=tuple(known), complete=complete)
    after = evaluator.judge(situation._replace(findings={**situation.findings, code: learnt}).evidence())
    for name, truth in before.nodes.items():
        assert truth in (None, after.nodes[name])
    for chosen, outcome in before.by_reading.items():
        assert outcome in (None, after.by_reading[chosen])


@pytest.mark.slow
@settings(max_examples=100)
@given(situation=situations())
def test_order_does_not_matter(build: Build, situation: Situation) -> None:
    def backwards(mapping: dict[str, Any]) -> dict[str, Any]:
        return {each: mapping[each] for each in reversed(mapping)}

    entry, vocabulary = make(build, situation)
    evidence = situation.evidence()
    turned = replace(evidence, findings={code: each[::-1] for code, each in backwards(dict(evidence.findings)).items()})
    turned_entry = replace(entry, criteria=backwards(dict(entry.criteria)), groups=backwards(dict(entry.groups)))
    judgement = judge(entry, vocabulary, evidence)
    assert judge(entry, vocabulary, turned) == judgement
    assert judge(turned_entry, vocabulary, evidence) == judgement
