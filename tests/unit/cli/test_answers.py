"""Several files at once: each is answered for itself, whatever becomes of the others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

# A resident in a township hospital: of 4200 yuan less 100 the fund pays 90%, 3690; of 4300 it pays 3780.


@pytest.fixture
def rules() -> Path:
    """Return a rule directory with a few benefit tables."""
    return Path(__file__).parents[2] / "data" / "cli" / "benefit_rules"


def bill(total_fen: int, scheme: str = "居民") -> str:
    facts = {"险种": scheme, "结算类别": "住院", "机构等级": "乡镇卫生院", "费用情形": "无"}
    return json.dumps(
        {
            "area_code": "999900",
            "bill": {
                "visit_id": "v-1",
                "care_date": "2025-12-15",
                "facts": [{"finding": name, "value": value} for name, value in facts.items()],
                "charges": {"total_fen": total_fen},
            },
            "accumulators": {"first_of_year": True},
        },
        ensure_ascii=False,
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return a bill, one of a scheme there is not, a file that is no JSON, a file there is not, and another bill."""
    texts = {"a.json": bill(420000), "b.json": bill(420000, "农民"), "c.json": "{", "e.json": bill(430000)}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / f"{each}.json" for each in "abcde"]


def test_a_refusal_keeps_no_other_file_from_its_answer(run: Run, files: list[Path]) -> None:
    said = run("settle", *files, code=2)  # a file there is not is the gravest of them
    lines = said.stdout.splitlines()
    assert [line for line in lines if line.startswith("── ")] == [f"── {each} ──" for each in files]
    assert [line for line in lines if line.startswith("  基金支付")] == [
        "  基金支付  3690.00 元",
        "  基金支付  3780.00 元",
    ]
    told = said.stderr.splitlines()
    assert len(told) == 3
    assert told[0].startswith(f"{files[1]}:1「bill.facts[0].value」: E0802")
    assert told[1].startswith(f"{files[2]}:")
    assert told[2].startswith(f"{files[3]}：没有这个文件或文件夹")


def test_machines_get_an_error_in_the_place_of_each_refusal(run: Run, files: list[Path]) -> None:
    answers = json.loads(run("settle", *files, "--json", code=2).stdout)
    assert [sorted(each) for each in answers] == [
        ["release", "settlement"],
        *[["error"]] * 3,
        ["release", "settlement"],
    ]
    error = answers[1]["error"]
    assert error["reason"] == "ERROR_REASON_INVALID_REQUEST"
    assert error["violations"][0]["code"] == "E0802"
    assert "没有值「农民」" in error["violations"][0]["description"]
    assert "没有这个文件" in answers[3]["error"]["message"]


def test_wrong_requests_alone_end_with_one(run: Run, files: list[Path]) -> None:
    run("settle", files[0], files[1], code=1)
    assert run("settle", files[1], "--json", code=1).stdout == ""
    assert "── " not in run("settle", files[0]).stdout
