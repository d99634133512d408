from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def rules() -> Path:
    """Return a rule directory with a few benefit tables."""
    return Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"


def test_the_book_is_written_as_a_page(run: Run, tmp_path: Path) -> None:
    assert run("book", tmp_path / "book.html").stdout == f"已写入 {tmp_path / 'book.html'}：1 个病种\n"
    text = (tmp_path / "book.html").read_text(encoding="utf-8")
    for expected in ('<section id="T00001">', "支付次序：住院", 'id="table-住院待遇"', 'id="A-1"'):
        assert expected in text


def test_markdown_shows_the_chain_and_the_tables(run: Run) -> None:
    """Payer by payer; the second turn depends on a switch that is open."""
    lines = run("book", "-", "--only", "benefits").stdout.splitlines()
    assert (
        "| 1 | 基本医保：住院报销 | 支付处理：支付 | 合规费用 |  | 起付标准 | 支付比例 | 统筹年度限额 − 统筹已付累计 |"
        " 统筹已付累计 += 本步支付 | 2/27 | 扣减起付标准后按比例报销 |"
    ) in lines
    assert (
        "| 2 | 公务员补助：公务员医疗补助 | 支付处理：支付；险种：职工；享受公务员补助：是"
        " 〔补助比例取「六成」，原文未定〕 | 合规余额 |  | 0 元 | 60% | 不限 |  | 2/4 | 剩余部分纳入补助 A-1 |"
    ) in lines
    assert "| 2 | 职工 | 三级 | 700 元 | 80% | 2/27 | 三级 700 元 80% |" in lines
    assert "| 4 | 居民 | 三级 | 无此待遇 | 3/16 | 居民11万元，限乡镇卫生院 |" in lines


def test_a_page_for_each_card(run: Run, tmp_path: Path) -> None:
    lines = run("book", "-", "--only", "cards").stdout.splitlines()
    assert (
        "| 3 | 公务员补助：公务员医疗补助 | 支付处理：支付；险种：职工；结算类别：住院；享受公务员补助：是"
        " 〔补助比例取「六成」，原文未定〕 | 合规余额 | 不设 | 60% | 不限 |  | 2/4 | 剩余部分纳入补助 A-1 |"
    ) in lines
    assert "| 4 | 〃：〃 | 〃 〔补助比例取「全额」，原文未定〕 | 〃 | 〃 | 100% | 〃 |  | 〃 | 〃 A-1 |" in lines
    assert "| 统筹已付累计 | 每年 | 支付 | 不限 | 住院 |  |" in lines
    at = lines.index("算例：")
    assert lines[at + 2].startswith("- 第 2 行，住院报销：基数 合规费用，起付 起付标准，比例 支付比例")
    assert lines[at + 3].startswith("  - 设 合规费用 ")
    run("book", tmp_path / "cards.html", "--only", "cards")
    text = (tmp_path / "cards.html").read_text(encoding="utf-8")
    assert '<section class="wide card" id="card-住院">' in text
    assert 'id="table-住院待遇"' not in text


def test_the_register_alone(run: Run, tmp_path: Path) -> None:
    assert run("book", tmp_path / "register.md", "--only", "register").stdout == f"已写入 {tmp_path / 'register.md'}\n"
    lines = (tmp_path / "register.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# 试验市待确认登记册 7"
    for expected in (
        "- 据此的行：card.csv：3–4",
        "开关「补助比例」，**原文未定**，待裁定：",
        "开关「大额分段」，待裁定：",
        "- ☐ 全年（**默认**）：分段按全年累计（累计分段）",
        "- ☐ 每次：分段按每次计（起付按次）",
    ):
        assert expected in lines
    assert "2 项，开关 2 个，其中原文未定 1 个；未公布或沿用的数 0 个；待裁定 2 个。" in lines


def test_a_part_there_is_not_is_refused(run: Run) -> None:
    assert "register" in run("book", "-", "--only", "all", code=2).stderr


def test_another_ending_is_refused(run: Run, tmp_path: Path) -> None:
    assert "OUT 须以 .pdf、.html 或 .md 结尾" in run("book", tmp_path / "book.docx", code=2).stderr
