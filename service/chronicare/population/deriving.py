"""What follows from what is reported, for many persons: as ``judging.consistency`` derives it for one."""

import numpy as np

from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.grids import Codes
from chronicare.columnar.predicates import passing
from chronicare.population.known import Known
from chronicare.program.vocabulary import Implication, Vocabulary


def derive(known: Known, as_of: Codes) -> None:
    """Add what follows; those of whom what is stated contradicts it are to be read apart."""
    vocabulary = known.layout.vocabulary
    told_back = {(each.finding, each.implied) for each in vocabulary.implications if each.value is not None}
    impossible: dict[str, Mask] = {}
    derived: dict[str, Mask] = {}
    for each in vocabulary.implications:
        if each.finding not in known.reported:
            continue
        holds = _holding(each, known, as_of)
        if not holds.any():
            continue
        stated = known.is_reported(each.implied)
        if each.value is None:
            impossible[each.implied] = impossible.get(each.implied, np.zeros(known.count, np.bool_)) | holds
            if (each.implied, each.finding) not in told_back:
                known.apart |= holds & stated
            continue
        held_against = holds & stated
        if vocabulary.findings[each.implied].stands_for and each.implied in derived:
            held_against &= ~derived[each.implied]
        if held_against.any():
            known.apart |= held_against & known.differs(each.implied, each.value)
        follows = holds & ~stated
        if vocabulary.findings[each.implied].repeated:
            known.apart |= follows
        elif follows.any():
            known.state(each.implied, each.value, follows)
            derived[each.implied] = derived.get(each.implied, np.zeros(known.count, np.bool_)) | follows
    for code, whom in impossible.items():
        if vocabulary.findings[code].may_be_none:
            known.none[code] = known.none.get(code, np.zeros(known.count, np.bool_)) | (whom & ~known.is_reported(code))


def _holding(implication: Implication, known: Known, as_of: Codes) -> Mask:
    values, persons = known.values_of(implication.finding)
    true, _ = passing(
        implication.predicate, implication.finding, values, as_of if persons is None else as_of[persons], known.layout
    )
    return known.each_person(true, persons) & known.reported[implication.finding]


def alternatives_not_reported(known: Known, vocabulary: Vocabulary) -> dict[str, Mask]:
    """Return of whom a finding is not reported of which another, that reports the same quantity, is."""
    groups: dict[str, list[str]] = {}
    for finding in vocabulary.findings.values():
        if finding.alternative:
            groups.setdefault(finding.alternative, []).append(finding.code)
    found: dict[str, Mask] = {}
    for codes in groups.values():
        any_of = np.logical_or.reduce([known.is_reported(code) for code in codes])
        for code in codes:
            found[code] = any_of & ~known.is_reported(code)
            if code in known.unanswered:
                found[code] &= ~known.unanswered[code]
    return {code: mask for code, mask in found.items() if mask.any()}
