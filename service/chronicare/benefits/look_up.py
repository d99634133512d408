"""Terms looked up for their own sake: where to apply, from when a person is in benefit, what a premium is."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from chronicare.benefits.alternatives import Alternative, Exploration, explore, fewest_to_explore
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.asking_least import asking_least
from chronicare.benefits.bill import Facts
from chronicare.benefits.carried_figures import CarriedFigure, carried_figures
from chronicare.benefits.formula_evaluation import Absence, ImpossibleError, NotEvaluableError, NoValueError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.rulings import rulings_of
from chronicare.benefits.scope import describe_scope, terms_outside
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, in_order
from chronicare.cells.values import Given, Value
from chronicare.diagnostics import Text
from chronicare.program.entry import Ruling, Switch
from chronicare.program.roles import Role


@dataclass(frozen=True, slots=True)
class ResolvedTerms:
    """The values under one set of assumptions; ``None``: no value. ``wanting`` names the fact each unknown term wants.

    ``absences`` say why a term has no value. ``applied_rows`` are the rows that gave them, ``switches`` the readings
    they rest on, ``assumed`` the usual values taken.
    """

    values: Mapping[str, Given | None]
    absences: Mapping[str, Absence]
    wanting: Mapping[str, str]
    applied_rows: tuple[AppliedRow, ...]
    switches: Mapping[str, str]
    assumed: Mapping[str, Given] = field(default_factory=dict)

    def unknown(self) -> list[str]:
        """Return the facts that the terms without an answer want."""
        return [term for code, term in self.wanting.items() if code not in self.values]

    @property
    def provisional(self) -> tuple[CarriedFigure, ...]:
        """The figures of an earlier year among what the values rest on."""
        return carried_figures(self.applied_rows)

    def rulings(self, switches: Mapping[str, Switch]) -> tuple[Ruling, ...]:
        """Return what authorities have decided that the values rest on; ``switches`` are those of the rules."""
        return rulings_of(switches, self.switches, self.applied_rows)


@dataclass(frozen=True, slots=True)
class LookUpAnswer:
    """The answer, each term for itself: ``known`` has those that every alternative agrees on (``None``: there is none).

    ``undecided`` are the others; ``alternatives`` are those in which some of them come out, ``missing`` and
    ``switches`` the facts and switches that would decide them. Of a term with too many alternatives to be told
    ``missing`` has the fewest facts after which they can be. ``not_covered`` are those about care that the rules do not
    cover; ``covered`` then says what they do, a sentence each.
    """

    asked: tuple[str, ...]
    known: ResolvedTerms | None
    alternatives: tuple[Alternative[ResolvedTerms], ...]
    missing: tuple[str, ...]
    switches: tuple[Switch, ...]
    not_covered: tuple[str, ...] = ()
    covered: tuple[Text, ...] = ()

    @property
    def undecided(self) -> tuple[str, ...]:
        """The terms without an answer, in the order asked."""
        known = {} if self.known is None else self.known.values
        return tuple(code for code in self.asked if code not in known and code not in self.not_covered)

    @property
    def results(self) -> tuple[ResolvedTerms, ...]:
        """What the terms come to: once if some are known, else in each alternative."""
        return tuple(each.result for each in self.alternatives) if self.known is None else (self.known,)


def find_terms(
    model: BenefitModel,
    day: date,
    terms: Sequence[str],
    facts: Facts,
    *,
    readings: Mapping[str, str] = MappingProxyType({}),
    assume_usual: bool = False,
) -> LookUpAnswer:
    """Look ``terms`` up as of ``day``; the benefit year is that of ``day`` unless it is stated.

    ``readings`` are chosen of switches. With ``assume_usual`` facts nobody stated have their usual values.
    """
    query = _TermQuery(model, day, facts, readings, assume_usual=assume_usual)
    outside = query.outside(terms)
    inside = [code for code in terms if code not in outside]
    settled, open_terms = query.at_once(inside)
    explored = {code: query.explore([code]) for code in open_terms}
    decided = [
        settled,
        *(asking_least(model, each.alternatives).result for each in explored.values() if _is_decided(each)),
    ]
    undecided = {code: each for code, each in explored.items() if not _is_decided(each)}
    missing = {term for code, each in undecided.items() for term in query.missing(code, each)}
    switches = {switch.name: switch for each in undecided.values() for switch in each.switches}
    return LookUpAnswer(
        tuple(terms),
        _together(inside, decided) if len(undecided) < len(inside) else None,
        tuple(_alternatives(undecided)),
        in_order(model.vocabulary, missing),
        tuple(switches.values()),
        outside,
        tuple(describe_scope(model.rules, model.vocabulary)) if outside else (),
    )


class _TermQuery:
    """Looks terms up under one set of facts and whatever is assumed besides."""

    def __init__(
        self,
        model: BenefitModel,
        day: date,
        facts: Facts,
        readings: Mapping[str, str],
        *,
        assume_usual: bool,
    ) -> None:
        self._model = model
        self._readings = readings
        self._day = day
        stated = facts.get(model.roles.get(Role.BENEFIT_YEAR) or "")
        asked = {} if stated is None else model.roles.facts({Role.QUERIED_YEAR: stated})
        self._facts = {**model.dated(day), **asked, **facts}
        self._assume_usual = assume_usual

    def outside(self, terms: Sequence[str]) -> tuple[str, ...]:
        """Return the terms about care that the rules do not cover."""
        resolver = self._resolver(self._facts, {})
        return terms_outside(self._model, resolver, terms)

    def _resolver(self, facts: Facts, readings: Mapping[str, str]) -> TermResolver:
        chosen = {**self._readings, **readings}
        return TermResolver(self._model, self._day, facts, chosen, assume_usual=self._assume_usual)

    def at_once(self, terms: Sequence[str]) -> tuple[ResolvedTerms, list[str]]:
        """Return the terms that ask for nothing, and which do."""
        open_terms = [code for code in dict.fromkeys(terms) if not self._is_plain(code)]
        return self._look_up([code for code in terms if code not in open_terms], {}, {}), open_terms

    def _is_plain(self, code: str) -> bool:
        try:
            known = self._look_up([code], {}, {})
        except (FactNeededError, ReadingNeededError):
            return False
        return code in known.values

    def explore(self, terms: Sequence[str]) -> Exploration[ResolvedTerms]:
        """Try everything that ``terms`` ask for."""
        return explore(lambda assumed, readings: self._look_up(terms, assumed, readings), _essence)

    def missing(self, code: str, explored: Exploration[ResolvedTerms]) -> Iterable[str]:
        """Return the facts that would decide ``code``, or if the alternatives are too many make them few."""
        if explored.alternatives:
            return (*explored.terms, *(term for each in explored.alternatives for term in each.result.unknown()))
        terms, results = fewest_to_explore(lambda assumed, readings: self._look_up([code], assumed, readings))
        always = set.intersection(*(set(each.unknown()) for each in results)) if results else set()
        return (*terms, *always)

    def _may_be_stated(self, code: str, known: Facts) -> bool:
        """Whether ``code`` is stated, or can only be unless a year is asked about; else its table is asked."""
        year_asked = self._model.roles.get(Role.QUERIED_YEAR)
        return code in known or (
            year_asked is not None and self._model.vocabulary.findings[code].stands_for == year_asked
        )

    def _look_up(
        self, terms: Iterable[str], assumed: Mapping[str, Value], readings: Mapping[str, str]
    ) -> ResolvedTerms:
        known = {**self._facts, **assumed}
        resolver = self._resolver(known, readings)
        values: dict[str, Given | None] = {}
        absences: dict[str, Absence] = {}
        wanting: dict[str, str] = {}
        for code in terms:
            try:
                values[code] = resolver.look_up(code) if self._may_be_stated(code, known) else resolver.find_out(code)
                if values[code] is None:
                    absences[code] = resolver.absence(code)
            except NotEvaluableError as error:
                wanting[code] = error.term
                if isinstance(error, NoValueError | ImpossibleError):
                    values[code] = None
                    absences[code] = error.absence
        rows = tuple(resolver.applied_rows.values())
        return ResolvedTerms(values, absences, wanting, rows, resolver.switches, resolver.assumed)


def _is_decided(exploration: Exploration[ResolvedTerms]) -> bool:
    results = [each.result for each in exploration.alternatives]
    return (
        bool(results)
        and not (exploration.terms or exploration.switches)
        and not any(result.unknown() for result in results)
    )


def _together(asked: Sequence[str], decided: Sequence[ResolvedTerms]) -> ResolvedTerms:
    """Return what is known of each as one, in the order ``asked``."""
    values = {code: value for each in decided for code, value in each.values.items()}
    rows = {(row.table, row.row.id): row for each in decided for row in each.applied_rows}
    return ResolvedTerms(
        {code: values[code] for code in asked if code in values},
        {code: absence for each in decided for code, absence in each.absences.items()},
        {code: term for each in decided for code, term in each.wanting.items()},
        tuple(rows.values()),
        {name: reading for each in decided for name, reading in each.switches.items()},
        {code: value for each in decided for code, value in each.assumed.items()},
    )


def _alternatives(undecided: Mapping[str, Exploration[ResolvedTerms]]) -> list[Alternative[ResolvedTerms]]:
    """Return the alternatives in which some term ``undecided`` comes to something; those of the same facts together."""
    groups: dict[Hashable, list[tuple[Alternative[ResolvedTerms], ...]]] = {}
    for exploration in undecided.values():
        tried = exploration.alternatives
        if any(each.result.values for each in tried):
            key = tuple((*sorted(each.facts.items()), *sorted(each.readings.items())) for each in tried)
            groups.setdefault(key, []).append(tried)
    return [
        Alternative(same[0].facts, same[0].readings, _together(list(_asked(same)), [each.result for each in same]))
        for group in groups.values()
        for same in zip(*group, strict=True)
    ]


def _asked(tried: Iterable[Alternative[ResolvedTerms]]) -> Iterable[str]:
    return (code for each in tried for code in (*each.result.values, *each.result.wanting))


def _essence(known: ResolvedTerms) -> Hashable:
    words = tuple((code, absence.word) for code, absence in known.absences.items())
    return (tuple(known.values.items()), words, tuple(known.wanting.items()))
