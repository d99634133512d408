"""The draft of one rule directory kept in a file of the user's, so that it outlives the process; never in the rules."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from chronicare.loaders.file_writing import replace_file
from chronicare.workbench.draft import Draft, Step

try:
    import fcntl
except ImportError:  # Windows has none: there two workbenches are not kept apart
    fcntl = None  # type: ignore[assignment]

_FORM = 1
_Files = Mapping[str, bytes | None]


class KeptDraft:
    """Where the draft of the rules below ``root`` is kept."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Keep it in ``folder``, in a file called by the path of ``root``."""
        self.root = root.resolve()
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()
        self.path = folder / f"{digest[:16]}.json"
        self._lock: IO[str] | None = None

    def claim(self) -> bool:
        """Whether it is ours until it is let go: of two workbenches over the same rules one keeps the draft.

        Raises OSError if the folder cannot be written to.
        """
        if fcntl is None:
            return True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = self.path.with_suffix(".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock  # held as long as it is open
        return True

    def let_go(self) -> None:
        """Leave it to whoever comes next."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def read(self) -> Draft | None:
        """Return the draft kept; ``None`` if there is none, or none that can be laid over these rules."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
            if kept["form"] != _FORM or kept["root"] != str(self.root):
                return None
            saved, now = (
                _read(kept["saved"]),
                {name: data for name, data in _read(kept["now"]).items() if data is not None},
            )
            steps = [Step(str(each["label"]), _read(each["before"])) for each in kept["steps"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        names = {*saved, *now, *(name for step in steps for name in step.before)}
        if (
            not all((self.root / name).resolve().is_relative_to(self.root) for name in names)
            or not now.keys() <= saved.keys()
        ):
            return None
        return Draft(saved, now, steps)

    def keep(self, draft: Draft) -> None:
        """Keep ``draft`` in the place of what was kept; of one that changes nothing nothing. Raises OSError."""
        if not draft.files:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = {
            "form": _FORM,
            "root": str(self.root),
            "saved": _written(draft.laid_over),
            "now": _written(draft.now),
            "steps": [{"label": each.label, "before": _written(each.before)} for each in draft.steps],
        }
        replace_file(self.path, json.dumps(kept, ensure_ascii=False).encode())


def users_folder() -> Path:
    """Return the folder in which this user's programs keep what they were at."""
    local = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(local) if local else Path.home() / ".local" / "state") / "chronicare" / "drafts"


def _written(files: _Files) -> dict[str, str | None]:
    return {name: None if data is None else base64.b64encode(data).decode() for name, data in files.items()}


def _read(files: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: None if text is None else base64.b64decode(text, validate=True) for name, text in files.items()}
