"""Takes the pictures of rules/README.md anew: ``make screens``. What they show, a person looks at.

The rules are those of the repository, copied; the picture of the spreadsheet needs LibreOffice, that of the book Pango.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page, ViewportSize, sync_playwright
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "service" / "screens"
AREA = "511900"
FOLDER = "511900-bazhong"
CARD = f"{FOLDER}/benefits/cards/two_diseases.csv"
_WIDE: ViewportSize = {"width": 1180, "height": 740}
_WHOLE: ViewportSize = {"width": 1440, "height": 1000}
_SAID = ("居民", "无", "市内", "无需转诊", "是")
"""What is chosen wherever it can be, when a bill is tried."""
_PATIENCE = 180_000.0
"""Milliseconds after which what does not appear is missing."""
_COLOURS = 48
_TITLE = "住院待遇"
"""The sheet that is shown."""


def main() -> None:
    """Take every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("there is no Chromium: make programs installs it where it can")
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        rules = Path(folder) / "rules"
        shutil.copytree(ROOT / "rules", rules)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=_WIDE, locale="zh-CN")
        page.set_default_timeout(_PATIENCE)
        spreadsheet(Path(folder), rules)
        with workbench(rules) as address:
            card(page, address)
            bill(page, address)
        papers(page, Path(folder), rules)
        browser.close()


def chronicare(*arguments: str) -> None:
    """Run the command line."""
    subprocess.run([sys.executable, "-m", "chronicare.cli", *arguments], check=False, stdout=subprocess.DEVNULL)


@contextmanager
def workbench(rules: Path) -> Iterator[str]:
    """Run the workbench on ``rules``; give its address."""
    command = [sys.executable, "-m", "chronicare.cli", "workbench", str(rules), "--no-browser", "--persons", "200"]
    kept = {**os.environ, "XDG_STATE_HOME": str(rules.parent / "state")}  # the draft, not the user's own
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=kept) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+/", process.stdout.readline())
        assert found is not None
        yield found[0]
        process.terminate()


def card(page: Page, address: str) -> None:
    """Show a card in which a ratio was changed, and beside it what that does."""
    page.set_viewport_size(_WHOLE)
    page.goto(f"{address}table/{CARD}")
    page.locator(".cover-state", has_text="案例用到").wait_for()
    page.locator('.sheet .cell[data-label="比例"]').first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("60%")
    page.keyboard.press("Enter")
    page.get_by_text("看是哪些人").wait_for()
    page.locator("#panel progress").wait_for(state="detached")
    keep("workbench", page.screenshot())


def bill(page: Page, address: str) -> None:
    """Show a bill tried, asked until nothing is missing."""
    page.goto(f"{address}try/{AREA}/bill?of=门诊特病")
    page.locator("[name=total_fen]").fill("51400")
    page.locator("[name=fully_self_paid_fen]").fill("1000")
    missing = ["#i-scheme-0"]
    while missing:
        for each in missing:
            choice = page.locator(f"select{each}, {each} select").first
            said = next(text for text in choice.locator("option").all_inner_texts() if text in _SAID)
            choice.select_option(label=said)
        page.get_by_role("button", name="看结算").click()
        page.wait_for_load_state()
        page.locator("#outcome").wait_for()
        missing = [href for link in page.locator(".missing a").all() if (href := link.get_attribute("href"))]
    page.locator(".bill details summary").first.click()
    keep("bill", page.screenshot())
    page.set_viewport_size(_WIDE)


def papers(page: Page, folder: Path, rules: Path) -> None:
    """Show a report of who gains, and a page of the book."""
    changed = folder / "changed"
    shutil.copytree(rules, changed)
    file = changed / CARD
    file.write_bytes(file.read_bytes().replace(b"50%", b"60%", 1))
    chronicare("impact", str(rules), str(changed), "--area", AREA, "--html", str(folder / "impact.html"))
    page.goto((folder / "impact.html").as_uri())
    keep("impact", page.screenshot())
    book = folder / "book.pdf"
    chronicare("book", str(book), "--rules", str(changed), "--area", AREA, "--only", "cards", "--since", str(rules))
    pages = enumerate(PdfReader(book).pages, 1)
    keep("book", printed_page(book, max(number for number, page in pages if "两病报销" in page.extract_text())))


def spreadsheet(folder: Path, rules: Path) -> None:
    """Show a sheet of a workbook, as LibreOffice prints it."""
    if shutil.which("soffice") is None:
        return
    chronicare("sheet", "export", AREA, "--rules", str(rules), "--to", str(folder / "books"))
    (written,) = (folder / "books").glob("*待遇卡.xlsx")
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(written)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    printed = folder / written.with_suffix(".pdf").name
    number = next(n for n, page in enumerate(PdfReader(printed).pages, 1) if _TITLE in page.extract_text()[:60])
    keep("sheet", printed_page(printed, number))


def printed_page(document: Path, number: int) -> bytes:
    """Return page ``number`` of a PDF as a picture, without the paper around what is printed."""
    command = ["pdftoppm", "-png", "-r", "100", "-f", str(number), "-l", str(number), str(document)]
    picture = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    with Image.open(BytesIO(picture)) as image:
        grey = ImageOps.invert(image.convert("L"))
        cut = image.crop(grey.getbbox())
        written = BytesIO()
        cut.save(written, "PNG")
        return written.getvalue()


def keep(name: str, picture: bytes) -> None:
    """Write ``picture`` with few colours, so that it stays small."""
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").quantize(_COLOURS).save(SCREENS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
