"""Tables of the population to shares: what sample persons are drawn from. No answer rests on them."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import AnyOf, Anything, Compare, Operator, Range, Test, View
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Value
from chronicare.compiler.partition import make_predicate, simple_scale
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.population import Population, Share, Spread
from chronicare.program.ranks import Predicate
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import INPUT, Cell, Row, RuleFolder

_TENTH, _HUNDREDTH = Fraction(1, 10), Fraction(1, 100)
_MAX_WEIGHT = 1_000_000


def compile_population(folder: RuleFolder, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Population:
    """Return the shares that the tables of ``folder`` state; everything wrong goes to ``diagnostics``.

    Rows of a layer below that speak of what the area takes out do not count.
    """
    shares: dict[str, list[Share]] = {}
    for table in folder.of_kind("population"):
        is_own = table.layer == folder.manifest.folder
        for row in table:
            problems = Diagnostics()
            found = _share(row, vocabulary, problems)
            if found is not None and not problems.has_errors:
                shares.setdefault(found[0], []).append(found[1])
            elif is_own or not _speaks_of_hidden(row, vocabulary):
                diagnostics.extend(problems.sorted())
    return {code: tuple(each) for code, each in shares.items()}


def _share(row: Row, vocabulary: Vocabulary, diagnostics: Diagnostics) -> tuple[str, Share] | None:
    finding = _finding(row["term"], row.text("term"), vocabulary, diagnostics)
    conditions = dict(_conditions(row, vocabulary, diagnostics))
    weight = _weight(row["weight"], diagnostics)
    if finding is None:
        return None
    parsed = parse_test(row.text("value"), finding.type, row["value"].position, diagnostics)
    if parsed is None:
        return None
    drawn = _drawn(parsed.test, finding, vocabulary) if parsed.view is View.VALUE else None
    if drawn is None:
        message = Text(f"「{row.text('value')}」说不出取哪些值", f"{row.text('value')!r} does not say which values")
        hint = Text("写一个值、几个值（A, B），或有两端的范围 [1..5]", "a value, several (A, B), or a range [1..5]")
        diagnostics.add(Code.WRONG_TYPE, row["value"].position, message, hint)
        return None
    return finding.code, Share(weight, *drawn, conditions)


def _finding(cell: Cell, word: str, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Finding | None:
    finding = vocabulary.find(word)
    if finding is None or finding.type.kind is ValueKind.COMPOUND:
        message = Text(f"没有事项或所见「{word}」", f"there is no term or finding {word!r}")
        hint = vocabulary.suggest(word)
        if finding is not None:
            message = Text(f"「{word}」是复合所见，不能列在人群里", f"{word!r} is compound, and cannot be listed")
            hint = Text("去掉这一行", "leave the row out")
        diagnostics.add(Code.UNKNOWN_FINDING, cell.position, message, hint)
        return None
    return finding


def _conditions(row: Row, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Iterator[tuple[str, Predicate]]:
    for name, cell in row.cells.items():
        if not name.startswith(INPUT) or cell.text in ("", "-"):
            continue
        finding = _finding(cell, name.removeprefix(INPUT), vocabulary, diagnostics)
        test = None if finding is None else parse_test(cell.text, finding.type, cell.position, diagnostics)
        if finding is not None and test is not None:
            yield finding.code, make_predicate(finding.type, test.view, test.test)


def _weight(cell: Cell, diagnostics: Diagnostics) -> int:
    if cell.text.isascii() and cell.text.isdigit() and 0 < int(cell.text) <= _MAX_WEIGHT:
        return int(cell.text)
    message = Text(f"权重「{cell.text}」不是正整数", f"the weight {cell.text!r} is no positive whole number")
    hint = Text("写同一事项各行之间的比，如 70", "how it stands to the other rows of the term, such as 70")
    diagnostics.add(Code.BAD_LITERAL, cell.position, message, hint)
    return 1


def _drawn(test: Test, finding: Finding, vocabulary: Vocabulary) -> tuple[tuple[Value, ...], Spread | None] | None:
    """Return the values that ``test`` lets through, or how they are spread; ``None`` if they cannot be listed."""
    worded = _worded(finding)
    if worded:
        if isinstance(test, Anything):
            return worded, None
        scale, (passing,) = simple_scale(finding.type, View.VALUE, [test])
        return tuple(each for each in worded if _rank(each, scale.cuts, scale.ranks, finding) in passing), None
    if isinstance(test, Range):
        spread = _spread(test, finding, vocabulary)
        return None if spread is None else ((), spread)
    listed = test.tests if isinstance(test, AnyOf) else (test,)
    values = [each.bound for each in listed if isinstance(each, Compare) and each.operator is Operator.EQ]
    plain = tuple(each for each in values if isinstance(each, bool | int | Fraction | str | date))
    return (plain, None) if len(plain) == len(listed) else None


def _worded(finding: Finding) -> tuple[Value, ...]:
    if finding.type.kind is ValueKind.YES_NO:
        return (True, False)
    if finding.type.levels is None:
        return ()
    if finding.type.kind is ValueKind.LEVEL:
        return tuple(range(len(finding.type.levels.levels)))
    return tuple(level.value for level in finding.type.levels.levels)


def _rank(value: Value, cuts: tuple[Any, ...], ranks: tuple[int, ...], finding: Finding) -> int:
    if finding.type.kind is ValueKind.YES_NO:
        return ranks[int(value is True)]
    if finding.type.kind is ValueKind.CODE:
        return ranks[cuts.index(value) if value in cuts else len(cuts)]
    return ranks[2 * bisect_left(cuts, value) + int(value in cuts)]


def _spread(test: Range, finding: Finding, vocabulary: Vocabulary) -> Spread | None:
    low, high, step = test.low, test.high, Fraction(1)
    if isinstance(low, date) and isinstance(high, date):
        low, high = low.toordinal(), high.toordinal()
    elif finding.type.kind is ValueKind.NUMBER:
        money = vocabulary.playing(Role.STEP_PAYMENT)
        has_fen = money is not None and money.type.quantity == finding.type.quantity
        step = _HUNDREDTH if has_fen else _TENTH
    if not (isinstance(low, int | Fraction) and isinstance(high, int | Fraction)):
        return None
    first, last = ceil(low / step), floor(high / step)
    first += not test.low_closed and first * step == low
    last -= not test.high_closed and last * step == high
    return Spread(first, last, step) if first <= last else None


def _speaks_of_hidden(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether the row names a term, or values of one, that the area takes out."""
    names = [row.text("term"), *(name.removeprefix(INPUT) for name in row.cells if name.startswith(INPUT))]
    findings = [vocabulary.find(each) for each in names]
    return any(each in vocabulary.hidden for each in names) or any(
        each is not None and each.type.levels is not None and bool(each.type.levels.hidden) for each in findings
    )
