"""Draws values of sample persons: by the shares of the population, else from the parts the rules cut values into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from chronicare.analysis.rank_texts import value_of
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Value
from chronicare.judging.ranking import predicate_reader
from chronicare.program.evidence import Measurement
from chronicare.program.population import Population, Share, Spread
from chronicare.program.ranks import Column, Predicate, PredicateKind, ScaleKind
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.value_wording import decimal_text

_WORDS_OF_TRUTH = {True: "是", False: "否"}


class Drawing:
    """Draws values of the terms and findings of ``vocabulary``; ``columns`` are those the rules cut them by."""

    def __init__(self, population: Population, vocabulary: Vocabulary, columns: Iterable[Column]) -> None:
        """Sort the columns by what they are of."""
        self._population = population
        self._vocabulary = vocabulary
        self._columns: dict[str, list[Column]] = {}
        for each in columns:
            for simple in _simple(each):
                self._columns.setdefault(each.finding, []).append(simple)

    def is_listed(self, code: str) -> bool:
        """Whether the population says which values the term has."""
        return code in self._population

    def draw(self, code: str, known: Mapping[str, Value], day: date, random: Random) -> Value:
        """Return a value of the term ``code`` as of ``day`` for somebody of whom ``known`` is so."""
        listed = [each for each in self._population.get(code, ()) if _is_of(each, known, day)]
        if listed:
            (share,) = random.choices(listed, [each.weight for each in listed])
            if share.spread is None:
                return random.choice(share.values)
            return _placed(random.randint(share.spread.low, share.spread.high), share.spread, self._kind(code))
        columns = self._columns.get(code)
        return self._at_a_cut(random.choice(columns), day, random) if columns else self._any(code, day, random)

    def _kind(self, code: str) -> ValueKind:
        return self._vocabulary.findings[code].type.kind

    def _at_a_cut(self, column: Column, day: date, random: Random) -> Value:
        """Return a bound that the rules name, or a value between two, each as often as another."""
        scale = column.scale
        assert scale is not None  # noqa: S101 - only columns with a scale are kept
        if scale.kind is ScaleKind.ELAPSED:
            around = replace(scale, samples=((random.choice(scale.cuts), random.choice((-1, 0, 1))),))
            finding = self._vocabulary.findings[column.finding]
            return date.fromisoformat(value_of(1, replace(column, scale=around), finding.type, day))
        values: list[Value] = list(scale.samples)
        if scale.kind is ScaleKind.ORDERED:
            values += [cut for place, cut in enumerate(scale.cuts) if scale.ranks[2 * place + 1] >= 0]
        value = random.choice(list(dict.fromkeys(values)))
        return bool(value) if scale.kind is ScaleKind.YES_NO else value

    def _any(self, code: str, day: date, random: Random) -> Value:
        """Return a value of a term that the rules do not cut: of a number the least."""
        cell_type = self._vocabulary.findings[code].type
        match cell_type.kind:
            case ValueKind.YES_NO:
                return random.choice((True, False))
            case ValueKind.LEVEL | ValueKind.CODE if cell_type.levels is not None:
                place = random.randrange(len(cell_type.levels.levels))
                return place if cell_type.kind is ValueKind.LEVEL else cell_type.levels.levels[place].value
            case ValueKind.DATE:
                return day
        least = max(cell_type.low or Fraction(0), Fraction(0))
        return least if cell_type.kind is ValueKind.NUMBER else int(least)


def written(value: Value, finding: Finding, *, is_money: bool) -> str:
    """Write a value as a table of persons has it: an amount of money without its unit."""
    if isinstance(value, bool):
        return _WORDS_OF_TRUTH[value]
    if isinstance(value, date):
        return value.isoformat()
    levels = finding.type.levels
    if levels is not None:
        return levels.levels[value].value if isinstance(value, int) else str(value)
    if finding.type.kind is ValueKind.TITRE:
        return f"1:{value}"
    unit = finding.type.quantity.canonical if finding.type.quantity is not None and not is_money else ""
    number = decimal_text(Fraction(value)).lstrip("≈")
    return f"{number}{f' {unit}' if unit else ''}"


def _simple(column: Column) -> Sequence[Column]:
    """Return ``column`` as one of single values: of a list, of each predicate its measurements are held to."""
    if column.scale is not None:
        return [column]
    if column.predicate is None:
        return []
    return [replace(column, scale=each.scale) for each in leaves(column.predicate) if not each.component]


def leaves(predicate: Predicate) -> list[Predicate]:
    """Return the predicates on one scale that ``predicate`` is made of."""
    if predicate.kind is PredicateKind.ON_SCALE:
        return [predicate]
    return [each for part in predicate.parts for each in leaves(part)]


def _placed(place: int, spread: Spread, kind: ValueKind) -> Value:
    if kind is ValueKind.DATE:
        return date.fromordinal(place)
    number = place * spread.step
    return int(number) if kind in (ValueKind.COUNT, ValueKind.AGE) else number


def _is_of(share: Share, known: Mapping[str, Value], day: date) -> bool:
    return all(
        code in known and predicate_reader(predicate)(Measurement(known[code]), day) is True
        for code, predicate in share.conditions.items()
    )
