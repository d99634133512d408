"""``chronicare assistant accept``: what is shown, asked and written. What serves is tested in ``unit.assistant``."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from unit.small_rules import CARD, copy_rules

from chronicare.authoring.cell_edits import CellEdit, edited_files, unified_diff
from chronicare.authoring.proposal import Proposal, digest_of_files
from chronicare.cli.__main__ import main
from chronicare.loaders.rule_archive import plain_files

Run = Callable[..., Result]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return copy_rules(tmp_path / "rules")


def proposed(rules: Path, text: str, *said: str) -> Path:
    """Return the file of a proposal to write ``text`` into the ratio of the card."""
    files, edits = plain_files(rules), [CellEdit(CARD, 2, "比例", text)]
    patch = unified_diff(files, edited_files(edits, [], files))
    path = rules.parent / "p.patch"
    path.write_bytes(Proposal(digest_of_files(files), edits, [], said, patch).data)
    return path


def accept(path: Path, rules: Path, *options: str, answer: str = "", code: int = 0) -> Result:
    arguments = ["assistant", "accept", str(path), "--rules", str(rules), *options]
    result = CliRunner().invoke(main, arguments, input=answer)
    assert result.exit_code == code, result.output
    return result


def test_a_person_sees_the_change_and_says_yes(rules: Path) -> None:
    path = proposed(rules, "60%", "理由：文件第三条\x1b[2J")
    before = (rules / CARD).read_text(encoding="utf-8")
    shown = accept(path, rules, answer="y\n").output
    assert "理由：文件第三条" in shown
    assert "\x1b" not in shown
    assert f"+++ b/{CARD}" in shown
    assert "写入 1 个文件？" in shown
    after = (rules / CARD).read_text(encoding="utf-8")
    assert after.count("60%") == before.count("60%") + 1


def test_a_person_says_no(rules: Path) -> None:
    path, before = proposed(rules, "60%"), plain_files(rules)
    assert "没有写入" in accept(path, rules, answer="n\n").output
    assert plain_files(rules) == before


def test_rules_that_changed_since_are_not_written(rules: Path) -> None:
    path = proposed(rules, "60%")
    with (rules / CARD).open("ab") as file:
        file.write(b"\r\n")
    before = plain_files(rules)
    assert "提议之后规则又改过" in accept(path, rules, "--yes", code=1).output
    assert plain_files(rules) == before


def test_what_brings_an_error_is_not_written(rules: Path) -> None:
    path, before = proposed(rules, "六成"), plain_files(rules)
    assert f"{CARD}:I2「比例」" in accept(path, rules, "--yes", code=1).output
    assert plain_files(rules) == before


def test_proposals_are_not_to_lie_in_the_rules(rules: Path) -> None:
    arguments = ["assistant", "--rules", str(rules), "--proposals", str(rules / "p")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "在规则目录之内" in result.output
