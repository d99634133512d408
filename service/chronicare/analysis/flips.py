"""Who is found otherwise by another version of an entry: an example, exact, of each way it can turn."""

import operator
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from chronicare.analysis.decision_diagrams import MAX_PARTS, TooManyPartsError, VersionDiagrams
from chronicare.analysis.entry_diagrams import EntryDiagrams, ranks_together
from chronicare.analysis.rank_texts import value_of
from chronicare.cells.printing import print_amount
from chronicare.program.entry import Entry
from chronicare.program.ranks import ColumnKind
from chronicare.program.vocabulary import Vocabulary


class Flip(NamedTuple):
    """Somebody who ``meets`` the entry now and did not before, or the other way round: what is found of that person."""

    meets: bool
    example: tuple[str, ...]


def flips_of(old: Entry | None, new: Entry | None, vocabulary: Vocabulary, day: date) -> Iterator[Flip]:
    """Yield an example of who meets ``new`` and not ``old``, and of who met ``old`` only, if there are such.

    All findings of the example are known. Nothing is yielded of an entry too large to be told, or whose findings the
    vocabulary does not have.
    """
    versions = [old, new]
    codes = {each.finding for entry in versions if entry is not None for each in entry.criteria.values()}
    if not codes <= vocabulary.findings.keys():
        return
    diagrams = VersionDiagrams(versions, vocabulary, MAX_PARTS)
    try:
        can_be = ranks_together(vocabulary, diagrams)
        met = [
            diagrams.leaf(0) if entry is None else EntryDiagrams(entry, version, diagrams).outcome()
            for version, entry in enumerate(versions)
        ]
        for meets, (more, less) in ((True, (met[1], met[0])), (False, (met[0], met[1]))):
            alone = diagrams.combine(operator.mul, can_be, diagrams.combine(operator.gt, more, less))
            path = diagrams.path(alone)
            if path is not None:
                yield Flip(
                    meets, tuple(_found(column, rank, diagrams, vocabulary, day) for column, rank in path.items())
                )
    except TooManyPartsError:
        return


def _found(number: int, rank: int, diagrams: VersionDiagrams, vocabulary: Vocabulary, day: date) -> str:
    """Write what is found of a person by one column of the diagram."""
    column = diagrams.columns[number]
    if column.kind is ColumnKind.SWITCH:
        return f"{column.finding} 取第 {rank + 1} 种读法"
    finding = vocabulary.findings[column.finding]
    if column.kind is ColumnKind.VALUE and column.scale is not None:
        if rank >= column.scale.size:
            return f"{finding.name.zh} 无"
        unit = finding.type.quantity.canonical if finding.type.quantity else ""
        return f"{finding.name.zh} {print_amount(value_of(1 << rank, column, finding.type, day), unit)}"
    tested = next(each.test.text for name, each in diagrams.criteria.items() if diagrams.tests[name].column == number)
    if column.kind is ColumnKind.COUNT:
        return f"{finding.name.zh} {tested} 的 {rank} 次"
    return f"{finding.name.zh} {'符合' if rank else '不符合'} {tested}"
