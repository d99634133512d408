"""Implication tables to what follows from what: a value from a value, or that an examination cannot be made."""

from collections.abc import Iterator
from fractions import Fraction

from chronicare.cells.bounds import possible_range
from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import Anything, Compare, Operator, Test, View
from chronicare.cells.types import CellType
from chronicare.cells.values import Duration, Interval, Reported
from chronicare.compiler.catalogue import diseases_of
from chronicare.compiler.partition import make_predicate
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.spelling import suggest
from chronicare.program.ranks import Predicate, PredicateKind
from chronicare.program.vocabulary import Finding, Implication, Vocabulary
from chronicare.tables import RuleFolder

IMPOSSIBLE = "不能做"
"""Written as the value that follows where an examination cannot be made."""
CLASS_OF_ENTRY = "类别"
"""Written as the value that follows from a disease entry: its class."""


def compile_implications(folder: RuleFolder, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Iterator[Implication]:
    """Yield what follows from what, in the tables' order; everything wrong goes to ``diagnostics``."""
    for row in (row for table in folder.of_kind("implied") for row in table):
        found = [vocabulary.find(row.text(column)) for column in ("finding", "implied")]
        for column, each in zip(("finding", "implied"), found, strict=True):
            if each is None:
                diagnostics.add(
                    Code.UNKNOWN_FINDING,
                    row[column].position,
                    Text(f"词表里没有所见「{row.text(column)}」", f"no finding {row.text(column)!r}"),
                    vocabulary.suggest(row.text(column)),
                )
        if found[0] is None or found[1] is None:
            continue
        finding, implied = found[0], found[1]
        if row.text("value") == CLASS_OF_ENTRY and finding.type.levels is not None:
            yield from _classes(folder, finding, implied, diagnostics)
            continue
        test = parse_test(row.text("test"), finding.type, row["test"].position, diagnostics)
        value: Reported | None = None
        if row.text("value") != IMPOSSIBLE:
            follows = parse_test(row.text("value"), implied.type, row["value"].position, diagnostics)
            if follows is None:
                continue
            value = None if implied.repeated else _value(follows.test, implied.type)
            if value is None:
                diagnostics.add(
                    Code.BAD_VOCABULARY,
                    row["value"].position,
                    Text(f"「{row.text('value')}」不是单次所见的一个值", f"{row.text('value')!r} is no single value"),
                    Text(
                        f"写一个值、数的一个界限，或 {IMPOSSIBLE}",
                        f"write one value, a bound of a number, or {IMPOSSIBLE}",
                    ),
                )
                continue
        if test is not None:
            is_any = isinstance(test.test, Anything)
            predicate = Predicate(PredicateKind.ALL) if is_any else make_predicate(finding.type, test.view, test.test)
            yield Implication(finding.code, predicate, implied.code, value)


def _value(test: Test, cell_type: CellType) -> Reported | None:
    """Return the one value that passes ``test``, or, of a bound of a number, where the number lies."""
    if not isinstance(test, Compare) or isinstance(test.bound, Duration):
        return None
    if test.operator is Operator.EQ:
        return test.bound
    if not isinstance(test.bound, Fraction):
        return None
    low, high = possible_range(cell_type)
    if test.operator in (Operator.LT, Operator.LE):
        return Interval(low, True, test.bound, test.operator is Operator.LE)
    if test.operator in (Operator.GT, Operator.GE):
        return Interval(test.bound, test.operator is Operator.GE, high, True)
    return None


def _classes(folder: RuleFolder, disease: Finding, implied: Finding, diagnostics: Diagnostics) -> Iterator[Implication]:
    """Yield for each disease of an area, of its catalogue and its entries, that it has its class."""
    levels, classes = disease.type.levels, implied.type.levels
    if levels is None or classes is None:
        return
    codes = {level.value for level in levels.levels}
    catalogue = diseases_of(folder)
    for row in (*catalogue, *(row for table in folder.of_kind("entries") for row in table)):
        place = classes.index(row.text("class"))
        if place is not None and row.text("code") in codes:
            predicate = make_predicate(disease.type, View.VALUE, Compare(Operator.EQ, row.text("code")))
            yield Implication(disease.code, predicate, implied.code, classes.levels[place].value)
        elif place is None and row["class"] and row in catalogue:  # of entries it is told where they are built
            diagnostics.add(
                Code.UNKNOWN_NAME,
                row["class"].position,
                Text(
                    f"值表「{classes.name}」里没有「{row.text('class')}」", f"{row.text('class')!r} is no value of it"
                ),
                suggest(row.text("class"), [each.value for each in classes.levels]),
            )
