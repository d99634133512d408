import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


def test_rules_are_compared_with_rules_and_with_a_release(run: Run, rules: Path, tmp_path: Path) -> None:
    assert "没有不同" in run("diff", rules, rules).stdout
    copy = Path(shutil.copytree(rules, tmp_path / "rules"))
    (criteria,) = copy.glob("*/criteria.csv")
    text = criteria.read_text("utf-8-sig")
    criteria.write_text(
        text.replace("空腹血糖,≥ 7.0 mmol/L,任一", "空腹血糖,≥ 6.5 mmol/L,任一", 1), encoding="utf-8-sig"
    )
    told = run("diff", rules, copy, code=1).stdout
    assert "2 条件：空腹血糖 ≥ 7.0 mmol/L，任一 → 空腹血糖 ≥ 6.5 mmol/L，任一" in told
    assert "新符合，例如：" in told
    plain = json.loads(run("diff", rules, copy, "--json", code=1).stdout)
    ((_, compared),) = [each for each in plain.items() if each[1]["differences"]]
    (difference,) = compared["differences"]
    assert difference["aspect"] == "条件"
    store = tmp_path / "store"
    run("release", "build", "1", "--store", store)
    (package,) = store.glob("*.release")
    assert run("diff", package, copy, code=1).stdout == told
    package.write_bytes(b"x")
    assert "不是发布文件" in run("diff", package, copy, code=1).stderr


def test_an_area_that_neither_has_is_told(run: Run, rules: Path) -> None:
    assert "两边都没有统筹区 123456" in run("diff", rules, rules, "--area", "123456", code=2).stderr
