"""Proves that every clause is quoted from its document, word for word, and stands where the row says it does."""

from collections.abc import Mapping
from itertools import islice

from chronicare.diagnostics import Code, Diagnostics, Edit, Hint, Mending, Position, Text
from chronicare.formats.csv_table import must_be_filled
from chronicare.formats.document_places import DocumentPlaces
from chronicare.formats.document_text import SourceText, normal_form
from chronicare.formats.spreadsheet_damage import spoiled
from chronicare.tables import Row, RuleFolder, Table

MAX_CLAUSE_CHARACTERS = 600
"""A clause is the words its row rests on, not the page they stand on."""


_SHOWN_PLACES = 3


def check_sources(folder: RuleFolder, texts: Mapping[str, str], diagnostics: Diagnostics) -> int:
    """Look each clause of ``folder`` up in its document; return how many are proved.

    ``texts`` holds the documents at hand by SHA-256. A document that is not at hand is told once, where it is
    registered: of an area's it is an error, of a layer's a warning, since who writes an area may not have it. So is
    one in which places cannot be found.
    """
    documents = {document.id: document for document in folder.manifest.documents}
    sources = {name: SourceText(texts[each.sha256]) for name, each in documents.items() if each.sha256 in texts}
    for name, document in documents.items():
        if document.sha256 and name not in sources and document.position.file == folder.manifest.file:
            diagnostics.add(
                Code.SOURCE_DIGEST if folder.manifest.area else Code.PLACES_NOT_FOUND,
                document.position,
                Text(
                    f"依据文件「{document.title}」不在手边，或内容与登记的摘要不符",
                    f"{document.title} is not at hand, or its digest differs",
                ),
                Text(f"应为 SHA-256 {document.sha256}", f"expected SHA-256 {document.sha256}"),
            )
    places = {name: DocumentPlaces(source.text) for name, source in sources.items()}
    for name in sources:
        if not places[name].are_numbered:
            message = f"《{documents[name].title}》各问没有编号，出处无从核对，只核对了原文"
            en = f"the questions of {documents[name].title} are not numbered: places could not be checked"
            diagnostics.add(Code.PLACES_NOT_FOUND, documents[name].position, Text(message, en))
    proved = 0
    for table in folder.tables:
        for row in table:
            clause = row["clause"]
            if not clause:
                continue
            name, _, place = row.text("source").rpartition(" ")
            name = name or table.document
            if len(clause.text) > MAX_CLAUSE_CHARACTERS:
                _too_long(clause.position, len(clause.text), diagnostics)
            if name not in sources:
                continue
            if sources[name].holds(clause.text):
                proved += _stands_there(table, row, place, places[name], diagnostics)
            else:
                diagnostics.add(
                    Code.CLAUSE_NOT_IN_SOURCE,
                    clause.position,
                    Text(
                        f"原文「{clause.text[:40]}」不在《{documents[name].title}》中",
                        f"the clause is not in {documents[name].title}",
                    ),
                    _copied(clause.text, sources[name]),
                )
    return proved


def check_digests(folder: RuleFolder, diagnostics: Diagnostics, code: Code = Code.NO_DIGEST) -> None:
    """Tell each document without a digest, as ``code``: a warning to authors, an error where rules are published."""
    for document in folder.manifest.documents:
        if not document.sha256:
            message = Text(
                f"依据文件「{document.id}」没有摘要：原文无从核对，不能发布",
                f"the document '{document.id}' has no digest: its clauses cannot be proved, nor the rules published",
            )
            place = folder.manifest.folder or "FOLDER"
            hint = Text(f"运行 chronicare cite {place} 文件 --id {document.id}", f"run chronicare cite {place} FILE")
            diagnostics.add(code, document.position, message, hint)


def _stands_there(table: Table, row: Row, place: str, places: DocumentPlaces, diagnostics: Diagnostics) -> bool:
    """Say whether the clause of ``row`` stands at ``place``; tell it if not, with where it does stand."""
    clause = row.text("clause")
    if not places.are_numbered:
        return True
    if spoiled(row.text("source"), table.kind.column("source")) is not None:
        return False  # told when it was read
    there = places.text_at(place)
    if there is not None and normal_form(clause) in there:
        return True
    found = list(islice(places.holding(clause), _SHOWN_PLACES))
    hint: Hint = Text("核对出处和原文", "check place and clause")
    if found:
        hint = Text(f"这段原文在 {'、'.join(found)}", f"the clause stands at {', '.join(found)}")
        if len(found) == 1:
            hint = Mending(*hint, Edit(place, found[0], is_certain=True))
    if not row["source"]:  # told when it was read: only where it stands is new
        column = table.kind.column("source")
        if isinstance(hint, Mending) and column is not None:
            diagnostics.add(Code.EMPTY_REQUIRED_CELL, row["source"].position, must_be_filled(column), hint)
    elif there is None:
        message = Text(f"依据文件里没有「{place}」这一处", f"the document has no place {place!r}")
        diagnostics.add(Code.NO_SUCH_PLACE, row["source"].position, message, hint)
    else:
        message = Text(f"原文「{clause[:40]}」不在「{place}」处", f"the clause does not stand at {place!r}")
        diagnostics.add(Code.CLAUSE_NOT_AT_PLACE, row["source"].position, message, hint)
    return False


def _copied(clause: str, source: SourceText) -> Hint:
    """Say how a clause is quoted, with what it was most likely copied from."""
    hint = Text("逐字照抄原文；改正写在更正列", "quote word for word; put corrections in 更正")
    passage = source.nearest(clause)
    if passage is None:
        return hint
    return Mending(f"{hint.zh}；原文像是「{passage}」", f"{hint.en}; it may be {passage!r}", Edit(clause, passage))


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
