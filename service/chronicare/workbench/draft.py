"""What the author has changed and not saved: files laid over those of the rule directory, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One change: how it is called, and the files as they were before it (``None``: not there)."""

    label: str
    before: Mapping[str, bytes | None]


class Draft:
    """Files by their names from the rule directory on. ``version`` grows with every change, and with every undoing."""

    def __init__(
        self,
        saved: Mapping[str, bytes | None] | None = None,
        now: Mapping[str, bytes] | None = None,
        steps: Sequence[Step] = (),
    ) -> None:
        """Begin with nothing changed, or go on from files that were ``saved`` and are other ``now`` by ``steps``."""
        self.version = 0
        self._saved: dict[str, bytes | None] = dict(saved or {})
        self._now: dict[str, bytes] = dict(now or {})
        self._steps: list[Step] = list(steps)

    @property
    def now(self) -> Mapping[str, bytes]:
        """The files that were changed, as they are, also where that is as they were."""
        return dict(self._now)

    @property
    def laid_over(self) -> Mapping[str, bytes | None]:
        """What each file of ``now`` was when it was first changed; ``None``: not there."""
        return dict(self._saved)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files that are other than they were saved."""
        return {name: data for name, data in self._now.items() if data != self._saved[name]}

    @property
    def saved(self) -> Mapping[str, bytes | None]:
        """What ``files`` were when they were first changed; ``None``: not there."""
        return {name: self._saved[name] for name in self.files}

    @property
    def steps(self) -> tuple[Step, ...]:
        """The changes that can be undone, the last one last."""
        return tuple(self._steps)

    def change(self, label: str, files: Mapping[str, bytes], saved: Mapping[str, bytes | None]) -> None:
        """Put ``files`` in the place of what was there; ``saved`` is what the rule directory has of each."""
        self._steps.append(Step(label, {name: self._now.get(name, saved.get(name)) for name in files}))
        for name, data in files.items():
            self._saved.setdefault(name, saved.get(name))
            self._now[name] = data
        self.version += 1

    def undo(self) -> Step | None:
        """Take the last change back and return it; ``None`` if there is none."""
        if not self._steps:
            return None
        step = self._steps.pop()
        for name, data in step.before.items():
            if data is None:
                del self._now[name]
            else:
                self._now[name] = data
        self.version += 1
        return step

    def clear(self) -> None:
        """Forget every change: they have been saved, or are not wanted."""
        self._saved, self._now, self._steps = {}, {}, []
        self.version += 1
