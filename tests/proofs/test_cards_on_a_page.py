"""Every card of every area that has cards prints on one A4 page, landscape: its examples alone may go on to another."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from published import RULES, copy_of_area

from chronicare.cli.__main__ import main

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("weasyprint")
pytestmark = pytest.mark.slow

CARD, COLUMNS = "待遇卡：", ("谁付", "出处")
A4 = (297, 210)


def cards_of(folder: Path) -> list[str]:
    text = (folder / "tables.csv").read_text(encoding="utf-8-sig")
    return [row["名称"] for row in csv.DictReader(text.splitlines()) if row["类型"] == "待遇卡"]


AREAS = sorted(each.name for each in RULES.iterdir() if (each / "tables.csv").is_file() and cards_of(each))


@pytest.mark.parametrize("folder", AREAS)
def test_a_card_prints_on_one_page(folder: str, tmp_path: Path) -> None:
    rules, book = copy_of_area(folder[:6], tmp_path / "rules"), tmp_path / "cards.pdf"
    told = CliRunner().invoke(main, ["book", str(book), "--only", "cards", "--rules", str(rules)])
    assert told.exit_code == 0, told.output
    pages = pypdf.PdfReader(book).pages
    assert {tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) for page in pages} == {A4}
    texts = [page.extract_text() for page in pages]
    began = [number for number, text in enumerate(texts) if text.lstrip().startswith(CARD)]
    assert [texts[number].lstrip().splitlines()[0] for number in began] == [
        f"{CARD}{name}" for name in cards_of(RULES / folder)
    ]
    # The counters, after the cards, have a source too; the pages between two cards go on with examples.
    between = [texts[number] for number in range(began[0], began[-1]) if number not in began]
    assert not [text for text in between if any(column in text for column in COLUMNS)]
