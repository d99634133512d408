"""Implication tables to what follows from what: a value from a value, or that an examination cannot be made."""

from collections.abc import Iterator

from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import Anything, Compare, Operator, View
from chronicare.cells.values import Duration, Value
from chronicare.compiler.partition import make_predicate
from chronicare.diagnostics import Code, Diagnostics, Text
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
            yield from _classes(folder, finding, implied)
            continue
        test = parse_test(row.text("test"), finding.type, row["test"].position, diagnostics)
        value: Value | None = None
        if row.text("value") != IMPOSSIBLE:
            follows = parse_test(row.text("value"), implied.type, row["value"].position, diagnostics)
            if follows is None:
                continue
            if not isinstance(follows.test, Compare) or isinstance(follows.test.bound, Duration) or implied.repeated:
                diagnostics.add(
                    Code.BAD_VOCABULARY,
                    row["value"].position,
                    Text(f"「{row.text('value')}」不是单次所见的一个值", f"{row.text('value')!r} is no single value"),
                    Text(f"写一个值，或 {IMPOSSIBLE}", f"write one value, or {IMPOSSIBLE}"),
                )
                continue
            value = follows.test.bound
        if test is not None:
            is_any = isinstance(test.test, Anything)
            predicate = Predicate(PredicateKind.ALL) if is_any else make_predicate(finding.type, test.view, test.test)
            yield Implication(finding.code, predicate, implied.code, value)


def _classes(folder: RuleFolder, disease: Finding, implied: Finding) -> Iterator[Implication]:
    """Yield for each entry of an area that its disease has its class."""
    for row in (row for table in folder.of_kind("entries") for row in table):
        levels, classes = disease.type.levels, implied.type.levels
        place = classes.index(row.text("class")) if classes else None
        if (
            levels is not None
            and classes is not None
            and place is not None
            and row.text("code") in {level.value for level in levels.levels}
        ):
            test = Compare(Operator.EQ, row.text("code"))
            predicate = make_predicate(disease.type, View.VALUE, test)
            yield Implication(disease.code, predicate, implied.code, classes.levels[place].value)
