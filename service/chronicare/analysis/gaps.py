"""Finds the cases of which a decision table says nothing: no row matches, and none is listed as known to be so.

Only cases in which the table is asked count, and only such as a person can be in.

A table that collects lists, sums or counts what matches says something of every case. The register of such cases
(空缺) names a table, the case as tests of its terms, and why no row is wanted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice, product
from typing import NamedTuple

from chronicare.analysis.asking import Asking, Askings
from chronicare.analysis.case_lines import ANY_DAY, case_line
from chronicare.analysis.table_space import TableSpace, meet
from chronicare.analysis.too_large import tell_too_large
from chronicare.analysis.uncovered import MAX_STEPS, TooManyStepsError, Uncovered
from chronicare.compiler import AreaRules
from chronicare.compiler.known_gaps import Situation, read_situation
from chronicare.diagnostics import WITHOUT_ROW, Code, Diagnostic, Diagnostics, Mending, Text
from chronicare.formats.spelling import suggest
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Row, RuleFolder

_SAYS_SOMETHING = (
    HitPolicy.COLLECT,
    HitPolicy.RULE_ORDER,
    HitPolicy.OUTPUT_ORDER,
    HitPolicy.SUM,
    HitPolicy.COUNT,
)
_SHOWN = 5
"""Of one table no more cases than this are told one by one."""
_CASES_WITHOUT_ROW = Text("有没有哪种情形没有一行适用", "cases without a row")
_WRITE_OR_LIST = Text(
    "补一行，没有数的写 无此待遇 或 未公布；不需要行的，列入空缺表并写明理由",
    "add a row, with 无此待遇 or 未公布 for what has no value, or list the case as a gap with the reason",
)


class Gap(NamedTuple):
    """A case that no row of ``table`` matches: the terms with their cells, and a value of each as an example.

    It is one under the ``readings`` of the table's switches.
    """

    table: DecisionTable
    readings: Mapping[str, str]
    said: Sequence[tuple[str, str]]
    example: Mapping[str, str]


class _Known(NamedTuple):
    """A case listed as having no row."""

    situation: Situation
    row: Row


def check_gaps(folder: RuleFolder, rules: AreaRules, diagnostics: Diagnostics, most_steps: int = MAX_STEPS) -> None:
    """Warn of each case without a row, and of each listed as such that has one or that cannot be read.

    A table that takes more than ``most_steps`` to go through is told.
    """
    known = _known(folder, rules, diagnostics)
    for period in rules.benefits:
        askings = Askings(period, rules.vocabulary)
        for table in period.tables.values():
            if table.matching is not None and table.hit not in _SAYS_SOMETHING:
                held = known.get(table.name, ())
                _check_table(table, period, rules.vocabulary, held, askings.of(table), diagnostics, most_steps)


def _check_table(
    table: DecisionTable,
    period: BenefitRules,
    vocabulary: Vocabulary,
    known: Sequence[_Known],
    asked: Iterable[Asking],
    diagnostics: Diagnostics,
    most_steps: int,
) -> None:
    cases = sorted(asked, key=lambda each: sorted((code, test.text) for code, test in each))
    situations = [*(each.situation.items() for each in known), *cases]
    space = TableSpace(table, period, vocabulary, situations, with_givers=True)
    rows_and_known = len(table.rows) + len(known)
    listed = (1 << rows_and_known) - 1 ^ space.rows
    as_of = period.effective_from or ANY_DAY
    found: dict[tuple[tuple[str, str], ...], Diagnostic] = {}
    has_row = [True] * len(known)
    try:
        for readings, rows in _holding(table, period):
            for number, case in enumerate(space.boxes[rows_and_known:]):
                told_before = (1 << number) - 1 << rows_and_known
                within = meet(space.within, case)
                if not all(within.values()):
                    continue
                left = Uncovered(space.index, within, most_steps).regions(rows | listed | told_before)
                reached = (
                    (region, given) for region in left if space.can_be(region) and (given := space.as_given(region))
                )
                for region, given in islice(reached, _SHOWN + 1):
                    gap = Gap(table, readings, space.said(region), space.example(given, as_of))
                    found.setdefault(tuple(gap.said), _told(gap, period, vocabulary))
            for number, box in enumerate(space.boxes[len(table.rows) : rows_and_known]):
                has_row[number] &= not Uncovered(space.index, meet(space.within, box), most_steps).is_any(rows)
    except TooManyStepsError:
        tell_too_large(table, space.columns, vocabulary, _CASES_WITHOUT_ROW, diagnostics)
        return
    diagnostics.extend(list(found.values())[:_SHOWN])
    if len(found) > _SHOWN:
        diagnostics.add(
            Code.CASE_WITHOUT_ROW,
            table.position,
            Text("还有别的情形没有一行适用", "there are more cases that no row matches"),
            _WRITE_OR_LIST,
        )
    for each in compress(known, has_row):
        diagnostics.add(
            Code.CASE_WITH_ROW,
            each.row["situation"].position,
            Text(f"表「{table.name}」里已有行适用于这种情形", f"rows of {table.name!r} match this case"),
            Mending("从空缺表里删去", "take it off the list of gaps", WITHOUT_ROW._replace(is_certain=True)),
        )


def _holding(table: DecisionTable, period: BenefitRules) -> Iterator[tuple[Mapping[str, str], int]]:
    """Yield the readings of the switches of ``table``, in every way, with the rows that hold under them (as bits).

    All rows come first, without readings: what they leave is left under each.
    """
    names = table.switches
    if names:
        yield {}, (1 << len(table.rows)) - 1
    for chosen in product(*([each.id for each in period.switches[name].readings] for name in names)):
        readings = dict(zip(names, chosen, strict=True))
        rows = (1 << number for number, row in enumerate(table.rows) if row.may_hold(readings))
        yield readings, sum(rows)


def _told(gap: Gap, period: BenefitRules, vocabulary: Vocabulary) -> Diagnostic:
    table = gap.table
    under = Text(
        "".join(f"{name}取「{reading}」时，" for name, reading in gap.readings.items()),
        "".join(f"under {name} {reading}, " for name, reading in gap.readings.items()),
    )
    zh = under.zh + ("，".join(f"{name} {cell}" for name, cell in gap.said) or "任何情形")
    en = under.en + (", ".join(f"{name} {cell}" for name, cell in gap.said) or "anything")
    return Diagnostic(
        Code.CASE_WITHOUT_ROW,
        table.position,
        Text(f"没有一行适用：{zh}", f"no row matches: {en}"),
        _WRITE_OR_LIST,
        case_line(f"{table.name} 没有一行适用", table, period, vocabulary, gap.example, gap.readings),
    )


def _known(folder: RuleFolder, rules: AreaRules, diagnostics: Diagnostics) -> dict[str, list[_Known]]:
    """Return the cases listed as having no row, by table; a table of a layer may be left out above it."""
    tables = {name: table for period in rules.benefits for name, table in period.tables.items()}
    own, _, _ = folder.manifest.file.rpartition("/")
    known: dict[str, list[_Known]] = {}
    for layer, row in ((listed.layer, row) for listed in folder.of_kind("gaps") for row in listed):
        table = tables.get(row.text("table"))
        if table is None and layer != own:
            continue
        if table is None:
            message = Text(f"没有决策表「{row.text('table')}」", f"no decision table {row.text('table')!r}")
            diagnostics.add(Code.UNKNOWN_NAME, row["table"].position, message, suggest(row.text("table"), tables))
            continue
        situation = read_situation(row, table, rules.vocabulary, diagnostics)
        if situation is not None:
            known.setdefault(table.name, []).append(_Known(situation, row))
    return known
