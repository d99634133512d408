"""The rule set as a book, to be read against its documents, signed page by page, and confirmed where it is in doubt.

It has four parts: a page for each disease entry; a page for each benefit card; the decision tables, and who pays in
turn in each setting; and the register of what the authority is asked to confirm. Nothing is printed twice: what stands
elsewhere is referred to by its page. Every formula is worked through with numbers. Written as one self-contained HTML
page that prints (``pdf`` makes pages of it), or as Markdown for keeping beside the tables.
"""

import re
from collections.abc import Collection, Sequence
from enum import Enum
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from chronicare.application.release import Release
from chronicare.authoring.benefits.cards import write_cards, write_counters
from chronicare.authoring.benefits.chains import write_chains
from chronicare.authoring.benefits.entries import EntryBenefitsFinder
from chronicare.authoring.benefits.tables import write_tables
from chronicare.authoring.benefits.worked import WorkedExamples
from chronicare.authoring.places import file_within
from chronicare.authoring.recognition.entries import BookEntry, write_entry
from chronicare.authoring.register import compile_register
from chronicare.authoring.signed_edition import SignedEdition
from chronicare.tables import RuleFolder

_HTML = "book.html.j2"
_MARKDOWN = "book.md.j2"
_SHORT = 12
"""Digits of the digest by which a page is known to be of this book."""
_PLAIN = re.compile(r"[\w\u3000-\u303f\uff00-\uffef ]")


class Part(Enum):
    """A part of the book; the value is its word on the command line."""

    ENTRIES = "entries"
    CARDS = "cards"
    BENEFITS = "benefits"
    REGISTER = "register"


EVERY_PART = frozenset(Part)


def write_html(
    release: Release,
    folder: RuleFolder,
    parts: Collection[Part] = EVERY_PART,
    edition: SignedEdition | None = None,
) -> str:
    """Return ``parts`` of the book as one self-contained HTML page; ``folder`` is what ``release`` was made from.

    Rows that are not as in the signed ``edition`` are marked, with what stood there.
    """
    return _render(_HTML, release, folder, parts, edition, autoescape=True)


def write_markdown(release: Release, folder: RuleFolder, parts: Collection[Part] = EVERY_PART) -> str:
    """Return ``parts`` of the book as Markdown; ``folder`` is what ``release`` was made from."""
    return _render(_MARKDOWN, release, folder, parts, None, autoescape=False)


@cache
def _environment(*, autoescape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("chronicare.authoring", "templates"),
        autoescape=autoescape,  # noqa: S701 - Markdown is not HTML; the page is written with it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _table_cell
    environment.filters["css"] = _css_string
    return environment


def _render(
    template: str,
    release: Release,
    folder: RuleFolder,
    parts: Collection[Part],
    edition: SignedEdition | None,
    *,
    autoescape: bool,
) -> str:
    periods, vocabulary = release.rules.benefits, release.vocabulary
    chains = write_chains(periods, vocabulary)
    finder = EntryBenefitsFinder(periods, chains, vocabulary)
    entries = [write_entry(each.entry.as_written, vocabulary, finder.find(each.entry)) for each in release.deciders]
    return (
        _environment(autoescape=autoescape)
        .get_template(template)
        .render(
            release=release,
            file_of=partial(file_within, folder.manifest),
            documents=folder.manifest.documents,
            entries=entries if Part.ENTRIES in parts else [],
            cards=write_cards(folder, periods) if Part.CARDS in parts else (),
            counters=write_counters(folder) if Part.CARDS in parts else (),
            tables=write_tables(periods, vocabulary) if Part.BENEFITS in parts else (),
            chains=chains if Part.BENEFITS in parts else (),
            register=compile_register(folder) if Part.REGISTER in parts else (),
            worked=WorkedExamples(periods, vocabulary),
            edition=edition,
            first_of=partial(_first_alike, entries),
            title=_title(release, parts),
            head=f"{release.rules.name.zh}{_title(release, parts)}",
            digest=f"{release.rules.version}　摘要 {release.digest[:_SHORT]}",
        )
    )


def _title(release: Release, parts: Collection[Part]) -> str:
    """Return what the book is: an area that recognises no disease has no rules of recognition to put on a cover."""
    if set(parts) == {Part.REGISTER}:
        return "待确认登记册"
    if release.rules.entries:
        return "门诊慢特病规则"
    return "待遇规则" if any(period.chain for period in release.rules.benefits) else "查询规则"


def _first_alike(entries: Sequence[BookEntry], entry: BookEntry) -> str:
    """Return the code of the first of ``entries`` that has the same general benefits as ``entry``."""
    return next(each.entry.code for each in entries if each.benefits.general == entry.benefits.general)


def _css_string(text: str) -> Markup:
    """Write ``text`` as a string of a style sheet: letters as they are, everything else by its number."""
    letters = (each if _PLAIN.fullmatch(each) else f"\\{ord(each):06x}" for each in text)
    return Markup(f'"{"".join(letters)}"')  # noqa: S704 - nothing but letters and numbers is left


def _table_cell(text: str) -> str:
    """Make ``text`` fit for a cell of a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
