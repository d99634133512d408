"""Holds what is reported against itself: what contradicts is told, what follows is added.

Everything that may contradict or follow stands in the vocabulary's tables.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from heapq import heapify, heappop, heappush

from chronicare.cells.types import ValueKind
from chronicare.cells.values import Interval, Reported
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Position, Text
from chronicare.judging.ranking import predicate_reader
from chronicare.program.evidence import Measurement
from chronicare.program.vocabulary import Finding, Implication, Vocabulary

Where = Callable[[str], FieldPath | Position]
"""Turns a path within the report (``findings[2].unit``) into the place a diagnostic names."""

Placed = tuple[Measurement, str]
"""A measurement, and the path it was reported at."""


class Consistency:
    """Checks reports against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare the conditions from which something follows."""
        self._vocabulary = vocabulary
        self._implications = [(each, predicate_reader(each.predicate)) for each in vocabulary.implications]
        self._implying: dict[str, list[int]] = {}
        """By finding, the places of what follows from it."""
        for place, implication in enumerate(vocabulary.implications):
            self._implying.setdefault(implication.finding, []).append(place)
        self._told_back = {(each.finding, each.implied) for each in vocabulary.implications if each.value is not None}
        alternatives: dict[str, list[Finding]] = {}
        for finding in vocabulary.findings.values():
            if finding.alternative:
                alternatives.setdefault(finding.alternative, []).append(finding)
        self._alternatives = alternatives

    def check(self, findings: Mapping[str, Sequence[Placed]], where: Where, diagnostics: Diagnostics) -> None:
        """Tell of values of one finding that cannot both be right."""
        for code, measurements in findings.items():
            finding = self._vocabulary.findings[code]
            if finding.sites is not None and not finding.repeated:
                self._check_sites(finding, measurements[0], findings, where, diagnostics)
            if len(measurements) > 1:
                _check_repeats(finding, measurements, where, diagnostics)
                _check_exclusive(finding, measurements, where, diagnostics)
            if finding.relation is not None:
                for measurement, path in measurements:
                    _check_relation(finding, measurement, f"{path}.value", where, diagnostics)

    def _check_sites(
        self,
        finding: Finding,
        unsited: Placed,
        findings: Mapping[str, Sequence[Placed]],
        where: Where,
        diagnostics: Diagnostics,
    ) -> None:
        """Tell of a value of no site that differs from those of all sites."""
        codes = self._vocabulary.at_each_site(finding.code)
        known = [findings[code][0] for code in codes if code in findings]
        measurement, path = unsited
        if len(known) == len(codes) and all(each.value != measurement.value for each, _ in known):
            other, other_path = known[0]
            _contradicts(finding, measurement, other, path, other_path, where, diagnostics)

    def derive(
        self, findings: dict[str, list[Placed]], as_of: date, where: Where, diagnostics: Diagnostics
    ) -> set[str]:
        """Add what follows to ``findings``, tell of what contradicts it, and return the findings that cannot be had.

        Of what tables derive as well, the first that follows is taken: the tables hold the others against it.
        """
        impossible, derived = set[str](), set[str]()
        waiting = [place for code in findings if code in self._implying for place in self._implying[code]]
        heapify(waiting)
        while waiting:
            here = heappop(waiting)
            implication, holds = self._implications[here]
            for measurement, path in findings.get(implication.finding, ())[:]:
                if holds(measurement, as_of) is not True:
                    continue
                if implication.value is None:
                    impossible.add(implication.implied)
                    if (implication.implied, implication.finding) not in self._told_back:
                        self._hold_against(implication, measurement, findings, path, where, diagnostics)
                elif implication.implied not in findings:
                    source = self._vocabulary.findings[implication.finding].name.zh
                    given = f"由「{source}」推出"
                    site = self._vocabulary.findings[implication.implied].site
                    findings[implication.implied] = [(Measurement(implication.value, given=given, site=site), path)]
                    derived.add(implication.implied)
                    for place in self._implying.get(implication.implied, ()):
                        if place > here:
                            heappush(waiting, place)
                elif (
                    implication.implied not in derived or not self._vocabulary.findings[implication.implied].stands_for
                ):
                    self._hold_against(implication, measurement, findings, path, where, diagnostics)
                break
        return impossible - findings.keys()

    def _hold_against(
        self,
        implication: Implication,
        source: Measurement,
        findings: Mapping[str, Sequence[Placed]],
        path: str,
        where: Where,
        diagnostics: Diagnostics,
    ) -> None:
        """Tell of a stated value that is another than the one that follows from ``source``, reported at ``path``."""
        implied, value = self._vocabulary.findings[implication.implied], implication.value
        for stated, stated_path in findings.get(implication.implied, ()):
            if may_be(stated.value, value):
                continue
            cause = self._vocabulary.findings[implication.finding].name
            given, because = _told(implied, stated), _told(self._vocabulary.findings[implication.finding], source)
            if value is None:
                zh, en = "就没有这个结果", "there is no such result"
                hint = Text("两处核对后只留对的", "keep what is right of the two")
            else:
                right = _told(implied, Measurement(value))
                zh, en = f"应为 {right}", f"it is {right}"
                hint = Text(
                    f"「{implied.name.zh}」不用报，或报 {right}；错的是另一项就改那一项",
                    f"leave {implied.name.en} out or report {right}; if the other is wrong, put that right",
                )
            diagnostics.add(
                Code.CONTRADICTORY,
                where(f"{stated_path}.value"),
                Text(
                    f"「{implied.name.zh}」报的是 {given}，而「{cause.zh}」是 {because}（{path}），{zh}",
                    f"{implied.name.en} is reported as {given}, but {cause.en} is {because} ({path}): {en}",
                ),
                hint,
            )

    def alternatives_reported(self, findings: Mapping[str, Sequence[Placed]]) -> set[str]:
        """Return the findings not reported of which another, that reports the same quantity, is."""
        groups = {self._vocabulary.findings[code].alternative for code in findings} - {""}
        return {each.code for group in groups for each in self._alternatives[group] if each.code not in findings}


def _told(finding: Finding, measurement: Measurement) -> str:
    """Return the value of a measurement as reported, or as the vocabulary writes it."""
    value, levels = measurement.value, finding.type.levels
    if measurement.given:
        return measurement.given
    if isinstance(value, bool):
        return "是" if value else "否"
    if levels is not None and isinstance(value, int):
        return levels.levels[value].value
    if isinstance(value, Interval):
        low = [] if value.low is None else [f"{'≥' if value.low_closed else '>'} {float(value.low):g}"]
        high = [] if value.high is None else [f"{'≤' if value.high_closed else '<'} {float(value.high):g}"]
        return " 且 ".join(low + high)
    return str(float(value)) if isinstance(value, Fraction) and value.denominator != 1 else str(value)


def _check_repeats(finding: Finding, measurements: Sequence[Placed], where: Where, diagnostics: Diagnostics) -> None:
    """Two different values of a single finding, or of a list at the same time from the same report, contradict."""
    first: dict[tuple[date | None, str, str], Placed] = {}
    undated_no = next((each for each in measurements if each[0].value is False and each[0].date is None), None)
    for measurement, path in measurements:
        if finding.repeated and measurement.value is True and undated_no is not None:
            _contradicts(finding, measurement, undated_no[0], path, undated_no[1], where, diagnostics)
            continue
        if finding.repeated and not measurement.report_id:
            continue
        key = (measurement.date, measurement.report_id, measurement.site) if finding.repeated else (None, "", "")
        other, other_path = first.setdefault(key, (measurement, path))
        if other.value != measurement.value or (other.low, other.high) != (measurement.low, measurement.high):
            _contradicts(finding, measurement, other, path, other_path, where, diagnostics)


def _contradicts(
    finding: Finding,
    measurement: Measurement,
    other: Measurement,
    path: str,
    other_path: str,
    where: Where,
    diagnostics: Diagnostics,
) -> None:
    diagnostics.add(
        Code.CONTRADICTORY,
        where(f"{path}.value"),
        Text(
            f"「{finding.name.zh}」与 {other_path} 的值不同（{measurement.given} 与 {other.given}）",
            f"{finding.name.en} differs from {other_path} ({measurement.given} against {other.given})",
        ),
        Text(
            "单次所见只能有一个值；多次测量请写各自的日期与报告编号",
            "a single finding has one value; give measurements their own dates and report ids",
        )
        if finding.sites is None
        else Text("不同部位的值请写各自的部位", "give values of different sites their own sites"),
    )


def _check_exclusive(finding: Finding, measurements: Sequence[Placed], where: Where, diagnostics: Diagnostics) -> None:
    """Tell of a value such as 无 that stands in a list beside another."""
    levels = finding.type.levels
    if levels is None or not finding.repeated or finding.type.kind is not ValueKind.CODE:
        return
    alone = {level.value for level in levels.levels if level.exclusive}
    values = {measurement.value for measurement, _ in measurements if isinstance(measurement.value, str)}
    for measurement, path in measurements:
        if measurement.value in alone and len(values) > 1:
            diagnostics.add(
                Code.CONTRADICTORY,
                where(f"{path}.value"),
                Text(
                    f"「{finding.name.zh}」的「{measurement.given}」不能与其他值同报",
                    f"{measurement.given!r} of {finding.name.en} goes with no other value",
                ),
                Text("只留对的", "keep what is right"),
            )


def _check_relation(
    finding: Finding, measurement: Measurement, path: str, where: Where, diagnostics: Diagnostics
) -> None:
    """Hold the components of one measurement against each other."""
    if finding.relation is None or not isinstance(measurement.value, Mapping):
        return
    greater, less = (measurement.value.get(code) for code in finding.relation)
    if greater is None or less is None:
        return
    highest, lowest = _end(greater, upper=True), _end(less, upper=False)
    if highest is None or lowest is None or highest > lowest:
        return
    names = {code: name for name, code in reversed(list(finding.type.component_names.items())) if name != code}
    first, second = (names.get(code, code) for code in finding.relation)
    diagnostics.add(
        Code.CONTRADICTORY,
        where(path),
        Text(
            f"「{finding.name.zh}」的{first}须大于{second}（{measurement.given}）",
            f"of {finding.name.en}, {finding.relation[0]} must exceed {finding.relation[1]} ({measurement.given})",
        ),
        Text("检查两个数是否写反", "check whether the two numbers are swapped"),
    )


def may_be(stated: object, value: object) -> bool:
    """Whether the ``stated`` value may be the one that follows: for numbers, whether both may lie in one place."""
    one, other = _interval(stated), _interval(value)
    if one is None or other is None:
        return stated == value
    return not (_lies_above(one, other) or _lies_above(other, one))


def _interval(value: object) -> Interval | None:
    if isinstance(value, Interval):
        return value
    return Interval(value, True, value, True) if isinstance(value, Fraction) else None


def _lies_above(one: Interval, other: Interval) -> bool:
    if one.low is None or other.high is None:
        return False
    return one.low > other.high or (one.low == other.high and not (one.low_closed and other.high_closed))


def _end(value: Reported, *, upper: bool) -> Fraction | None:
    """Return the highest or the lowest that a number can be; ``None`` if that is not known."""
    if isinstance(value, Interval):
        return value.high if upper else value.low
    return value if isinstance(value, Fraction) else None


def related(finding: Finding, measurement: Measurement) -> Measurement:
    """Return the measurement with what the relation of the components says of one that is not known."""
    if finding.relation is None or not isinstance(measurement.value, Mapping):
        return measurement
    greater, less = finding.relation
    values = dict(measurement.value)
    if greater in values and less not in values:
        high = _end(values[greater], upper=True)
        values[less] = Interval(finding.type.components[less].low, True, high, False)
    elif less in values and greater not in values:
        low = _end(values[less], upper=False)
        values[greater] = Interval(low, False, finding.type.components[greater].high, True)
    return measurement._replace(value=values)
