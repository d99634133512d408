"""A setting with too many ways to be told one by one: what is certain all the same, and what has to be known first."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chronicare.benefits.alternatives import fewest_to_ask
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import Facts
from chronicare.benefits.step_terms import StepTerms, terms_of
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import Wanted, in_order, sample_values
from chronicare.cells.values import Given
from chronicare.program.decision_table import BenefitRules
from chronicare.program.entry import Switch
from chronicare.program.vocabulary import Vocabulary

MAX_SKETCHES = 150
"""Times that a setting is gone through to find what may matter."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The payers of a setting as far as they are known, if what is ``assumed`` is so: what is usual, and needed at all.

    ``missing`` are the fewest facts, in the order of a form, after which the ways are few enough to be told;
    ``switches`` are the open ones that matter.
    """

    steps: tuple[StepTerms, ...]
    missing: tuple[str, ...]
    switches: tuple[Switch, ...]
    assumed: Mapping[str, Given]
    applied_rows: tuple[AppliedRow, ...]


@dataclass(slots=True)
class _Sketch:
    steps: tuple[StepTerms, ...]
    wanted: Wanted
    untried: tuple[str, ...]
    resolver: TermResolver

    @property
    def payers(self) -> frozenset[str]:
        """The rows of the payers that may take part."""
        return frozenset(each.row.id for each in self.steps)


@dataclass(slots=True)
class _Reached:
    values: dict[str, tuple[Given, ...]] = field(default_factory=dict)
    untried: dict[str, None] = field(default_factory=dict)
    switches: dict[str, Switch] = field(default_factory=dict)


def outline(
    rules: BenefitRules, vocabulary: Vocabulary, resolver_with: Callable[[Facts], TermResolver], few: int
) -> Outline:
    """Return what is certain of a setting; ``resolver_with`` knows facts assumed, and usual ones besides.

    After the facts ``missing`` at most so many combinations of values as ``few`` are left; those that tell which payers
    take part are among them.
    """

    def sketch(facts: Facts, payers: frozenset[str] | None = None) -> _Sketch:
        resolver, wanted = resolver_with(facts), Wanted()
        rows, untried = ([], ()) if rules.chain is None else resolver.possible_rows(rules.chain, wanted)
        steps = tuple(
            terms_of(resolver, rules.steps[row.id], row, wanted, depends=not sure)
            for row, sure in rows
            if payers is None or row.id in payers
        )
        return _Sketch(steps, wanted, tuple(untried), resolver)

    needed, by_value = _without_which_nothing(sketch)
    payers = _possible(sketch(needed), by_value)
    first = sketch(needed, payers)
    reached = _reach(lambda facts: sketch(facts, payers), needed, first, vocabulary)
    telling = [code for code, drawn in by_value.items() if len({each.payers & payers for each in drawn}) > 1]
    asked = fewest_to_ask(reached.values, few, telling) or list(reached.values)  # else what was assumed makes them many
    return Outline(
        tuple(replace(each, depends=each.depends and not _is_sure(each, by_value)) for each in first.steps),
        in_order(vocabulary, [*reached.untried, *asked]),
        tuple(reached.switches.values()),
        {**needed, **first.resolver.assumed},
        tuple(first.resolver.applied_rows.values()),
    )


def _without_which_nothing(sketch: Callable[[Facts], _Sketch]) -> tuple[Facts, Mapping[str, Sequence[_Sketch]]]:
    """Return the facts that have one value only with which a payer may pay, with that value.

    With them, what it comes to with each value of each of the other facts.
    """
    needed: Facts = {}
    while True:
        drawn = {
            code: {value: sketch({**needed, code: value}) for value in values}
            for code, values in sketch(needed).wanted.facts.items()
        }
        paying = {code: [value for value, each in by.items() if each.steps] for code, by in drawn.items()}
        found = {code: values[0] for code, values in paying.items() if len(values) == 1}
        if not found:
            return needed, {code: list(by.values()) for code, by in drawn.items()}
        needed = {**needed, **found}


def _possible(drawn: _Sketch, by_value: Mapping[str, Sequence[_Sketch]]) -> frozenset[str]:
    """Return the rows of the payers that may take part: whatever fact is looked at, with some value of it."""
    payers = drawn.payers
    for each in by_value.values():
        payers &= frozenset[str]().union(*(one.payers for one in each))
    return payers


def _is_sure(terms: StepTerms, by_value: Mapping[str, Sequence[_Sketch]]) -> bool:
    """Whether there is a fact with each value of which the payer takes part for sure."""
    return any(
        bool(drawn)
        and all(any(step.row.id == terms.row.id and not step.depends for step in each.steps) for each in drawn)
        for drawn in by_value.values()
    )


def _reach(sketch: Callable[[Facts], _Sketch], needed: Facts, first: _Sketch, vocabulary: Vocabulary) -> _Reached:
    """Go on from ``first``, with each value of a fact once, to all that comes to be wanted."""
    reached = _Reached()
    tried: set[tuple[str, Given]] = set()
    waiting: deque[tuple[Facts, _Sketch | None]] = deque([(needed, first)])
    for _ in range(MAX_SKETCHES):
        if not waiting:
            break
        facts, drawn = waiting.popleft()
        drawn = drawn or sketch(facts)
        reached.switches.update(drawn.wanted.switches)
        reached.untried.update(dict.fromkeys(drawn.untried))
        values = {code: tuple[Given, ...](each) for code, each in drawn.wanted.facts.items()}
        samples = {code: sample_values(vocabulary, code, drawn.resolver.as_of) for code in drawn.untried}
        for code, each in values.items():
            reached.values.setdefault(code, each)
        for code, each in (values | samples).items():
            new = [value for value in each if (code, value) not in tried]
            tried.update((code, value) for value in new)
            waiting += [({**facts, code: value}, None) for value in new]
    return reached
