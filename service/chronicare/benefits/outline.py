"""A setting with too many ways to be told one by one: what is certain all the same, and what has to be known first."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import Facts
from chronicare.benefits.needs import in_order, sample_values
from chronicare.benefits.step_terms import StepTerms, terms_of
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import Wanted
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


@dataclass(slots=True)
class _Reached:
    values: dict[str, tuple[Given, ...]] = field(default_factory=dict)
    untried: dict[str, None] = field(default_factory=dict)
    switches: dict[str, Switch] = field(default_factory=dict)


def outline(
    rules: BenefitRules, vocabulary: Vocabulary, resolver_with: Callable[[Facts], TermResolver], few: int
) -> Outline:
    """Return what is certain of a setting; ``resolver_with`` knows facts assumed, and usual ones besides.

    After the facts ``missing`` at most so many combinations of values as ``few`` are left.
    """

    def sketch(facts: Facts) -> _Sketch:
        resolver, wanted = resolver_with(facts), Wanted()
        rows, untried = ([], ()) if rules.chain is None else resolver.possible_rows(rules.chain, wanted)
        steps = tuple(terms_of(resolver, rules.steps[row.id], row, wanted, depends=not sure) for row, sure in rows)
        return _Sketch(steps, wanted, tuple(untried), resolver)

    needed = _without_which_nothing(sketch)
    first = sketch(needed)
    reached = _reach(sketch, needed, first, vocabulary)
    return Outline(
        first.steps,
        in_order(vocabulary, [*reached.untried, *_to_be_asked(reached.values, few)]),
        tuple(reached.switches.values()),
        {**needed, **first.resolver.assumed},
        tuple(first.resolver.applied_rows.values()),
    )


def _without_which_nothing(sketch: Callable[[Facts], _Sketch]) -> Facts:
    """Return the facts that have one value only with which a payer may pay, with that value."""
    needed: Facts = {}
    while True:
        paying = {
            code: [value for value in values if sketch({**needed, code: value}).steps]
            for code, values in sketch(needed).wanted.facts.items()
        }
        found = {code: values[0] for code, values in paying.items() if len(values) == 1}
        if not found:
            return needed
        needed = {**needed, **found}


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


def _to_be_asked(values: Mapping[str, tuple[Given, ...]], few: int) -> list[str]:
    """Return the fewest terms without which the rest have at most ``few`` combinations of ``values``."""
    left = sorted(values, key=lambda code: len(values[code]))
    if prod(map(len, values.values())) <= few:  # it is what was assumed that makes them many
        return list(values)
    while left and prod(len(values[code]) for code in left) > few:
        left.pop()
    return [code for code in values if code not in left]
