"""Reports of accumulators: everything wrong is told with its field, all at once; the rest is read exactly."""

from typing import Any

import pytest
from typed import typed
from unit.benefits.written import Written, chain_of, model_of

from chronicare.benefits.accumulator_intake import read_accumulators
from chronicare.benefits.report import ReportedAccumulators
from chronicare.diagnostics import Diagnostics, Unused

MODEL = model_of(
    {"甲": Written("UNIQUE", "入：险种,出：支付比例,出：起付标准\n职工,85%,700 元\n居民,60%,0\n")},
    chain_of(
        "basic,基本医保,报销,合规费用,基数累计,起付标准,支付比例,1 万元 - 统筹累计,"
        "统筹累计 += 本步支付；基数累计 += 本步基数,住院"
    ),
)
Found = list[tuple[str, str]]


def told(diagnostics: Diagnostics) -> Found:
    return [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def accumulated(report: dict[str, Any] | None) -> tuple[dict[str, int], Found]:
    diagnostics = Diagnostics()
    return read_accumulators(MODEL, typed(ReportedAccumulators, report or {}), 2025, diagnostics), told(diagnostics)


def amount(code: str, fen: Any = 100) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"code": code, "amount_fen": fen}


def of_2025(*amounts: dict[str, Any]) -> dict[str, Any]:
    return {"year": 2025, "amounts": list(amounts)}


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (of_2025(amount("acc_basic", 700), amount("基数累计", "800")), {"acc_basic": 700, "acc_base": 800}),
        (of_2025(amount("acc_basic", 0)), {"acc_basic": 0}),
        ({"first_of_year": True}, {"acc_basic": 0, "acc_base": 0}),
        ({"year": 2025, "first_of_year": True}, {"acc_basic": 0, "acc_base": 0}),
        ({"year": 2024}, {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_accumulators_are_known_as_far_as_they_are_sent(
    report: dict[str, Any] | None, expected: dict[str, int]
) -> None:
    assert accumulated(report) == (expected, [])


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({"year": 2024, "amounts": [amount("acc_basic")]}, [("BAD_FIELD", "accumulators.year")]),
        ({"amounts": [amount("acc_basic")]}, [("BAD_FIELD", "accumulators.year")]),
        ({"year": 2024, "first_of_year": True}, [("BAD_FIELD", "accumulators.year")]),
        (
            {"first_of_year": True, "amounts": [amount("acc_basic")]},
            [("CONTRADICTORY", "accumulators.amounts")],
        ),
        (of_2025(amount("acc_basic", -1)), [("BAD_VALUE", "accumulators.amounts[0].amount_fen")]),
        (of_2025(amount("acc_basic", 0.5)), [("BAD_VALUE", "accumulators.amounts[0].amount_fen")]),
        (of_2025(amount("acc_basics")), [("UNKNOWN_CODE", "accumulators.amounts[0].code")]),
        (of_2025(amount("")), [("UNKNOWN_CODE", "accumulators.amounts[0].code")]),
        # terms that no step of the chain counts
        (of_2025(amount("acc_more")), [("UNKNOWN_CODE", "accumulators.amounts[0].code")]),
        (of_2025(amount("合规费用")), [("UNKNOWN_CODE", "accumulators.amounts[0].code")]),
        (
            of_2025(amount("acc_basic"), amount("acc_base"), amount("统筹累计")),
            [("CONTRADICTORY", "accumulators.amounts[2].code")],
        ),
        (
            {"year": 2024, "amounts": [amount("什么"), amount("acc_basic", -1), amount("acc_basic", 7.5)]},
            [
                ("UNKNOWN_CODE", "accumulators.amounts[0].code"),
                ("BAD_VALUE", "accumulators.amounts[1].amount_fen"),
                ("BAD_VALUE", "accumulators.amounts[2].amount_fen"),
                ("CONTRADICTORY", "accumulators.amounts[2].code"),
                ("BAD_FIELD", "accumulators.year"),
            ],
        ),
    ],
)
def test_what_is_wrong_with_accumulators(report: dict[str, Any], expected: Found) -> None:
    assert sorted(accumulated(report)[1]) == sorted(expected)


def test_an_unknown_accumulator_is_answered_with_one_like_it() -> None:
    for stated, hint in (
        ("acc_basics", "已有：acc_basic"),
        ("统筹累", "已有：统筹累计"),
        ("xyz", "已有：统筹累计、基数累计"),
    ):
        diagnostics = Diagnostics()
        read_accumulators(MODEL, typed(ReportedAccumulators, of_2025(amount(stated))), 2025, diagnostics)
        (problem,) = diagnostics.sorted()
        assert problem.hint.zh.startswith(hint)


def test_an_unknown_accumulator_is_listed_and_stays_unknown() -> None:
    diagnostics = Diagnostics(Unused(known=True, unknown=True))
    stated = {"year": 2025, "amounts": [{"code": "什么", "amount_fen": 5}, {"code": "统筹累计", "amount_fen": 7}]}
    read = read_accumulators(MODEL, typed(ReportedAccumulators, stated), 2025, diagnostics)
    assert list(read.values()) == [7]
    (item,) = diagnostics.unused.items
    assert (item.name, str(item.where), item.is_known) == ("什么", "accumulators.amounts[0].code", False)
    assert told(diagnostics) == []


def test_visits_are_sent_as_a_count_and_money_is_not() -> None:
    head, row = (
        "编号,谁付,名称,基数,起付,比例,封顶,共用限额,计数",
        "basic,基本医保,报销,合规费用,不设,50%,不限,门诊次数,统筹累计",
    )
    card = f"{head}\n{row}"
    rows = ("visits,门诊次数,次,每年,支付,12 次,1-1,文", ",统筹累计,元,每年,支付,不限,,")
    counters = "\n".join(("代码,名称,单位,周期,计什么,限额,出处,原文", *rows))
    model = model_of(chain=f"{card}\n\n{counters}\n")

    def read(*stated: dict[str, Any]) -> tuple[dict[str, int], Found]:
        diagnostics = Diagnostics()
        accumulators = typed(ReportedAccumulators, of_2025(*stated))
        return read_accumulators(model, accumulators, 2025, diagnostics), told(diagnostics)

    assert read({"code": "门诊次数", "count": "3"}, amount("统筹累计", 700)) == ({"visits": 3, "acc_basic": 700}, [])
    for stated, code, field in (
        ({"code": "visits", "amount_fen": 300}, "BAD_FIELD", "amount_fen"),
        ({"code": "统筹累计", "count": 3}, "BAD_FIELD", "count"),
        ({"code": "visits", "count": 2.5}, "BAD_VALUE", "count"),
        ({"code": "visits", "count": -1}, "BAD_VALUE", "count"),
        ({"code": "visits", "count": 100_001}, "BAD_VALUE", "count"),
    ):
        assert read(stated)[1] == [(code, f"accumulators.amounts[0].{field}")]
