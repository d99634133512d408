"""The book as an officer signs it: what stands on each page, where the contents lead, what changed, the examples."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chronicare.application.release import Release, compile_release, make_release
from chronicare.authoring.book import write_html
from chronicare.authoring.signed_edition import compare_with_signed
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.loaders.rule_directory import load_rules
from chronicare.tables import RuleFolder

pytestmark = pytest.mark.slow

pypdf = pytest.importorskip("pypdf")

RULES = Path(__file__).parents[2] / "data" / "cli" / "benefit_rules"
AREA = "999900-shiyan"
CAP = f"{AREA}/basic_cap.csv"
TABLES = ("支付处理", "住院待遇", "年度限额", "待遇起始")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the book of a small area: since it was signed a cap has become a formula, and a row has gone."""
    root = tmp_path_factory.mktemp("book") / "rules"
    shutil.copytree(RULES, root)
    path = root / CAP
    text = path.read_text(encoding="utf-8")
    assert "职工,-,14 万元," in text
    text = text.replace("职工,-,14 万元,", '职工,-,"最小(14 万元, 50% × 合规费用)",')
    kept = [line for line in text.splitlines(keepends=True) if "无此待遇" not in line]
    path.write_text("".join(kept), encoding="utf-8")
    before, now = area_of(RULES, "999900"), area_of(root, "999900")
    return write_html(release_of(now), now, edition=compare_with_signed("6（上次）", before, now))


def area_of(root: Path, code: str) -> RuleFolder:
    (rules,) = [each.rules for each in load_rules(root).areas if each.area == code]
    assert rules is not None
    return rules


def release_of(rules: RuleFolder) -> Release:
    diagnostics = Diagnostics()
    release = make_release(compile_release(rules, diagnostics), rules, InterpretingEngine(), diagnostics)
    assert not diagnostics.has_errors
    return release


@pytest.fixture(scope="module")
def book(page: str) -> Any:  # noqa: ANN401 - what pypdf reads
    """Return the book as it is read again by another library."""
    return printed(page)


def printed(page: str) -> Any:  # noqa: ANN401 - what pypdf reads
    try:
        from chronicare.authoring.pdf import write_pdf  # noqa: PLC0415 - see below
    except OSError as missing:
        pytest.skip(f"Pango is not installed: {missing}")
    return pypdf.PdfReader(io.BytesIO(write_pdf(page)))


def outline(book: Any) -> Iterator[tuple[int, str, int]]:  # noqa: ANN401 - what pypdf reads
    """Yield the level, title and page (from 1) of each entry of the outline."""

    def walk(entries: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for each in entries:
            if isinstance(each, list):
                yield from walk(each, level + 1)
            else:
                yield level, str(each.title), book.get_destination_page_number(each) + 1

    return walk(book.outline, 0)


def texts(book: Any) -> list[str]:  # noqa: ANN401 - what pypdf reads
    return [each.extract_text() for each in book.pages]


def test_the_outline_has_entries_cards_chains_tables_and_the_register(book: Any) -> None:  # noqa: ANN401
    found = [(level, title) for level, title, _ in outline(book)]
    for expected in (
        (0, "封面与目录"),
        (0, "与已签版本相比"),
        (0, "T00001 糖病"),
        (0, "待遇卡：住院"),
        (0, "支付次序：住院"),
        (0, "各表"),
        *((1, name) for name in TABLES),
    ):
        assert expected in found
    assert any(title.startswith("待确认：") for _, title in found)


def test_the_contents_give_the_page_on_which_each_thing_begins(book: Any) -> None:  # noqa: ANN401
    contents = texts(book)[0]
    begins = {title: page for _, title, page in outline(book)}
    for name in (*TABLES, "计数", "与已签版本相比", "T00001 糖病"):
        line = re.search(rf"{name}[^\n]*?[ .]+(\d+)\s", contents)
        assert line is not None, name
        assert int(line[1]) == begins[name]
        assert name in texts(book)[begins[name] - 1]


def test_every_page_says_what_book_it_is_of_and_what_stands_on_it(book: Any) -> None:  # noqa: ANN401
    pages = texts(book)
    for number, text in enumerate(pages, start=1):
        assert "试验市门诊慢特病规则" in text
        assert re.search(r"摘要 [0-9a-f]{12}", text)
        assert f"第 {number} 页，共 {len(pages)} 页" in text
        assert "本页核对" in text, "pages of examples are signed too"
    (card,) = [page for _, title, page in outline(book) if title == "待遇卡：住院"]
    assert pages[card - 1].count("待遇卡：住院") == 2  # the heading, and the head of the page


def test_every_table_and_card_has_a_line_to_sign(page: str) -> None:
    tables = re.findall(r"<table.*?</table>", page.partition("</nav>")[2], flags=re.DOTALL)
    signed = [each for each in tables if 'class="signing"' in each]
    assert len(signed) == len(TABLES) + 1 + 1 + 1 + page.count('<table class="register">')  # card, counters, chain
    for each in signed:
        assert "<span>经办</span><span>复核</span><span>日期</span>" in each
    sections = re.findall(r"<section.*?</section>", page, flags=re.DOTALL)
    assert all("经办" in each for each in sections)


def test_what_changed_since_the_signed_edition_is_marked_with_what_stood_there(page: str, book: Any) -> None:  # noqa: ANN401
    begins = {title: number for _, title, number in outline(book)}
    pages = texts(book)
    told = pages[begins["与已签版本相比"] - 1]
    assert "统筹年度限额：14 万元 → 最小(14 万元, 50% × 合规费用)" in told.replace("\n", "")
    assert "居民，三级，无此待遇" in told
    table = page[page.index('id="table-年度限额"') :]
    table = table[: table.index("</table>")]
    assert table.count('<tr class="changed">') == 1
    assert "<del>14 万元</del> → <ins>最小(14 万元, 50% × 合规费用)</ins>" in table
    assert "删去的一行：" in pages[begins["年度限额"] - 1]


def test_a_formula_is_worked_through_until_each_branch_is_seen(page: str) -> None:
    """Half of the eligible expense, at most 140000 yuan: once the one is the lesser, once the other."""
    start = page.index("<b>统筹年度限额</b>：最小(14 万元, 50% × 合规费用)")
    block = page[start : page.index("</div>", start)]
    examples = re.findall(
        r"设 合规费用 (\d+) 元。.*?50% × \1 元 = (\d+) 元；.*?取小，得 (\d+) 元。", block, flags=re.DOTALL
    )
    assert len(examples) == block.count('class="example"') == 2
    for expense, half, least in examples:
        assert int(half) * 2 == int(expense)
        assert int(least) == min(140000, int(half))
    assert {int(least) == 140000 for _, _, least in examples} == {True, False}


def test_a_step_is_worked_through_below_its_deductible_within_its_cap_and_beyond(page: str) -> None:
    start = page.index("<b>住院报销</b>：")
    block = page[start : page.index("</div>", start)]
    assert "没有超过起付标准" in block
    assert "限额内还可支付" in block
    worked = re.search(
        r"以 (\d+)\.00 元为基数，起付标准 (\d+)\.00 元（本次负担 \2\.00 元），"
        r"(\d+)\.00 元按 (\d+)% 为 (\d+)\.00 元，支付 \5\.00 元",
        block,
    )
    assert worked is not None
    base, deductible, beyond, ratio, paid = map(int, worked.groups())
    assert beyond == base - deductible
    assert paid * 100 == beyond * ratio


@pytest.mark.slow
def test_the_book_of_a_real_area_has_no_page_that_is_empty_or_runs_over_its_edge() -> None:
    rules = area_of(Path(__file__).parents[3] / "rules", "530000")
    book = printed(write_html(release_of(rules), rules))
    pages = texts(book)
    listed = "".join(pages[:2])
    tables = [(title, page) for level, title, page in outline(book) if level == 1]
    assert len(tables) > 40
    for title, page in tables:
        assert re.search(rf"{re.escape(title)}[ .]+{page}\s", listed), title
    for page, text in zip(book.pages, pages, strict=True):
        assert len(text) > 200
        assert 0 < max(begins_of(page)) < float(page.mediabox.width)


def begins_of(page: Any) -> list[float]:  # noqa: ANN401 - what pypdf reads
    """Return how far from the left edge each piece of text on ``page`` begins."""
    found: list[float] = []

    def note(said: str, user: list[float], text: list[float], *_: object) -> None:
        if said.strip():
            found.append(text[4] * user[0] + user[4])

    page.extract_text(visitor_text=note)
    return found
