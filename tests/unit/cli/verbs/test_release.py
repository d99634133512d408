"""A release from building to going back, as the person who is to answer for it does it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


@pytest.fixture
def tools(run: Run, tmp_path: Path) -> Callable[..., Result]:
    """Run ``chronicare release`` on a store that trusts the key ``局``."""
    store = ("--store", tmp_path / "store")
    run("release", "keygen", "局", "--out", tmp_path)
    run("release", "trust", tmp_path / "局.pub.pem", "--name", "医保局", *store)

    def run_release(*arguments: str | Path, code: int = 0) -> Result:
        return run("release", *arguments, *store, code=code)

    return run_release


def built(tools: Run, *arguments: str | Path) -> str:
    """Build a release and return its digest."""
    return tools("build", *arguments).stdout.partition("：")[2][:64]


def test_a_release_is_built_signed_put_in_force_and_taken_back(tools: Run, tmp_path: Path) -> None:
    changelog = tmp_path / "changes.md"
    changelog.write_text("血糖的界值改为 6.5", encoding="utf-8")
    digest = built(tools, "2026.1", "--changelog", changelog)
    assert built(tools, "2026.1", "--changelog", changelog) == digest, "the same again"
    assert "没有签名" in tools("verify", digest[:12], code=1).stderr
    assert "没有签名" in tools("activate", digest[:12], code=1).stderr
    tools("sign", digest[:12], "--key", tmp_path / "局.pem")
    assert "完好，签名：医保局" in tools("verify", digest[:12]).stdout
    assert f"生效：{digest[:12]}，全部日期" in tools("activate", digest[:12]).stdout
    second = built(tools, "2026.2")
    assert second != digest
    tools("sign", second, "--key", tmp_path / "局.pem")
    assert "2026-07-01 起" in tools("activate", second, "--as-of", "2026-07-01").stdout
    rows = {each["digest"]: each for each in json.loads(tools("list", "--json").stdout)}
    assert {each: rows[each]["signed"] for each in rows} == {digest: "医保局", second: "医保局"}
    assert rows[second]["active"] == "生效（2026-07-01）"
    assert second[:12] not in tools("rollback").stdout
    shown = tools("show", digest[:12]).stdout
    assert "血糖的界值改为 6.5" in shown
    assert "没有生效过别的发布" in tools("rollback", code=1).stderr


def test_rules_with_an_error_or_a_failing_case_are_not_built(tools: Run, rules: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(rules, tmp_path / "rules"))
    (criteria,) = copy.glob("*/criteria.csv")
    text = criteria.read_text("utf-8-sig")
    criteria.write_text(text.replace("≥", "≥≥", 1), encoding="utf-8")
    assert "criteria.csv" in tools("build", "2026.1", "--rules", copy, code=1).stderr
    assert tools("list").stdout == "没有发布\n"


def test_a_changed_byte_and_an_unknown_key_are_told(tools: Run, run: Run, tmp_path: Path) -> None:
    digest = built(tools, "2026.1")
    run("release", "keygen", "外人", "--out", tmp_path)
    tools("sign", digest, "--key", tmp_path / "外人.pem")
    assert "可信的签名有 0 个，须有 1 个；不认识的签名 1 个" in tools("verify", digest, code=1).stderr
    tools("sign", digest, "--key", tmp_path / "局.pem")
    path = tmp_path / "store" / f"{digest}.release"
    path.write_bytes(path.read_bytes().replace("原文".encode(), "元文".encode(), 1) + b" ")
    assert "被改动过" in tools("verify", digest, code=1).stderr
    assert "被改动过" in tools("list").stdout


def test_a_key_is_not_written_over_and_is_nobody_elses(run: Run, tmp_path: Path) -> None:
    run("release", "keygen", "局", "--out", tmp_path)
    assert (tmp_path / "局.pem").stat().st_mode & 0o077 == 0
    assert "已经有了" in run("release", "keygen", "局", "--out", tmp_path, code=2).stderr
