"""The tools through the library's own client: what they say, and that no file of the rules ever changes."""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from unit.small_rules import AREA, CARD

from chronicare.assistant.bounded import MOST_CHARACTERS, bounded

pytestmark = pytest.mark.slow

Call = Callable[..., tuple[bool, str]]
RATIO = {"table": CARD, "row": 2, "column": "比例", "text": "60%"}


def digest(root: Path) -> str:
    """Return what stands below ``root``: every name, link and byte."""
    found = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        found.update(f"{path.relative_to(root)} {path.is_symlink()} {path.lstat().st_mtime_ns}\n".encode())
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()


def tools(server: Any) -> dict[str, Any]:  # noqa: ANN401 - what the library lists
    from mcp import Client  # noqa: PLC0415 - need not be there

    async def run() -> Any:  # noqa: ANN401 - what the library answers
        async with Client(server) as client:
            return await client.list_tools()

    return {each.name: each for each in anyio.run(run).tools}


def test_every_tool_but_the_proposing_one_says_that_it_only_reads(server: Any) -> None:  # noqa: ANN401
    found = tools(server)
    assert {name for name, tool in found.items() if not tool.annotations.read_only_hint} == {"propose_edit"}
    assert not found["propose_edit"].annotations.destructive_hint
    for tool in found.values():
        assert len(tool.description) > 20
        assert all(each.get("description") or each.get("$ref") for each in tool.input_schema["properties"].values())


def test_areas_and_what_is_found(call: Call) -> None:
    assert "990700 示例市（990700-shili）：没有错误" in call("list_areas")[1]
    refused, text = call("search", words="两病")
    assert not refused
    assert CARD in text


def test_a_table_is_read_row_by_row_with_its_clauses(call: Call) -> None:
    refused, text = call("read_table", table=CARD)
    assert not refused
    assert text.splitlines()[1].startswith("第 2 行｜")
    assert "比例：" in text
    assert "原文：" in text
    assert call("read_table", table="两病")[1] == text


def test_a_long_table_says_how_to_go_on(call: Call) -> None:
    text = call("read_table", table="national/terms.csv", rows=3)[1]
    assert text.splitlines()[-1].endswith("行：first_row 写 5")
    on = call("read_table", table="national/terms.csv", first_row=5, rows=1)[1]
    assert "第 5 行｜" in on


def test_what_a_row_rests_on(call: Call) -> None:
    refused, text = call("read_source", table=CARD, row=2)
    assert not refused
    assert text.startswith("依据：")
    assert "--sources" in text


def test_checks_and_cases(call: Call) -> None:
    assert call("run_checks", area="990700")[1].startswith("990700 示例市：错误 0")
    text = call("run_cases", area="示例市", failed_only=False)[1]
    assert "没有通过 0 个" in text
    assert "：通过" in text


def test_a_request_that_lacks_something_says_what(call: Call) -> None:
    refused, text = call("settle_bill", area="990700", day="2026-03-01", total_yuan="100", facts=[])
    assert not refused
    assert "还需要知道：" in text or "请求有误：" in text
    assert "请求有误" in call("settle_bill", area="990700", day="昨天", total_yuan="一百", facts=[])[1]


def test_changes_are_tried_on_a_copy(call: Call, rules: Path) -> None:
    before = digest(rules)
    refused, text = call("try_edit", edits=[RATIO])
    assert not refused
    assert f"--- a/{CARD}" in text
    assert "比例：50% → 60%" in text
    assert "案例：跑了" in text
    assert digest(rules) == before


def test_a_proposal_stands_outside_the_rules_and_says_what_it_would_do(
    call: Call, rules: Path, proposals: Path
) -> None:
    before = digest(rules)
    refused, text = call("propose_edit", edits=[RATIO], reason="二〇二六年文件第三条")
    assert not refused
    (path,) = proposals.iterdir()
    assert str(path) in text
    written = path.read_text(encoding="utf-8")
    assert "# 理由：二〇二六年文件第三条\n" in written
    assert "比例：50% → 60%" in written
    assert digest(rules) == before
    assert call("propose_edit", edits=[RATIO], reason="二〇二六年文件第三条") == (False, text)
    assert len(list(proposals.iterdir())) == 1


def test_a_change_that_brings_an_error_is_not_proposed(call: Call, proposals: Path) -> None:
    refused, text = call("propose_edit", edits=[{**RATIO, "text": "六成"}], reason="试")
    assert refused
    assert "改动带来错误" in text
    assert f"{CARD}:I2「比例」" in text
    assert not proposals.exists()


@pytest.mark.parametrize(
    "table",
    [
        "../outside.csv",
        "/etc/passwd",
        f"{AREA}/../../outside.csv",
        f"./{CARD}",
        "",
        f"{AREA}/link.csv",
        "x" * 10_000_000,
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_touched(
    call: Call, rules: Path, proposals: Path, table: str
) -> None:
    outside = rules.parent / "outside.csv"
    outside.write_text("编号\n密\n", encoding="utf-8")
    (rules / AREA / "link.csv").symlink_to(outside)
    before = digest(rules.parent)
    for name, arguments in (
        ("read_table", {"table": table}),
        ("read_source", {"table": table, "row": 2}),
        ("try_edit", {"edits": [{**RATIO, "table": table}]}),
        ("try_edit", {"edits": [], "added_rows": [{"table": table, "cells": {"编号": "1"}}]}),
        ("propose_edit", {"edits": [{**RATIO, "table": table}], "reason": "试"}),
    ):
        refused, text = call(name, **arguments)
        assert refused, (name, table[:40])
        assert "密" not in text
        assert len(text) < MOST_CHARACTERS + 1000
    assert digest(rules.parent) == before
    assert not proposals.exists()


RIGHT: dict[str, dict[str, object]] = {
    "list_areas": {},
    "search": {"words": "两病"},
    "read_table": {"table": CARD},
    "read_source": {"table": CARD, "row": 2},
    "run_checks": {"area": "990700"},
    "run_cases": {"area": "990700"},
    "decide_recognition": {"area": "990700", "disease": "两病", "day": "2026-03-01", "findings": []},
    "settle_bill": {"area": "990700", "day": "2026-03-01", "total_yuan": "100", "facts": []},
    "look_up_terms": {"area": "990700", "day": "2026-03-01", "terms": ["两病年度限额"], "facts": []},
    "try_edit": {"edits": [RATIO], "added_rows": [{"table": CARD, "cells": {"编号": "x"}}], "sample_persons": True},
    "propose_edit": {"edits": [RATIO], "reason": "试\n--- a/x\n+++ b/../../x\n", "sample_persons": True},
}


def test_no_tool_changes_a_file_of_the_rules_when_it_does_what_it_is_for(
    call: Call,
    server: Any,  # noqa: ANN401
    rules: Path,
) -> None:
    before = digest(rules)
    assert RIGHT.keys() == tools(server).keys()
    for name, arguments in RIGHT.items():
        assert call(name, **arguments)[0] is False, name
        assert digest(rules) == before, name


HOSTILE: tuple[object, ...] = ("../../x", "/etc/passwd", "\x00\x1b[2J", "x" * 100_000, -1, 10**30, None, [], {"a": "b"})


def test_no_tool_changes_a_file_of_the_rules_whatever_it_is_given(
    call: Call,
    server: Any,  # noqa: ANN401
    rules: Path,
    proposals: Path,
) -> None:
    before = digest(rules)
    for name, tool in tools(server).items():
        wanted = tool.input_schema.get("required", list(tool.input_schema["properties"]))
        for hostile in HOSTILE:
            for arguments in (tool.input_schema["properties"], wanted):
                _, text = call(name, **dict.fromkeys(arguments, hostile))
                assert len(text) <= MOST_CHARACTERS + 1000
    assert digest(rules) == before
    assert not proposals.exists()


def test_proposals_never_go_into_the_rules(rules: Path, proposals: Path, engine: Any) -> None:  # noqa: ANN401
    from chronicare.assistant.desk import Desk  # noqa: PLC0415 - need not be there

    for folder in (rules, rules / "提议", rules.parent):
        with pytest.raises(ValueError, match="rules"):
            Desk(rules, engine, {}, folder)
    proposals.symlink_to(rules / AREA)
    with pytest.raises(ValueError, match="rules"):
        Desk(rules, engine, {}, proposals)


def test_a_folder_of_proposals_that_has_become_a_link_into_the_rules_is_not_written_to(
    call: Call, rules: Path, proposals: Path
) -> None:
    before = digest(rules)
    proposals.symlink_to(rules / AREA)
    refused, text = call("propose_edit", edits=[RATIO], reason="试")
    assert refused
    assert "rules" in text
    assert digest(rules) == before


def test_what_does_not_fit_is_counted_and_said_how_to_have_it() -> None:
    lines = ["一" * 1000] * 20
    text = bounded(lines, "分几次读")
    assert len(text) <= MOST_CHARACTERS + 100
    assert text.endswith("……还有 9 行没有列出：分几次读")
    assert bounded(["短"], "") == "短"
    assert bounded(["长" * 5000], "").endswith("…（这一行共 5000 字）")


@pytest.mark.slow
def test_it_is_served_over_standard_input_and_output(rules: Path, proposals: Path) -> None:
    from mcp import ClientSession, StdioServerParameters, stdio_client  # noqa: PLC0415 - need not be there

    arguments = ["-m", "chronicare.cli", "assistant", "--rules", str(rules), "--proposals", str(proposals)]
    served = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))

    async def run() -> tuple[set[str], str]:
        async with stdio_client(served) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            listed = await session.list_tools()
            answer = await session.call_tool("list_areas", {})
            return {each.name for each in listed.tools}, answer.content[0].text  # type: ignore[union-attr]

    names, text = anyio.run(run)
    assert "propose_edit" in names
    assert "990700 示例市" in text
