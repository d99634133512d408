from itertools import product

import pytest

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2, decision_pb2
from chronicare.cli.pages.parts import BenefitParts, site_text
from chronicare.diagnostics import Language

PARTS = BenefitParts(Language.ZH)


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        ([("年度限额", "140000 元")], "年度限额：140000 元"),
        ([("统筹年度限额", "140000 元")], "年度限额：统筹年度限额 140000 元"),
        ([("年度限额", "5000 元"), ("起付标准", "0 元")], "年度限额：5000 元、起付标准 0 元"),
    ],
)
def test_what_a_table_is_called_after_is_named_once(outputs: list[tuple[str, str]], said: str) -> None:
    row = benefit_pb2.Determination(
        table="年度限额", outputs=[benefit_pb2.TermValue(name=name, text=text) for name, text in outputs]
    )
    assert next(PARTS.determination(row, "")) == said


def case(reading: str = "", **facts: str) -> benefit_service_pb2.LookUpAlternative:
    return benefit_service_pb2.LookUpAlternative(
        assumed_facts=[benefit_pb2.TermValue(name=name, text=text) for name, text in facts.items()],
        assumed_readings=[benefit_pb2.ReadingUsed(switch_name="开关", reading=reading)] if reading else [],
    )


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([case()], "按已知"),
        ([case(甲="一")], "甲 一"),
        ([case(甲="一"), case(甲="二"), case(甲="三")], "甲 一或二或三"),
        ([case(甲="一"), case(甲="二", 乙="是")], "甲 一；或甲 二、乙 是"),
        ([case(甲="一", 乙="是"), case(甲="二", 乙="否")], "甲 一、乙 是；或甲 二、乙 否"),
        ([case(甲=one, 乙=other) for one, other in product("一二", "是否")], "甲 一或二、乙 是或否"),
        ([case("降", 甲="一"), case("不降", 甲="一")], "甲 一、开关「降」或「不降」"),
    ],
)
def test_cases_that_differ_in_one_thing_are_told_together(
    cases: list[benefit_service_pb2.LookUpAlternative], said: str
) -> None:
    assert PARTS.cases(cases) == said


def test_a_point_decided_by_an_authority_names_who_decided_it() -> None:
    ruling = decision_pb2.Ruling(
        subject="开", taken="乙", decided_by="试验局", document_number="试医发〔2025〕1号", dated="2025-03-01"
    )
    readings = [decision_pb2.ReadingOutcome(id=each, description=each) for each in "甲乙"]
    ruled = decision_pb2.PolicyReading(name="开", in_force="乙", readings=readings, ruling=ruling)
    plain = decision_pb2.PolicyReading(name="关", in_force="甲", readings=readings)
    lines = list(PARTS.points([ruled, plain], lambda each: each.description, lambda _: ""))
    assert lines[2:4] == ["  开", "    依裁定「开」取「乙」：试验局 试医发〔2025〕1号（2025-03-01）"]
    assert sum("裁定" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("reported", "asked", "text"),
    [("左眼", "左眼", ""), ("", "", ""), ("", "左眼", "未写部位"), ("左肺", "", "左肺")],
)
def test_a_site_is_told_where_it_is_not_the_one_asked_about(reported: str, asked: str, text: str) -> None:
    assert site_text(reported, asked).zh == text
