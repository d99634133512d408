"""Checks an entry's composition: members exist, no circles, routes stand, everything is reached, points fit."""

from collections.abc import Mapping

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Entry, Group, NeedsKind, Variant


def check_structure(entry: Entry, diagnostics: Diagnostics, unread: frozenset[str] = frozenset()) -> bool:
    """Report what is wrong with the composition of ``entry``; ``True`` if it can be lowered.

    ``unread`` are the ids of rows that have been reported and left out: to name one of them is no further mistake.
    """
    before = diagnostics.error_count
    if not entry.routes and not any(name.startswith("R") for name in unread):
        diagnostics.add(
            Code.NO_ROUTE,
            entry.at("code"),
            Text(f"{entry.code} 没有路径", f"{entry.code} has no route"),
            Text(
                "groups 表里至少要有一个以 R 开头的组合", "groups must hold at least one group whose id begins with R"
            ),
        )
    for group in entry.groups.values():
        _check_members(entry, group, diagnostics, unread)
    _check_circles(entry, diagnostics)
    if not unread and diagnostics.error_count == before:
        _check_reached(entry, diagnostics)
        _check_points(entry, diagnostics)
    return not unread and diagnostics.error_count == before


def members_of(group: Group) -> tuple[str, ...]:
    """Return the members of ``group`` under all its readings, each once, in order."""
    return tuple(dict.fromkeys(member for variant in group.variants for member in variant.members))


def criteria_below(entry: Entry, name: str) -> set[str]:
    """Return the criteria at or below the node ``name``, under all readings."""
    if name in entry.criteria:
        return {name}
    return set().union(*(criteria_below(entry, member) for member in members_of(entry.groups[name])))


def _check_members(entry: Entry, group: Group, diagnostics: Diagnostics, unread: frozenset[str]) -> None:
    for variant in group.variants:
        for member in variant.members:
            if member not in entry.criteria and member not in entry.groups and member not in unread:
                diagnostics.add(
                    Code.UNKNOWN_MEMBER,
                    variant.at("members"),
                    Text(f"{entry.code} 没有编号为「{member}」的判断或组合", f"{entry.code} has no {member!r}"),
                    Text(
                        f"已有：{'、'.join((*entry.criteria, *entry.groups))}", "name a criterion or group of the entry"
                    ),
                )


def _check_circles(entry: Entry, diagnostics: Diagnostics) -> None:
    state: dict[str, int] = {}

    def visit(name: str) -> bool:
        if name not in entry.groups or state.get(name) == 2:  # noqa: PLR2004 - 1 under way, 2 done
            return False
        if state.get(name) == 1:
            return True
        state[name] = 1
        circular = any(visit(member) for member in members_of(entry.groups[name]))
        state[name] = 2
        return circular

    for group in entry.groups.values():
        if visit(group.id):
            diagnostics.add(
                Code.CIRCULAR_GROUP,
                group.variants[0].at("members"),
                Text(f"{entry.code} 的组合 {group.id} 绕回了自身", f"group {group.id} of {entry.code} contains itself"),
            )


def _check_reached(entry: Entry, diagnostics: Diagnostics) -> None:
    reached: set[str] = set()
    waiting = [group.id for group in (*entry.routes, *entry.exclusions, *entry.endings)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(members_of(entry.groups[name]) if name in entry.groups else ())
    places = {name: criterion.at("id") for name, criterion in entry.criteria.items()}
    places |= {name: group.variants[0].at("id") for name, group in entry.groups.items()}
    for name, where in places.items():
        if name not in reached:
            diagnostics.add(
                Code.UNREACHED,
                where,
                Text(
                    f"{entry.code} 的 {name} 不在任何路径、排除或终止之内",
                    f"{name} of {entry.code} is in no route, exclusion or ending event",
                ),
                Text("把它写进某个组合的成员，或删去这一行", "name it as a member of a group, or delete the row"),
            )


def _check_points(entry: Entry, diagnostics: Diagnostics) -> None:
    scored: set[str] = set()
    for group in entry.groups.values():
        for variant in group.variants:
            if variant.needs.kind is not NeedsKind.SCORE:
                continue
            items = [set(score_terms(entry, member)) for member in variant.members]
            scored.update(*items)
            _check_item_switches(entry, variant, diagnostics)
            best = sum(max((entry.criteria[name].points for name in item), default=0) for item in items)
            if not 1 <= variant.needs.amount <= best:
                diagnostics.add(
                    Code.BAD_POINTS,
                    variant.at("needs"),
                    Text(
                        f"合计须达 {variant.needs.amount} 分，而最多得 {best} 分",
                        f"needs {variant.needs.amount} points of at most {best}",
                    ),
                )
    for name, criterion in entry.criteria.items():
        if (criterion.points > 0) != (name in scored):
            diagnostics.add(
                Code.BAD_POINTS,
                criterion.at("points"),
                Text(
                    f"{entry.code} 的 {name} {'不在合计之内却有分值' if criterion.points else '在合计之内却没有分值'}",
                    f"{name} of {entry.code} has "
                    f"{'points outside a score' if criterion.points else 'no points in a score'}",
                ),
            )


def _check_item_switches(entry: Entry, variant: Variant, diagnostics: Diagnostics) -> None:
    """Require that only an item itself is switched, by a switch with a default: its points must be countable."""
    for member in variant.members:
        for name in _groups_inside(entry, member):
            switch = entry.switches.get(entry.groups[name].switch)
            if switch is not None and (name != member or switch.default is None):
                diagnostics.add(
                    Code.BAD_SWITCH,
                    entry.groups[name].variants[0].at("switch"),
                    Text(
                        f"计分项里的组合 {name} 用了没有默认、或更深一层的开关",
                        f"group {name} inside a score is switched without default, or too deep",
                    ),
                    Text(
                        "计分项本身可用有默认读法的开关",
                        "only an item itself may be switched, by a switch with a default",
                    ),
                )


def _groups_inside(entry: Entry, member: str) -> tuple[str, ...]:
    if member not in entry.groups:
        return ()
    return (member, *(name for inner in members_of(entry.groups[member]) for name in _groups_inside(entry, inner)))


def score_terms(entry: Entry, member: str, readings: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the criteria that can bring points to the score item ``member``: itself, or all inside the group.

    With ``readings`` (switch → reading) a switched group counts only as composed under its reading.
    """
    if member in entry.criteria:
        return (member,)
    group = entry.groups[member]
    reading = (readings or {}).get(group.switch, "")
    inner = [
        name for variant in group.variants if not reading or variant.reading == reading for name in variant.members
    ]
    return tuple(dict.fromkeys(name for each in inner for name in score_terms(entry, each, readings)))
