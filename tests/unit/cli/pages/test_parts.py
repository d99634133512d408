from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


MAN, UNINSURED = case(情形="无", 性别="男"), case(情形="无", 性别="女", 参加="否")
PAID, ELSEWHERE = case(情形="无", 性别="女", 参加="是"), case(情形="工伤")


@pytest.mark.parametrize(
    ("cases", "others", "said"),
    [
        ([MAN, UNINSURED, ELSEWHERE], [PAID], "性别 男；或参加 否；或情形 工伤"),
        ([PAID], [MAN, UNINSURED, ELSEWHERE], "情形 无、性别 女、参加 是"),
        ([MAN], [UNINSURED, PAID, ELSEWHERE], "情形 无、性别 男"),
        ([case(甲=each, 乙="是") for each in "一二"], [case(甲=each, 乙="否") for each in "一二"], "乙 是"),
        ([case("降", 甲="一")], [case("不降", 甲="一"), case("降", 甲="二")], "甲 一、开关「降」"),
    ],
)
def test_what_need_not_be_assumed_is_not_told(
    cases: list[benefit_service_pb2.LookUpAlternative], others: list[benefit_service_pb2.LookUpAlternative], said: str
) -> None:
    assert PARTS.cases(cases, (), others) == said


@given(st.randoms(use_true_random=False))
def test_what_is_told_holds_where_it_comes_to_that_and_nowhere_else(random: Random) -> None:
    names = "甲乙丙丁"

    def grown(taken: dict[str, str], left: str) -> list[dict[str, str]]:
        if not left or random.random() < 0.2:
            return [taken]
        name = random.choice(left)
        return [each for value in "一二" for each in grown({**taken, name: value}, left.replace(name, ""))]

    told: dict[int, list[dict[str, str]]] = {}
    for leaf in grown({}, names):
        told.setdefault(random.randrange(2), []).append(leaf)
    for result, leaves in told.items():
        others = [case(**each) for other in told if other != result for each in told[other]]
        said = PARTS.cases([case(**each) for each in leaves], (), others)
        ways = (
            [] if said == "按已知" else [dict(part.split() for part in way.split("、")) for way in said.split("；或")]
        )
        for values in product("一二", repeat=len(names)):
            facts = dict(zip(names, values, strict=True))
            holds = any(all(facts[name] == value for name, value in leaf.items()) for leaf in leaves)
            assert holds is (not ways or any(_fits(way, facts) for way in ways))


def _fits(way: dict[str, str], facts: dict[str, str]) -> bool:
    return all(facts[name] in texts.split("或") for name, texts in way.items())


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
