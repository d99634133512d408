"""An entry changed in one small way at a time.

A bound moved to the neighbouring cell, a comparison turned round, a row dropped, 全部 ↔ 任一, k ± 1, points ± 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from chronicare.cells.typed import Not, Test
from chronicare.cells.values import Duration
from chronicare.checks.cell_changes import changes_of_test
from chronicare.checks.mutation import Change, put_in_place
from chronicare.diagnostics import Position, Text
from chronicare.program.entry import Criterion, Entry, Group, Needs, NeedsKind, Use, UseKind, Variant


@dataclass(frozen=True, slots=True)
class EntryMutant:
    """An ``entry`` changed in one way."""

    change: Change
    entry: Entry


def mutants_of_entry(entry: Entry) -> Iterator[EntryMutant]:
    """Yield every mutant of ``entry``: one for each small change to a criterion, or to how a group is composed."""
    for criterion in entry.criteria.values():
        for words, changed in _criterion_changes(criterion):
            change = Change(criterion.position, Text(f"{criterion.id}：{words.zh}", f"{criterion.id}: {words.en}"))
            yield EntryMutant(change, replace(entry, criteria={**entry.criteria, criterion.id: changed}))
    for group in entry.groups.values():
        if (group.is_route and len(entry.routes) > 1) or group.is_exclusion or group.is_ending:
            kept = {name: each for name, each in entry.groups.items() if name != group.id}
            change = Change(group.variants[0].position, Text(f"去掉 {group.id}", f"drop {group.id}"))
            yield EntryMutant(change, replace(entry, groups=kept))
        for row, words, changed_group in _group_changes(entry, group):
            change = Change(row, Text(f"{group.id}：{words.zh}", f"{group.id}: {words.en}"))
            yield EntryMutant(change, replace(entry, groups={**entry.groups, group.id: changed_group}))


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
    if criterion.since is not None:
        months, days = criterion.since.duration
        yield Text("去掉时间条件", "drop the time condition"), replace(criterion, since=None)
        for more in (-1, 1):
            time = Duration(months, days + more) if days else Duration(months + more, 0)
            since = criterion.since._replace(duration=time)
            yield Text(f"时间条件改为 {time}", f"time condition {time}"), replace(criterion, since=since)
    for points in (criterion.points - 1, criterion.points + 1):
        if criterion.points and points > 0:
            yield Text(f"分值改为 {points}", f"points {points}"), replace(criterion, points=points)


def _test_changes(test: Test) -> Iterator[Test]:
    yield Not(test)
    yield from changes_of_test(test)


def _use_changes(use: Use) -> Iterator[Use]:
    if use.kind in (UseKind.ANY, UseKind.TIMES, UseKind.DAYS):
        kind = UseKind.TIMES if use.kind is UseKind.ANY else use.kind
        yield replace(use, kind=kind, count=use.count + 1)
        if use.count > 1:
            yield replace(use, count=use.count - 1)
            yield replace(use, kind=UseKind.TIMES if use.kind is UseKind.DAYS else UseKind.DAYS)
    if use.within is not None:
        yield replace(use, within=None)


def _group_changes(entry: Entry, group: Group) -> Iterator[tuple[Position, Text, Group]]:
    """Change the group as composed under the reading in force; under every reading if none is."""
    default = entry.switches[group.switch].default if group.switch else None
    for place, variant in enumerate(group.variants):
        if default is not None and variant.reading != default:
            continue
        for words, changed in _variant_changes(variant):
            changed_group = replace(group, variants=put_in_place(group.variants, place, changed))
            yield variant.position, words, changed_group


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
