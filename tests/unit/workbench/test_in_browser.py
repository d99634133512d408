"""An officer's way through the workbench, in a real browser, by keyboard."""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from unit.small_rules import CARD, copy_rules

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 30_000.0
"""Milliseconds after which what does not appear is missing, on the busiest machine."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: make programs installs it where it can"),
]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a rule directory that may be written."""
    return copy_rules(tmp_path_factory.mktemp("browser") / "rules")


@pytest.fixture(scope="module")
def address(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address the command gives."""
    command = [sys.executable, "-m", "chronicare.cli", "workbench", str(rules), "--no-browser", "--persons", "200"]
    kept = {**os.environ, "XDG_STATE_HOME": str(tmp_path_factory.mktemp("state"))}  # the draft, not the tester's own
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=kept) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+/", process.stdout.readline())
        assert found is not None
        yield found[0]
        process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page on which no script fails and nothing is fetched from elsewhere."""
    opened = browser.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened.on(
        "request", lambda request: wrong.extend([] if request.url.startswith("http://127.0.0.1:") else [request.url])
    )
    yield opened
    opened.close()
    assert not wrong


def write(page: Page, label: str, text: str) -> None:
    """Write ``text`` in the first cell of a column, by the keyboard."""
    expect(page.locator(".cover-state")).to_contain_text("案例用到")  # the script of the page is at work
    cell = page.locator(f'.sheet .cell[data-label="{label}"]').first
    cell.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_rule_is_found_changed_tried_and_saved(page: Page, address: str, rules: Path) -> None:
    before = {path: path.read_bytes() for path in rules.rglob("*") if path.is_file()}
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("两病")
    expect(page.locator('#found[data-words="两病"] a.chosen', has_text="待遇卡")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("两病")
    expect(page.locator(".basis .clause")).to_have_text("两病患者在一级医疗机构门诊购药报销 50%，年度限额 800 元")
    expect(page.locator(".cover-state")).to_have_text("案例用到 1 / 1 行，因而不同的格 2 / 5")

    # Arrows walk through the cells, and to the number and the cases of the row.
    page.locator('.sheet [tabindex="0"]').focus()
    for key, label in (("ArrowRight", "谁付"), ("ArrowRight", "名称"), ("ArrowLeft", "谁付"), ("ArrowLeft", "编号")):
        page.keyboard.press(key)
        expect(page.locator(f'.cell[data-label="{label}"]')).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_contain_text("两病 1000 元的一半，未到 800 元")
    page.keyboard.press("Escape")
    expect(page.locator(".bubble")).to_have_count(0)

    # 1000 × 60% is 600: the case that says 500 fails.
    write(page, "比例", "60%")
    expect(page.locator(".case-fails", has_text="两病 1000 元的一半，未到 800 元")).to_be_visible()
    expect(page.locator("#panel del")).to_have_text("50%")
    page.keyboard.press("Control+z")
    expect(page.locator('.cell[data-label="比例"]')).to_have_text("50%")
    expect(page.locator("#panel")).to_be_hidden()

    # A ratio beyond 100 % is refused at its cell.
    write(page, "比例", "150%")
    expect(page.locator("#panel .problems .error")).to_be_visible()
    expect(page.locator('.cell[data-label="比例"]')).to_have_class(re.compile("wrong"))
    page.keyboard.press("Control+s")
    expect(page.locator("#panel")).to_contain_text("没有保存")
    page.keyboard.press("Control+z")
    expect(page.locator('.cell[data-label="比例"]')).to_have_text("50%")
    assert {path: path.read_bytes() for path in rules.rglob("*") if path.is_file()} == before

    write(page, "名称", "两病用药报销")
    expect(page.locator("#panel")).to_contain_text("全部案例都和原来一样")
    page.keyboard.press("Control+s")
    expect(page.locator("#panel .saved")).to_contain_text(CARD)
    after = {path: path.read_bytes() for path in rules.rglob("*") if path.is_file()}
    assert {path for path in after if after[path] != before.get(path)} == {rules / CARD}
    assert after[rules / CARD] == before[rules / CARD].replace("两病报销".encode(), "两病用药报销".encode())


def test_a_bill_is_tried_and_each_amount_leads_to_its_row(page: Page, address: str) -> None:
    page.goto(f"{address}try")
    page.get_by_role("link", name="一张账单").click()
    page.get_by_role("link", name="两病").click()
    page.locator('[name="day"]').fill("2026-03-01")
    page.locator('[name="total_fen"]').fill("1000")
    page.get_by_role("button", name="看结算").click()
    expect(page.locator("#outcome")).to_have_text("尚不能结算")
    page.locator(".missing a", has_text="定点医药机构是什么等级").click()
    expect(page.locator("#i-provider_level-0")).to_be_focused()
    page.locator("#i-provider_level-0").select_option("一级")
    page.locator("#i-in_benefit-0").select_option("是")
    page.get_by_role("button", name="看结算").click()
    # 1000 × 50 % = 500, below the 800 of a year; 1000 − 500 is left.
    expect(page.locator("#fund")).to_have_text("500.00")
    expect(page.locator("#burden")).to_have_text("500.00")
    page.locator(".bill .payer td a").click()
    expect(page.locator("h1")).to_have_text("两病")


def test_a_workbook_with_a_mistake_changes_nothing(page: Page, address: str, rules: Path, tmp_path: Path) -> None:
    before = (rules / CARD).read_bytes()
    page.goto(f"{address}books/990700-shili")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="待遇卡").click()
    file = tmp_path / "待遇卡.xlsx"
    downloading.value.save_as(file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = next(each for each in book.worksheets if CARD in str(each["A2"].value))
    (cell,) = (cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value == "50%")
    cell.value = "150%"
    book.save(file)
    page.goto(f"{address}books")
    page.locator('[name="book"]').set_input_files(file)
    page.get_by_role("button", name="看改了什么").click()
    expect(page.locator("#import-result")).to_contain_text("1 处不对，一处也没有采用")
    expect(page.locator(".problems")).to_contain_text(f"{sheet.title}:{cell.coordinate}")
    assert (rules / CARD).read_bytes() == before


def test_on_a_narrow_screen_nothing_stands_out_to_the_side(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for each in ("", "area/990700-shili", f"table/{CARD}", "try/990700/bill", "register/990700", "books", "compare"):
        page.goto(f"{address}{each}")
        width = page.locator("html").evaluate("page => page.scrollWidth")
        assert width <= 390, each
    page.goto(f"{address}try/990700/bill?of=两病")
    page.locator('[name="day"]').fill("2026-03-01")
    page.locator('[name="total_fen"]').fill("1000")
    page.locator("#i-provider_level-0").select_option("一级")
    page.locator("#i-in_benefit-0").select_option("是")
    page.get_by_role("button", name="看结算").click()
    page.locator(".bill summary").first.click()
    expect(page.locator("#fund")).to_have_text("500.00")
    box = page.locator("#fund").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
