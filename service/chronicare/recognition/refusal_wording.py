"""Why an entry is refused: what excludes it, which route came nearest, and what is not met of it, by how much."""

from collections.abc import Iterable, Sequence

from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Entry, Group, NeedsKind, Variant
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.criterion_wording import criterion_text, finding_name, group_name, written_id
from chronicare.recognition.decision import Decision
from chronicare.recognition.nearest import Nearest, Tally
from chronicare.recognition.result_wording import result_text

_MAX_ALTERNATIVES = 3
"""Alternatives to a failing criterion told in full; more are told by their numbers."""


def refusal_texts(decision: Decision, vocabulary: Vocabulary, language: Language) -> list[str]:
    """Write the reasons of a refusal, each a sentence."""
    return list(_Refusal(decision, vocabulary, language).sentences())


class _Refusal:
    """The reasons of one refusal in one language."""

    def __init__(self, decision: Decision, vocabulary: Vocabulary, language: Language) -> None:
        self._decision = decision
        self._entry = decision.entry
        self._vocabulary = vocabulary
        self._language = language
        self._results = {each.criterion.id: each for each in decision.criteria}
        self._told: set[str] = set()

    def sentences(self) -> Iterable[str]:
        """Yield what excludes, the nearest route with what is not met of it, and what came as near."""
        decision, nearest = self._decision, self._decision.nearest
        if decision.exclusions:
            names = self._say("；", "; ").join(self._group(each) for each in decision.exclusions)
            yield self._say(f"属于排除情形：{names}。", f"Excluded by: {names}.")
            self._told |= _criteria_below(self._entry, decision.exclusions)
        if nearest is None:
            return
        parts = [*score_texts(decision, self._entry.groups[nearest.route], self._language), *self._unmet(nearest)]
        if parts:
            said = self._say("；", "; ").join(parts)
            name = self._route(nearest.route)
            yield self._say(
                f"最接近的路径是{name}，未满足之处：{said}。", f"The nearest route is {name}; it fails on: {said}."
            )
            yield from self._equally(nearest)
        elif not decision.exclusions:
            yield self._say("未知的所见无论为何，各路径都不成立。", "No route holds whatever the unknown findings are.")

    def _unmet(self, nearest: Nearest) -> list[str]:
        """Say what is not met of the nearest route: group by group where any k of n would do, then one by one."""
        texts = [self._tally(tally) for tally in nearest.tallies]
        texts.extend(self._failure(name) for name in nearest.failing if name not in self._told)
        untested = [name for name in nearest.untested if name not in self._told]
        if untested:
            self._told.update(untested)
            texts.append(self._untested(untested))
        return texts

    def _untested(self, criteria: Iterable[str]) -> str:
        """Name the findings that ``criteria`` wait for; where any of several would do, what they are called."""
        names = self._listed(dict.fromkeys(self._waited_for(name) for name in criteria))
        return self._say(f"还不能判断的：{names}", f"not known: {names}")

    def _waited_for(self, name: str) -> str:
        nodes = self._decision.judgement.nodes
        asking = list(self._asking_for(name))
        for group, variant in asking if len(asking) == 1 else ():
            if variant.needs.kind is NeedsKind.ANY and [nodes[each] for each in variant.members].count(None) > 1:
                return self._waited_for(group)
        if name in self._entry.groups:
            return self._group(name)
        return finding_name(self._vocabulary, self._entry.criteria[name].finding, self._language)

    def _tally(self, tally: Tally) -> str:
        """Say of any k of n how many are met, fail and are not known, with the members that fail."""
        group = self._entry.groups[tally.group]
        truths = self._decision.judgement.nodes
        members = [name for variant in _in_force(self._entry, group) for name in variant.members]
        failing = [name for name in members if truths[name] is False]
        open_ = [name for name in members if truths[name] is None]
        self._told.update(_criteria_below(self._entry, members))
        name, total, short = self._group(tally.group), len(members), tally.needed - tally.met
        gap = " " if name.isascii() else ""
        head = self._say(
            f"{name}{gap}共 {total} 项，须满足 {tally.needed} 项：已满足 {tally.met} 项，还差 {short} 项",
            f"{name} needs {tally.needed} of {total}: {tally.met} hold, {short} short",
        )
        told = self._say("；", "; ")
        if failing:
            names = told.join(self._node(name) for name in failing)
            head += self._say(f"；不满足 {tally.failing} 项（{names}）", f"; {tally.failing} fail ({names})")
        if open_:
            names = told.join(self._node(name) for name in open_)
            head += self._say(f"；还不能判断 {tally.untested} 项（{names}）", f"; {tally.untested} not known ({names})")
        return head

    def _node(self, name: str) -> str:
        """Say of a member of any k of n what is wrong with it: of a group its name and what fails of it."""
        if name in self._entry.groups:
            below, nodes = _criteria_below(self._entry, [name]), self._decision.judgement.nodes
            failing = [each for each in self._entry.criteria if each in below and nodes[each] is False]
            if len(failing) > _MAX_ALTERNATIVES:
                told = self._listed(map(written_id, failing)) + self._say(" 均不满足", " do not hold")
            else:
                told = self._say("；", "; ").join(map(self._result, failing))
            return self._group(name) + (self._say(f"〔{told}〕", f" [{told}]") if failing else "")
        result = self._results[name]
        return self._criterion(name) if result.truth is None else self._result(name)

    def _failure(self, name: str) -> str:
        """Say how a criterion fails, and what would have done instead of it: the other members where any suffices."""
        text = self._result(name)
        self._told.add(name)
        others = self._others(name)
        self._told |= _criteria_below(self._entry, others)
        if not others:
            return text
        if len(others) > _MAX_ALTERNATIVES:
            names = self._listed(written_id(each) for each in others)
            return text + self._say(f"（{names} 有其一也可，均不满足）", f" ({names} would do as well; none holds)")
        return text + "".join(self._say(f"；或{_gap(each)}{each}", f"; or {each}") for each in map(self._other, others))

    def _other(self, name: str) -> str:
        """Say what would do instead: a criterion with how it fails, a group by its name."""
        return self._group(name) if name in self._entry.groups else self._result(name)

    def _others(self, name: str) -> list[str]:
        """Return what of the nearest route would do in place of this criterion, but for what nothing changes.

        Nothing would where the route asks for the criterion itself as well.
        """
        others: list[str] = []
        for _, variant in self._asking_for(name):
            if variant.needs.kind is not NeedsKind.ANY:
                return []
            others += [
                each for each in variant.members if each != name and self._decision.judgement.nodes[each] is False
            ]
        return [each for each in dict.fromkeys(others) if not self._is_unchangeable(each)]

    def _asking_for(self, name: str) -> Iterable[tuple[str, Variant]]:
        """Yield the groups at or below the nearest route that ``name`` is a member of, each as it is composed."""
        route = self._decision.nearest.route if self._decision.nearest is not None else ""
        for group in _groups_below(self._entry, [route]) if route else ():
            yield from (
                (group, each) for each in _in_force(self._entry, self._entry.groups[group]) if name in each.members
            )

    def _is_unchangeable(self, name: str) -> bool:
        """Whether something that nothing changes is asked for by the node ``name``."""
        findings = [self._entry.criteria[each].finding for each in _criteria_below(self._entry, [name])]
        return any(self._vocabulary.findings[code].unchangeable for code in findings)

    def _equally(self, nearest: Nearest) -> Iterable[str]:
        """Name the other ways that are as near, those aside that have been told as alternatives."""
        first: dict[str, str] = {}
        for near in nearest.equally_near:
            new = [name for name in near.failing if name not in self._told]
            if new:
                route = near.route if near.route != nearest.route else ""
                first.setdefault(route, self._listed(self._criterion(name) for name in new))
        if first:
            names = self._say("；", "; ").join(
                f"{self._route(route)}{self._say('：', ': ')}{text}" if route else text for route, text in first.items()
            )
            yield self._say(f"同样接近的还有{' ' if names[0].isascii() else ''}{names}。", f"Equally near: {names}.")

    def _result(self, name: str) -> str:
        return result_text(self._results[name], self._vocabulary, self._language)

    def _criterion(self, name: str) -> str:
        return f"{written_id(name)} {criterion_text(self._entry.criteria[name], self._vocabulary, self._language)}"

    def _route(self, name: str) -> str:
        """Name a route as the object of a sentence: in Chinese nothing but quotes sets its name apart."""
        said = self._group(name)
        if self._language is not Language.ZH or not self._entry.composed(self._entry.groups[name]).name:
            return said
        head, bracket, tail = said.rpartition("（")
        return f"「{head}」{bracket}{tail}"

    def _group(self, name: str) -> str:
        return group_name(self._entry, name, self._language)

    def _listed(self, parts: Iterable[str]) -> str:
        return self._say("、", ", ").join(parts)

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).in_language(self._language)


def _gap(text: str) -> str:
    return " " if text[0].isascii() else ""


def _groups_below(entry: Entry, names: Iterable[str]) -> set[str]:
    found = {name for name in names if name in entry.groups}
    for name in list(found):
        for variant in _in_force(entry, entry.groups[name]):
            found |= _groups_below(entry, variant.members)
    return found


def _criteria_below(entry: Entry, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name in entry.criteria:
            found.add(name)
        else:
            for variant in _in_force(entry, entry.groups[name]):
                found |= _criteria_below(entry, variant.members)
    return found


def score_texts(decision: Decision, group: Group, language: Language) -> list[str]:
    """Say of each score at or below ``group`` that falls short how far: ``合计 6 分，须满 9 分，还差 3 分``."""
    texts: list[str] = []
    nodes = decision.judgement.nodes
    for variant in _in_force(decision.entry, group):
        if variant.needs.kind is NeedsKind.SCORE and nodes.get(group.id) is False:
            low, high = _points(decision, variant, surely=True), _points(decision, variant, surely=False)
            needed = variant.needs.amount
            known = Text(f"合计 {low} 分", f"{low} points")
            if low != high:
                known = Text(f"合计 {low} 分、至多 {high} 分", f"{low} points, at most {high}")
            texts.append(
                Text(
                    f"{known.zh}，须满 {needed} 分，还差 {needed - high} 分",
                    f"{known.en}, {needed} needed, {needed - high} short",
                ).in_language(language)
            )
        for member in variant.members:
            below = decision.entry.groups.get(member)
            if below is not None:
                texts += [text for text in score_texts(decision, below, language) if text not in texts]
    return texts


def _in_force(entry: Entry, group: Group) -> Sequence[Variant]:
    """Return the composition of ``group`` under the reading in force; all of them where none is."""
    default = entry.switches[group.switch].default if group.switch else None
    return [each for each in group.variants if default is None or each.reading == default]


def _points(decision: Decision, variant: Variant, *, surely: bool) -> int:
    """Return the points the items bring: those that hold, or (not ``surely``) also those not known to fail."""
    counted: tuple[Truth, ...] = (True,) if surely else (True, None)
    return sum(_best(decision, member, counted) for member in variant.members)


def _best(decision: Decision, node: str, counted: Sequence[Truth]) -> int:
    criterion = decision.entry.criteria.get(node)
    if criterion is not None:
        return criterion.points if decision.judgement.nodes[node] in counted else 0
    members = [
        member for variant in _in_force(decision.entry, decision.entry.groups[node]) for member in variant.members
    ]
    return max((_best(decision, member, counted) for member in members), default=0)
