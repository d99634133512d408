from pathlib import Path

import pytest

from chronicare.formats.document_places import DocumentPlaces
from chronicare.formats.document_questions import MAX_GAP, numbered_questions, numeral_value

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
IN_CHAPTERS = """\
# 目 录
第一章 综合.....\t1
第二章 职工.....\t15

# 第一章 综合类
## 一、医疗保险制度
下面三条：
一、其一。
二、其二。
#### **二、参加的规定**
（一）职工。
## **三问：备案对象**
## 第二章 职工篇
### 一问：哪些对象应当参加？
**二问:如何缴费？**
#### **三：是否认可？**
"""


def places(text: str) -> list[tuple[str, str]]:
    return [(each.place, each.heading) for each in numbered_questions(text)]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一", 1), ("九", 9), ("十", 10), ("十六", 16), ("二十", 20), ("三十九", 39), ("一百", 100), ("一百零二", 102)],
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert numeral_value(numeral) == value


def test_each_chapter_numbers_its_questions_anew() -> None:
    assert places(IN_CHAPTERS) == [
        ("1-1", "一、医疗保险制度"),
        ("1-2", "二、参加的规定"),
        ("1-3", "三问：备案对象"),
        ("2-1", "一问：哪些对象应当参加？"),
        ("2-2", "二问:如何缴费？"),
        ("2-3", "三：是否认可？"),
    ]


def test_a_question_knows_its_line() -> None:
    assert [each.line for each in numbered_questions(IN_CHAPTERS)] == [6, 10, 12, 14, 15, 16]


def test_without_chapters_the_number_alone_is_the_place() -> None:
    assert places("1. 什么是备案？\n答：见下。\n2. 怎么办？\n") == [("1", "1. 什么是备案？"), ("2", "2. 怎么办？")]


def test_the_table_of_contents_is_not_the_text() -> None:
    contents = "- 一、为什么？\t1\n- 二、怎么办？\t2\n三、去哪里？\t3\n"
    text = contents + "正文\n一、为什么？\n二、怎么办？\n三、去哪里？\n"
    assert [each.line for each in numbered_questions(text)] == [5, 6, 7]


def test_a_title_is_followed_by_its_question() -> None:
    text = "## 问题一\n\n**问 1.** 怎么办？\n答：1. 先登记。\n**问题二**\n问 2. 去哪里？\n❗ 问题三\n\n"
    assert places(text) == [("1", "问 1. 怎么办？"), ("2", "问 2. 去哪里？"), ("3", "")]


def test_a_numbered_answer_that_comes_before_the_title_of_its_question_is_its_place() -> None:
    first, second = (
        " 答 1. 按月缴费。\n问 1. 怎么缴费？\n问题一\n",
        "答 2. 可以。\n1. 网上；\n2. 窗口；\n3. 电话。\n问题二\n",
    )
    text = first + second
    assert places(text) == [("1", "答 1. 按月缴费。"), ("2", "答 2. 可以。")]
    assert "窗口" in (DocumentPlaces(text).text_at("2") or "")


def test_a_lost_heading_hides_no_other() -> None:
    lines = ["一、甲", *["缺"] * MAX_GAP, "五、乙", "六、丙"]
    assert [place for place, _ in places("\n".join(lines))] == ["1", "5", "6"]
    assert [place for place, _ in places("一、甲\n六、乙\n")] == ["1"]


def test_plain_lines_number_the_questions_where_there_are_few_headings() -> None:
    text = "**一、概况**\n一、甲\n二、乙\n三、丙\n"
    assert [place for place, _ in places(text)] == ["1", "2", "3"]
    assert places(text)[0] == ("1", "一、甲")


def test_what_is_not_numbered_has_no_questions() -> None:
    assert places("第一条 空腹血糖 ≥ 7.0mmol/L。\n第二条 附则。\n") == []


@pytest.mark.parametrize(
    ("begins", "count"),
    [
        ("医保政策问答", 44),
        ("全民参保百问百答", 100),
        ("医保政策宣传手册", 149),
        ("异地就医常见问题解答", 20),
        ("深圳市医疗保障局编制", 48),
    ],
)
def test_the_documents_themselves(begins: str, count: int) -> None:
    """Counted by hand in the documents: 44; 100; 43 + 39 + 27 + 20 + 5 + 10 + 5; 20; 48."""
    if not SEEDS.is_dir():
        pytest.skip(f"the source documents are not at hand in {SEEDS}")
    texts = (path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir()))
    text = next(each for each in texts if begins in each[:200])
    assert len(numbered_questions(text)) == count
