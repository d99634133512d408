"""Finds routes of an entry that nobody can meet, and routes that another one makes needless, exactly.

An entry whose diagrams grow beyond what they may is left out: nothing is said of it.
"""

import operator

from chronicare.analysis.decision_diagrams import TooManyPartsError, VersionDiagrams
from chronicare.analysis.entry_diagrams import EntryDiagrams, ranks_together
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Entry
from chronicare.program.vocabulary import Vocabulary

MAX_PARTS = 50_000
"""Parts of diagrams beyond which an entry is left out."""


def check_routes(rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Warn of routes and exclusions that cannot come true, and of routes that are true only where another one is."""
    for compiled in rules.entries:
        try:
            _check_entry(compiled.entry, rules.vocabulary, diagnostics)
        except TooManyPartsError:
            continue


def _check_entry(entry: Entry, vocabulary: Vocabulary, diagnostics: Diagnostics) -> None:
    diagrams = VersionDiagrams([entry], vocabulary, MAX_PARTS)
    can_be = ranks_together(vocabulary, diagrams)
    nodes = EntryDiagrams(entry, 0, diagrams)
    nowhere = diagrams.leaf(0)
    true = {
        group.id: diagrams.combine(operator.mul, can_be, nodes.node(group.id))
        for group in (*entry.routes, *entry.exclusions)
    }
    for group in (*entry.routes, *entry.exclusions):
        if true[group.id] == nowhere:
            diagnostics.add(
                Code.NEVER_TRUE,
                group.variants[0].position,
                Text(
                    f"{entry.code} 的 {group.id} 不可能满足：各条互相矛盾",
                    f"{entry.code}: nobody can meet {group.id}: what it asks for contradicts itself",
                ),
                Text("核对条件和组合", "check the tests and how they are put together"),
            )
    for route in entry.routes:
        for other in entry.routes:
            alone = diagrams.combine(operator.gt, true[route.id], true[other.id])
            is_first = entry.routes.index(other) < entry.routes.index(route)
            if route is other or true[route.id] == nowhere or alone != nowhere:
                continue
            if true[route.id] != true[other.id] or is_first:
                diagnostics.add(
                    Code.NEEDLESS_ROUTE,
                    route.variants[0].position,
                    Text(
                        f"满足 {route.id} 的都满足 {other.id}：{entry.code} 的这条路径多余",
                        f"{entry.code}: whoever meets {route.id} meets {other.id} as well",
                    ),
                    Text(
                        "核对组合；确是原文所列的，登记为异常",
                        "check the groups, or register what the source says as 异常",
                    ),
                )
                break
