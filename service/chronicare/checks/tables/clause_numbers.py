"""Holds the numbers of a cell against those of its clause: what the cell says has to be said by what it quotes.

A constant is looked for among the numbers of the clause after conversion of units; where the clause compares
(「≥ 7.0mmol/L」, 「超过 21mmHg」, 「60 岁以上」) the cell must compare alike. A clause without a number of this kind
says nothing either way. (Durations: ``clause_durations``.) Of a range in an input cell of a decision table one end may
be what another row says; what is beside a number is written with it (``< 90`` of 「90 天内」). What departs from its
source on purpose says so, in the columns of corrections or of anomalies, which excuse the numbers they name and no
other; a unit left out (14 元 beside 「14 万元」) is told all the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.chinese_numeral import numeral
from chronicare.cells.conversion import convert
from chronicare.cells.typed import AllOf, AnyOf, Compare, Component, Operator, Range, Test
from chronicare.cells.types import CellType, Conversion, ValueKind
from chronicare.cells.units import find_conversion
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.document_text import normal_form
from chronicare.program.decision_table import DecisionTable, TableRow
from chronicare.program.entry import Clause, Criterion
from chronicare.program.formula import Constant
from chronicare.program.vocabulary import Vocabulary

_BEFORE = {
    "≥": "≥ ≧ ⩾ 不低于 不少于 不小于 至少 大于等于 大于或等于",
    ">": "> ＞ 大于 超过 高于 多于",
    "≤": "≤ ≦ ⩽ 不超过 不高于 不大于 小于等于 小于或等于",
    "<": "< ＜ 小于 低于 少于 不足 不满 未满 未达",
}
_AFTER = {"≥": "以上 及以上", "≤": "以下 及以下 以内 之内"}
_SIGN = {word: sign for signs in (_BEFORE, _AFTER) for sign, words in signs.items() for word in words.split()}
_NUMBER = re.compile(
    rf"(?P<before>{'|'.join(sorted((w for ws in _BEFORE.values() for w in ws.split()), key=len, reverse=True))})?"
    r"\s*(?P<number>-?[0-9]+(?:[.][0-9]+)?|[零一二两三四五六七八九十百千半]+)"
)
_AFTER_WORD = re.compile(
    rf".{{0,8}}?({'|'.join(sorted((w for ws in _AFTER.values() for w in ws.split()), reverse=True))})"
)
_UNIT_LENGTH = 16
_YEARS = 1000
"""What counts in years is less than this: 2025年 is a date."""
_SAY_NOTHING = (0, 1)
"""Numbers of an input cell that say no more than whether there is any (``≥ 1``)."""
_LEFT = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}
"""What a comparison leaves."""
_SIGNS = {Operator.GE: "≥", Operator.GT: ">", Operator.LE: "≤", Operator.LT: "<"}


class _Said(NamedTuple):
    """A number of a clause; ``sign`` is how it is compared there (empty: it is not).

    ``numbers`` is what it can be in the cell's unit: one if its own unit follows, one for each unit if none does.
    ``is_of_this_kind``: it can be nothing but a value such as the cell's. ``written`` is the number without its unit.
    """

    numbers: frozenset[Fraction]
    sign: str
    is_of_this_kind: bool
    written: Fraction


class _Bound(NamedTuple):
    """A number of a cell, and how it is compared there (empty: it is not)."""

    number: Fraction
    sign: str


def check_numbers(rules: AreaRules, notes: RowNotes, diagnostics: Diagnostics) -> None:
    """Warn of each constant of a criterion, or figure of a decision table, that its clause says otherwise."""
    for compiled in rules.entries:
        for criterion in compiled.entry.as_written.criteria.values():
            words = " ".join([quoted(criterion.clause), notes.said(criterion.anomalies)])
            _check_criterion(criterion, words, rules.vocabulary.findings[criterion.finding].type, diagnostics)
    for period in rules.benefits:
        for table in period.tables.values():
            for row in table.rows:
                _check_row(row, rules.vocabulary, table.headings, diagnostics)
                _check_inputs(row, table, rules.vocabulary, notes, diagnostics)


def _check_criterion(criterion: Criterion, words: str, cell_type: CellType, diagnostics: Diagnostics) -> None:
    for bound, its_type in _bounds(criterion.test.test, cell_type):
        said = list(_said(words, its_type))
        compared = bound._replace(sign="") if criterion.anomalies else bound
        _tell(compared, said, criterion.test.text, criterion.at("test"), diagnostics)


def _check_inputs(
    row: TableRow, table: DecisionTable, vocabulary: Vocabulary, notes: RowNotes, diagnostics: Diagnostics
) -> None:
    """Warn of a bound of an input cell that its row does not say, though it says one of its kind."""
    matching = table.matching
    if matching is None or not row.node:
        return
    words = " ".join([quoted(row.clause), notes.said(row.anomalies, row.readings)])
    for name in matching.rows.groups[row.node].variants[0].members:
        criterion = matching.rows.criteria[name]
        cell_type = vocabulary.findings[criterion.finding].type
        term = vocabulary.findings[criterion.finding].name.zh
        own = _said_in_cell(words, cell_type, term)
        if not own:
            continue
        numbers = {number for each in own for number in each.numbers}
        others = {
            number
            for other in table.rows
            for each in _said_in_cell(quoted(other.clause), cell_type, term)
            for number in each.numbers
        }
        heading = table.headings.get(criterion.finding)
        where = row.position if heading is None else heading._replace(row=row.position.row)
        bounds = [each for each, _ in _bounds(criterion.test.test, cell_type)]
        may_be_others = any(each.number in numbers for each in bounds)
        for bound in bounds:
            is_other_end = may_be_others and bound.number in others - numbers
            if bound.number not in _SAY_NOTHING and not is_other_end:
                _tell(*_as_row(bound, own), criterion.test.text, where, diagnostics)


def _as_row(bound: _Bound, said: Sequence[_Said]) -> tuple[_Bound, Sequence[_Said]]:
    """Return ``bound`` and what it is held to: the same number compared in ``said`` goes before the number alone.

    A bound may be what its row leaves, ``< 70`` beside 「70 岁以上」: it is held to the number only.
    """
    compared = [each for each in said if bound.number in each.numbers and each.sign]
    if any(_LEFT[each.sign] == bound.sign for each in compared):
        return bound._replace(sign=""), said
    return bound, compared or said


def _said_in_cell(words: str, cell_type: CellType, term: str) -> list[_Said]:
    """Return the numbers of ``words`` that can be nothing but values of the ``term`` (its name).

    A plain count is told by its name what it counts: 连续欠费月数 the months of 「第 4 个月」.
    """
    if cell_type.quantity is not None:
        return [each for each in _said(words, cell_type) if each.is_of_this_kind]
    if cell_type.kind is not ValueKind.COUNT or not term.endswith("数"):
        return []
    counted = term[-2]
    numbers = [
        numeral(found["number"])
        for found in _NUMBER.finditer(words)
        if words[found.end() :].lstrip().removeprefix("个").startswith(counted)
    ]
    return [
        _Said(frozenset((number,)), "", True, number) for number in numbers if number is not None and number < _YEARS
    ]


def _check_row(
    row: TableRow, vocabulary: Vocabulary, headings: Mapping[str, Position], diagnostics: Diagnostics
) -> None:
    for code, formula in row.outputs.items():
        constant = formula.expression
        cell_type = vocabulary.findings[code].type
        if not isinstance(constant, Constant) or not isinstance(constant.value, Fraction) or not constant.value:
            continue
        if cell_type.quantity is None or cell_type.levels is not None:
            continue
        number = constant.value * formula.scale
        heading = headings.get(code)
        where = row.position if heading is None else heading._replace(row=row.position.row)
        said = list(_said(quoted(row.clause), cell_type))
        if row.anomalies:  # it departs from its source on purpose, but not by a unit that was left out
            digits = _NUMBER.search(formula.text)
            said = [each for each in said if digits and each.written == numeral(digits["number"])]
        _tell(_Bound(number, ""), said, formula.text, where, diagnostics)


def _tell(bound: _Bound, said: Sequence[_Said], cell: str, where: Position, diagnostics: Diagnostics) -> None:
    """Warn if the clause says numbers of this kind, but not this one, or compares it otherwise."""
    alike = [each for each in said if bound.number in each.numbers]
    if not alike and any(each.is_of_this_kind for each in said):
        message = Text(f"「{cell}」里的数不在原文里", f"the number of {cell!r} is not in the clause")
    elif bound.sign and alike and all(each.sign and each.sign != bound.sign for each in alike):
        written = alike[0].sign
        message = Text(
            f"「{cell}」同原文的比较不一样：原文是「{written}」", f"{cell!r}: the clause compares by {written!r}"
        )
    else:
        return
    hint = Text(
        "改条件，用原文里的数写（「90 天内」写 < 90，不写 ≤ 89）；原文有误的写更正或异常",
        "mend the cell and write it with the number of the clause; name what is wrong with the source as 更正 or 异常",
    )
    diagnostics.add(Code.CLAUSE_SAYS_OTHERWISE, where, message, hint)


def quoted(clause: Clause) -> str:
    """Return the words the cell is held to: the correction if there is one."""
    return " ".join(normal_form(part) for part in (clause.correction or clause.text).split())


def _bounds(test: Test, cell_type: CellType) -> Iterator[tuple[_Bound, CellType]]:
    """Yield the numbers of ``test``, those of components and durations too; what is negated compares the other way."""
    match test:
        case Compare(operator, Fraction() | int() as bound) if not isinstance(bound, bool) and cell_type.levels is None:
            yield _Bound(Fraction(bound), _SIGNS.get(operator, "")), cell_type
        case Range(low=Fraction() | int() as low, high=Fraction() | int() as high) if cell_type.levels is None:
            yield _Bound(Fraction(low), ""), cell_type
            yield _Bound(Fraction(high), ""), cell_type
        case AnyOf(tests) | AllOf(tests):
            for each in tests:
                yield from _bounds(each, cell_type)
        case Component(code, inner):
            yield from _bounds(inner, cell_type.components[code])


def _said(clause: str, cell_type: CellType) -> Iterator[_Said]:
    """Yield the numbers of ``clause`` that can be values of ``cell_type``: compared, or with one of its units."""
    for found in _NUMBER.finditer(clause):
        number = numeral(found["number"])
        if number is None:
            continue
        rest = clause[found.end() :].lstrip()[:_UNIT_LENGTH]
        after = _AFTER_WORD.match(rest)
        sign = _SIGN.get(found["before"] or "", "") or (_SIGN[after[1]] if after else "")
        conversion = _unit_at(rest, cell_type)
        if conversion is not None:
            yield _Said(frozenset((convert(number, conversion),)), sign, True, number)
        elif not _has_other_unit(rest):
            units = cell_type.quantity.units.values() if cell_type.quantity else ()
            numbers = {number, *(convert(number, each) for each in units if not each.power)}
            yield _Said(frozenset(numbers), sign, bool(found["before"]), number)


def _unit_at(rest: str, cell_type: CellType) -> Conversion | None:
    """Return the conversion of the longest unit of ``cell_type`` that ``rest`` begins with."""
    if cell_type.quantity is None:
        return None
    for length in range(min(len(rest), _UNIT_LENGTH), 0, -1):
        conversion = find_conversion(cell_type.quantity, rest[:length])
        if conversion is not None and not conversion.power:
            return conversion
    return None


def _has_other_unit(rest: str) -> bool:
    return bool(re.match(r"[A-Za-zμ%°个年月周天日岁次元]", rest))
