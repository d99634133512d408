"""Releases that decided years ago, found by digest: in a store of releases, or in a rule directory."""

from collections.abc import Iterator
from pathlib import Path

from chronicare.application.digest import digest_of
from chronicare.application.ports import RuleFolders
from chronicare.application.release import Release, compile_release, make_release
from chronicare.diagnostics import Diagnostics
from chronicare.engine import Engine
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.releases.package import BrokenPackageError
from chronicare.releases.store import ReleaseStore


class ReleaseShelf:
    """Compiles what is asked for, once. A release is what its digest says, whoever has signed it."""

    def __init__(self, store: Path | None, rules: Path | None, engine: Engine) -> None:
        """Look into the ``store`` of releases first, then into the directory of ``rules``."""
        self._store = None if store is None else ReleaseStore(store)
        self._rules = rules
        self._engine = engine
        self._made: dict[str, Release | None] = {}

    def find(self, digest: str) -> Release | None:
        """Return the release of an area whose tables have ``digest``. Raises OSError."""
        if digest not in self._made:
            self._made[digest] = self._make(digest)
        return self._made[digest]

    def _make(self, digest: str) -> Release | None:
        for folders in self._places(digest):
            for area in folders.areas:
                if area.rules is not None and digest_of(area.rules) == digest:
                    diagnostics = Diagnostics()
                    compiled = compile_release(area.rules, diagnostics)
                    if not diagnostics.has_errors:
                        return make_release(compiled, area.rules, self._engine, diagnostics)
        return None

    def _places(self, digest: str) -> Iterator[RuleFolders]:
        for each in self._store.digests() if self._store else ():
            try:
                package = self._store.open(each) if self._store else None
            except BrokenPackageError:
                continue
            if package is not None and any(area.digest == digest for area in package.contents.areas):
                yield package.load()
        if self._rules is not None and self._rules.is_dir():
            yield RuleDirectory(self._rules).load()
