"""What a person is entitled to on a day: for every setting, each payer's ratio, deductible and what its cap leaves."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from chronicare.benefits.alternatives import Exploration, explore
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import NotEvaluableError, UnknownTermError
from chronicare.benefits.grounds import rows_behind
from chronicare.benefits.merged_alternatives import MergedAlternative, merge
from chronicare.benefits.model import QUANTITIES, BenefitModel
from chronicare.benefits.outline import outline
from chronicare.benefits.scope import OutsideScopeError, require_covered, require_reason
from chronicare.benefits.step_terms import StepTerms, terms_of
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import possible_values
from chronicare.cells.values import Given, Value
from chronicare.program.entry import Switch
from chronicare.program.roles import Role

MAX_TOLD = 12
"""Ways of one setting that are told one by one."""
_EXPENSES = (Role.TOTAL_EXPENSE, Role.ELIGIBLE_EXPENSE, Role.REMAINING_ELIGIBLE)
_ANY_EXPENSE = Fraction(100_000_000)
"""No bill is known yet: what is entitled to is not cut to the size of one."""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A setting and its payers in order, under one set of assumptions about facts nobody stated.

    A fact is ``assumed`` to have a value, or one of a list with each of which it comes to the same. With ``missing``
    facts the ways are too many to be told, and ``steps`` are what is certain all the same. Without either no payer
    pays, or the rules do not cover the setting (``is_not_covered``). ``applied_rows`` say why; ``switches`` are the
    open ones that the steps may rest on.
    """

    setting: str
    assumed: Mapping[str, Given]
    readings: Mapping[str, str]
    steps: tuple[StepTerms, ...]
    applied_rows: tuple[AppliedRow, ...] = ()
    missing: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    is_not_covered: bool = False


class _Listed(NamedTuple):
    """The payers in one way; ``unknown`` is the fact that is wanted to tell them, if one is that cannot be tried."""

    steps: tuple[StepTerms, ...]
    applied_rows: tuple[AppliedRow, ...]
    assumed: Mapping[str, Given]
    unknown: str = ""
    is_not_covered: bool = False


def list_entitlements(
    model: BenefitModel, day: date, facts: Facts, accumulators: Mapping[str, int], *, assume_usual: bool = False
) -> tuple[Entitlement, ...]:
    """Return the entitlements in every setting; what is not stated is tried value by value.

    With ``assume_usual`` facts nobody stated have their usual values.
    """
    roles = model.roles
    in_setting = roles[Role.SETTING]
    known = {
        **model.dated(day),
        **dict.fromkeys(roles.of(QUANTITIES), Fraction(0)),
        **dict.fromkeys(roles.of(_EXPENSES), _ANY_EXPENSE),
        **facts,
        **model.counted(accumulators),
    }
    levels = model.vocabulary.findings[in_setting].type.levels
    settings = (
        [facts[in_setting]] if in_setting in facts else [level.value for level in (levels.levels if levels else ())]
    )
    return tuple(
        each
        for setting in settings
        for each in _Setting(model, day, {**known, in_setting: setting}, str(setting), assume_usual=assume_usual).told()
    )


class _Setting:
    """One setting under the facts ``known``."""

    def __init__(
        self,
        model: BenefitModel,
        day: date,
        known: Facts,
        name: str,
        *,
        assume_usual: bool,
    ) -> None:
        self._model, self._day, self._known = model, day, known
        self._name, self._assume_usual = name, assume_usual

    def told(self) -> Sequence[Entitlement]:
        """Return it way by way, or else in outline."""
        explored = explore(self._list, _essence)
        ways = None if any(each.result.unknown for each in explored.alternatives) else self._merged(explored)
        paid = [way for way in ways or () if way.result.steps]
        if ways is None or len(paid) > MAX_TOLD:
            return [self._in_outline()]
        return [self._entitlement(way) for way in paid] or [self._unpaid(explored)]

    def _resolver(self, assumed: Facts, readings: Mapping[str, str], *, assume_usual: bool = False) -> TermResolver:
        known = {**self._known, **assumed}
        return TermResolver(self._model, self._day, known, readings, assume_usual=assume_usual)

    def _list(self, assumed: Mapping[str, Value], readings: Mapping[str, str]) -> _Listed:
        resolver = self._resolver(assumed, readings, assume_usual=self._assume_usual)
        rules, unknown = self._model.rules, ""
        try:
            require_covered(resolver, rules)
            rows = resolver.matching_rows(rules.chain) if rules.chain else []
            if not rows:
                require_reason(resolver, self._model)
        except OutsideScopeError:
            return _Listed((), (), resolver.assumed, is_not_covered=True)
        except NotEvaluableError as error:
            rows, unknown = [], error.term if isinstance(error, UnknownTermError) else ""
        steps = tuple(terms_of(resolver, rules.steps[row.id], row) for row in rows)
        return _Listed(steps, tuple(resolver.applied_rows.values()), resolver.assumed, unknown)

    def _merged(self, explored: Exploration[_Listed]) -> list[MergedAlternative[_Listed]] | None:
        """Return the ways that occur, as few as there are; ``None`` if there were too many."""
        if not explored.alternatives:
            return None
        occurring = [each for each in explored.alternatives if not _is_beyond(each.result)]
        vocabulary = self._model.vocabulary
        return merge(
            occurring or explored.alternatives,
            _essence,
            lambda code: possible_values(vocabulary, code),
            lambda code: vocabulary.findings[code].usual,
            lambda name: [each.id for each in self._model.rules.switches[name].readings],
        )

    def _entitlement(self, way: MergedAlternative[_Listed]) -> Entitlement:
        assumed = {code: values[0] if len(values) == 1 else values for code, values in way.facts.items()}
        return Entitlement(
            self._name,
            {**way.result.assumed, **assumed},
            way.readings,
            way.result.steps,
            way.result.applied_rows,
            switches=tuple(self._model.rules.switches[name] for name in way.indifferent),
        )

    def _unpaid(self, explored: Exploration[_Listed]) -> Entitlement:
        """Say that no payer pays, by the rows that say so in every way."""
        results = [each.result for each in explored.alternatives]
        rows = [row for row in results[0].applied_rows if all(row in each.applied_rows for each in results)]
        assumed = results[0].assumed if len(results) == 1 else {}
        outside = all(each.is_not_covered for each in results)
        behind = rows_behind(self._model, rows, self._known, self._day)
        return Entitlement(self._name, assumed, {}, (), behind, is_not_covered=outside)

    def _in_outline(self) -> Entitlement:
        drawn = outline(
            self._model.rules,
            self._model.vocabulary,
            lambda facts: self._resolver(facts, {}, assume_usual=True),
            MAX_TOLD,
        )
        return Entitlement(
            self._name, drawn.assumed, {}, drawn.steps, drawn.applied_rows, drawn.missing, drawn.switches
        )


def _is_beyond(listed: _Listed) -> bool:
    """Whether the tables say nothing of what the first payer pays: no such case occurs."""
    return bool(listed.steps) and listed.steps[0].is_beyond_the_tables


def _essence(listed: _Listed) -> Hashable:
    """Return what is told of the payers."""
    return (listed.unknown, listed.is_not_covered, *_told(listed.steps))


def _told(steps: Iterable[StepTerms]) -> Iterable[Hashable]:
    for each in steps:
        words = frozenset((absence.word, absence.term) for absence in each.absences)
        wanting = frozenset(each.wanting.items())
        yield (each.step.id, each.step.name, each.deductible, each.counted, each.bands, each.remaining, wanting, words)
