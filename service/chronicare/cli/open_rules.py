"""Opens a rule directory for one command: loads and compiles it, without the trials a service makes of it first."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.application.release import Release, compile_release, make_release
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.cli.problems import ProblemsError, SentenceError, unreadable
from chronicare.diagnostics import Diagnostic, Diagnostics, Language, Text
from chronicare.engine import DurableEngine, EngineUnsuitableError
from chronicare.formats import AnyCaseFile
from chronicare.loaders.clock import ZoneInfoNotFoundError, today
from chronicare.releases.package import BrokenPackageError, read_rules
from chronicare.tables import TIME_ZONE, RuleFolder, SourceDocument


class OpenedRules:
    """A rule directory ready to decide, and to settle if an area has benefit tables.

    An area is compiled when it is first asked for: a command is about one as a rule, and each takes its time.
    ``runtime`` answers about all of them.
    """

    def __init__(self, root: Path, language: Language) -> None:
        """Read the areas below ``root``, or of a release. Raises SentenceError if there is none, or no engine."""
        self._read = read_folders(root, language)
        self._areas = {each.area: each for each in self._read.areas}
        self._language = language
        self._engine = open_engine(language)
        self._releases: dict[str, Release] = {}
        self._broken: dict[str, tuple[Diagnostic, ...]] = {}
        self._catalogue = _Opening(self._open)
        self.runtime = Runtime(self._catalogue, Guard(Unrecorded()))
        if not self._areas:
            raise SentenceError(Text(f"{root} 里没有任何统筹区的规则", f"{root} holds no rules of any area"), language)

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of all areas, whether their rules are well or not."""
        return tuple(self._areas)

    def cases(self, area: str) -> tuple[AnyCaseFile, ...]:
        """Return the cases that stand beside the tables of ``area``, one of ``areas``."""
        return self._areas[area].cases

    def area(self, wanted: str, language: Language) -> str:
        """Return ``wanted``, or if that is empty the one area there is.

        Raises SentenceError if there are several, ProblemsError if the area's rules are wrong.
        """
        if not wanted and len(self._areas) > 1:
            areas = list(self._areas)
            raise SentenceError(
                Text(
                    f"有几个统筹区，请写明是哪一个：{'、'.join(areas)}",
                    f"there are several areas, name one: {', '.join(areas)}",
                ),
                language,
                2,
            )
        code = wanted or next(iter(self._areas))
        self._open(code)
        return code

    def release(self, area: str) -> Release:
        """Return the release of ``area``; any if there is no such area, which is told by whoever answers.

        Raises ProblemsError if its rules are wrong.
        """
        return self._releases[self.area(area if area in self._areas else next(iter(self._areas)), self._language)]

    def every_release(self) -> Iterator[tuple[Release, tuple[AnyCaseFile, ...]]]:
        """Yield the release of each area whose rules are well, with the cases that stand beside its tables.

        Raises ProblemsError with everything that is wrong if none is.
        """
        self._open("")
        for code, release in self._releases.items():
            yield release, self._areas[code].cases

    @property
    def broken(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """The areas found so far whose rules are wrong, each with everything that is."""
        return self._broken

    def documents(self, area: str) -> tuple[SourceDocument, ...]:
        """Return the documents that the tables of ``area``, which is well, cite."""
        return self.release(area).rules.documents

    def folder(self, area: str) -> RuleFolder:
        """Return the tables of ``area``, which is well, with those of the layers below it."""
        folder = self._areas[area].rules
        if folder is None:
            raise LookupError("rules that cannot be read have no release")
        return folder

    def own_folder(self, area: str) -> RuleFolder:
        """Return the tables of ``area``, which is well, without those of the layers below it."""
        return next(each for each in self._read.written if each.manifest.area == area)

    def _open(self, code: str) -> None:
        """Compile the area called ``code``; if there is none, all, so that it can be told which there are.

        Raises ProblemsError with everything that is wrong with the area, or with all.
        """
        wanted = [code] if code in self._areas else list(self._areas)
        for each in wanted:
            if each not in self._releases and each not in self._broken:
                self._compile(self._areas[each])
        if all(each in self._broken for each in wanted):
            told = [problem for each in wanted for problem in self._broken[each]]
            raise ProblemsError([*self._read.stray, *told], self._language)

    def _compile(self, area: AreaFolder) -> None:
        diagnostics = Diagnostics()
        diagnostics.extend(area.diagnostics)
        release: Release | None = None
        if area.rules is not None and not diagnostics.has_errors:
            release = _release_of(area.rules, self._engine, diagnostics)
        if release is None or diagnostics.has_errors:
            self._broken[area.area] = diagnostics.sorted()
        else:
            self._releases[area.area] = release
        self._catalogue.publish(tuple(self._releases.values()), self._broken)

    def today(self, area: str, language: Language) -> date:
        """Return the day it is in ``area``. Raises SentenceError if this machine cannot tell."""
        folder = self._areas[area].rules if area in self._areas else None
        time_zone = folder.manifest.time_zone if folder is not None else TIME_ZONE
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


class _Opening(Catalogue):
    """A catalogue whose areas are opened when they are first asked for."""

    def __init__(self, open_area: Callable[[str], None]) -> None:
        """Have ``open_area`` publish here what is asked for."""
        super().__init__()
        self._open_area = open_area

    def newest(self, area: str) -> Release:
        """Return the release of ``area``, opened now if need be; raises as the catalogue does.

        The first that is asked for is what a command is about: everything wrong with it is told. Of one that is asked
        for beside it, where the care was given, only that it is broken.
        """
        try:
            self._open_area(area)
        except ProblemsError:
            if not self.areas:
                raise
        return super().newest(area)

    def snapshot(self) -> Catalogue:
        """Return itself: nothing is published while a command runs."""
        return self


def open_engine(language: Language) -> DurableEngine:
    """Return the rule engine. Raises SentenceError, with the command that mends it, if it will not do."""
    try:
        return DurableEngine()
    except EngineUnsuitableError as unsuitable:
        raise SentenceError(unsuitable.message, language, 2) from unsuitable


def open_rules(root: Path, language: Language) -> OpenedRules:
    """Open the rules below ``root``. Raises SentenceError if there are none, or no engine to run them."""
    return OpenedRules(root, language)


def read_folders(root: Path, language: Language) -> RuleFolders:
    """Read a rule directory, or a release, which is a file. Raises SentenceError if that cannot be done."""
    try:
        return read_rules(root)
    except BrokenPackageError as broken:
        raise SentenceError(Text(f"{root}：{broken.reason.zh}", f"{root}: {broken.reason.en}"), language) from broken
    except OSError as error:
        raise unreadable(root, error, language) from error


def _release_of(rules: RuleFolder, engine: DurableEngine, diagnostics: Diagnostics) -> Release | None:
    compiled = compile_release(rules, diagnostics)
    return None if diagnostics.has_errors else make_release(compiled, rules, engine, diagnostics)
