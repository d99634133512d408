"""Mutation: would any case notice if a row were slightly wrong.

Each entry is changed in one small way (a bound moved to the neighbouring cell, a comparison turned round, a row
dropped, 全部 ↔ 任一, k ± 1, points ± 1) and judged on its cases by the reference evaluator. A change no case notices is
either proved to make no difference over the whole finite partition, and left out, or a survivor: a case is missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chronicare.cells.typed import AllOf, AnyOf, Compare, Component, Not, Operator, Range, Test
from chronicare.checks.casebook import CaseResult
from chronicare.checks.equivalence import differ_somewhere
from chronicare.diagnostics import Text
from chronicare.program.entry import Criterion, Entry, Group, Needs, NeedsKind, Use, UseKind, Variant
from chronicare.program.ranks import CompiledEntry
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Outcome
from chronicare.reference import ReferenceEvaluator


@dataclass(frozen=True, slots=True)
class Mutant:
    """An entry changed in one way; ``change`` says which."""

    change: Text
    entry: Entry


@dataclass(frozen=True, slots=True)
class MutationReport:
    """How an entry's cases fared: ``total`` mutants make a difference, ``equivalent`` ones are proved to make none."""

    entry: str
    total: int
    killed: int
    equivalent: int
    survivors: tuple[Text, ...]


_NEIGHBOUR = {
    Operator.GE: Operator.GT,
    Operator.GT: Operator.GE,
    Operator.LE: Operator.LT,
    Operator.LT: Operator.LE,
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
}


def mutate_entry(compiled: CompiledEntry, vocabulary: Vocabulary, results: Sequence[CaseResult]) -> MutationReport:
    """Make every mutant of the entry and count which are noticed by ``results``, the entry's cases."""
    killed = equivalent = 0
    survivors: list[Text] = []
    for mutant in mutants_of(compiled.entry):
        if _noticed(mutant, vocabulary, results):
            killed += 1
        elif differ_somewhere(compiled.entry, mutant.entry, vocabulary):
            survivors.append(mutant.change)
        else:
            equivalent += 1
    return MutationReport(compiled.entry.code, killed + len(survivors), killed, equivalent, tuple(survivors))


def _noticed(mutant: Mutant, vocabulary: Vocabulary, results: Sequence[CaseResult]) -> bool:
    evaluator = ReferenceEvaluator(mutant.entry, vocabulary)
    for result in results:
        judgement = evaluator.judge(result.evidence)
        ends = [group.id for group in mutant.entry.endings if judgement.nodes[group.id]]
        expected = result.expected
        if Outcome.of(judgement.outcome).value != expected["outcome"] or ends != expected.get("ends", ends):
            return True
    return False


def mutants_of(entry: Entry) -> Iterator[Mutant]:
    """Yield every mutant of ``entry``."""
    for criterion in entry.criteria.values():
        for words, changed in _criterion_changes(criterion):
            change = Text(f"{criterion.id}：{words.zh}", f"{criterion.id}: {words.en}")
            yield Mutant(change, replace(entry, criteria={**entry.criteria, criterion.id: changed}))
    for group in entry.groups.values():
        if (group.is_route and len(entry.routes) > 1) or group.is_exclusion or group.is_ending:
            kept = {name: each for name, each in entry.groups.items() if name != group.id}
            yield Mutant(Text(f"去掉 {group.id}", f"drop {group.id}"), replace(entry, groups=kept))
        for words, changed_group in _group_changes(entry, group):
            change = Text(f"{group.id}：{words.zh}", f"{group.id}: {words.en}")
            yield Mutant(change, replace(entry, groups={**entry.groups, group.id: changed_group}))


def _criterion_changes(criterion: Criterion) -> Iterator[tuple[Text, Criterion]]:
    test = criterion.test
    for number, changed in enumerate(_test_changes(test.test)):
        text = f"{test.text}′{number}"
        yield (
            Text(f"条件「{test.text}」改动之{number + 1}", f"change {number + 1} of the test {test.text!r}"),
            replace(criterion, test=replace(test, test=changed, text=text)),
        )
    if criterion.use is not None:
        for use in _use_changes(criterion.use):
            yield (
                Text(f"取值改为 {use.kind.value} {use.count}", f"use {use.kind.name} {use.count}"),
                replace(criterion, use=use),
            )
    for points in (criterion.points - 1, criterion.points + 1):
        if criterion.points and points > 0:
            yield Text(f"分值改为 {points}", f"points {points}"), replace(criterion, points=points)


def _test_changes(test: Test) -> Iterator[Test]:
    yield Not(test)
    yield from changes_of_test(test)


def changes_of_test(test: Test) -> Iterator[Test]:
    """Change one thing inside ``test``: a bound to the neighbouring cell, an end, a member of a list."""
    if isinstance(test, Compare):
        if not isinstance(test.bound, bool | str):
            yield Compare(_NEIGHBOUR[test.operator], test.bound)
        if type(test.bound) is int:
            yield Compare(test.operator, test.bound + 1)
            yield Compare(test.operator, test.bound - 1)
    elif isinstance(test, Range):
        yield replace(test, low_closed=not test.low_closed)
        yield replace(test, high_closed=not test.high_closed)
        yield Compare(Operator.GE if test.low_closed else Operator.GT, test.low)
        yield Compare(Operator.LE if test.high_closed else Operator.LT, test.high)
    elif isinstance(test, AnyOf | AllOf):
        other = AllOf if isinstance(test, AnyOf) else AnyOf
        yield other(test.tests)
        for place, part in enumerate(test.tests):
            rest = (*test.tests[:place], *test.tests[place + 1 :])
            yield rest[0] if len(rest) == 1 else type(test)(rest)
            for changed in changes_of_test(part):
                yield type(test)((*test.tests[:place], changed, *test.tests[place + 1 :]))
    elif isinstance(test, Not):
        for changed in changes_of_test(test.test):
            yield Not(changed)
    elif isinstance(test, Component):
        for changed in changes_of_test(test.test):
            yield Component(test.code, changed)


def _use_changes(use: Use) -> Iterator[Use]:
    if use.kind in (UseKind.ANY, UseKind.TIMES, UseKind.DAYS):
        kind = UseKind.TIMES if use.kind is UseKind.ANY else use.kind
        yield replace(use, kind=kind, count=use.count + 1)
        if use.count > 1:
            yield replace(use, count=use.count - 1)
            yield replace(use, kind=UseKind.TIMES if use.kind is UseKind.DAYS else UseKind.DAYS)
    if use.within is not None:
        yield replace(use, within=None)


def _group_changes(entry: Entry, group: Group) -> Iterator[tuple[Text, Group]]:
    """Change the group as composed under the reading in force; under every reading if none is."""
    default = entry.switches[group.switch].default if group.switch else None
    for place, variant in enumerate(group.variants):
        if default is not None and variant.reading != default:
            continue
        for words, changed in _variant_changes(variant):
            yield words, replace(group, variants=(*group.variants[:place], changed, *group.variants[place + 1 :]))


def _variant_changes(variant: Variant) -> Iterator[tuple[Text, Variant]]:
    needs, members = variant.needs, variant.members
    for changed in _needs_changes(needs, len(members)):
        yield (
            Text(
                f"满足改为 {changed.kind.value} {changed.amount or ''}", f"needs {changed.kind.name} {changed.amount}"
            ),
            replace(variant, needs=changed),
        )
    if len(members) > 1:
        for member in members:
            rest = tuple(each for each in members if each != member)
            fewer = replace(needs, amount=min(needs.amount, len(rest))) if needs.kind is NeedsKind.AT_LEAST else needs
            yield Text(f"去掉成员 {member}", f"drop member {member}"), replace(variant, members=rest, needs=fewer)


def _needs_changes(needs: Needs, count: int) -> Iterable[Needs]:
    if needs.kind in (NeedsKind.ALL, NeedsKind.ANY) and count > 1:
        return [Needs(NeedsKind.ANY if needs.kind is NeedsKind.ALL else NeedsKind.ALL)]
    if needs.kind is NeedsKind.NONE:
        return [Needs(NeedsKind.ANY), *([Needs(NeedsKind.ALL)] if count > 1 else [])]
    if needs.kind is NeedsKind.AT_LEAST:
        return [Needs(needs.kind, amount) for amount in (needs.amount - 1, needs.amount + 1) if 1 <= amount <= count]
    if needs.kind is NeedsKind.SCORE:
        return [Needs(needs.kind, needs.amount - 1), Needs(needs.kind, needs.amount + 1)]
    return []


def score_of(reports: Iterable[MutationReport]) -> tuple[int, int]:
    """Return (killed, total) over all ``reports``."""
    all_reports = list(reports)
    return sum(each.killed for each in all_reports), sum(each.total for each in all_reports)


def survivors_of(reports: Iterable[MutationReport]) -> Mapping[str, tuple[Text, ...]]:
    """Return the surviving changes by entry."""
    return {each.entry: each.survivors for each in reports if each.survivors}
