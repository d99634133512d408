"""The rules as they stand, saved or in the draft: every area examined, those that are well ready to decide."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chronicare.application.catalogue import Catalogue
from chronicare.application.examination import Running, examine
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.impact import Side
from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.checks.sources import check_digests, check_sources
from chronicare.diagnostics import Diagnostic, Diagnostics, Text
from chronicare.engine import Engine
from chronicare.engine.probe import probe_programs
from chronicare.formats import AnyCaseFile
from chronicare.loaders.filesystem import files_below
from chronicare.loaders.rule_directory import load_rules, load_with
from chronicare.tables import RuleFolder

_PROBE_SECONDS = 60.0
"""How long programs are tried in a child process: one that hangs the engine would hang this one."""


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """One area: its rules, with those of the layers below, the cases, and everything that is wrong.

    ``release`` is ``None`` if anything is an error. ``fingerprint`` is the same as long as every file is.
    """

    code: str
    name: Text
    folder: str
    rules: RuleFolder | None
    cases: tuple[AnyCaseFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    release: Release | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All areas by code; ``written`` are the folders, each with its own tables only; ``stray`` is wrong of no area."""

    areas: Mapping[str, AreaStanding]
    written: Mapping[str, RuleFolder]
    stray: tuple[Diagnostic, ...]
    runtime: Runtime
    layers: Mapping[str, frozenset[str]]
    """The folders that bear on each area, by code."""

    def side(self, area: str) -> Side | None:
        """Return ``area`` as one of two sides to be compared; ``None`` if its rules are not well."""
        standing = self.areas.get(area)
        return Side(self.runtime, standing.release) if standing and standing.release else None

    def concerned(self, files: Iterable[str]) -> tuple[str, ...]:
        """Return the areas that ``files``, named from the rule directory on, bear on."""
        folders = {each.partition("/")[0] for each in files}
        return tuple(code for code, layers in self.layers.items() if layers & folders)


class StandingReader:
    """Reads the rules below ``root``; an area none of whose files has changed is not examined again."""

    def __init__(self, root: Path, engine: Engine, documents: Mapping[str, str]) -> None:
        """Hold clauses to ``documents``, texts by digest, as far as they are at hand."""
        self.root = root
        self._running = Running(engine, partial(probe_programs, timeout_seconds=_PROBE_SECONDS))
        self._documents = documents

    def read(self, files: Mapping[str, bytes] | None = None, known: Iterable[Standing] = ()) -> Standing:
        """Return the rules as they are, or would be with ``files``; ``known`` is what has been read before."""
        read = load_with(self.root, files) if files else load_rules(self.root)
        return self._stand(read, lambda folders: self._fingerprint(folders, files or {}), known)

    def take(self, read: RuleFolders, version: str) -> Standing:
        """Return what was ``read`` elsewhere, of that ``version``, examined as the rules of the directory are."""
        return self._stand(read, lambda folders: f"{version} {sorted(folders)}", ())

    def _stand(
        self, read: RuleFolders, fingerprint_of: Callable[[frozenset[str]], str], known: Iterable[Standing]
    ) -> Standing:
        areas: dict[str, AreaStanding] = {}
        layers: dict[str, frozenset[str]] = {}
        before = [area for standing in known for area in standing.areas.values()]
        for each in read.areas:
            layers[each.area] = _layers(each)
            fingerprint = fingerprint_of(layers[each.area])
            held = next((one for one in before if (one.code, one.fingerprint) == (each.area, fingerprint)), None)
            areas[each.area] = held or self._examine(each, read, layers[each.area], fingerprint)
        catalogue = Catalogue()
        catalogue.publish(
            tuple(each.release for each in areas.values() if each.release is not None),
            {each.code: each.diagnostics for each in areas.values() if each.release is None},
        )
        written = {each.manifest.folder: each for each in read.written}
        return Standing(areas, written, read.stray, Runtime(catalogue, Guard(Unrecorded())), layers)

    def _examine(self, area: AreaFolder, read: RuleFolders, layers: frozenset[str], fingerprint: str) -> AreaStanding:
        found = Diagnostics()
        for folder in read.written:
            if folder.manifest.folder in layers:
                check_digests(folder, found)
                if self._documents:
                    check_sources(folder, self._documents, found)
        examined = examine(area, found.sorted(), self._running)
        return AreaStanding(
            area.area,
            area.name,
            area.folder,
            area.rules,
            area.cases,
            examined.diagnostics,
            examined.release,
            fingerprint,
        )

    def _fingerprint(self, folders: Iterable[str], files: Mapping[str, bytes]) -> str:
        digest = hashlib.sha256()
        for folder in sorted(folders):
            names = {path.relative_to(self.root).as_posix() for path in files_below(self.root / folder)}
            names |= {name for name in files if name.startswith(f"{folder}/")}
            for name in sorted(names):
                data = files.get(name)
                content = (self.root / name).read_bytes() if data is None else data
                digest.update(f"{name}\0{len(content)}\0".encode())
                digest.update(content)
        return digest.hexdigest()


def _layers(area: AreaFolder) -> frozenset[str]:
    tables = area.rules.tables if area.rules is not None else ()
    return frozenset({area.folder, *(each.layer for each in tables if each.layer)})
