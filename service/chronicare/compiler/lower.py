"""Lowers an entry to rules: for each node one rule that derives *true* and one that derives *false*, in strata.

Neither firing is the third value. A criterion's rules test its column's rank; a group's rules test the tallies of what
its members derived in earlier strata. Nothing here knows how the engine works.
"""

from collections.abc import Mapping, Sequence

from chronicare.compiler.structure import score_terms
from chronicare.program.entry import Entry, Group, NeedsKind, Variant
from chronicare.program.ranks import ENTRY_NODE, Column, ColumnKind, CriterionTest
from chronicare.program.rules import Rule, RuleProgram, Stratum, Tally, Term, Test

REFUSED, UNDECIDED, MET = 0, 1, 2
"""The outcome, and the truth of any node, as a rank: no, not known, yes."""


class Lowering:
    """Lowers one entry to ``judgement`` and ``consequences``; ``verdicts`` says what each rule derives."""

    def __init__(self, entry: Entry, columns: Sequence[Column], tests: Mapping[str, CriterionTest]) -> None:
        """Lower ``entry``."""
        self._entry = entry
        self._names: dict[str, str] = {}
        self.verdicts: dict[str, tuple[str, bool]] = {}
        self.readings: dict[str, tuple[str, bool]] = {}
        self._strata: dict[int, tuple[list[Tally], list[Rule]]] = {0: ([], [])}
        self._levels: dict[str, int] = {}
        self._switch_columns = {
            column.finding: index for index, column in enumerate(columns) if column.kind is ColumnKind.SWITCH
        }
        for criterion in entry.criteria.values():
            self._criterion(criterion.id, columns[tests[criterion.id].column], tests[criterion.id])
        for index, column in enumerate(columns):
            if column.kind is ColumnKind.SWITCH:
                for rank in range(column.size):
                    self._rules(0).append(Rule(f"s{index}r{rank}", ((Test(column.key, rank, rank),),)))
        for group in entry.groups.values():
            self._level(group.id)
        self._entry_rules()
        name = f"{entry.code} in review" if entry.in_review else entry.code
        self.judgement = RuleProgram(
            name,
            tuple(Stratum(tuple(tallies), tuple(rules)) for _, (tallies, rules) in sorted(self._strata.items())),
        )
        self.consequences = self._consequences(name)

    def _rules(self, level: int) -> list[Rule]:
        return self._strata.setdefault(level, ([], []))[1]

    def _tally(self, level: int, name: str, items: Sequence[tuple[Term, ...]]) -> str:
        self._strata.setdefault(level, ([], []))[0].append(Tally(name, tuple(items)))
        return name

    def _name(self, node: str) -> str:
        """Give ``node`` (a criterion, a group, a group under a reading) the short name its rules carry."""
        return self._names.setdefault(node, f"n{len(self._names)}")

    def _true(self, node: str) -> str:
        return f"{self._name(node)}T"

    def _false(self, node: str) -> str:
        return f"{self._name(node)}F"

    def _derive(
        self, level: int, node: str, truth: bool, alternatives: Sequence[tuple[Test, ...]], shown: str = ""
    ) -> None:
        """Add the rule that derives ``truth`` for ``node``; ``shown`` is the node it stands for (none: internal)."""
        if not alternatives:
            return
        rule = self._true(node) if truth else self._false(node)
        self._rules(level).append(Rule(rule, tuple(alternatives)))
        if shown:
            self.verdicts[rule] = (shown, truth)
        else:
            self.readings[rule] = (node, truth)

    def _criterion(self, name: str, column: Column, test: CriterionTest) -> None:
        self._levels[name] = 0
        failing = frozenset(range(column.size)) - test.passing
        self._derive(0, name, True, _ranges(column, test.passing), name)
        self._derive(0, name, False, _ranges(column, failing), name)

    def _level(self, name: str) -> int:
        """Lower the group ``name`` after its members; return the stratum its truth is derived in."""
        if name in self._levels:
            return self._levels[name]
        group = self._entry.groups[name]
        if not group.switch:
            self._levels[name] = self._variant(group.variants[0], name, name)
        else:
            self._levels[name] = self._switched(group)
        return self._levels[name]

    def _variant(self, variant: Variant, node: str, shown: str) -> int:
        level = 1 + max(self._level(member) for member in variant.members)
        members = [*variant.members]
        kind, amount = variant.needs.kind, variant.needs.amount
        short = self._name(node)
        if kind is NeedsKind.SCORE:
            level = max(level, 2)
            items = [self._scored(member) for member in members]
            low = self._tally(
                level,
                f"{short}lo",
                [tuple(Term(self._true(name), True, points) for name, points in item) for item in items],
            )
            high = self._tally(
                level,
                f"{short}hi",
                [tuple(Term(self._false(name), False, points) for name, points in item) for item in items],
            )
            self._derive(level, node, True, [(Test(low, amount, None),)], shown)
            self._derive(level, node, False, [(Test(high, None, amount - 1),)], shown)
            return level
        true = self._tally(level, f"{short}t", [(Term(self._true(member), True, 1),) for member in members])
        false = self._tally(level, f"{short}f", [(Term(self._false(member), True, 1),) for member in members])
        count = len(members)
        needed = {NeedsKind.ALL: count, NeedsKind.ANY: 1, NeedsKind.AT_LEAST: amount, NeedsKind.NONE: 1}[kind]
        enough = [(Test(true, needed, None),)]
        too_few = [(Test(false, count - needed + 1, None),)]
        inverted = kind is NeedsKind.NONE
        self._derive(level, node, True, too_few if inverted else enough, shown)
        self._derive(level, node, False, enough if inverted else too_few, shown)
        return level

    def _scored(self, member: str) -> list[tuple[str, int]]:
        """Return the nodes that bring points to the score item ``member``, each with its points.

        In a switched item a criterion brings points only under the readings that name it, so it is scored through a
        node of its own: true if the criterion is and such a reading is in force, false if either is not.
        """
        points = {name: criterion.points for name, criterion in self._entry.criteria.items()}
        group = self._entry.groups.get(member)
        if group is None or not group.switch:
            return [(name, points[name]) for name in score_terms(self._entry, member)]
        readings = [reading.id for reading in self._entry.switches[group.switch].readings]
        index = self._switch_columns[group.switch]
        scored: list[tuple[str, int]] = []
        for name in score_terms(self._entry, member):
            naming = [
                rank
                for rank, reading in enumerate(readings)
                if name in score_terms(self._entry, member, {group.switch: reading})
            ]
            node = f"{member}:{name}"
            short = self._name(node)
            true = self._tally(1, f"{short}t", [(Term(self._true(name), True, 1),)])
            false = self._tally(1, f"{short}f", [(Term(self._false(name), True, 1),)])
            here = self._tally(1, f"{short}h", [(Term(f"s{index}r{rank}", True, 1),) for rank in naming])
            elsewhere = self._tally(
                1,
                f"{short}e",
                [(Term(f"s{index}r{rank}", True, 1),) for rank in range(len(readings)) if rank not in naming],
            )
            self._derive(1, node, True, [(Test(true, 1, None), Test(here, 1, None))])
            self._derive(1, node, False, [(Test(false, 1, None),), (Test(elsewhere, 1, None),)])
            scored.append((node, points[name]))
        return scored

    def _switched(self, group: Group) -> int:
        """Choose among the variants by the reading in force; unknown, if all agree, the truth they share."""
        switch = self._entry.switches[group.switch]
        index = self._switch_columns[group.switch]
        order = {reading.id: rank for rank, reading in enumerate(switch.readings)}
        inner = [(f"{group.id}@{variant.reading}", variant) for variant in group.variants]
        level = 1 + max(self._variant(variant, node, "") for node, variant in inner)
        short = self._name(group.id)
        chosen: list[tuple[str, str, str]] = []
        for place, (node, variant) in enumerate(inner):
            rank = order[variant.reading]
            chosen.append(
                (
                    self._tally(level, f"{short}s{place}", [(Term(f"s{index}r{rank}", True, 1),)]),
                    self._tally(level, f"{short}t{place}", [(Term(self._true(node), True, 1),)]),
                    self._tally(level, f"{short}f{place}", [(Term(self._false(node), True, 1),)]),
                )
            )
        for truth, side in ((True, 1), (False, 2)):
            alternatives: list[tuple[Test, ...]] = [
                (Test(each[0], 1, None), Test(each[side], 1, None)) for each in chosen
            ]
            alternatives.append(tuple(Test(each[side], 1, None) for each in chosen))
            self._derive(level, group.id, truth, alternatives, group.id)
        return level

    def _entry_rules(self) -> None:
        routes = [group.id for group in self._entry.routes]
        exclusions = [group.id for group in self._entry.exclusions]
        level = 1 + max(self._level(name) for name in (*routes, *exclusions))
        route_true = self._tally(level, "rt", [(Term(self._true(name), True, 1),) for name in routes])
        route_false = self._tally(level, "rf", [(Term(self._false(name), True, 1),) for name in routes])
        met = [Test(route_true, 1, None)]
        refused = [(Test(route_false, len(routes), None),)]
        if exclusions:
            excluded = self._tally(level, "xt", [(Term(self._true(name), True, 1),) for name in exclusions])
            cleared = self._tally(level, "xf", [(Term(self._false(name), True, 1),) for name in exclusions])
            met.append(Test(cleared, len(exclusions), None))
            refused.append((Test(excluded, 1, None),))
        self._derive(level, ENTRY_NODE, True, [tuple(met)], ENTRY_NODE)
        self._derive(level, ENTRY_NODE, False, refused, ENTRY_NODE)

    def _consequences(self, name: str) -> RuleProgram:
        """Lower what follows: ``o`` is the outcome's rank, ``r`` and ``d…`` the best of routes and conditions.

        A document whose condition is not known is asked for only while no route holds without it.
        """
        rules = [Rule(f"outcome{rank}", ((Test("o", rank, rank),),)) for rank in (REFUSED, UNDECIDED, MET)]
        if self._entry.review_months is not None:
            rules.append(Rule("review", ((Test("o", MET, MET),),)))
        for index, document in enumerate(self._entry.documents):
            due = Test("o", UNDECIDED, MET)
            if not document.only_if:
                rules.append(Rule(f"document{index}", ((due,),)))
            else:
                rules.append(Rule(f"document{index}", ((due, Test(f"d{index}", MET, MET)),)))
                open_condition = Test(f"d{index}", UNDECIDED, UNDECIDED)
                rules.append(Rule(f"perhaps{index}", ((due, Test("r", REFUSED, UNDECIDED), open_condition),)))
        return RuleProgram(f"{name} consequences", (Stratum((), tuple(rules)),))


def _ranges(column: Column, ranks: frozenset[int]) -> list[tuple[Test, ...]]:
    """Write a set of ranks as alternatives, each one run of neighbouring ranks."""
    alternatives: list[tuple[Test, ...]] = []
    last = column.size - 1
    start: int | None = None
    for rank in range(column.size + 1):
        if rank in ranks and start is None:
            start = rank
        if rank not in ranks and start is not None:
            low = Test(column.key, start, None) if start > 0 or rank - 1 == last else None
            high = Test(column.high_key, None, rank - 1) if rank - 1 < last else None
            if low and high and low.property == high.property:
                alternatives.append((Test(column.key, start, rank - 1),))
            else:
                alternatives.append(tuple(test for test in (low, high) if test))
            start = None
    return alternatives
