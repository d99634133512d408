from itertools import product

import pytest

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.cli.pages.parts import BenefitParts
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
