import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2, decision_pb2
from chronicare.cli.pages.entitlements import EntitlementsPage
from chronicare.cli.pages.layout import width_of
from chronicare.diagnostics import Language

Run = Callable[..., Result]


@pytest.fixture
def rules() -> Path:
    """Return a rule directory with a few benefit tables."""
    return Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"


def test_a_term_is_told_with_the_row_and_the_clause_that_give_it(run: Run) -> None:
    lines = run("ask", "待遇起始日", "--fact", "缴费日=2026-02-28", "--date", "2026-03-05").stdout.splitlines()
    assert lines[:5] == [
        "待遇起始日：2026-02-28",
        "",
        "依据",
        "  待遇起始：待遇起始日 2026-02-28",
        "    3/3「自缴费之日起享受」 999900-shiyan/benefit_from.csv:2",
    ]


@pytest.mark.parametrize("waiting", ["3 个月", "3个月"])
def test_a_numbers_unit_stands_behind_it(run: Run, waiting: str) -> None:
    """Paid on 2026-03-01, benefits begin three months later."""
    said = run(
        "ask", "待遇起始日", "--fact", "缴费日=2026-03-01", "--fact", f"等待期={waiting}", "--as-of", "2026-03-05"
    )
    assert said.stdout.splitlines()[0] == "待遇起始日：2026-06-01"


def test_several_terms_are_told_in_order(run: Run) -> None:
    said = run(
        "ask", "支付比例", "起付标准", "--fact", "险种=职工", "--fact", "机构等级=三级", "--date", "2026-03-05"
    ).stdout
    assert said.startswith("支付比例：80%\n起付标准：700 元\n")
    assert said.count("999900-shiyan/inpatient.csv:2") == 1


def test_what_is_not_decided_is_told_under_each_value_of_what_is_missing(run: Run) -> None:
    lines = run("ask", "支付比例", "--fact", "险种=居民", "--date", "2026-03-05").stdout.splitlines()
    for expected in (
        "支付比例：尚不能定",
        "还需要知道",
        "  机构等级：机构是什么等级？",
        "  情形                 支付比例",
        "  机构等级 乡镇卫生院  90%",
        "  机构等级 三级        60%",
    ):
        assert expected in lines


def test_each_term_is_told_for_itself(run: Run) -> None:
    lines = run("ask", "支付比例", "统筹年度限额", "--fact", "险种=职工", "--date", "2026-03-05").stdout.splitlines()
    assert lines[:2] == ["统筹年度限额：140000 元", "支付比例：尚不能定"]
    assert "  机构等级：机构是什么等级？" in lines


def test_a_missing_date_is_named_and_makes_no_table(run: Run) -> None:
    lines = run("ask", "待遇起始日", "--fact", "等待期=3 个月", "--date", "2026-03-05").stdout.splitlines()
    assert lines[:4] == ["待遇起始日：尚不能定", "", "还需要知道", "  缴费日：哪天缴费？"]
    assert "各种情形下" not in lines


@pytest.mark.parametrize(("reading", "ratio"), [("六成", "60%"), ("全额", "100%")])
def test_a_reading_can_be_put_in_force(run: Run, reading: str, ratio: str) -> None:
    text = PERSON.replace("facts:", "facts:\n  - {finding: 享受公务员补助, value: 是}")
    said = run("entitlements", "-", "--reading", f"补助比例={reading}", stdin=text).stdout
    assert said.startswith(f"【假设】按请求指定的读法：「补助比例」取「{reading}」")
    assert ratio in said
    assert {"60%": "100%", "100%": "60%"}[ratio] not in said


def test_a_reading_there_is_not_is_told_also_of_a_look_up(run: Run) -> None:
    arguments = ("ask", "统筹年度限额", "--fact", "险种=职工", "--date", "2026-03-05")
    assert "读法：六成、全额" in run(*arguments, "--reading", "补助比例=八成", code=1).stderr
    assert "应写成 开关=读法" in run(*arguments, "--reading", "补助比例", code=2).stderr


def test_machines_get_the_message_of_the_contract(run: Run) -> None:
    arguments = ("ask", "起付标准", "--fact", "险种=职工", "--fact", "机构等级=三级", "--area", "999900", "--json")
    response = json.loads(run(*arguments, "--date", "2026-03-05").stdout)
    (value,) = response["values"]
    assert (value["code"], value["value"], value["unit"]) == ("deductible_standard", 700, "元")
    assert response["determinations"][0]["source"]["row"] == "999900-shiyan/inpatient.csv:2"


def test_a_file_and_the_command_line_add_up(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "person.yaml"
    file.write_text(
        "as_of_date: 2026-03-05\nterms: [起付标准]\nperson:\n  facts:\n  - {finding: 险种, value: 居民}\n",
        encoding="utf-8",
    )
    assert run("ask", "支付比例", "--fact", "机构等级=三级", file).stdout.startswith(
        "起付标准：700 元\n支付比例：60%\n"
    )


def test_a_person_can_be_given_on_standard_input(run: Run) -> None:
    text = json.dumps({"as_of_date": "2026-03-05", "facts": [{"finding": "险种", "value": "职工"}]})
    assert run("ask", "统筹年度限额", "-", stdin=text).stdout.startswith("统筹年度限额：140000 元\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("没有的事项",), "没有规则表给出「没有的事项」"),
        (("险种",), "没有规则表给出「险种」"),
        (("起付标准", "--fact", "险种=农民"), "没有值「农民」"),
        (("待遇起始日", "--fact", "等待期=3"), "E08"),
    ],
)
def test_what_cannot_be_asked_is_told(run: Run, arguments: tuple[str, ...], problem: str) -> None:
    said = run("ask", *arguments, "--date", "2026-03-05", code=1).stderr
    assert said.startswith("命令行「")
    assert problem in said


@pytest.mark.parametrize("fact", ["险种", "=职工"])
def test_a_fact_without_name_or_value_is_a_wrong_call(run: Run, fact: str) -> None:
    assert "名称=值" in run("ask", "起付标准", "--fact", fact, code=2).stderr


PERSON = """
as_of_date: 2025-12-15
person:
  facts:
  - {finding: 险种, value: 职工}
  - {finding: 机构等级, value: 三级}
  - {finding: 费用情形, value: 无}
accumulators:
  year: 2025
  amounts:
  - {code: 统筹已付累计, amount_fen: 13000000}
  - {code: 大额基数累计, amount_fen: 3000000}
"""


def test_entitlements_stand_under_their_setting_way_by_way(run: Run) -> None:
    lines = run("entitlements", "-", stdin=PERSON).stdout.splitlines()
    basic = "    基本医保·住院报销：起付标准 700.00 元，比例 80%，限额还剩 10000.00 元（2/27）"
    assert lines[:9] == [
        "住院",
        "  享受公务员补助 是、补助比例「六成」：",
        basic,
        "    公务员补助·公务员医疗补助：无起付，比例 60%，不设限额（2/4）",
        "  享受公务员补助 是、补助比例「全额」：",
        basic,
        "    公务员补助·公务员医疗补助：无起付，比例 100%，不设限额（2/4）",
        "  享受公务员补助 否：",
        basic,
    ]
    large = "大额补助·大额医疗费用补助：起付标准 400.00 元，已计 30000.00 元，比例 ≤ 100000.00 元 85%、90%，"
    assert "".join(line.strip() for line in lines[9:11]) == f"{large}限额还剩 500000.00 元（2/5）"
    assert lines[lines.index("本规则集未收录（不是没有待遇）") + 1] == "  门诊"
    assert max(map(width_of, lines)) <= 100


def test_what_is_wanting_for_an_entitlement_is_named(run: Run) -> None:
    text = PERSON.replace("  - {code: 统筹已付累计, amount_fen: 13000000}\n", "")
    lines = run("entitlements", "-", stdin=text).stdout.splitlines()
    assert "    基本医保·住院报销：起付标准 700.00 元，比例 80%，还缺统筹已付累计（2/27）" in lines


def test_entitlements_are_told_to_machines(run: Run) -> None:
    response = json.loads(run("entitlements", "-", "--json", stdin=PERSON).stdout)
    assert [each["setting"] for each in response["entitlements"]] == ["住院", "住院", "住院", "门诊"]
    basic = response["entitlements"][0]["steps"][0]
    assert (basic["step"], basic["remaining_yuan"], basic["bands"]) == (
        "basic",
        "10000",
        [{"ratio_basis_points": 8000}],
    )
    assert "steps" not in response["entitlements"][3]


def test_a_person_without_entitlement_is_told_so_by_the_clause(run: Run) -> None:
    text = PERSON.replace("费用情形, value: 无", "费用情形, value: 工伤")
    lines = run("entitlements", "-", stdin=text).stdout.splitlines()
    assert lines[0] == "没有可享受的待遇"
    why = "支付处理 不予支付、属支付范围 否（1/6）「应当从工伤保险基金中支付的」"
    assert f"住院、门诊：规则表里没有适用的支付方，所依：{why}" in "".join(line.strip() for line in lines)


def test_an_unknown_key_is_told_at_its_line(run: Run) -> None:
    assert run("entitlements", "-", stdin=f"{PERSON}bill: 1\n", code=1).stderr.startswith("stdin:13「bill」: E0811")


def entitlement(
    setting: str, *steps: benefit_service_pb2.EntitledStep, missing: str = "", **facts: str
) -> benefit_service_pb2.Entitlement:
    return benefit_service_pb2.Entitlement(
        setting=setting,
        steps=steps,
        missing_facts=[benefit_pb2.Term(code=each, name=each) for each in missing.split()],
        assumed_facts=[benefit_pb2.TermValue(code=name, name=name, text=text) for name, text in facts.items()],
    )


def step(
    name: str, payer: str, ratio: int, left: str = "", *, depends: bool = False
) -> benefit_service_pb2.EntitledStep:
    return benefit_service_pb2.EntitledStep(
        step=name,
        payer=payer,
        name=name,
        deductible_yuan="0",
        bands=[benefit_service_pb2.EntitledBand(ratio_basis_points=ratio * 100)],
        remaining_yuan=left,
        depends_on_missing_facts=depends,
    )


def page_of(*entitlements: benefit_service_pb2.Entitlement) -> list[str]:
    response = benefit_service_pb2.ListEntitlementsResponse(entitlements=entitlements)
    lines = [click.unstyle(line) for line in EntitlementsPage(Language.ZH).lines(response)]
    return lines[: lines.index("规则") - 1]


def test_of_a_person_little_is_known_of_only_what_is_certain_is_told_and_what_to_state() -> None:
    perhaps = step("more", "补充保险", 50, depends=True)
    ward = entitlement("住院", step("basic", "基本医保", 80), perhaps, missing="险种 等级")
    assert page_of(
        ward,
        entitlement("急诊", *ward.steps, missing="险种 等级"),
        entitlement("门诊", perhaps, missing="险种"),
    ) == [
        "住院、急诊",
        "  基本医保·basic：无起付，比例 80%，不设限额",
        "",
        "再说明这些就能列全",
        "  住院、急诊（可能由补充保险支付）：险种、等级",
        "  门诊（可能由补充保险支付）：险种",
    ]


def test_settings_in_which_nobody_pays_for_the_same_reason_stand_together() -> None:
    refused = benefit_pb2.Determination(
        table="处理",
        outputs=[benefit_pb2.TermValue(name="支付处理", text="不予支付")],
        source=decision_pb2.Source(citation="1/6", clause="工伤"),
    )
    unpaid = [benefit_service_pb2.Entitlement(setting=each, determinations=[refused]) for each in ("住院", "门诊")]
    assert page_of(*unpaid, benefit_service_pb2.Entitlement(setting="生育"))[-2:] == [
        "  住院、门诊：规则表里没有适用的支付方，所依：支付处理 不予支付（1/6）「工伤」",
        "  生育：规则表里没有适用的支付方",
    ]


def test_many_ways_are_told_as_what_they_share() -> None:
    """What differs is not told of one of them, least of all that there is no cap."""
    ways = [
        entitlement("住院", step("basic", "基本医保", 80, left), 等级=level, 参保="是")
        for level, left in (("一级", "10"), ("二级", "20"), ("三级", "30"), ("未定", ""))
    ]
    assert page_of(*ways)[2:] == [
        "住院",
        "  基本医保·basic：无起付，比例 80%，其余视情形而定",
        "",
        "再说明这些就能列全",
        "  住院：等级",
    ]
    assert len([line for line in page_of(*ways[:3]) if "限额还剩" in line]) == 3


def test_a_fact_that_what_is_asked_does_not_rest_on_is_told(run: Run) -> None:
    facts = ("--fact", "缴费日=2026-02-28", "--fact", "机构等级=三级")
    lines = run("ask", "待遇起始日", *facts, "--date", "2026-03-05").stdout.splitlines()
    assert lines[0] == "待遇起始日：2026-02-28"
    assert "  机构等级（facts[1].finding）" in lines
    assert "缴费日" not in "".join(line for line in lines if "facts[" in line)
