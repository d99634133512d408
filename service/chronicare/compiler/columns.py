"""Lays out an entry's columns: one for each thing the engine must know, with every criterion's passing ranks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chronicare.cells.typed import Test, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration
from chronicare.compiler.partition import bounds_of, make_predicate, simple_scale
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Criterion, Entry, Since, UseKind
from chronicare.program.ranks import Column, ColumnKind, CriterionTest
from chronicare.program.vocabulary import Vocabulary

BOUNDED = (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.TITRE, ValueKind.LEVEL)
"""The kinds of values of which only bounds may be reported (``<7.2``, ``III-IV级``)."""


def lay_out(
    entry: Entry, vocabulary: Vocabulary, diagnostics: Diagnostics, *, exact: bool = False
) -> tuple[tuple[Column, ...], dict[str, CriterionTest]]:
    """Return the columns of ``entry`` and each criterion's test on one of them; ``exact`` if no value is a bound."""
    columns: list[Column] = []
    tests: dict[str, CriterionTest] = {}
    for (code, since), criteria in by_what_counts(entry.criteria.values()).items():
        finding = vocabulary.findings[code]
        _check_time_condition(entry, criteria[0], vocabulary, diagnostics)
        _check_views(entry, criteria, diagnostics)
        alike = [each for each in criteria if each.test.view is criteria[0].test.view]
        if finding.repeated:
            _repeated(code, finding.type, criteria, columns, tests, entry, diagnostics)
        elif finding.type.kind is ValueKind.COMPOUND:
            _predicates(code, finding.type, criteria, since, columns, tests, entry, diagnostics)
        else:
            # What looks through another view has been refused; it must not keep the rest from being examined.
            tests.update({each.id: CriterionTest(len(columns), frozenset()) for each in criteria})
            scale, passing = simple_scale(finding.type, alike[0].test.view, [each.test.test for each in alike])
            for criterion, ranks in zip(alike, passing, strict=True):
                tests[criterion.id] = CriterionTest(len(columns), ranks)
            columns.append(
                Column(
                    f"c{len(columns)}",
                    ColumnKind.VALUE,
                    code,
                    scale.size + finding.may_be_none,
                    criteria[0].test.view,
                    scale,
                    bounded=not exact and finding.type.kind in BOUNDED,
                    since=since,
                )
            )
    for name, switch in entry.switches.items():
        columns.append(Column(f"c{len(columns)}", ColumnKind.SWITCH, name, len(switch.readings)))
    return tuple(columns), tests


def by_what_counts(criteria: Iterable[Criterion]) -> dict[tuple[str, Since | None], list[Criterion]]:
    """Return the criteria by finding and time condition.

    What counts from some day on only, such as a result after treatment, is known apart from the result at any time.
    """
    found: dict[tuple[str, Since | None], list[Criterion]] = {}
    for criterion in criteria:
        found.setdefault((criterion.finding, criterion.since), []).append(criterion)
    return found


def _check_time_condition(entry: Entry, criterion: Criterion, vocabulary: Vocabulary, diagnostics: Diagnostics) -> None:
    """Refuse a time condition that does not begin with one single date, and any on a date."""
    if criterion.since is None:
        return
    start = vocabulary.findings[criterion.since.finding]
    if start.repeated or start.type.kind is not ValueKind.DATE:
        diagnostics.add(
            Code.BAD_USE,
            criterion.at("use"),
            Text(
                f"{entry.code} 的时间条件须从一个单次的日期算起",
                f"{entry.code}: a time condition begins with one single date",
            ),
            Text("写 自<日期所见>满3个月", "write 自<date finding>满3个月"),
        )


def _check_views(entry: Entry, criteria: Sequence[Criterion], diagnostics: Diagnostics) -> None:
    first = criteria[0].test.view
    for criterion in criteria[1:]:
        if criterion.test.view is not first:
            diagnostics.add(
                Code.WRONG_TYPE,
                criterion.at("test"),
                Text(
                    f"{entry.code} 对同一所见既比数值又比参考值（或日期与时长）",
                    f"{entry.code} tests one finding through two views",
                ),
                Text("拆成两个所见", "declare two findings"),
            )
    if first is View.ELAPSED:
        durations = [bound for each in criteria for bound in _durations_in(each.test.test)]
        if any(each.months for each in durations) and any(each.days for each in durations):
            diagnostics.add(
                Code.WRONG_TYPE,
                criteria[0].at("test"),
                Text("同一所见的时长既有月又有天，先后不定", "durations in months and in days have no fixed order"),
                Text("都用月，或都用天", "use months only, or days only"),
            )


def _durations_in(test: Test) -> tuple[Duration, ...]:
    """Return the durations an elapsed-time test names."""
    return tuple(bound for bound in bounds_of(test) if isinstance(bound, Duration))


def _predicates(
    code: str,
    cell_type: CellType,
    criteria: Sequence[Criterion],
    since: Since | None,
    columns: list[Column],
    tests: dict[str, CriterionTest],
    entry: Entry,
    diagnostics: Diagnostics,
) -> None:
    """Lay out a single compound finding: one yes/no column for each distinct test."""
    seen: dict[str, int] = {}
    for criterion in criteria:
        if criterion.test.text not in seen:
            seen[criterion.test.text] = len(columns)
            predicate = make_predicate(cell_type, View.VALUE, criterion.test.test)
            columns.append(Column(f"c{len(columns)}", ColumnKind.PREDICATE, code, 2, predicate=predicate, since=since))
        tests[criterion.id] = CriterionTest(seen[criterion.test.text], frozenset({1}))
    if len(seen) > 1:
        tell_too_many_cases(entry, criteria[1], diagnostics)


def tell_too_many_cases(entry: Entry, criterion: Criterion, diagnostics: Diagnostics) -> None:
    """Tell that the ways in which one finding is tested cannot be told apart by cases."""
    diagnostics.add(
        Code.TOO_MANY_COMBINATIONS,
        criterion.at("test"),
        Text(
            f"{entry.code} 对同一所见有几种互相牵连的判断，无法逐一推定",
            f"{entry.code} tests one finding in ways that cannot be told apart by cases",
        ),
        Text("拆成几个所见", "declare separate findings"),
    )


def _repeated(
    code: str,
    cell_type: CellType,
    criteria: Sequence[Criterion],
    columns: list[Column],
    tests: dict[str, CriterionTest],
    entry: Entry,
    diagnostics: Diagnostics,
) -> None:
    """Lay out a repeated finding: a count for each distinct predicate and way of counting."""
    seen: dict[tuple[object, ...], int] = {}
    for criterion in criteria:
        use = criterion.use
        assert use is not None  # noqa: S101 - the builder gives every repeated finding a use
        counts = use.kind in (UseKind.ANY, UseKind.TIMES, UseKind.DAYS)
        by = UseKind.DAYS if use.kind is UseKind.DAYS else UseKind.TIMES if counts else use.kind
        key = (criterion.test.text, by, use.within)
        if key not in seen:
            seen[key] = len(columns)
            predicate = make_predicate(cell_type, criterion.test.view, criterion.test.test)
            kind = ColumnKind.COUNT if counts else ColumnKind.PREDICATE
            columns.append(
                Column(
                    f"c{len(columns)}",
                    kind,
                    code,
                    2,
                    criterion.test.view,
                    None,
                    predicate,
                    replace(use, kind=by, count=1),
                )
            )
        index = seen[key]
        if counts:
            columns[index] = replace(columns[index], size=max(columns[index].size, use.count + 1))
            tests[criterion.id] = CriterionTest(index, frozenset(range(use.count, use.count + 1)))
        else:
            tests[criterion.id] = CriterionTest(index, frozenset({1}))
    for criterion in criteria:
        test = tests[criterion.id]
        column = columns[test.column]
        if column.kind is ColumnKind.COUNT:
            tests[criterion.id] = CriterionTest(test.column, frozenset(range(min(test.passing), column.size)))
    # One measurement known only in part (a component or a reference limit missing) bears on all its tests together.
    partly_known = cell_type.kind is ValueKind.COMPOUND or criteria[0].test.view is not View.VALUE
    if len(seen) > 1 and (partly_known or any(columns[index].kind is not ColumnKind.COUNT for index in seen.values())):
        tell_too_many_cases(entry, criteria[1], diagnostics)
