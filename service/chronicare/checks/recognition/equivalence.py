"""Proves, over the finite partition of an entry, that two versions of it always come out the same, or finds that not.

Each version becomes a diagram: a decision tree over the columns whose equal parts are one and the same part. Limited to
the ranks that can occur together, two versions come out the same exactly if their diagrams are the same.
"""

import operator

from chronicare.analysis.decision_diagrams import MAX_PARTS, TooManyPartsError, VersionDiagrams
from chronicare.analysis.entry_diagrams import EntryDiagrams, ranks_together
from chronicare.program.entry import Entry
from chronicare.program.vocabulary import Vocabulary


def differ_somewhere(one: Entry, other: Entry, vocabulary: Vocabulary, most_parts: int = MAX_PARTS) -> bool:
    """Whether some complete knowledge of the findings makes the two versions come out differently, or an ending event.

    Switches are read as in force, those without default in every way. ``True`` as well if it would take more than
    ``most_parts`` parts of diagrams to tell, and if a time condition is another: some date tells it.
    """
    if any(name in other.criteria and other.criteria[name].since != each.since for name, each in one.criteria.items()):
        return True
    diagrams = VersionDiagrams([one, other], vocabulary, most_parts)
    try:
        can_be = ranks_together(vocabulary, diagrams)
        first, second = EntryDiagrams(one, 0, diagrams), EntryDiagrams(other, 1, diagrams)
        pairs = [(first.outcome(), second.outcome())]
        names = dict.fromkeys(group.id for group in (*one.endings, *other.endings))
        pairs += [(first.ending(name), second.ending(name)) for name in names]
        return any(
            diagrams.combine(operator.mul, can_be, left) != diagrams.combine(operator.mul, can_be, right)
            for left, right in pairs
        )
    except TooManyPartsError:
        return True
