"""Opens a rule directory for one command: loads and compiles it, without the trials a service makes of it first."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard
from chronicare.application.release import Release, compile_release, make_release
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.cli.problems import ProblemsError, SentenceError
from chronicare.diagnostics import Diagnostic, Diagnostics, Language, Text
from chronicare.engine import DurableEngine, EngineUnsuitableError
from chronicare.formats import AnyCaseFile
from chronicare.loaders.clock import ZoneInfoNotFoundError, today
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.program.truth import Judgement
from chronicare.tables import TIME_ZONE, RuleFolder, SourceDocument

if TYPE_CHECKING:
    from chronicare.application.ports import AreaFolder


class OpenedRules(NamedTuple):
    """A rule directory ready to decide, and to settle if an area has benefit tables.

    ``releases`` and ``cases`` (those that stand beside the tables) go by area, in step; ``documents`` are the documents
    an area's tables cite and ``time_zones`` its IANA time zone, by its code. ``broken`` are the areas whose rules are
    wrong, each with everything that is.
    """

    runtime: Runtime
    releases: tuple[Release, ...]
    cases: tuple[tuple[AnyCaseFile, ...], ...]
    documents: Mapping[str, tuple[SourceDocument, ...]]
    time_zones: Mapping[str, str]
    broken: Mapping[str, tuple[Diagnostic, ...]]

    def area(self, wanted: str, language: Language) -> str:
        """Return ``wanted``, or if that is empty the one area there is.

        Raises SentenceError if there are several, ProblemsError if the area's rules are wrong.
        """
        if wanted in self.broken:
            raise ProblemsError(self.broken[wanted], language)
        areas = [*(release.rules.area for release in self.releases), *self.broken]
        if wanted or len(areas) == 1:
            return wanted or areas[0]
        raise SentenceError(
            Text(
                f"有几个统筹区，请写明是哪一个：{'、'.join(areas)}",
                f"there are several areas, name one: {', '.join(areas)}",
            ),
            language,
            2,
        )

    def release(self, area: str) -> Release:
        """Return the release of ``area``; any if there is no such area, which is told by whoever answers."""
        return next((each for each in self.releases if each.rules.area == area), self.releases[0])

    def today(self, area: str, language: Language) -> date:
        """Return the day it is in ``area``. Raises SentenceError if this machine cannot tell."""
        time_zone = self.time_zones.get(area, TIME_ZONE)
        try:
            return today(time_zone)
        except ZoneInfoNotFoundError as error:
            sentence = Text(
                f"这台机器没有时区 {time_zone} 的数据，请安装 Python 包 tzdata，或写明日期",
                f"this machine has no data of the time zone {time_zone}: install the Python package tzdata, "
                "or name the day",
            )
            raise SentenceError(sentence, language, 2) from error

    def tell_if_ahead(self, header: Header, as_of_date: str) -> None:
        """Say on standard error that a request is as of a day that has not come yet in its area."""
        day = self.today(header.area_code, header.language).isoformat()
        if as_of_date[:4].isdecimal() and as_of_date > day:
            ahead = Text(
                f"提醒：申请日 {as_of_date} 晚于当地今天（{day}）",
                f"note: {as_of_date} is after today in the area ({day})",
            )
            click.secho(ahead.in_language(header.language), fg="yellow", err=True)


class _Unrecorded:
    """Keeps no record: the command itself says that the evaluators disagree."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Do nothing."""


def open_engine(language: Language) -> DurableEngine:
    """Return the rule engine. Raises SentenceError, with the command that mends it, if it will not do."""
    try:
        return DurableEngine()
    except EngineUnsuitableError as unsuitable:
        raise SentenceError(unsuitable.message, language, 2) from unsuitable


def open_rules(root: Path, language: Language) -> OpenedRules:
    """Open the rules below ``root``. Raises ProblemsError with everything that is wrong if no area's are well."""
    read = RuleDirectory(root).load()
    engine = open_engine(language)
    opened: list[tuple[Release, AreaFolder]] = []
    broken: dict[str, tuple[Diagnostic, ...]] = {}
    for area in read.areas:
        diagnostics = Diagnostics()
        diagnostics.extend(area.diagnostics)
        release: Release | None = None
        if area.rules is not None and not diagnostics.has_errors:
            release = _release_of(area.rules, engine, diagnostics)
        if release is None or diagnostics.has_errors:
            broken[area.area] = diagnostics.sorted()
        else:
            opened.append((release, area))
    if not opened and (broken or read.stray):
        raise ProblemsError([*read.stray, *(told for each in broken.values() for told in each)], language)
    if not opened:
        raise SentenceError(Text(f"{root} 里没有任何统筹区的规则", f"{root} holds no rules of any area"), language)
    releases = tuple(release for release, _ in opened)
    catalogue = Catalogue()
    catalogue.publish(releases, broken)
    manifests = {area.area: area.rules.manifest for _, area in opened if area.rules}
    return OpenedRules(
        Runtime(catalogue, Guard(_Unrecorded())),
        releases,
        tuple(area.cases for _, area in opened),
        {area: manifest.documents for area, manifest in manifests.items()},
        {area: manifest.time_zone for area, manifest in manifests.items()},
        broken,
    )


def _release_of(rules: RuleFolder, engine: DurableEngine, diagnostics: Diagnostics) -> Release | None:
    compiled = compile_release(rules, diagnostics)
    return None if diagnostics.has_errors else make_release(compiled, rules, engine, diagnostics)
