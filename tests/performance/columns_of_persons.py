"""How long one entry takes for many persons at once, next to the same logic by hand, in SQL and in OpenFisca."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from columns_by_hand import ANSWERS, TESTS, with_duckdb, with_numpy, with_openfisca
from in_process import times
from numpy.typing import NDArray
from page import Figure, at_most, per_second
from persons import AS_OF, FINDINGS, decider_of
from rounds import over, take_turns

from chronicare.application.release import Release
from chronicare.cells.typed import View
from chronicare.columnar.bitmaps import unpacked
from chronicare.columnar.grids import Key, lay_out
from chronicare.columnar.judging import ColumnarEntry, Judgements
from chronicare.columnar.persons import Persons, Scaled, Worded
from chronicare.columnar.reasons import reasons_of
from chronicare.program.evidence import Evidence, Measurement
from chronicare.tables.written_date import parse_date

_GOAL = 5.0
_KNOWN = 0.9
_SEED = 20251201


def measure_columns(release: Release, count: int, rounds: int) -> list[Figure]:
    """Time ``count`` persons of whom each finding is known of nine in ten, and as many of whom all is."""
    rng = np.random.default_rng(_SEED)
    columns: dict[str, NDArray[Any]] = {name: rng.integers(0, 121, count) for name in TESTS}
    columns |= {name: rng.random(count) < 0.6 for name in ANSWERS}
    known = {name: rng.random(count) < _KNOWN for name in columns}
    entry = ColumnarEntry(decider_of(release), lay_out([decider_of(release).compiled], release.vocabulary))
    persons = _persons(entry, release, columns, known, count)
    in_sql, in_openfisca = with_duckdb(columns, known), with_openfisca(columns)
    _compare(entry.judge(persons), with_numpy(columns, known), in_sql())
    everything = {name: np.ones(count, np.bool_) for name in columns}
    if not np.array_equal(with_numpy(columns, everything)[0], in_openfisca()):
        raise SystemExit("OpenFisca decides otherwise")
    timings = take_turns(
        {
            "columns": over([persons], entry.judge),
            "with reasons": over([persons], lambda each: reasons_of(entry.entry, entry.judge(each))),
            "by hand": over([columns], lambda each: with_numpy(each, known)),
            "sql": over([in_sql], lambda ask: ask()),
            "openfisca": over([in_openfisca], lambda ask: ask()),
        },
        rounds,
    )
    rates = {
        way: per_second(timings.median(way) / count, "persons")
        for way in ("columns", "with reasons", "by hand", "sql", "openfisca")
    }
    meanings = {
        "columns": "outcome, truth of every criterion and group, as the row evaluators find them",
        "with reasons": "also the rows each decision rests on",
        "by hand": "NumPy, the same three values: the outcome alone",
        "sql": "DuckDB, one thread: the outcome alone, fetched as arrays",
        "openfisca": "openfisca-core, a new simulation: yes or no alone, of persons of whom all is known",
    }
    ratio = at_most(timings.ratio("columns", "by hand"), _GOAL, "against NumPy by hand, in the same rounds")
    return [
        *(Figure(way, rates[way], meaning) for way, meaning in meanings.items()),
        Figure("columns / by hand", *ratio),
        Figure("columns / sql", times(timings, "columns", "sql"), "against DuckDB"),
        Figure("columns / openfisca", times(timings, "columns", "openfisca"), "against OpenFisca"),
    ]


def _persons(
    entry: ColumnarEntry,
    release: Release,
    columns: Mapping[str, NDArray[Any]],
    known: Mapping[str, NDArray[np.bool_]],
    count: int,
) -> Persons:
    """Return the same in the columns of the entry: ten times a value is five times what it is on a grid of halves."""
    day = parse_date(AS_OF)
    if day is None:
        raise ValueError(f"{AS_OF} is not a date")
    as_of = day.toordinal()
    layout = lay_out([entry.decider.compiled], release.vocabulary)
    singles: dict[Key, Scaled | Worded] = {}
    for name, column in columns.items():
        finding = release.vocabulary.find(FINDINGS[name])
        if finding is None:
            raise LookupError(FINDINGS[name])
        key = Key(finding.code, "", View.VALUE)
        if key in layout.worded:
            places = np.where(known[name], np.where(column, 1, 2), 0).astype(np.uint8)
            singles[key] = Worded(places, (None, Measurement(True), Measurement(False)))
        else:
            exact, rest = np.divmod(column * layout.grids[key].denominator, 10)
            codes = 2 * exact + (rest > 0)
            singles[key] = Scaled(codes, codes, known[name].astype(np.uint8))
    return Persons(count, np.full(count, as_of), lambda _: Evidence(day, {}), singles)


def _compare(judged: Judgements, *others: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> None:
    """Leave if one decides otherwise: then it would not do the same work."""
    found = [unpacked(bits, judged.count) for bits in judged.outcome]
    for other in others:
        if not all(np.array_equal(*pair) for pair in zip(found, other, strict=True)):
            raise SystemExit("the same persons are judged otherwise by hand")
