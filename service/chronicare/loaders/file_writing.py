"""Files put in their places whole or not at all, one or several together."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class UnwrittenError(Exception):
    """A file could not be written, and nothing is other than it was; ``path`` is the file, ``error`` the reason."""

    def __init__(self, path: Path, error: OSError) -> None:
        """Keep both."""
        super().__init__(f"{path}: {error}")
        self.path = path
        self.error = error


def replace_file(target: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``target`` at once: whoever reads it sees the old or the new. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Put all ``files`` in their places, or none: what was there is put back if one of them cannot be written.

    Raises UnwrittenError if one cannot.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    written: list[Path] = []
    for path, data in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path.resolve(), data)
        except OSError as error:
            for each in written:
                was = before[each]
                if was is None:
                    each.unlink()
                else:
                    replace_file(each.resolve(), was)
            raise UnwrittenError(path, error) from error
        written.append(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
