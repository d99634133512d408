"""What an assistant works on: the rules as they stand, read anew when somebody changes them; never written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chronicare.authoring.cell_edits import CellEdit, NewRow, edited_files, unified_diff
from chronicare.authoring.proposal import Proposal, digest_of_files
from chronicare.authoring.search import SearchIndex
from chronicare.authoring.trials.standing import AreaStanding, Standing, StandingReader
from chronicare.authoring.trials.trial import Trial, Trying
from chronicare.diagnostics import Text
from chronicare.engine import Engine
from chronicare.loaders.filesystem import files_below
from chronicare.loaders.rule_archive import plain_files
from chronicare.tables import RuleFolder, SourceDocument, Table


class NotThereError(Exception):
    """What was asked about is not there; ``reason`` says so, and what there is."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.zh)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tried:
    """Changes tried on a copy: the files they give, the patch, and what comes of them."""

    files: Mapping[str, bytes]
    patch: str
    trial: Trial
    made_on: str


SAMPLE_PERSONS = 500
"""Sample persons an edit is tried on: somebody waits for the answer."""


class Desk:
    """The rules below ``root``, with the texts of their ``documents`` by digest as far as they are at hand."""

    def __init__(self, root: Path, engine: Engine, documents: Mapping[str, str], proposals: Path) -> None:
        """Read the rules; proposals are put into the folder ``proposals``.

        Raises ValueError if that lies in the rules: nothing is ever written there.
        """
        self.root, self.documents, self._proposals = root.resolve(), documents, proposals
        self._reader = StandingReader(self.root, engine, documents)
        self._trying = Trying(SAMPLE_PERSONS)
        self._outside()
        self._stamp: frozenset[tuple[str, int, int]] = frozenset()
        self._standing: Standing | None = None
        self._index: SearchIndex | None = None

    @property
    def standing(self) -> Standing:
        """The rules as they stand now."""
        stamp = frozenset((str(each), each.stat().st_mtime_ns, each.stat().st_size) for each in files_below(self.root))
        if self._standing is None or stamp != self._stamp:
            self._standing = self._reader.read(known=() if self._standing is None else (self._standing,))
            self._stamp, self._index = stamp, None
        return self._standing

    @property
    def index(self) -> SearchIndex:
        """What can be found in them."""
        standing = self.standing
        if self._index is None:
            self._index = SearchIndex(standing)
        return self._index

    @property
    def trying(self) -> Trying:
        """What is known of cases."""
        return self._trying

    def area(self, code: str) -> AreaStanding:
        """Return the area with that code, name or folder. Raises NotThereError."""
        for each in self.standing.areas.values():
            if code in (each.code, each.name.zh, each.folder):
                return each
        known = "、".join(f"{each.code} {each.name.zh}" for each in self.standing.areas.values())
        raise NotThereError(Text(f"没有统筹区「{code[:40]}」；有 {known}", f"no area {code[:40]!r}; there are {known}"))

    def table(self, name: str) -> tuple[RuleFolder, Table]:
        """Return the table in the file ``name``, or the one table of that name. Raises NotThereError."""
        every = [(folder, table) for folder in self.standing.written.values() for table in folder.tables]
        found = [each for each in every if each[1].file == name] or [each for each in every if each[1].name == name]
        if len(found) == 1:
            return found[0]
        if found:
            files = "、".join(table.file for _, table in found)
            raise NotThereError(Text(f"有几张「{name}」，写文件名：{files}", f"several tables: {files}"))
        raise NotThereError(Text(f"没有「{name[:80]}」这张表，用 search 找", f"no table {name[:80]!r}: use search"))

    def document(self, folder: RuleFolder, name: str) -> SourceDocument:
        """Return the document called ``name`` that ``folder`` cites. Raises NotThereError."""
        for each in folder.manifest.documents:
            if name in (each.id, each.title):
                return each
        known = "、".join(each.id for each in folder.manifest.documents)
        raise NotThereError(Text(f"没有依据文件「{name[:40]}」；有 {known}", f"no document {name[:40]!r}; {known}"))

    def try_changes(self, edits: Sequence[CellEdit], rows: Sequence[NewRow], *, sample: bool) -> Tried:
        """Try changes on a copy: checks, cases, and sample persons if a ``sample`` is wanted.

        Raises DiagnosticError if they cannot be made.
        """
        saved, files = self.standing, plain_files(self.root)
        names = {table.file for folder in saved.written.values() for table in folder.tables}
        changed = edited_files(edits, rows, {name: data for name, data in files.items() if name in names})
        trial = Trial(1)
        if changed:
            drafted = self._reader.read(changed, (saved,))
            self._trying.run(trial, saved, drafted, tuple(changed), lambda: sample or trial.phase != "persons")
        return Tried(changed, unified_diff(files, changed), trial, digest_of_files(files))

    def store(self, proposal: Proposal) -> Path:
        """Put ``proposal`` into the folder of proposals and return its path; never into the rules.

        Raises OSError if it cannot be written, ValueError if the folder has come to lie in the rules.
        """
        self._proposals.mkdir(parents=True, exist_ok=True)
        path = self._outside() / proposal.name
        if not path.is_file() or path.is_symlink() or path.read_bytes() != proposal.data:
            with path.open("xb") as file:  # a new file, or none: what is there, or a link, is not written to
                file.write(proposal.data)
        return path

    def _outside(self) -> Path:
        folder = self._proposals.resolve()
        if folder.is_relative_to(self.root) or self.root.is_relative_to(folder):
            raise ValueError(f"{folder} lies in the rules, or around them")
        return folder
