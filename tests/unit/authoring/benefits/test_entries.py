"""What stands on a disease entry's own page."""

from collections.abc import Mapping
from dataclasses import replace

from unit.benefits.written import LEVELS, ROLES, TERMS, UNITS, Written, chain_of, chain_tables
from unit.compiler.written import FROM_2025, codes, folder, switches, table

from chronicare.application.release import compile_release
from chronicare.authoring.benefits.chains import write_chains
from chronicare.authoring.benefits.entries import EntryBenefits, EntryBenefitsFinder
from chronicare.compiler.layers import lay_over
from chronicare.diagnostics import Diagnostics

ENTRIES = """\
编码,名称,英文名,类别,复审周期
T1,甲病,disease A,慢病,长期
T2,乙病,disease B,特病,长期
T3,丙病,disease C,慢病,长期
"""
CRITERIA = "病种,编号,所见,条件\nT1;T2;T3,1,症状,是\n"
GROUPS = "病种,编号,满足,成员\nT1;T2;T3,R1,全部,1\n"
CLASSES = "类别种,否,慢病,慢病,chronic,\n类别种,否,特病,特病,special,门诊\n"
MORE_TERMS = """\
disease_class,病种类别,disease class,代码,单次,类别种,,
disease,本次病种,disease treated,代码,单次,病种,,
recognised,已认定病种,recognised diseases,代码,多次,病种,,
"""
FINDINGS = "代码,名称,英文名,类型,单次或多次\nsymptom,症状,symptom,是否,单次\n"


def find(code: str, tables: Mapping[str, Written], chain: str = "", **defaults: str) -> EntryBenefits:
    """Return the benefits of the entry ``code`` in an area of three; 特病 is settled as 门诊, 慢病 as nothing."""
    diagnostics = Diagnostics()
    words = {"units": UNITS, "levels": LEVELS + CLASSES, "terms": TERMS + MORE_TERMS, "findings": FINDINGS}
    words["roles"] = ROLES + "病种类别,disease_class\n"
    shared = folder(diagnostics, (None, None), "", **words)
    own = {"entries": ENTRIES, "criteria": CRITERIA, "groups": GROUPS}
    area = folder(diagnostics, FROM_2025, "990000", **own, **(switches(**defaults) if defaults else {}))
    decisions = [
        replace(table("decision", each.text, diagnostics, f"{name}.csv"), name=name, hit=each.hit)
        for name, each in tables.items()
    ]
    area = replace(area, tables=(*area.tables, *decisions, *chain_tables(chain, diagnostics)))
    rules = compile_release(lay_over([shared, area], diagnostics), diagnostics)
    assert codes(diagnostics) == []
    chains = write_chains(rules.benefits, rules.vocabulary)
    finder = EntryBenefitsFinder(rules.benefits, chains, rules.vocabulary)
    (entry,) = (each.entry for each in rules.entries if each.entry.code == code)
    return finder.find(entry)


def said(benefits: EntryBenefits) -> list[tuple[str, str, str]]:
    return [(line.name, line.conditions, line.result) for line in (*benefits.lines, *benefits.general)]


def test_rows_that_name_the_entry_are_told_without_its_name() -> None:
    caps = Written(
        "UNIQUE",
        '入：本次病种,入：险种,出：年度限额\n"T1, T2",职工,1000 元\nT1,居民,600 元\nT2,居民,无此待遇\n',
    )
    assert said(find("T1", {"限额": caps})) == [
        ("年度限额", "险种：职工医保", "1000 元"),
        ("年度限额", "险种：居民医保", "600 元"),
    ]
    assert said(find("T2", {"限额": caps})) == [
        ("年度限额", "险种：职工医保", "1000 元"),
        ("年度限额", "险种：居民医保", "无此待遇"),
    ]


def test_a_list_of_recognised_entries_names_them_as_well() -> None:
    caps = Written("COLLECT MAX", "入：已认定病种,出：年度限额\nT1,1000 元\nT2,800 元\n")
    assert said(find("T2", {"限额": caps})) == [("年度限额", "", "800 元")]


def test_rows_for_any_entry_and_for_all_but_one_name_none() -> None:
    table = Written("FIRST", "入：本次病种,出：应扣\n非(T1),1 元\n-,2 元\n")
    assert said(find("T1", {"表": table})) == []
    assert said(find("T2", {"表": table})) == []


def test_several_outputs_are_told_together_under_the_tables_name() -> None:
    table = Written("UNIQUE", "入：本次病种,出：应扣,出：支付比例\nT1,1 元,80%\n")
    assert said(find("T1", {"待遇": table})) == [("待遇", "", "应扣 1 元；支付比例 80%")]


SPECIAL = {
    "起付": Written("UNIQUE", "出：起付标准,开关,读法\n400 元,开,甲\n300 元,开,乙\n"),
    "比例": Written("UNIQUE", "入：险种,出：支付比例\n职工,70%\n居民,60%\n"),
    "限额": Written("UNIQUE", "出：年度限额\n另项 × 2\n"),
    "另项表": Written("UNIQUE", "出：另项\n70000 元\n"),
    "别的": Written("UNIQUE", "出：第三项\n1 元\n"),
}
CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,,起付标准,支付比例,年度限额 − 统筹累计,,门诊",
    "more,补充医保,报销,合规余额,,第三项,50%,,,门诊",
)


def test_the_class_is_settled_in_the_setting_of_its_name_and_its_first_payers_terms_are_told() -> None:
    """特病 is also called 门诊. The order is the step's: deductible, ratio, cap, and what the cap rests on."""
    benefits = find("T2", SPECIAL, CHAIN, 开="甲")
    assert [chain.setting for chain in benefits.chains] == ["门诊"]
    assert said(benefits) == [
        ("起付标准", "", "400 元"),
        ("支付比例", "险种：职工医保", "70%"),
        ("支付比例", "险种：居民医保", "60%"),
        ("年度限额", "", "另项 × 2"),
        ("另项", "", "70000 元"),
    ]


def test_what_the_source_leaves_open_is_told_under_each_reading() -> None:
    lines = find("T2", SPECIAL, CHAIN, 开="").general
    assert [(line.result, line.reading) for line in lines[:2]] == [
        ("400 元", "开取「甲」，原文未定"),
        ("300 元", "开取「乙」，原文未定"),
    ]


def test_a_class_that_is_no_settings_name_has_no_chain() -> None:
    assert find("T1", SPECIAL, CHAIN, 开="甲") == EntryBenefits((), (), ())
