"""Day surgery in Huaian: 第六十问（四）, discharged within 48 hours."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from published import copy_of_area

from chronicare.cli.__main__ import main


@pytest.mark.parametrize(("hours", "told"), [(49, True), (48, False), (None, False)])
def test_a_bill_of_day_surgery_cannot_state_a_longer_stay(tmp_path: Path, hours: int | None, *, told: bool) -> None:
    stated = {"险种": "居民", "在待遇期内": True, "结算类别": "日间手术", "机构等级": "三级", "就医地": "市内"}
    facts = [{"finding": name, "value": each} for name, each in (stated | {"出院小时数": hours}).items()]
    request = {
        "area_code": "320800",
        "bill": {"visit_id": "v", "care_date": "2026-03-02", "facts": facts, "charges": {"total_fen": 1_000_000}},
    }
    file = tmp_path / "bill.json"
    file.write_text(json.dumps(request), "utf-8")
    rules = copy_of_area("320800", tmp_path / "rules")
    output = CliRunner().invoke(main, ["settle", str(file), "--rules", str(rules)]).output
    assert ("「bill.facts[5].value」: E0807 「出院小时数」报的是 49" in output) is told
    assert ("E0807" in output) is told
