"""The digest of a rule set: over what the tables say, not over how a spreadsheet wrote the file."""

import hashlib
import json
from collections.abc import Iterable

from chronicare.tables import RuleFolder


def digest_of(folders: Iterable[RuleFolder]) -> str:
    """Return the SHA-256, hexadecimal, of the manifests and of every filled cell, in order."""
    content = [
        {
            "area": folder.manifest.area,
            "name": list(folder.manifest.name),
            "version": folder.manifest.version,
            "from": str(folder.manifest.effective_from),
            "until": str(folder.manifest.effective_until),
            "documents": [[each.id, each.sha256] for each in folder.manifest.documents],
            "unknown_words": list(folder.manifest.unknown_words),
            "tables": [
                [
                    table.kind.name,
                    table.document,
                    [sorted((name, cell.text) for name, cell in row.cells.items() if cell) for row in table],
                ]
                for table in folder.tables
            ],
        }
        for folder in folders
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
