"""The outcome against brute force: every completion of everything unknown, with a naive two-valued reading."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction as F
from itertools import chain, combinations_with_replacement, permutations, product
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicare.cells.typed import AllOf, AnyOf, Compare, Component, Not, Operator, Range, TypedTest, View
from chronicare.cells.types import CellType, Level, LevelSet, ValueKind
from chronicare.cells.values import Duration
from chronicare.diagnostics import Position, Text
from chronicare.program.entry import Clause, Criterion, Entry, NeedsKind, Use, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.reference import ReferenceEvaluator
from chronicare.reference.condition import BoundCriterion, bind_criterion
from chronicare.reference.vectors import possible_vectors

NO_CLAUSE = Clause("", "", "", "")
AS_OF = date(2025, 11, 30)
Predicate = Callable[[Measurement], bool]


class Kind(NamedTuple):
    """A sort of finding: its type, tests each written twice, what may be known of it, and all it may be in full."""

    type: CellType
    tests: Sequence[tuple[TypedTest, Predicate]]
    known: Sequence[Measurement]
    full: Callable[[Measurement | None], list[Measurement]]


def typed(test: Any, view: View = View.VALUE) -> TypedTest:
    return TypedTest(view, test, repr(test))


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def levels(ordered: bool, *values: str) -> LevelSet:
    return LevelSet("set", ordered, tuple(Level(each, Text(each, each), ()) for each in values))


def simple(cell_type: CellType, tests: Sequence[tuple[Any, Callable[[Any], bool]]], values: Sequence[Any]) -> Kind:
    def of_value(holds: Callable[[Any], bool]) -> Predicate:
        return lambda each: holds(each.value)

    every = [Measurement(value) for value in values]
    return Kind(
        cell_type,
        [(typed(test), of_value(holds)) for test, holds in tests],
        every,
        lambda known: [known] if known else every,
    )


NUMBER = simple(
    CellType(ValueKind.NUMBER, low=F(0), high=F(100)),
    [
        (Compare(Operator.GE, F(7)), lambda x: x >= 7),
        (Compare(Operator.LT, F(7)), lambda x: x < 7),
        (Compare(Operator.GT, F(11)), lambda x: x > 11),
        (Range(F(7), False, F(11), True), lambda x: 7 < x <= 11),
        (Not(Compare(Operator.EQ, F(7))), lambda x: x != 7),
        (AnyOf((Compare(Operator.LE, F(3)), Compare(Operator.GE, F(11)))), lambda x: x <= 3 or x >= 11),
    ],
    [F(each, 2) for each in range(0, 27)],
)
AGE = simple(
    CellType(ValueKind.AGE, low=F(0), high=F(130)),
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
    CellType(ValueKind.LEVEL, levels=levels(True, "I", "II", "III", "IV")),
    [
        (Compare(Operator.GE, 2), lambda x: x >= 2),
        (Compare(Operator.EQ, 1), lambda x: x == 1),
        (Compare(Operator.LT, 3), lambda x: x < 3),
    ],
    range(4),
)
CODE = simple(
    CellType(ValueKind.CODE, levels=levels(False, "a", "b", "c")),
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
    lambda known: [known] if known else [Measurement(ago(each)) for each in range(0, 120)],
)


def fill_limits(known: Measurement | None) -> list[Measurement]:
    values = [F(known.value)] if known else [F(each) for each in (0, 1, 2, 3, 6)]  # type: ignore[arg-type]
    usual = [F(1, 2), F(3, 2), *(F(each) for each in (1, 2, 3, 4, 6, 9))]
    lows = [known.low] if known and known.low else usual
    highs = [known.high] if known and known.high else usual
    return [Measurement(v, None, low, high) for v, low, high in product(values, lows, highs) if low <= high]


RATIO = Kind(
    CellType(ValueKind.NUMBER, low=F(0)),
    [
        (typed(Compare(Operator.GT, F(3, 2)), View.OF_UPPER), lambda e: e.value > F(3, 2) * e.high),  # type: ignore
        (typed(Compare(Operator.LE, F(1)), View.OF_UPPER), lambda e: e.value <= e.high),  # type: ignore
        (typed(Compare(Operator.LT, F(1)), View.OF_LOWER), lambda e: e.value < e.low),  # type: ignore
        (typed(Compare(Operator.GE, F(3))), lambda e: e.value >= 3),  # type: ignore
    ],
    [Measurement(F(3)), Measurement(F(3), None, None, F(6)), Measurement(F(3), None, F(2), F(4)), Measurement(F(2), None, F(1))],
    fill_limits,
)
GRID = [F(each) for each in (80, 90, 100, 130, 140, 150, 160, 170)]


def fill_parts(known: Measurement | None) -> list[Measurement]:
    given: Mapping[str, Any] = known.value if known else {}  # type: ignore[assignment]
    parts = [[given[part]] if part in given else GRID for part in ("s", "d")]
    return [Measurement({"s": s, "d": d}, known.date if known else None) for s, d in product(*parts)]


def over(part: str, bound: int) -> Component:
    return Component(part, Compare(Operator.GE, F(bound)))


PRESSURE = Kind(
    CellType(ValueKind.COMPOUND, components={part: CellType(ValueKind.NUMBER) for part in ("s", "d")}),
    [
        (typed(AnyOf((over("s", 160), over("d", 100)))), lambda e: e.value["s"] >= 160 or e.value["d"] >= 100),  # type: ignore
        (typed(AllOf((Not(over("s", 140)), Not(over("d", 90))))), lambda e: e.value["s"] < 140 and e.value["d"] < 90),  # type: ignore
        (typed(over("s", 140)), lambda e: e.value["s"] >= 140),  # type: ignore
    ],
    [Measurement(each) for each in ({}, {"s": F(150)}, {"d": F(95)}, {"s": F(130), "d": F(80)}, {"s": F(165)})],
    fill_parts,
)
# One limit known may settle a test against the other.
RATIO_SETTLED = RATIO._replace(known=[Measurement(F(9), None, None, F(2)), Measurement(F(1), None, F(6))])
SINGLE = (NUMBER, AGE, YES_NO, LEVEL, CODE, ELAPSED, RATIO, PRESSURE)

# In a list: few values, which tell all the tests apart, and few days, which tell the windows apart.
LISTED = NUMBER._replace(known=[Measurement(F(each)) for each in (3, 7, 20)])
LISTABLE = (LISTED, PRESSURE, RATIO)
DAYS = [ago(each) for each in (0, 1, 40, 41)]
WITHIN = Duration(0, 30)
WINDOW_BEGINS = ago(30)
COUNTS = {UseKind.ANY: 1, UseKind.TIMES: 2, UseKind.DAYS: 2, UseKind.ALL: 1, UseKind.LATEST: 1}
USES = [Use(kind, count, within) for kind, count in COUNTS.items() for within in (None, WITHIN)]
MOST_FURTHER = 4

Named = dict[str, tuple[Predicate, Use | None]]
"""The criteria on one finding."""


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


def vectors_of_finding(
    kind: Kind, criteria: Named, known: Sequence[Measurement], *, complete: bool
) -> set[tuple[bool, ...]]:
    """Return the truths the criteria on a finding have together, over everything the finding may be in full."""

    def results(part: Measurement | None) -> set[tuple[bool, ...]]:
        return {tuple(holds(each) for holds, _ in criteria.values()) for each in kind.full(part)}

    uses = [use for _, use in criteria.values() if use]
    if not uses:
        return results(known[0] if known else None)
    tied = any(use.kind is UseKind.LATEST for use in uses)
    fresh = DAYS if any(use.within for use in uses) else DAYS[:2]
    pool = sorted({*fresh, *(each.date for each in known if each.date)})
    candidates = list(product(pool, (-1, 9) if tied else (9,), results(None)))
    most = 0 if complete else sum(use.count for use in uses)
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

    def members(name: str) -> tuple[Any, tuple[str, ...]]:
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


class Knowledge(NamedTuple):
    """A finding, criteria on it, and what is known of it."""

    kind: Kind
    tests: Sequence[TypedTest]
    predicates: Sequence[Predicate]
    uses: Sequence[Use | None]
    known: tuple[Measurement, ...]
    complete: bool


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
    while sum(use.count + (use.kind is UseKind.LATEST) for use in uses) > MOST_FURTHER:
        uses.pop(0)
    pairs = draw(st.lists(st.sampled_from(kind.tests), min_size=len(uses), max_size=len(uses)))
    tests, predicates = zip(*pairs, strict=True)
    known = draw(st.lists(st.sampled_from(kind.known), max_size=2))
    days = st.sampled_from([*DAYS, ago(5), None] if undated else [*DAYS, ago(5)])
    dated = tuple(each._replace(date=draw(days)) for each in known)
    return Knowledge(kind, tests, predicates, uses, dated, complete=draw(st.booleans()))


def vectors_of(knowledge: Knowledge) -> set[tuple[bool, ...]]:
    kind, _, predicates, uses, known, complete = knowledge
    named = {str(place): pair for place, pair in enumerate(zip(predicates, uses, strict=True))}
    return vectors_of_finding(kind, named, known, complete=complete)


def bind(tests: Sequence[TypedTest], uses: Sequence[Use | None]) -> list[BoundCriterion]:
    rows = enumerate(zip(tests, uses, strict=True))
    return [
        bind_criterion(Criterion(str(place), "f", test, use, 0, NO_CLAUSE, (), Position("test")))
        for place, (test, use) in rows
    ]


@settings(max_examples=400)
@given(knowledge=singles((*SINGLE, RATIO_SETTLED)) | lists())
def test_possible_vectors_are_those_of_all_completions(knowledge: Knowledge) -> None:
    kind, tests, _, uses, known, complete = knowledge
    assert possible_vectors(bind(tests, uses), kind.type, known, AS_OF, complete=complete) == vectors_of(knowledge)


def test_a_later_day_counts_and_is_the_latest() -> None:
    """7 is known; 20 on a later day makes two days of 7 or more, not three times, and the latest more than 11."""
    (at_least_7, _), _, (over_11, _), *_ = NUMBER.tests
    uses = [Use(UseKind.DAYS, 2), Use(UseKind.TIMES, 3), Use(UseKind.LATEST)]
    criteria = bind([at_least_7, at_least_7, over_11], uses)
    known = [Measurement(F(7), ago(5))]
    assert (True, False, True) in possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False)
    known = [Measurement(F(7), AS_OF)]
    assert (True, False, True) not in possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False)


def test_another_of_the_same_day_may_be_earlier() -> None:
    """Today's 20 is the only one above 11 and the latest, and yet today may also have seen a 3."""
    _, (under_7, _), (over_11, _), *_ = NUMBER.tests
    uses = [Use(UseKind.ANY, 1, Duration(0, 0)), Use(UseKind.LATEST), Use(UseKind.TIMES, 2)]
    criteria = bind([under_7, over_11, over_11], uses)
    known = [Measurement(F(20), AS_OF)]
    assert (True, True, False) in possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=False)
    assert possible_vectors(criteria, NUMBER.type, known, AS_OF, complete=True) == {(False, True, False)}


class Situation(NamedTuple):
    """An entry written at random, and what is known of a person."""

    findings: Mapping[str, Knowledge]
    points: Sequence[int]
    groups: Mapping[str, Any]
    default: str | None

    def criteria(self) -> dict[str, tuple[str, TypedTest, Use | None, int]]:
        """Return the criteria of all findings, numbered through."""
        rows = [
            (code, test, use) for code, each in self.findings.items() for test, use in zip(each.tests, each.uses, strict=True)
        ]
        return {str(place): (*row, self.points[place % len(self.points)]) for place, row in enumerate(rows)}

    def evidence(self) -> Evidence:
        """Return what is known of all findings."""
        complete = frozenset(code for code, each in self.findings.items() if each.complete)
        return Evidence(AS_OF, {code: each.known for code, each in self.findings.items()}, complete)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw one to three findings and groups over their criteria."""
    knowledge = draw(st.lists(singles(), min_size=1, max_size=2)) + draw(st.lists(lists(undated=True), max_size=1))
    findings = {f"f{place}": each for place, each in enumerate(knowledge)}
    names = [str(place) for place in range(sum(len(each.tests) for each in knowledge))]
    groups: dict[str, Any] = {}

    def words() -> str:
        inner = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        return " ".join((draw(st.sampled_from(["all", "any", "none", "1of", "2of", "score3", "score5"])), *inner))

    shapes = [("R1",), ("G", "R1"), ("G", "R1", "X1"), ("G", "H", "R1", "R2"), ("G", "H", "R1", "X1")]
    for name in draw(st.sampled_from(shapes)):
        groups[name] = ("s", {"p": words(), "q": words()}) if name == "G" and draw(st.booleans()) else words()
        names.append(name)
    return Situation(findings, draw(st.permutations((1, 2, 3))), groups, draw(st.sampled_from(["p", "q", None])))


@settings(max_examples=300)
@given(situation=situations())
def test_outcome_is_exact(build: Any, situation: Situation) -> None:  # noqa: ANN401 - the builder of conftest
    switched = isinstance(situation.groups.get("G"), tuple)
    criteria = situation.criteria()
    types = {code: each.kind.type for code, each in situation.findings.items()}
    entry, vocabulary = build(
        types, criteria, situation.groups, {"s": (("p", "q"), situation.default)} if switched else {}
    )
    judgement = ReferenceEvaluator(entry, vocabulary).judge(situation.evidence())
    vectors = [vectors_of(each) for each in situation.findings.values()]
    choices = [("p", "q")] if switched and situation.default is None else []
    expected: dict[tuple[tuple[str, str], ...], bool | None] = {}
    for chosen in product(*choices):
        readings = {"s": chosen[0] if chosen else situation.default or ""}
        met = {
            holds_in_entry(entry, dict(zip(criteria, chain(*parts), strict=True)), readings)
            for parts in product(*vectors)
        }
        expected[tuple(("s", each) for each in chosen)] = met.pop() if len(met) == 1 else None
    if any(use and each.date is None for one in situation.findings.values() for each in one.known for use in one.uses):
        assert judgement.by_reading.keys() == expected.keys()
        assert all(outcome in (None, expected[chosen]) for chosen, outcome in judgement.by_reading.items())
    else:
        assert judgement.by_reading == expected
