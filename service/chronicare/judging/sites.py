"""Sites: which eye or limb a reported value is of, and where values may belong whose site was not said.

A value without a site belongs to one of them. What that leaves open is gone through: every way in which the values
may be placed, as long as these are few. Beyond that they count as not known, which every way is a case of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import NamedTuple

from chronicare.cells.folding import fold_name
from chronicare.cells.types import LevelSet
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Where
from chronicare.judging.report import ReportedFinding
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.vocabulary import Finding, Vocabulary, at_site

MAX_PLACINGS = 64
"""Ways to place values without a site that are gone through in one decision."""


def with_site(
    each: ReportedFinding, path: str, vocabulary: Vocabulary, where: Where, diagnostics: Diagnostics
) -> ReportedFinding:
    """Return ``each`` said of the findings at its site; as it is if it has none, or if its findings have no sites."""
    if not each.site:
        return each
    names = [_at(name, each.site, f"{path}.site", vocabulary, where, diagnostics) for name in _names(each, vocabulary)]
    if each.any_of:
        return each._replace(any_of=tuple(names))
    return each._replace(finding="或".join(names))


def _names(each: ReportedFinding, vocabulary: Vocabulary) -> Sequence[str]:
    if each.any_of:
        return each.any_of
    return (each.finding,) if vocabulary.find(each.finding) is not None else each.finding.split("或")


def _at(name: str, site: str, path: str, vocabulary: Vocabulary, where: Where, diagnostics: Diagnostics) -> str:
    finding = vocabulary.find(name)
    if finding is None:
        return name
    declared = vocabulary.findings[finding.site_of] if finding.site_of else finding
    if declared.sites is None:
        return name
    value = site_called(declared.sites, site)
    if value is None or finding.site not in ("", value):
        known = "、".join(level.name.zh for level in declared.sites.levels)
        message = Text(f"「{finding.name.zh}」的部位不能是「{site}」", f"{site!r} is no site of {finding.name.en}")
        hint = Text(f"写{known}之一；各处都有的分别报", "name one; report each site for itself")
        diagnostics.add(Code.BAD_VALUE, where(path), message, hint)
        return name
    return at_site(declared.code, value)


def site_called(sites: LevelSet, word: str) -> str | None:
    """Return the value of the site written ``word``, whatever its case, width and spaces."""
    folded = fold_name(word)
    for level in sites.levels:
        if folded in map(fold_name, (level.value, level.name.zh, level.name.en, *level.aliases)):
            return level.value
    return None


def by_site(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """Return of those of ``findings`` that are made for a site the codes as declared, each with those of its sites."""
    sites: dict[str, list[str]] = {}
    for each in findings:
        if each.site_of:
            sites.setdefault(each.site_of, []).append(each.code)
    return {code: tuple(codes) for code, codes in sites.items()}


class Placings(NamedTuple):
    """Evidence in which what can belong nowhere else has its site; and where there is a choice, every way it may be."""

    certain: Evidence
    ways: tuple[Evidence, ...]


def placings(evidence: Evidence, sites: Mapping[str, Sequence[str]], repeated: frozenset[str]) -> Placings:
    """Say where the values without a site may belong, of the findings whose codes are keys of ``sites``.

    ``repeated`` are those that are lists. There are no ways if there is no choice, or if they are too many.
    """
    certain: dict[str, tuple[Measurement, ...]] = {}
    choices: list[list[_Placed]] = []
    for code, at in sites.items():
        unsited = [each for each in evidence.findings.get(code, ()) if not each.site]
        if not unsited:
            continue
        if code in repeated:
            choices += [[(each, one) for each in at] for one in unsited]
            continue
        open_sites = _open_sites(unsited[0], at, evidence)
        if len(open_sites) == 1:
            certain[open_sites[0]] = (unsited[0],)
        elif open_sites:
            choices.append([(each, unsited[0]) for each in open_sites])
    if certain:
        evidence = replace(evidence, findings={**evidence.findings, **certain})
    if not choices or prod(map(len, choices)) > MAX_PLACINGS:
        return Placings(evidence, ())
    return Placings(evidence, tuple(_ways(evidence, choices, sites)))


_Placed = tuple[str, Measurement]
"""The code of a finding at a site, and a measurement that is placed there."""


def _open_sites(value: Measurement, at: Sequence[str], evidence: Evidence) -> Sequence[str]:
    """Return the sites a value of a single finding may be of: none if some site is known to have the same."""
    known = {each: evidence.findings[each][0] for each in at if evidence.findings.get(each)}
    if any(each.value == value.value for each in known.values()):
        return ()
    return [each for each in at if each not in known]


def _ways(
    evidence: Evidence, choices: Sequence[Sequence[_Placed]], sites: Mapping[str, Sequence[str]]
) -> Iterator[Evidence]:
    whole = [each for code in sites if code in evidence.complete for each in sites[code]]
    for placed in product(*choices):
        findings = dict(evidence.findings)
        for at, measurement in placed:
            findings[at] = (*findings.get(at, ()), measurement)
        complete = evidence.complete | {each for each in whole if findings.get(each)}
        yield replace(evidence, findings=findings, complete=complete)
