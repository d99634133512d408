"""For a refusal: the route that came nearest, and how far each failing criterion was from passing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from chronicare.cells.typed import View
from chronicare.cells.types import ValueKind
from chronicare.compiler.structure import score_terms
from chronicare.judging.encoding import Known
from chronicare.program.entry import Criterion, Entry, Group, NeedsKind, Use, UseKind, Variant
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import ColumnKind, CompiledEntry, Scale, ScaleKind
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Finding


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a value was from passing.

    ``amount`` in ``unit``: how much the value would have to rise (positive) or fall (negative); for a grade the number
    of levels, for a list the number of further measurements or days. ``met_from``: the date from which a stated time
    will have passed. ``too_old_since``: the last day on which evidence now too old passed. All empty for a yes/no.
    """

    criterion: str
    amount: Fraction | None = None
    unit: str = ""
    met_from: date | None = None
    too_old_since: date | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest route and what fails it, in the manual's order. ``exclusions`` hold and must not."""

    route: str
    failing: tuple[str, ...]
    exclusions: tuple[str, ...]


def nearest_route(entry: Entry, nodes: Mapping[str, Truth], readings: Mapping[str, str]) -> Nearest:
    """Find the route that needs the fewest failing criteria to turn; the first in the manual's order among equals."""
    order = {name: place for place, name in enumerate(entry.criteria)}
    best: tuple[int, tuple[str, ...], str] | None = None
    for route in entry.routes:
        failing = _to_turn(entry, nodes, readings, route.id, True)
        if failing is not None and (best is None or len(failing) < best[0]):
            best = (len(failing), tuple(sorted(failing, key=order.__getitem__)), route.id)
    exclusions = tuple(group.id for group in entry.exclusions if nodes[group.id])
    route_id, failing_ids = (best[2], best[1]) if best else (entry.routes[0].id, ())
    return Nearest(route_id, failing_ids, exclusions)


def _to_turn(
    entry: Entry,
    nodes: Mapping[str, Truth],
    readings: Mapping[str, str],
    name: str,
    goal: bool,
) -> frozenset[str] | None:
    """Return the fewest criteria that must turn for ``name`` to come to ``goal``; unknown ones need not."""
    truth = nodes[name]
    if truth is goal or (truth is None and name in entry.criteria):
        return frozenset()
    if name in entry.criteria:
        return frozenset({name})
    group = entry.groups[name]
    options = [
        found
        for variant in _variants(group, readings)
        if (found := _variant_turn(entry, nodes, readings, variant, goal)) is not None
    ]
    return min(options, key=len, default=None)


def _variants(group: Group, readings: Mapping[str, str]) -> Sequence[Variant]:
    in_force = readings.get(group.switch)
    return [each for each in group.variants if not group.switch or in_force is None or each.reading == in_force]


def _variant_turn(
    entry: Entry,
    nodes: Mapping[str, Truth],
    readings: Mapping[str, str],
    variant: Variant,
    goal: bool,
) -> frozenset[str] | None:
    needs, members = variant.needs, variant.members
    if needs.kind is NeedsKind.SCORE:
        turn = _score_turn if goal else _score_lose
        return turn(entry, nodes, readings, variant)
    wants = goal is not (needs.kind is NeedsKind.NONE)
    needed = {NeedsKind.ALL: len(members), NeedsKind.ANY: 1, NeedsKind.AT_LEAST: needs.amount, NeedsKind.NONE: 1}[
        needs.kind
    ]
    count = needed if wants else len(members) - needed + 1
    options = [found for member in members if (found := _to_turn(entry, nodes, readings, member, wants)) is not None]
    if len(options) < count:
        return None
    return frozenset().union(*sorted(options, key=len)[:count])


def _score_turn(
    entry: Entry, nodes: Mapping[str, Truth], readings: Mapping[str, str], variant: Variant
) -> frozenset[str] | None:
    """Return the fewest criteria whose points would complete the score, the unknown ones counted as brought."""
    points = {name: criterion.points for name, criterion in entry.criteria.items()}
    items = [score_terms(entry, member, readings) for member in variant.members]
    gains: list[tuple[int, str]] = []
    total = 0
    for item in items:
        brought = max((points[name] for name in item if nodes[name] is not False), default=0)
        best = max(item, key=lambda name: points[name])
        total += brought
        if points[best] > brought:
            gains.append((points[best] - brought, best))
    gains.sort(key=lambda gain: -gain[0])
    for size in range(len(gains) + 1):
        if total + sum(gain for gain, _ in gains[:size]) >= variant.needs.amount:
            return frozenset(name for _, name in gains[:size])
    return None


def _score_lose(
    entry: Entry, nodes: Mapping[str, Truth], readings: Mapping[str, str], variant: Variant
) -> frozenset[str] | None:
    """Return the fewest criteria without whose points the score is missed, the unknown ones counted as not brought."""
    points = {name: criterion.points for name, criterion in entry.criteria.items()}
    left: dict[int, frozenset[str]] = {0: frozenset()}
    for member in variant.members:
        held = [name for name in score_terms(entry, member, readings) if nodes[name]]
        following: dict[int, frozenset[str]] = {}
        for total, lost in left.items():
            for kept in {0, *(points[name] for name in held)}:
                more = lost | {name for name in held if points[name] > kept}
                if total + kept not in following or len(more) < len(following[total + kept]):
                    following[total + kept] = more
        left = following
    return min((lost for total, lost in left.items() if total < variant.needs.amount), key=len, default=None)


def distance_of(
    compiled: CompiledEntry, criterion: Criterion, finding: Finding, evidence: Evidence, known: Sequence[Known]
) -> Distance:
    """Say how far ``criterion``, which fails, was from passing."""
    test = compiled.tests[criterion.id]
    column = compiled.columns[test.column]
    measurements = evidence.findings.get(finding.code, ())
    if column.kind is ColumnKind.COUNT:
        use, predicate = criterion.use, column.predicate
        if use is not None and use.kind is UseKind.ANY and predicate is not None and predicate.scale is not None:
            recent = [each for each in measurements if _is_recent(each, evidence.as_of, use)]
            near = _nearest_of(criterion, finding, recent, predicate.scale, predicate.passing)
            if near is not None:
                return near
        ranks = known[test.column]
        missing = min(test.passing) - (ranks[1] if ranks else 0)
        by_days = use is not None and use.kind is UseKind.DAYS
        return Distance(criterion.id, Fraction(missing), "日" if by_days else "次")
    if column.kind is not ColumnKind.VALUE or column.scale is None or not measurements:
        return Distance(criterion.id)
    if column.scale.kind is ScaleKind.ELAPSED:
        return _elapsed(criterion, measurements[0], evidence.as_of, column.scale, test.passing)
    if column.scale.kind is not ScaleKind.ORDERED:
        return Distance(criterion.id)
    return _ordered(criterion, finding, measurements[0], column.scale, test.passing)


def _is_recent(measurement: Measurement, as_of: date, use: Use) -> bool:
    return use.within is None or (measurement.date is not None and use.within.after(measurement.date) >= as_of)


def _nearest_of(
    criterion: Criterion, finding: Finding, measurements: Sequence[Measurement], scale: Scale, passing: frozenset[int]
) -> Distance | None:
    """Where one measurement would do, say how far the best of them was; ``None`` if no amount can be given."""
    if scale.kind is not ScaleKind.ORDERED:
        return None
    distances = [_ordered(criterion, finding, each, scale, passing) for each in measurements]
    amounts = {abs(each.amount): each for each in reversed(distances) if each.amount is not None}
    return amounts[min(amounts)] if amounts else None


def _elapsed(
    criterion: Criterion, measurement: Measurement, as_of: date, scale: Scale, passing: frozenset[int]
) -> Distance:
    """Name the first day on which the time elapsed will pass, or else the last on which it did."""
    start = measurement.value
    if not isinstance(start, date):
        return Distance(criterion.id)
    later: list[date] = []
    earlier: list[date] = []
    for place, cut in enumerate(scale.cuts):
        day = cut.after(start)
        before, on, after = (scale.ranks[2 * place + step] in passing for step in range(3))
        if on or after:
            later.append(day if on else day + timedelta(days=1))
        if on or before:
            earlier.append(day if on else day - timedelta(days=1))
    met_from = min((each for each in later if each > as_of), default=None)
    if met_from is not None:
        return Distance(criterion.id, met_from=met_from)
    return Distance(criterion.id, too_old_since=max((each for each in earlier if each < as_of), default=None))


def _ordered(
    criterion: Criterion, finding: Finding, measurement: Measurement, scale: Scale, passing: frozenset[int]
) -> Distance:
    value = measurement.value
    if not isinstance(value, Fraction | int):
        return Distance(criterion.id)
    number = Fraction(value)
    unit = finding.type.quantity.canonical if finding.type.quantity else ""
    if criterion.test.view is not View.VALUE:
        limit = measurement.high if criterion.test.view is View.OF_UPPER else measurement.low
        if not limit:
            return Distance(criterion.id)
        number, unit = number / limit, "× 参考上限" if criterion.test.view is View.OF_UPPER else "× 参考下限"
    if finding.type.kind is ValueKind.LEVEL:
        unit = "级"
    gaps: list[Fraction] = []
    for place, cut in enumerate(scale.cuts):
        around = {scale.ranks[2 * place], scale.ranks[2 * place + 1], scale.ranks[2 * place + 2]}
        if around & passing:
            gaps.append(Fraction(cut) - number)
    if not gaps:
        return Distance(criterion.id)
    gap = min(gaps, key=abs)
    if finding.type.kind in (ValueKind.LEVEL, ValueKind.COUNT, ValueKind.AGE):
        gap = _whole_step(gap, number, scale, passing)
    return Distance(criterion.id, gap, unit)


def _whole_step(gap: Fraction, number: Fraction, scale: Scale, passing: frozenset[int]) -> Fraction:
    """For whole numbers the nearest passing value lies at the bound or one step beyond it."""
    cut = number + gap
    place = [Fraction(each) for each in scale.cuts].index(cut)
    if scale.ranks[2 * place + 1] in passing:
        return gap
    return gap + (1 if scale.ranks[2 * place + 2] in passing else -1)
