"""Proves that every clause is quoted from its document, word for word."""

from collections.abc import Mapping

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.document_text import SourceText
from chronicare.tables import RuleFolder

MAX_CLAUSE_CHARACTERS = 600
"""A clause is the words its row rests on, not the page they stand on."""


def check_sources(folder: RuleFolder, texts: Mapping[str, str], diagnostics: Diagnostics) -> int:
    """Look each clause of ``folder`` up in its document; return how many are proved.

    ``texts`` holds the documents at hand by SHA-256. A document that is not at hand is told once, as a warning.
    """
    documents = {document.id: document for document in folder.manifest.documents}
    sources = {name: SourceText(texts[each.sha256]) for name, each in documents.items() if each.sha256 in texts}
    for name, document in documents.items():
        if name not in sources:
            diagnostics.add(
                Code.SOURCE_DIGEST,
                document.position,
                Text(
                    f"依据文件「{document.title}」不在手边，或内容与登记的摘要不符",
                    f"{document.title} is not at hand, or its digest differs",
                ),
                Text(f"应为 SHA-256 {document.sha256}", f"expected SHA-256 {document.sha256}"),
            )
    proved = 0
    for table in folder.tables:
        for row in table:
            clause = row["clause"]
            if not clause:
                continue
            name = row.text("source").rpartition(" ")[0] or table.document
            if len(clause.text) > MAX_CLAUSE_CHARACTERS:
                _too_long(clause.position, len(clause.text), diagnostics)
            if name not in sources:
                continue
            if sources[name].holds(clause.text):
                proved += 1
            else:
                diagnostics.add(
                    Code.CLAUSE_NOT_IN_SOURCE,
                    clause.position,
                    Text(
                        f"原文「{clause.text[:40]}」不在《{documents[name].title}》中",
                        f"the clause is not in {documents[name].title}",
                    ),
                    Text("逐字照抄原文；改正写在更正列", "quote word for word; put corrections in 更正"),
                )
    return proved


def _too_long(where: Position, length: int, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.MISSING_SOURCE,
        where,
        Text(f"原文 {length} 字，太长", f"the clause has {length} characters"),
        Text(
            f"只摘这一行依据的话，不超过 {MAX_CLAUSE_CHARACTERS} 字",
            f"quote only what the row rests on, at most {MAX_CLAUSE_CHARACTERS}",
        ),
    )
