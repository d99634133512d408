"""The workbench itself: the rules as saved, the draft laid over them, and the trial of it that goes on beside."""

import threading
from collections.abc import Mapping
from pathlib import Path

from chronicare.application.ports import RuleFolders
from chronicare.authoring.trials.standing import Standing, StandingReader
from chronicare.authoring.trials.trial import SAMPLE_PERSONS, Trial, Trying
from chronicare.diagnostics import Code, Diagnostic, Position, Text
from chronicare.engine import Engine
from chronicare.loaders.file_writing import UnwrittenError, replace_files
from chronicare.loaders.filesystem import files_below
from chronicare.workbench.draft import Draft, Step
from chronicare.workbench.kept_draft import KeptDraft


class RefusedError(Exception):
    """What was asked cannot be done; ``problems`` say why, each at its place, or a ``reason`` that has none."""

    def __init__(self, problems: tuple[Diagnostic, ...] = (), reason: str = "") -> None:
        """Keep what is wrong."""
        self.problems = problems
        self.reason = reason
        super().__init__(reason or "; ".join(each.render() for each in problems))


class Bench:
    """One author's work on the rules below ``root``. May be used from several threads."""

    def __init__(
        self,
        root: Path,
        engine: Engine,
        documents: Mapping[str, str],
        persons: int = SAMPLE_PERSONS,
        kept: KeptDraft | None = None,
    ) -> None:
        """Read the rules; clauses are held to ``documents``, texts by digest, as far as they are at hand.

        A draft is tried on so many sample ``persons`` of each area it bears on. It is ``kept`` as it is changed, and
        one that was kept is gone on with: ``restored`` says of how many changes.
        """
        self.root = root
        self._reader = StandingReader(root, engine, documents)
        self._kept = kept
        self._draft = (kept.read() if kept is not None else None) or Draft()
        self.restored = len(self._draft.steps) if self._draft.files else 0
        self.not_kept = ""
        """Why the draft as it is could not be kept; empty: it is kept, or nobody wanted it to be."""
        self._trying = Trying(persons)
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._ends = False
        self._stamp = self._stamped()
        self.saved: Standing = self._reader.read()
        self.drafted: Standing = self.saved
        self.trial = Trial(0, "checking" if self._draft.files else "done")
        self._covering: set[str] = set()
        self._worker = threading.Thread(target=self._work, name="trial", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Let the trial end."""
        with self._changed:
            self._ends = True
            self._changed.notify_all()
        self._worker.join()

    # What there is

    @property
    def draft(self) -> Draft:
        """The draft; it is changed only here."""
        return self._draft

    def current(self, file: str) -> bytes | None:
        """Return ``file``, named from the rule directory on, as the draft has it; ``None`` if there is none."""
        data = self._draft.files.get(file)
        return self.on_disk(file) if data is None else data

    def on_disk(self, file: str) -> bytes | None:
        """Return ``file`` as the rule directory has it; ``None`` if it has none, or it lies outside."""
        path = (self.root / file).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            return None
        return path.read_bytes()

    def refresh(self) -> None:
        """Read the rules anew if a file was changed by somebody else."""
        with self._changed:
            stamp = self._stamped()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self.saved = self._reader.read(known=(self.saved, self.drafted))
            if self._draft.files:
                self._draft.version += 1
                self._begin()
            else:
                self.drafted = self.saved

    def cover(self, area: str) -> bool:
        """Have the cases of ``area`` run as it was saved; return whether they have been."""
        if area not in self.saved.areas or self.saved.areas[area].release is None:
            return True
        if self._trying.known_cases(self.saved, area) is not None:
            return True
        with self._changed:
            self._covering.add(area)
            self._changed.notify_all()
        return False

    @property
    def trying(self) -> Trying:
        """What is known of cases."""
        return self._trying

    def take(self, read: RuleFolders, version: str) -> Standing:
        """Return rules that were ``read`` elsewhere, ready to be compared; their ``version`` tells them apart."""
        return self._reader.take(read, version)

    # What is done

    def change(self, label: str, files: Mapping[str, bytes]) -> int:
        """Put ``files`` into the draft, and return its version. Raises LookupError for one outside the directory."""
        for each in files:
            if not (self.root / each).resolve().is_relative_to(self.root.resolve()):
                raise LookupError(each)
        with self._changed:
            self._draft.change(label, files, {name: self.on_disk(name) for name in files})
            self._keep()
            self._begin()
            return self._draft.version

    def undo(self) -> Step | None:
        """Take the last change back."""
        with self._changed:
            step = self._draft.undo()
            self._keep()
            self._begin()
            return step

    def discard(self) -> None:
        """Forget the draft."""
        with self._changed:
            self._draft.clear()
            self._keep()
            self._begin()

    def save(self) -> tuple[str, ...]:
        """Write the files of the draft, all or none, and return their names.

        Raises RefusedError if they bring an error or could not be checked, if a file is not what it was when it was
        changed, or if one cannot be written.
        """
        with self._changed:
            while self.trial.version != self._draft.version or self.trial.phase == "checking":
                self._changed.wait()
            trial, files = self.trial, dict(self._draft.files)
            self._tell_changed_elsewhere(self._draft.saved)
            if trial.has_errors:
                raise RefusedError(tuple(each for each in trial.problems if each.is_error))
            if files and not trial.is_checked:
                raise RefusedError(reason=f"没有查成错：{trial.failed}")
            try:
                replace_files({self.root / name: data for name, data in files.items()})
            except UnwrittenError as unwritten:
                raise RefusedError(reason=f"{unwritten.path} 写不了：{unwritten.error}") from unwritten
            self._draft.clear()
            self._keep()
            self._stamp = self._stamped()
            self.saved = self._reader.read(known=(self.drafted, self.saved))
            self.drafted = self.saved
            self.trial = Trial(self._draft.version, "done")
            self._changed.notify_all()
            return tuple(files)

    def _tell_changed_elsewhere(self, saved: Mapping[str, bytes | None]) -> None:
        changed = [name for name, data in saved.items() if self.on_disk(name) != data]
        message = Text("这个文件改动以后，别处又改过它", "the file was changed elsewhere meanwhile")
        hint = Text("放弃草稿里对它的改动，照新的再改一次", "discard the draft and change it anew")
        if changed:
            raise RefusedError(
                tuple(Diagnostic(Code.CHANGED_SINCE_EXPORT, Position(name), message, hint) for name in changed)
            )

    def _keep(self) -> None:
        self.restored, self.not_kept = 0, ""
        if self._kept is None:
            return
        try:
            self._kept.keep(self._draft)
        except OSError as error:
            self.not_kept = f"{self._kept.path} 写不了：{error.strerror or error}"

    def _begin(self) -> None:
        phase = "checking" if self._draft.files else "done"
        self.trial = Trial(self._draft.version, phase)
        if not self._draft.files:
            self.drafted = self.saved
        self._changed.notify_all()

    # The trial

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._ends and not self._covering and self.trial.is_done:
                    self._changed.wait()
                if self._ends:
                    return
                trial, saved, files = self.trial, self.saved, dict(self._draft.files)
                covering = self._covering.pop() if trial.is_done else ""
            self._do(trial, saved, files, covering)
            with self._changed:
                self._changed.notify_all()

    def _do(self, trial: Trial, saved: Standing, files: Mapping[str, bytes], covering: str) -> None:
        """Try a draft, or run the cases of the area called ``covering``, as long as nothing else is asked for."""
        try:
            if covering:
                self._trying.cases_of(saved, covering, lambda: self.trial is trial and not self._ends)
            else:
                self._try(trial, saved, files)
        except Exception as error:  # noqa: BLE001 - a trial that fails is told on the page, and the next one begins
            trial.failed = f"{type(error).__name__}：{error}"
            trial.phase = "done"

    def _try(self, trial: Trial, saved: Standing, files: Mapping[str, bytes]) -> None:
        def go_on() -> bool:
            return self.trial is trial and not self._ends

        drafted = self._reader.read(files, (saved, self.drafted))

        def told() -> bool:
            with self._changed:
                self._changed.notify_all()
            return go_on()

        with self._changed:
            if not go_on():
                return
            self.drafted = drafted
        self._trying.run(trial, saved, drafted, tuple(files), told)

    def _stamped(self) -> frozenset[tuple[str, int, int]]:
        found = []
        for path in files_below(self.root):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size))
        return frozenset(found)
