from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from google.protobuf import json_format

from chronicare.api.v1 import benefit_pb2
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.model import BenefitModel
from chronicare.cells.types import CellType, Conversion, Level, LevelSet, Quantity, ValueKind
from chronicare.cells.values import Given
from chronicare.diagnostics import Language, Position, Text
from chronicare.program.decision_table import BenefitRules, TableRow
from chronicare.program.entry import Clause, Reading, Switch
from chronicare.program.formula import NoValue
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.rpc.benefits.parts import PartWriter, exact_text, shared_readings

ONE = Conversion(Fraction(1), Fraction(0))
LEVELS = LevelSet(
    "等级", True, (Level("一级", Text("一级", "level 1"), ()), Level("三级", Text("三级医院", "level 3"), ()))
)
SENTENCES = LevelSet(
    "说明",
    False,
    (Level("先", Text("先登记。", "Register first."), ()), Level("后", Text("再缴费。", "Then pay."), ())),
)
REASONS = LevelSet(
    "理由", False, (Level("无", Text("没有", "none"), (), exclusive=True), Level("伤", Text("工伤", "injury"), ()))
)
KINDS = {
    "money": CellType(ValueKind.NUMBER, Quantity("金额", "元", ("元",), {"元": ONE})),
    "ratio": CellType(ValueKind.NUMBER, Quantity("比率", "%", ("%",), {"%": ONE})),
    "covered": CellType(ValueKind.YES_NO),
    "level": CellType(ValueKind.LEVEL, levels=LEVELS),
    "code": CellType(ValueKind.CODE, levels=LEVELS),
    "day": CellType(ValueKind.DATE),
    "reason": CellType(ValueKind.CODE, levels=REASONS),
    "count": CellType(ValueKind.COUNT),
    "levels": CellType(ValueKind.LEVEL, levels=LEVELS),
    "sentences": CellType(ValueKind.CODE, levels=SENTENCES),
}
PLACE = Position("t.csv", 2)
SWITCHES = {
    "开": Switch("开", (Reading("甲", Text("甲读", "A")), Reading("乙", Text("乙读", "B"))), "甲", "A-1", ""),
    "未定": Switch("未定", (Reading("丙", Text("丙读", "C")), Reading("丁", Text("丁读", "D"))), None, "", ""),
}


def finding(code: str, cell_type: CellType) -> Finding:
    """Return a term called ``code``; the last two of the kinds are repeated."""
    name = Text(f"名{code}", f"the {code}")
    return Finding(
        code, name, cell_type, code in ("levels", "sentences"), Text(f"{code}？", f"{code}?"), "", (), "", PLACE
    )


def writer(language: Language = Language.ZH) -> PartWriter:
    """Return a writer over terms of every kind and two switches."""
    findings = {code: finding(code, each) for code, each in KINDS.items()}
    rules = BenefitRules(None, None, {}, {}, None, {}, SWITCHES, {}, ())
    model = BenefitModel(rules, Vocabulary(findings, {}, frozenset()), {}, frozenset())
    return PartWriter(model, language)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(14448), "14448"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 100), "0.01"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(12345678901234567890123, 1000), "12345678901234567890.123"),
        (Fraction(1000, 3), "1000/3"),
        (Fraction(-1, 70), "-1/70"),
    ],
)
def test_numbers_are_written_exactly(number: Fraction, text: str) -> None:
    assert exact_text(number) == text


@pytest.mark.parametrize(
    ("code", "value", "plain", "unit", "text"),
    [
        ("money", Fraction(7001, 2), 3500.5, "元", "3500.5 元"),
        ("money", Fraction(100, 3), 100 / 3, "元", "100/3 元"),
        ("ratio", Fraction(85), 85.0, "%", "85%"),
        ("covered", False, False, "", "否"),
        ("level", 1, "三级", "", "三级医院"),
        ("code", "三级", "三级", "", "三级医院"),
        ("day", date(2026, 2, 28), "2026-02-28", "", "2026-02-28"),
        ("count", 3, 3.0, "", "3"),
        ("levels", (1, 0), ["三级", "一级"], "", "三级医院、一级"),
        ("levels", 1, ["三级"], "", "三级医院"),
        ("levels", (), [], "", ""),
        ("sentences", ("先", "后"), ["先", "后"], "", "先登记。再缴费。"),
        ("money", None, None, "元", "没有值"),
    ],
)
def test_values(code: str, value: Given | None, plain: object, unit: str, text: str) -> None:
    message = benefit_pb2.TermValue()
    writer().value(code, value, message)
    assert message.HasField("value")
    assert json_format.MessageToDict(message.value) == plain
    assert (message.code, message.name, message.unit, message.text) == (code, f"名{code}", unit, text)


def test_names_and_words_are_in_the_language_asked_for() -> None:
    message = benefit_pb2.TermValue()
    writer(Language.EN).value("levels", (1, 0), message)
    assert (message.name, message.text) == ("the levels", "level 3, level 1")
    writer(Language.EN).value("sentences", ("先", "后"), message)
    assert message.text == "Register first. Then pay."
    term = benefit_pb2.Term()
    writer(Language.EN).term("day", term)
    assert (term.code, term.name, term.question) == ("day", "the day", "day?")


def test_a_term_without_a_name_is_not_written() -> None:
    settlement = benefit_pb2.Settlement()
    writer().terms(["", "day"], settlement.missing_facts)
    assert [each.code for each in settlement.missing_facts] == ["day"]


def test_readings_in_force_are_told_from_those_tried() -> None:
    used = {"开": "甲", "未定": "丙"}
    settlement, alternative = benefit_pb2.Settlement(), benefit_pb2.Alternative()
    writer().readings_in_force(used, settlement.readings_used)
    (reading,) = settlement.readings_used
    assert (reading.switch_name, reading.reading, reading.text, reading.anomaly_id) == ("开", "甲", "甲读", "A-1")
    writer().readings(used, alternative.assumed_readings)
    assert [each.text for each in alternative.assumed_readings] == ["甲读", "丙读"]


def test_an_open_switch_has_all_its_readings() -> None:
    settlement = benefit_pb2.Settlement()
    writer(Language.EN).open_switches([SWITCHES["开"]], settlement.open_switches)
    (switch,) = settlement.open_switches
    assert (switch.name, switch.anomaly_id) == ("开", "A-1")
    assert [(each.reading, each.text) for each in switch.readings] == [("甲", "A"), ("乙", "B")]


def row(name: str, **outputs: Any) -> AppliedRow:  # noqa: ANN401 - values of any kind
    """Return row ``name`` of a table, with what it put out."""
    clause = Clause("手册", "1-1", "原文", "更正")
    return AppliedRow("表", TableRow(name, "", (), {}, clause, ("A-1",), PLACE), MappingProxyType(outputs))


def test_a_determination_says_where_it_is_written() -> None:
    settlement = benefit_pb2.Settlement()
    writer().determinations([row("3", money=Fraction(700), ratio=None)], settlement.determinations)
    (told,) = settlement.determinations
    assert (told.table, told.row, list(told.anomaly_ids)) == ("表", "3", ["A-1"])
    assert [each.text for each in told.outputs] == ["700 元", "没有值"]
    source = told.source
    assert (source.document, source.place, source.clause, source.correction, source.row) == (
        "手册", "1-1", "原文", "更正", "t.csv:2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        ({"covered": True, "reason": "无"}, ["是"]),
        ({"covered": False, "reason": "伤"}, ["否", "工伤"]),
        ({"reason": "无"}, ["没有"]),
    ],
)
def test_that_no_word_of_a_list_applies_is_not_told_beside_what_is_so(
    outputs: dict[str, Given], told: list[str]
) -> None:
    settlement = benefit_pb2.Settlement()
    writer().determinations([row("3", **outputs)], settlement.determinations)
    assert [each.text for each in settlement.determinations[0].outputs] == told


def test_a_value_that_a_determination_does_not_give_has_its_word() -> None:
    of_row = row("3", money=None, ratio=None, day=None, count=None)
    told = of_row._replace(
        absences={
            "money": Absence(NoValue.NOT_PUBLISHED, "money", of_row.row),
            "ratio": Absence(NoValue.NO_ENTITLEMENT, "money", of_row.row),
            "day": Absence(None, "day"),
        }
    )
    settlement = benefit_pb2.Settlement()
    writer().determinations([told], settlement.determinations)
    texts = [each.text for each in settlement.determinations[0].outputs]
    assert texts == ["未公布", "名money无此待遇", "没有符合的规则行", "没有值"]
    values = benefit_pb2.Determination()
    writer().values({"money": None}, values.outputs, told.absences)
    assert values.outputs[0].text == "未公布（手册 1-1「原文」）"
    assert values.outputs[0].no_value.text == "名money：未公布（手册 1-1「原文」）"


def test_only_readings_that_all_ways_share_are_kept() -> None:
    first = {"开": "甲", "未定": "丙"}
    assert shared_readings([first, {"开": "甲", "未定": "丁"}]) == {"开": "甲"}
    assert shared_readings([first, {}]) == {}
    assert shared_readings([]) == {}
