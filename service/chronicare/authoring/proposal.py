"""A proposed change of the rules: a patch that says what it was made on, for a person to accept or to leave.

The file is a patch that ``git apply`` reads, below lines that begin with ``#``. They give the reason, what the change
would do, and, for ``chronicare assistant accept``, the digest of the rules it was made on and the changes one by one.
What is accepted is made of these changes anew, and must give the patch that stands in the file: nobody can be shown
one thing and sign another.

Errors::

    StaleProposalError       the rules are other than those it was made on, or the file is none of ours
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chronicare.authoring.cell_edits import CellEdit, NewRow, edited_files, unified_diff
from chronicare.diagnostics import Text

SUFFIX = ".patch"
_FIRST = "# chronicare 提议 1\n"
_CHANGES = "# changes: "
_MOST_BYTES = 4 * 1024 * 1024


class StaleProposalError(Exception):
    """A proposal cannot be accepted as it is; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


class _Changes(BaseModel):
    """What a proposal changes, as it stands in its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_on: str = Field(pattern="^[0-9a-f]{64}$")
    edits: tuple[CellEdit, ...]
    rows: tuple[NewRow, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes to the rules whose files have the digest ``made_on``; ``said`` is the reason and what they would do."""

    made_on: str
    edits: Sequence[CellEdit]
    rows: Sequence[NewRow]
    said: Sequence[str]
    patch: str

    @property
    def data(self) -> bytes:
        """The file."""
        changes = _Changes(made_on=self.made_on, edits=tuple(self.edits), rows=tuple(self.rows))
        lines = [line for each in self.said for line in each.splitlines()]
        head = "".join(f"# {line}\n" for line in lines)
        return f"{_FIRST}{head}{_CHANGES}{changes.model_dump_json()}\n{self.patch}".encode()

    @property
    def name(self) -> str:
        """What the file is called: by its content."""
        return f"{hashlib.sha256(self.data).hexdigest()[:16]}{SUFFIX}"


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of ``files``, named from the rule directory on."""
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def accepted_files(data: bytes, files: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], str]:
    """Return the files that the proposal ``data`` changes of ``files``, which are all there are, and its patch.

    Raises StaleProposalError, and DiagnosticError as ``edited_files`` does.
    """
    text = data.decode("utf-8", "replace") if len(data) <= _MOST_BYTES else ""
    if not text.startswith(_FIRST):
        raise StaleProposalError(Text("不是 chronicare 的提议", "it is no proposal of chronicare"))
    # What the reason says stands above; no line of a patch begins like this.
    line = next((each for each in reversed(text.split("\n")) if each.startswith(_CHANGES)), "")
    try:
        changes = _Changes.model_validate_json(line.removeprefix(_CHANGES))
    except ValidationError as error:
        raise StaleProposalError(Text("提议读不出来", "the proposal cannot be read")) from error
    if changes.made_on != digest_of_files(files):
        raise StaleProposalError(
            Text(
                "提议之后规则又改过，提议时算的结果不再作数：请就现在的规则重新提议",
                "the rules have changed since it was made, and what it would do was worked out on others: propose anew",
            )
        )
    tables = {name: content for name, content in files.items() if name.endswith(".csv")}
    changed = edited_files(changes.edits, changes.rows, tables)
    patch = unified_diff(files, changed)
    if not changed or not text.endswith(f"{line}\n{patch}"):
        raise StaleProposalError(
            Text("文件里的改动与逐项列出的不符", "the patch in the file is not what its changes give")
        )
    return changed, patch
