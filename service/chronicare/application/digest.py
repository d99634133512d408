"""The digest of a rule set: over what the tables say, not over how a spreadsheet wrote the file."""

import hashlib
import json

from chronicare.tables import RuleFolder


def digest_of(folder: RuleFolder) -> str:
    """Return the SHA-256, hexadecimal, of the manifest and of every filled cell, in order."""
    manifest = folder.manifest
    content = {
        "area": manifest.area,
        "name": list(manifest.name),
        "version": manifest.version,
        "from": str(manifest.effective_from),
        "until": str(manifest.effective_until),
        "year_begins": list(manifest.benefit_year),
        "documents": [[each.id, each.sha256] for each in manifest.documents],
        "unknown_words": list(manifest.unknown_words),
        "tables": [
            [
                table.kind.name,
                table.document,
                table.name,
                table.hit,
                [sorted((name, cell.text) for name, cell in row.cells.items() if cell) for row in table],
            ]
            for table in folder.tables
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
