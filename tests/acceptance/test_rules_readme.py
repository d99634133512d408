"""The pages of rules/README.md are walked on a copy: their edits made, their commands run as they stand."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from chronicare.cli.__main__ import main

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "rules" / "README.md").read_text(encoding="utf-8").split("\n## 常做的五件事\n")[1].split("\n## ")[0]
TITLES = ("改一个数", "加一项待遇", "加一个病种", "新的一年", "一座新城市")
SMALL_CITY = ROOT / "tests" / "data" / "new_area"


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy what the chapter says to copy, to where it says, and stand beside it."""
    shutil.copytree(ROOT / "rules" / "national", tmp_path / "练习" / "national")
    shutil.copytree(SMALL_CITY / "990700-shili", tmp_path / "练习" / "990700-shili")
    shutil.copytree(SMALL_CITY / "sources", tmp_path / "文件")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def steps_of(title: str) -> Iterator[str]:
    """Yield the indented lines of a page: names of files, what is written in them, commands."""
    page = PAGES.split(f"\n### {title}\n")[1].split("\n### ")[0]
    for line in page.splitlines():
        if line.startswith(" " * 7) and line.strip():
            yield line[7:]


def walk(title: str) -> int:
    """Do every step of a page; return how many commands were run."""
    file, replaced, number, written = Path(), 0, 0, set[Path]()
    for step in steps_of(title):
        verb, _, text = step.partition("  ")
        if step.startswith("chronicare "):
            run(step)
            number += 1
        elif verb == "原":
            lines = file.read_text(encoding="utf-8-sig").splitlines()
            assert text in lines, f"{file} has no line {text}"
            replaced = len(lines) - 1 - lines[::-1].index(text)
        elif verb == "改":
            lines[replaced] = text
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        elif verb in ("加", "写"):
            kept = file.read_text(encoding="utf-8-sig") if verb == "加" or file in written else ""
            written.add(file)
            file.write_text(f"{kept}{text}\n", encoding="utf-8")
        else:
            assert re.fullmatch(r"(练习|文件)/\S+", step), f"neither a file nor a step: {step}"
            file = Path(step)
            written.discard(file)
    return number


def run(step: str) -> None:
    command, _, promised = step.partition("  → ")
    program, *arguments = shlex.split(command)
    assert program == "chronicare"
    result = CliRunner().invoke(main, arguments)
    said = result.output
    assert result.exit_code == (1 if "还没有填" in promised else 0), (command, said[-3000:])
    assert "Traceback" not in said
    if promised == "案例全部通过，没有「未见」":
        assert "未见" not in said, (command, said[-3000:])
        assert "未发觉：" not in said, (command, said[-3000:])
        assert re.search(r"案例 [1-9]\d*，通过 ", said), command
    else:
        assert promised in said, (command, promised, said[-3000:])


@pytest.mark.parametrize("title", TITLES)
def test_the_page_can_be_walked(practice: Path, title: str) -> None:
    assert walk(title) >= 3
    assert any(practice.glob("练习/*/tables.csv"))


def test_these_are_the_pages() -> None:
    assert tuple(re.findall(r"^### (.*)$", PAGES, re.MULTILINE)) == TITLES


def test_a_figure_mistyped_on_the_way_is_noticed(practice: Path) -> None:
    """What the pages promise is not said of anything."""
    card = practice / "练习" / "990700-shili" / "two_diseases.csv"
    card.write_text(card.read_text(encoding="utf-8-sig").replace(",50%,", ",5%,"), encoding="utf-8")
    with pytest.raises(AssertionError):
        walk("加一项待遇")


def test_every_picture_is_there_is_shown_and_is_small() -> None:
    page = ROOT / "rules" / "README.md"
    shown = [page.parent / link for link in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))]
    assert {each.resolve() for each in shown} == set((ROOT / "service" / "screens").glob("*"))
    for picture in shown:
        data = picture.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 60_000
