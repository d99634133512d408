"""Random disease entries over a random vocabulary: every kind of finding, use, group and switch, up to large ones."""

import random
from dataclasses import dataclass, replace
from fractions import Fraction

from chronicare.cells.typed import (
    AllOf,
    AnyOf,
    Compare,
    Component,
    Not,
    Operator,
    Range,
    Test,
    TypedTest,
    View,
)
from chronicare.cells.types import CellType, Level, LevelSet, Quantity, ValueKind
from chronicare.cells.values import Duration
from chronicare.diagnostics import Position, Text
from chronicare.program.entry import (
    Clause,
    Criterion,
    Document,
    Entry,
    Group,
    Needs,
    NeedsKind,
    Reading,
    Since,
    Switch,
    Use,
    UseKind,
    Variant,
)
from chronicare.program.vocabulary import Finding, Vocabulary

_NOWHERE = Position("generated.csv", 2, 1)
_CLAUSE = Clause("文件", "1-1/1", "原文", "")
_WORDS = ("空腹血糖", "收缩压", "抗体（滴度）", "肌力·分级", "T-值≤", "眼压", "首诊日", "类型", "血沉", "超声")
_ORDERED = (Operator.LT, Operator.LE, Operator.GT, Operator.GE)
_QUANTITY = Quantity("浓度", "mmol/L", ("mmol/L",), {})


@dataclass(frozen=True)
class Shape:
    """How large an entry to draw."""

    findings: int
    criteria: int
    depth: int
    switches: int
    reuse: float
    """How often a criterion tests a finding that another tests already."""


SMALL = Shape(findings=5, criteria=8, depth=2, switches=1, reuse=0.7)
ORDINARY = Shape(findings=12, criteria=14, depth=3, switches=1, reuse=0.3)
LARGE = Shape(findings=80, criteria=75, depth=4, switches=2, reuse=0.03)


def draw_vocabulary(rng: random.Random, count: int) -> Vocabulary:
    """Draw ``count`` findings."""
    findings = {}
    for number in range(count):
        code = f"f{number}"
        name = f"{rng.choice(_WORDS)}{number}"
        cell_type = _draw_type(rng)
        repeated = cell_type.kind in (ValueKind.NUMBER, ValueKind.COMPOUND) and rng.random() < 0.35
        may_be_none = not repeated and cell_type.kind in (ValueKind.DATE, ValueKind.NUMBER) and rng.random() < 0.3
        findings[code] = Finding(
            code, Text(name, code), cell_type, repeated, Text(name, code), "", (), "", _NOWHERE, may_be_none
        )
    return Vocabulary(findings, {code: code for code in findings}, frozenset())


def _draw_type(rng: random.Random) -> CellType:
    kind = rng.choice(
        [ValueKind.YES_NO] * 4
        + [ValueKind.NUMBER] * 5
        + [ValueKind.LEVEL, ValueKind.CODE, ValueKind.TITRE, ValueKind.COUNT, ValueKind.DATE, ValueKind.COMPOUND]
    )
    if kind is ValueKind.NUMBER:
        return CellType(kind, _QUANTITY, low=Fraction(-20), high=Fraction(200))
    if kind in (ValueKind.LEVEL, ValueKind.CODE):
        levels = tuple(Level(f"L{each}", Text(f"{each}级", ""), ()) for each in range(rng.randint(2, 6)))
        return CellType(kind, levels=LevelSet("值表", kind is ValueKind.LEVEL, levels))
    if kind is ValueKind.COMPOUND:
        part = CellType(ValueKind.NUMBER, _QUANTITY, low=Fraction(0), high=Fraction(300))
        return CellType(kind, components={"high": part, "low": part}, component_names={"high": "high", "low": "low"})
    return CellType(kind)


def draw_entry(rng: random.Random, shape: Shape) -> tuple[Entry, Vocabulary]:
    """Draw an entry of ``shape`` whose every criterion is reached from a route or an exclusion."""
    vocabulary = draw_vocabulary(rng, shape.findings)
    codes = list(vocabulary.findings)
    views: dict[str, View] = {}
    criteria: dict[str, Criterion] = {}
    for number in range(shape.criteria):
        code = rng.choice(codes) if rng.random() < shape.reuse or number >= len(codes) else codes[number]
        finding = vocabulary.findings[code]
        view = views.setdefault(code, _draw_view(rng, finding.type))
        name = f"{number + 1}({rng.choice('abc')})"
        text = f"{name} {code}"
        test = TypedTest(view, _draw_test(rng, finding.type, view), text)
        use = _draw_use(rng) if finding.repeated else None
        criteria[name] = Criterion(name, code, test, use, rng.randint(1, 5), _CLAUSE, (), _NOWHERE)
    _add_time_condition(rng, vocabulary, criteria)
    switches = {
        f"开关{number}": Switch(
            f"开关{number}",
            (Reading("甲", Text("甲", "a")), Reading("乙", Text("乙", "b"))),
            rng.choice((None, "甲", "乙")),
            "",
            "",
        )
        for number in range(rng.randint(0, shape.switches))
    }
    groups = _draw_groups(rng, list(criteria), switches, shape.depth)
    documents = (
        Document("1", "certificate", Text("证明", ""), "", (), _CLAUSE, (), _NOWHERE),
        Document("2", "plan", Text("计划", ""), "", (rng.choice([*criteria, *groups]),), _CLAUSE, (), _NOWHERE),
    )
    used = {group.switch for group in groups.values()}
    entry = Entry(
        code="X00001",
        aliases=(),
        name=Text("生成病种", "generated"),
        parent="",
        parent_name="",
        disease_class="慢病",
        review_months=12,
        review_basis="",
        ends_when="",
        clause=_CLAUSE,
        anomalies=(),
        criteria=criteria,
        groups=groups,
        documents=documents,
        switches={name: each for name, each in switches.items() if name in used},
        effective_from=None,
        effective_until=None,
        position=_NOWHERE,
    )
    return entry, vocabulary


def _add_time_condition(rng: random.Random, vocabulary: Vocabulary, criteria: dict[str, Criterion]) -> None:
    """Let what one single finding is worth depend, in some entries, on a date that is another, or on several."""
    singles = [code for code, each in vocabulary.findings.items() if not each.repeated]
    dates = [code for code in singles if vocabulary.findings[code].type.kind is ValueKind.DATE]
    timed = rng.choice(singles) if singles else ""
    if not dates or timed in dates or rng.random() < 0.6:
        return
    times = [
        Since(rng.choice(dates), Duration(rng.choice((0, 1, 3)), rng.choice((0, 7))), Text("", "")) for _ in range(2)
    ]
    several = rng.random() < 0.5
    for name, criterion in criteria.items():
        if criterion.finding == timed:
            since = rng.choice((*times, None)) if several else times[0]
            criteria[name] = replace(criterion, since=since)


def _draw_view(rng: random.Random, cell_type: CellType) -> View:
    if cell_type.kind is ValueKind.DATE:
        return View.ELAPSED
    if cell_type.kind is ValueKind.NUMBER and rng.random() < 0.2:
        return rng.choice((View.OF_UPPER, View.OF_LOWER))
    return View.VALUE


def _draw_use(rng: random.Random) -> Use:
    within = rng.choice((None, None, None, Duration(6, 0)))
    return (
        Use(rng.choice((UseKind.ANY, UseKind.TIMES, UseKind.DAYS)), 1, within)
        if rng.random() < 0.5
        else Use(rng.choice((UseKind.TIMES, UseKind.DAYS)), rng.randint(2, 3), within)
    )


def _draw_test(rng: random.Random, cell_type: CellType, view: View) -> Test:
    if cell_type.kind is ValueKind.COMPOUND:
        parts = tuple(Component(code, _draw_simple(rng, cell_type.components[code], view)) for code in ("high", "low"))
        return rng.choice((AnyOf(parts), AllOf(parts), parts[0], Not(AnyOf(parts))))
    test = _draw_simple(rng, cell_type, view)
    return Not(test) if rng.random() < 0.1 else test


def _draw_simple(rng: random.Random, cell_type: CellType, view: View) -> Test:
    if cell_type.kind is ValueKind.YES_NO:
        return Compare(Operator.EQ, rng.random() < 0.7)
    if cell_type.kind is ValueKind.CODE:
        assert cell_type.levels is not None
        return Compare(rng.choice((Operator.EQ, Operator.NE)), rng.choice(cell_type.levels.levels).value)
    if cell_type.kind is ValueKind.LEVEL:
        assert cell_type.levels is not None
        count = len(cell_type.levels.levels)
        if rng.random() < 0.5:
            return Compare(Operator.GE, rng.randint(1, count - 1))
        return Compare(Operator.LE, rng.randint(0, count - 2))
    if view is View.ELAPSED:
        return Compare(rng.choice(_ORDERED), Duration(rng.choice((1, 3, 6, 12)), 0))
    if view is not View.VALUE:
        return Compare(rng.choice(_ORDERED), Fraction(rng.choice((1, 3, 5)), 2))
    if cell_type.kind is ValueKind.COUNT:
        return Compare(rng.choice((Operator.GE, Operator.LT)), rng.randint(1, 4))
    if cell_type.kind is ValueKind.TITRE:
        return Compare(rng.choice(_ORDERED), Fraction(rng.choice((20, 80, 320))))
    low = Fraction(rng.randint(-10, 100), rng.choice((1, 10)))
    if cell_type.low is not None:
        # A bound outside what is possible makes a test that is always so; the cell language refuses it.
        low = max(low, cell_type.low + 1)
    if rng.random() < 0.2:
        return Range(low, rng.random() < 0.5, low + rng.randint(1, 20), rng.random() < 0.5)
    return Compare(rng.choice(_ORDERED), low)


def _draw_groups(rng: random.Random, names: list[str], switches: dict[str, Switch], depth: int) -> dict[str, Group]:
    """Compose all of ``names`` level by level until a few nodes are left, which become routes and exclusions."""
    groups: dict[str, Group] = {}
    nodes = list(names)
    for level in range(depth):
        rng.shuffle(nodes)
        following: list[str] = []
        while nodes:
            taken = [nodes.pop() for _ in range(min(len(nodes), rng.randint(1, 5)))]
            if rng.random() < 0.25:
                following.extend(taken)
                continue
            name = f"组{level}-{len(groups)}"
            shared = rng.choice(names)
            members = tuple(dict.fromkeys([*taken, *([shared] if rng.random() < 0.2 else [])]))
            groups[name] = _draw_group(rng, name, members, names, switches)
            following.append(name)
        nodes = following
    rng.shuffle(nodes)
    exclusions = nodes[:1] if len(nodes) > 2 and rng.random() < 0.4 else []
    rest = nodes[len(exclusions) :]
    cut = rng.randint(1, len(rest)) if len(rest) > 1 else 1
    parts = [part for part in (rest[:cut], rest[cut:]) if part]
    for number, part in enumerate(parts):
        groups[f"R{number + 1}"] = _draw_group(rng, f"R{number + 1}", tuple(part), names, {})
    for name in exclusions:
        groups["X1"] = Group("X1", "", (Variant("", Needs(NeedsKind.ALL), (name,), _CLAUSE, _NOWHERE),), ())
    return groups


def _draw_group(
    rng: random.Random, name: str, members: tuple[str, ...], criteria: list[str], switches: dict[str, Switch]
) -> Group:
    if switches and rng.random() < 0.15:
        switch = rng.choice(list(switches.values()))
        variants = tuple(
            Variant(reading.id, _draw_needs(rng, members, criteria, scored=False), members, _CLAUSE, _NOWHERE)
            for reading in switch.readings
        )
        return Group(name, switch.name, variants, ())
    return Group(
        name, "", (Variant("", _draw_needs(rng, members, criteria, scored=True), members, _CLAUSE, _NOWHERE),), ()
    )


def _draw_needs(rng: random.Random, members: tuple[str, ...], criteria: list[str], *, scored: bool) -> Needs:
    kind = rng.choice(
        (
            NeedsKind.ALL,
            NeedsKind.ALL,
            NeedsKind.ANY,
            NeedsKind.ANY,
            NeedsKind.AT_LEAST,
            NeedsKind.NONE,
            NeedsKind.SCORE,
        )
    )
    if kind is NeedsKind.SCORE:
        if not scored or not all(member in criteria for member in members):
            return Needs(NeedsKind.ANY)
        return Needs(kind, rng.randint(1, 3 * len(members)))
    return Needs(kind, rng.randint(1, len(members)) if kind is NeedsKind.AT_LEAST else 0)
