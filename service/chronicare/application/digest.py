"""Digests of a rule set: over what its tables say, not over how they were written; over what they compile to."""

import hashlib
import json
from collections.abc import Iterable

from chronicare.program.rules import RuleProgram, plain_program
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
    return _sha256(content)


def digest_of_programs(programs: Iterable[RuleProgram]) -> str:
    """Return the SHA-256, hexadecimal, of rules as they are given to the engine, in order."""
    return _sha256([plain_program(each) for each in programs])


def _sha256(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
