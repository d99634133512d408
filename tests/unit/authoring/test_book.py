"""The book as a page and as Markdown: its parts, and that the page hangs together."""

from html.parser import HTMLParser

import pytest
from unit.compiler.written import FROM_2025, folder, release_of, rows_of, switches

from chronicare.authoring.book import EVERY_PART, Part, write_html, write_markdown
from chronicare.diagnostics import Diagnostics

ANOMALIES = """\
编号,出处,原文,采用读法,英文读法,另一读法,理由
A-1,4-2/1,须 <同时> | 符合,都要,both,有一即可,没有连接词
"""
VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects a page's anchors, links and whatever it would fetch; refuses tags that do not match."""

    def __init__(self, text: str) -> None:
        """Read the page ``text``."""
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says, and that it is open."""
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.fetched += [given["src"]] if "src" in given else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag opened last."""
        assert self.open.pop() == tag


def tables() -> dict[str, str]:
    read = rows_of("1,症状,是\n2,咳嗽,是", "R1,全部,1;2,开,甲\nR1,任一,1;2,开,乙")
    return {**read, "anomalies": ANOMALIES, **switches(开="")}


def book(writer: str, *parts: Part) -> str:
    release = release_of(**tables())
    area = folder(Diagnostics(), FROM_2025, "990000", **tables())
    write = {"html": write_html, "md": write_markdown}[writer]
    return write(release, area, frozenset(parts) or EVERY_PART)


@pytest.mark.parametrize("parts", [(), (Part.ENTRIES,), (Part.BENEFITS,), (Part.REGISTER,)])
def test_the_page_is_whole_and_needs_nothing_else(parts: tuple[Part, ...]) -> None:
    page = Page(book("html", *parts))
    assert page.fetched == []
    assert {link for link in page.links if link.removeprefix("#") not in page.ids} == set()
    assert len(page.ids) == len(set(page.ids))


def test_what_tables_say_is_text_and_no_markup() -> None:
    assert "须 &lt;同时&gt; | 符合" in book("html", Part.REGISTER)
    assert "> 须 <同时> | 符合（4-2/1）" in book("md", Part.REGISTER)


def test_the_register_stands_on_its_own() -> None:
    text = book("md", Part.REGISTER)
    assert text.startswith("# 试验市待确认登记册 1\n")
    for expected in (
        "## 待确认：《手册》第 4 章",
        "### A-1",
        "- 采用：都要",
        "- 另一读法：有一即可",
        "- 据此的行：没有",
        "- ☐ 采用读法",
        "- ☐ 改取另一读法",
        "### 开",
        "开关「开」，**原文未定**，待裁定：",
        "- ☐ 甲：甲（未定）",
        "- 据此的行：groups.csv：2–3",
        "医保局决定：________________　签名：____________　日期：____________",
    ):
        assert expected in text.splitlines()
    assert "T1 甲病" not in text


def test_the_page_has_a_box_for_each_reading_and_lines_to_sign() -> None:
    text = book("html", Part.REGISTER)
    assert text.count('<p class="choice">') == 3 + 3  # taken, other, another; 开: 甲, 乙, another
    assert text.count('<div class="line">签名</div>') == 2
    assert text.count('<span class="open">原文未定</span>') == 1


def test_a_part_leaves_the_others_out() -> None:
    assert "## T1 甲病" in book("md", Part.ENTRIES)
    assert "待确认：" not in book("md", Part.ENTRIES)
    assert "## T1 甲病" in book("md")
    assert "待确认：" in book("md")
