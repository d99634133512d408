"""Sites: findings made for each of two eyes or limbs, and entries that are judged once for each of them.

What one eye shows says nothing of the other. So an entry judged by site is written out: its criteria on findings
measured by site, and the groups they stand in, once for each site; what is the person's stays one. It is met when one
of its routes is at some site, and there none of its exclusions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from chronicare.cells.types import LevelSet
from chronicare.compiler.structure import criteria_below
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Criterion, Entry, Group, Needs, NeedsKind, Variant
from chronicare.program.vocabulary import Finding, Implication, Vocabulary, at_site


def findings_by_site(finding: Finding) -> Iterator[Finding]:
    """Yield ``finding`` made for each of its sites; none if it is not measured by site."""
    for level in finding.sites.levels if finding.sites is not None else ():
        words = dict.fromkeys((level.name.zh, level.value, *level.aliases))
        names = (finding.name.zh, *finding.aliases)
        name = Text(f"{level.name.zh}{finding.name.zh}", f"{finding.name.en} ({level.name.en})")
        question = Text(f"{level.name.zh}：{finding.question.zh}", f"{level.name.en}: {finding.question.en}")
        aliases = (f"{each}{word}" for word in names for each in words)
        yield replace(
            finding,
            code=at_site(finding.code, level.value),
            name=name,
            question=question,
            aliases=tuple(each for each in aliases if each != name.zh),
            alternative=finding.alternative and at_site(finding.alternative, level.value),
            sites=None,
            site=level.value,
            site_of=finding.code,
        )


def implications_by_site(implication: Implication, vocabulary: Vocabulary) -> Iterator[Implication]:
    """Yield ``implication`` as it holds between sites: at one and the same, or of the person from each or at each."""
    finding, implied = vocabulary.findings[implication.finding], vocabulary.findings[implication.implied]
    if implied.sites is None or finding.sites is implied.sites:
        yield implication
    froms, tos = vocabulary.at_each_site(finding.code), vocabulary.at_each_site(implied.code)
    for source in froms or (finding.code,):
        for target in tos or (implied.code,):
            same = not froms or not tos or vocabulary.findings[source].site == vocabulary.findings[target].site
            if same and (froms or tos):
                yield replace(implication, finding=source, implied=target)


def written_out(entry: Entry, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Entry:
    """Return ``entry`` written out for each of its sites: itself if it has none, or if something is wrong with it."""
    if not _is_sound(entry, vocabulary, diagnostics) or entry.sites is None:
        return entry
    return _Writing(entry, entry.sites, vocabulary).written()


def _is_sound(entry: Entry, vocabulary: Vocabulary, diagnostics: Diagnostics) -> bool:
    """Tell of single findings measured by site in an entry that is not judged so, and the other way round."""
    before = diagnostics.error_count
    by_site = {name for name, each in entry.criteria.items() if _is_by_site(each, entry.sites, vocabulary)}
    for name, criterion in entry.criteria.items():
        finding = vocabulary.findings[criterion.finding]
        if finding.sites is not None and not finding.repeated and name not in by_site:
            diagnostics.add(
                Code.BAD_SITES,
                criterion.at("finding"),
                Text(
                    f"「{finding.name.zh}」分{finding.sites.name}，{entry.code} 却不按它认定",
                    f"{finding.name.en} differs by {finding.sites.name}, and {entry.code} is not judged by it",
                ),
                Text(f"病种表「按部位」写 {finding.sites.name}", f"write {finding.sites.name} for 按部位 of the entry"),
            )
    if entry.sites is not None and not by_site:
        diagnostics.add(
            Code.BAD_SITES,
            entry.at("sites"),
            Text(f"{entry.code} 没有一个判断的所见分{entry.sites.name}", f"no finding of {entry.code} differs by it"),
            Text(
                "临床所见表「部位」写这个值表，或「按部位」留空", "name it for 部位 of the findings, or leave it empty"
            ),
        )
    for group in entry.endings:
        if not by_site.isdisjoint(criteria_below(entry, group.id)):
            diagnostics.add(
                Code.BAD_SITES,
                group.variants[0].at("members"),
                Text(f"终止 {group.id} 不能分部位", f"the ending event {group.id} cannot differ by site"),
                Text("写成排除（X…）", "make it an exclusion (X…)"),
            )
    return diagnostics.error_count == before


def _is_by_site(criterion: Criterion, sites: LevelSet | None, vocabulary: Vocabulary) -> bool:
    return sites is not None and vocabulary.findings[criterion.finding].sites is sites


class _Writing:
    """One entry being written out."""

    def __init__(self, entry: Entry, sites: LevelSet, vocabulary: Vocabulary) -> None:
        self._entry = entry
        self._sites = sites
        self._vocabulary = vocabulary
        by_site = {name for name, each in entry.criteria.items() if _is_by_site(each, sites, vocabulary)}
        self._nodes = by_site | {name for name in entry.groups if not by_site.isdisjoint(criteria_below(entry, name))}
        self._nodes |= {route.id for route in entry.routes}
        self._exclusions = [each for each in entry.exclusions if each.id in self._nodes]

    def written(self) -> Entry:
        entry, first = self._entry, self._sites.levels[0].value
        criteria: dict[str, Criterion] = {}
        groups: dict[str, Group] = {}
        for level in self._sites.levels:
            site = level.value
            for name, criterion in entry.criteria.items():
                if name in self._nodes:
                    criteria[at_site(name, site)] = self._criterion(criterion, site)
                elif site == first:
                    criteria[name] = criterion
            if self._exclusions:
                groups[at_site(_NOT_EXCLUDED, site)] = self._not_excluded(site)
            for name, group in entry.groups.items():
                if name not in self._nodes:
                    groups[name] = group
                elif group.is_route and self._exclusions:
                    groups |= self._route(group, site)
                else:
                    groups[at_site(name, site)] = self._group(group, site)
        documents = tuple(replace(each, only_if=tuple(self._everywhere(each.only_if))) for each in entry.documents)
        return replace(entry, criteria=criteria, groups=groups, documents=documents, written=entry)

    def _criterion(self, criterion: Criterion, site: str) -> Criterion:
        since = criterion.since
        if since is not None and self._vocabulary.findings[since.finding].sites is self._sites:
            since = since._replace(finding=at_site(since.finding, site))
        return replace(
            criterion,
            id=at_site(criterion.id, site),
            finding=at_site(criterion.finding, site),
            since=since,
            site=site,
        )

    def _group(self, group: Group, site: str) -> Group:
        variants = tuple(
            replace(each, members=self._at(each.members, site), name=each.name and f"{each.name}（{self._name(site)}）")
            for each in group.variants
        )
        return replace(group, id=at_site(group.id, site), variants=variants, site=site)

    def _route(self, group: Group, site: str) -> Mapping[str, Group]:
        """Return a route of a site where exclusions are of a site as well: there none of them may hold."""
        route, condition = self._group(group, site), at_site(_NOT_EXCLUDED, site)
        only = route.variants[0] if len(route.variants) == 1 and not route.switch else None
        if only is not None and only.needs.kind is NeedsKind.ALL:
            return {route.id: replace(route, variants=(replace(only, members=(*only.members, condition)),))}
        inner = at_site(f"{_WAY}{group.id}", site)
        both = replace(_first(route), reading="", needs=Needs(NeedsKind.ALL), members=(inner, condition))
        return {inner: replace(route, id=inner), route.id: replace(route, switch="", variants=(both,))}

    def _not_excluded(self, site: str) -> Group:
        first = _first(self._exclusions[0])
        members = self._at([each.id for each in self._exclusions], site)
        name = f"{self._name(site)}没有排除情形"
        variant = Variant("", Needs(NeedsKind.NONE), members, first.clause, first.position, name, first.cells)
        return Group(at_site(_NOT_EXCLUDED, site), "", (variant,), (), site)

    def _at(self, members: Iterable[str], site: str) -> tuple[str, ...]:
        return tuple(at_site(each, site) if each in self._nodes else each for each in members)

    def _everywhere(self, nodes: Iterable[str]) -> Iterator[str]:
        for each in nodes:
            if each in self._nodes:
                yield from (at_site(each, level.value) for level in self._sites.levels)
            else:
                yield each

    def _name(self, site: str) -> str:
        return next(level.name.zh for level in self._sites.levels if level.value == site)


_NOT_EXCLUDED = "无排除"
_WAY = "径"


def _first(group: Group) -> Variant:
    return group.variants[0]
