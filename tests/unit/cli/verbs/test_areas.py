"""The areas there are rules of: what each covers, from when, by which documents, and how much is open."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_an_area_that_only_recognises(run: Run) -> None:
    assert run("areas").stdout.splitlines() == [
        "999900 试验市",
        "  生效：自 2025-01-01 起，版本 7",
        "  依据：《试验手册》试验局，第一版",
        "  沿用：national（各地共用的规则，不是一个统筹区）",
        "  认定：5 个病种",
        "  未定：没有读法的开关 1，待裁定的开关 1，登记的疑点 1",
    ]


def test_machines_are_told_the_same(run: Run) -> None:
    (area,) = json.loads(run("areas", "--json").stdout)["areas"]
    assert area["release"]["version"] == "7"
    assert (area["area_code"], area["status"], area["layers"]) == ("999900", "AREA_STATUS_IN_FORCE", ["national"])
    assert (area["disease_count"], area["open_switch_count"], area["anomaly_count"]) == (5, 1, 1)
    assert [each["title"] for each in area["documents"]] == ["试验手册"]
    assert not area.keys() & {"settles_bills", "covered", "problem_count"}


def test_an_area_whose_tables_are_broken_is_listed_beside_the_others(run: Run, rules: Path, tmp_path: Path) -> None:
    shutil.copytree(rules, tmp_path, dirs_exist_ok=True)
    shutil.copytree(tmp_path / "999900-shiyan", tmp_path / "999800-huai")
    manifest = tmp_path / "999800-huai" / "manifest.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("999900", "999800"), "utf-8")
    (tmp_path / "999800-huai" / "entries.csv").write_text("编码\nT1\n", "utf-8")
    listed = run("areas", "--rules", tmp_path).stdout.splitlines()
    assert listed[:2] == ["999800", "  没有生效：表有 3 处错误，运行 chronicare check 查看"]
    assert listed[3] == "999900 试验市"
