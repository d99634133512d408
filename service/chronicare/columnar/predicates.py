"""Whether predicates hold of many measurements: known to, known not to, or neither."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.grids import Codes, Grid, Key, Layout, cells_of, cells_of_days, is_elapsed
from chronicare.columnar.persons import REPORTED, Scaled, Values, Worded
from chronicare.judging.ranking import predicate_reader
from chronicare.program.ranks import Predicate, PredicateKind, Scale


def passing(
    predicate: Predicate,
    finding: str,
    values: Mapping[Key, Values],
    as_of: Codes,
    layout: Layout,
) -> tuple[Mask, Mask]:
    """Return of what ``predicate`` is known to hold, and of what known not to."""
    if predicate.kind is not PredicateKind.ON_SCALE:
        parts = [passing(each, finding, values, as_of, layout) for each in predicate.parts]
        if predicate.kind is PredicateKind.NOT:
            return parts[0][1], parts[0][0]
        if not parts:
            always = np.full(as_of.size, predicate.kind is PredicateKind.ALL)
            return always, ~always
        holding, failing = zip(*parts, strict=True)
        if predicate.kind is PredicateKind.ANY:
            return np.logical_or.reduce(holding), np.logical_and.reduce(failing)
        return np.logical_and.reduce(holding), np.logical_or.reduce(failing)
    assert predicate.scale is not None  # noqa: S101 - ON_SCALE has a scale
    key = Key.of(finding, predicate.component, predicate.view)
    found = values[key]
    if isinstance(found, Worded):
        holds = predicate_reader(predicate)
        truths = [None if each is None else holds(each, date.min) for each in found.readings]
        true, false = (np.array([truth is wanted for truth in truths]) for wanted in (True, False))
        return true[found.places], false[found.places]
    scale = predicate.scale
    if is_elapsed(scale):
        cells = cells_of_days(found.low >> 1, as_of, scale)
    else:
        cells = cells_of(found.low, scale, layout.grids[key])
    true = np.array([rank in predicate.passing for rank in scale.ranks])[cells]
    false = ~true
    if found.high is not found.low:
        bounded = np.flatnonzero(found.low != found.high)
        low, high = ranks_between(found, bounded, scale, layout.grids[key])
        passed = np.cumsum([0, *(rank in predicate.passing for rank in range(scale.size))])
        between, all_of = passed[high + 1] - passed[low], high + 1 - low
        possible = low >= 0
        true[bounded], false[bounded] = possible & (between == all_of), possible & (between == 0)
    reported = found.what == REPORTED
    return true & reported, false & reported


def ranks_between(
    values: Scaled, places: NDArray[np.intp], scale: Scale, grid: Grid
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the lowest and the highest rank of the values at ``places``; -1 where no rank is possible."""
    lowest, highest = (cells_of(each[places], scale, grid) for each in (values.low, values.high))
    last = len(scale.ranks) - 1
    following = np.full(last + 2, last + 1)
    for cell in range(last, -1, -1):
        following[cell] = cell if scale.ranks[cell] >= 0 else following[cell + 1]
    before = np.full(last + 1, -1)
    for cell in range(last + 1):
        before[cell] = cell if scale.ranks[cell] >= 0 else before[cell - 1] if cell else -1
    first, final = following[lowest], before[highest]
    ranks = np.array([*scale.ranks, -1])
    return np.where(first > final, -1, ranks[first]), np.where(first > final, -1, ranks[final])
