"""A rule directory as bytes: taken once, handed to every process that serves it, and kept while it is in force.

Whatever becomes of the directory afterwards, each process reads the same rules.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from chronicare.application.ports import RuleFolders
from chronicare.loaders.rule_directory import RuleDirectory

MAX_ARCHIVED_BYTES = 256 * 1024 * 1024
"""Of all files of a rule directory; more is no rules."""
_HIDDEN = "."


def pack_rules(root: Path) -> bytes:
    """Return what stands below ``root``, hidden files left out; the same content gives the same bytes.

    Raises OSError if a file cannot be read, or if there is too much.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in rule_files(root):
            archive.writestr(zipfile.ZipInfo(place), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def rule_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what stands below ``root``, in order: each place (a folder's ends in ``/``) and bytes; no hidden files.

    Raises OSError if a file cannot be read, or if there is too much.
    """
    size = 0
    for folder, inner, files in os.walk(root, onerror=_fail):
        inner[:] = sorted(each for each in inner if not each.startswith(_HIDDEN))
        for name in (*(f"{each}/" for each in inner), *sorted(files)):
            path = Path(folder, name)
            if name.startswith(_HIDDEN) or not (path.is_dir() or path.is_file()):
                continue
            content = b"" if name.endswith("/") else path.read_bytes()
            size += len(content)
            if size > MAX_ARCHIVED_BYTES:
                raise OSError(f"{root} holds over {MAX_ARCHIVED_BYTES} bytes: it is no rule directory")
            yield path.relative_to(root).as_posix() + ("/" if name.endswith("/") else ""), content


def plain_files(root: Path) -> dict[str, bytes]:
    """Return the files of the rules below ``root`` by name; those a link leads out to are not of them.

    Raises OSError as ``rule_files`` does.
    """
    top = root.resolve()
    found = {name: data for name, data in rule_files(root) if not name.endswith("/")}
    return {name: data for name, data in found.items() if (root / name).resolve().is_relative_to(top)}


class RuleArchive:
    """Rules to publish, out of the bytes that ``pack_rules`` made."""

    def __init__(self, packed: bytes) -> None:
        """Keep the bytes."""
        self._packed = packed

    def load(self) -> RuleFolders:
        """Return every area with what is wrong with it alone."""
        with TemporaryDirectory() as root, zipfile.ZipFile(io.BytesIO(self._packed)) as archive:
            archive.extractall(root)
            return RuleDirectory(Path(root)).load()


def _fail(error: OSError) -> None:
    raise error
