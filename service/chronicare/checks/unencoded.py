"""Finds what a document says and the rules don't: each numbered question is cited by a row, or listed with the reason.

A row of the register of anomalies does not count: it doubts a sentence, it does not decide by it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.document_questions import NumberedQuestion, numbered_questions
from chronicare.tables import RuleFolder, SourceDocument

_QUESTION = re.compile(r"[0-9]+(?:-[0-9]+)?")
_SHOWN = 40
_NOT_CITING = ("anomalies",)


class _Listed(NamedTuple):
    document: str
    place: str
    position: Position


def check_questions(folder: RuleFolder, texts: Mapping[str, str], diagnostics: Diagnostics) -> None:
    """Tell each question without a row, each that is listed as such and has one, and each listed that is not there.

    ``texts`` holds the documents at hand by SHA-256; of the others nothing is said, nor of a document of a layer below,
    whose questions are the layer's. A document whose questions are not numbered has none.
    """
    documents = {document.id: document for document in folder.manifest.documents}
    cited = _cited(folder)
    listed = list(_listed(folder, documents, diagnostics))
    for name, document in documents.items():
        if document.sha256 not in texts or document.position.file != folder.manifest.file:
            continue
        questions = {each.place: each for each in numbered_questions(texts[document.sha256])}
        ours = [each for each in listed if each.document == name]
        for each in ours:
            where = cited.get((name, each.place))
            if each.place not in questions:
                _unknown(each, document, diagnostics)
            elif where is not None:
                _with_row(each, questions[each.place], where, diagnostics)
        known = {each.place for each in ours}
        for place, question in questions.items():
            if place not in known and (name, place) not in cited:
                _without_row(question, document, diagnostics)


def _cited(folder: RuleFolder) -> dict[tuple[str, str], Position]:
    """Return the questions that rows cite, by document and place, each with the first cell that does."""
    cited: dict[tuple[str, str], Position] = {}
    for table in folder.tables:
        if table.kind.name in _NOT_CITING:
            continue
        for row in table:
            document, _, place = row.text("source").rpartition(" ")
            question = _QUESTION.match(place)
            if question:
                cited.setdefault((document or table.document, question[0]), row["source"].position)
    return cited


def _listed(folder: RuleFolder, documents: Mapping[str, SourceDocument], diagnostics: Diagnostics) -> Iterator[_Listed]:
    seen: set[tuple[str, str]] = set()
    for table in folder.of_kind("unencoded"):
        for row in table:
            name = row.text("document") or table.document
            if name not in documents:
                message = Text(f"没有依据文件「{name}」", f"there is no document {name!r}")
                hint = Text(f"可写：{'、'.join(documents)}", f"one of: {', '.join(documents)}")
                diagnostics.add(Code.UNKNOWN_DOCUMENT, row["document"].position, message, hint)
                continue
            for place in split_list(row.text("questions")):
                if (name, place) in seen:
                    message = Text(f"{place} 问写了两次", f"question {place} stands twice")
                    diagnostics.add(Code.DUPLICATE_ID, row["questions"].position, message)
                seen.add((name, place))
                yield _Listed(name, place, row["questions"].position)


def _without_row(question: NumberedQuestion, document: SourceDocument, diagnostics: Diagnostics) -> None:
    heading = question.heading[:_SHOWN]
    diagnostics.add(
        Code.QUESTION_WITHOUT_ROW,
        document.position,
        Text(
            f"《{document.title}》{question.place}「{heading}」没有一行引用（文件第 {question.line} 行）",
            f"no row cites {question.place} of {document.title}, line {question.line}: {heading}",
        ),
        Text(
            "写成规则行；不决定什么的，列入 unencoded 表并写明理由",
            "make it rows, or list it in the unencoded table with the reason",
        ),
    )


def _with_row(listed: _Listed, question: NumberedQuestion, where: Position, diagnostics: Diagnostics) -> None:
    heading = question.heading[:_SHOWN]
    diagnostics.add(
        Code.QUESTION_WITH_ROW,
        listed.position,
        Text(f"{listed.place}「{heading}」已有行引用：{where}", f"{listed.place} is cited, at {where}: {heading}"),
        Text("从这张表里删去", "take it off this list"),
    )


def _unknown(listed: _Listed, document: SourceDocument, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.UNKNOWN_QUESTION,
        listed.position,
        Text(f"《{document.title}》没有 {listed.place} 问", f"{document.title} has no question {listed.place}"),
        Text("写章-问，如 3-5；不分章的只写问", "write chapter-question, as 3-5; without chapters the question alone"),
    )
