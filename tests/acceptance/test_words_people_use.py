"""What a clerk or a patient types, and what it has to find: the terms by name, the fact a word states."""

from datetime import date
from pathlib import Path

import pytest

from chronicare.cli.open_rules import open_rules
from chronicare.cli.requests.askable import Askable
from chronicare.diagnostics import Language

DAY = date(2025, 12, 15)
MATTERS = {
    "异地备案": "备案 异地就医备案 外地看病备案 怎么备案 备案渠道 备案时间 什么时候备案 备案有效期",
    "医保码": "电子医保卡 医保电子凭证 医保码激活 什么是医保码 医保码怎么激活 医保码怎么用 电子医保凭证",
    "医保钱包": "钱包 跨省共济 钱包转账 什么是医保钱包 医保钱包怎么开通 医保钱包缴费 医保钱包转账",
    "参保义务": "参保法律规定 参保是自愿的吗 不交医保可以吗",
    "基金支付范围": "报销范围 医保目录 哪些能报销",
    "现有险种": "巴惠保 惠民保",
    "医保基金筹集": "筹资 医保基金从哪里来",
    "医疗救助资金": "救助基金 救助资金 救助资金配套 医疗救助配套 救助资金监督",
    "长期护理保险": "长护险 护理保险",
    "学生参保": "大学生医保 学生医保 大学生在哪参保 新生参保 毕业后医保",
    "集中带量采购": "集采 集采药品 带量采购",
    "药品比价": "比价 哪里买药便宜",
    "职工医保参保申报": "怎么参加职工医保 单位怎么参保 灵活就业怎么参保 灵活就业参保登记",
    "生育津贴申领": "领生育津贴 怎么领生育津贴 生育津贴怎么领",
    "产前检查费申报": "产检费 产检费怎么领 产检费怎么报",
    "职工医保关系转移": "医保转移 转移接续",
    "异地费用报销": "异地报销 外地看病报销 垫付报销",
    "转诊转院": "转院 怎么转诊",
    "居民参保办理": "怎么参加居民医保",
    "居民缴费": "怎么退出缴费 停止缴费",
    "居民生育报销": "居民生育材料",
    "居民门诊报销": "门诊没法刷卡",
    "特药购药": "特药申请 单行支付药品认定 省外买药",
    "服务评价": "投诉 好差评 12345",
}
VALUES = {
    ("参保人员类别", "大中专学生"): "大学生",
    ("参保人员类别", "灵活就业者"): "个体户",
    ("参保人员类别", "退役刑释人员"): "退役军人",
    ("参保人员类别", "港澳台居民"): "台湾居民",
    ("参保人员类别", "外国留学生"): "留学生",
    ("账户支取情形", "死亡"): "去世",
    ("异地就医情形", "异地急诊"): "出差急诊",
    ("异地就医情形", "异地长期居住"): "随子女异地居住",
    ("经办业务", "参保人员参保信息查询"): "查参保信息",
    ("费用情形", "工伤"): "工伤",
}
MORE_VALUES = {
    ("参保人员类别", "退役刑释人员"): "退役军人参保 刑满释放参保 退伍军人医保 出狱参保",
    ("参保人员类别", "港澳台居民"): "港澳台参保 台湾人参保 香港居民医保",
    ("参保人员类别", "外国留学生"): "留学生参保",
    ("参保人员类别", "外国人"): "外国人参保 永久居留",
}
"""Several words that state one fact."""
TERMS = {
    "应参险种": "参加哪种医保",
    "参保地": "在哪里参保",
    "医保待遇项目": "能享受哪些待遇",
    "不足年限办法": "缴费年限不够怎么办",
    "视同缴费年限": "军龄",
    "医保待遇承担方": "单位没交医保看病谁出钱",
    "个人账户可一次性支付": "取个人账户的钱",
    "个人账户可支付": "家庭共济",
    "生育保险参加方式": "怎么参加生育保险",
    "生育待遇项目": "生育待遇有哪些",
    "生育津贴申领材料": "生育津贴资料",
    "产检费和津贴须一并申领": "一并申领",
    "生育津贴计发基数": "生育津贴怎么算",
    "须单独备案": "急诊要备案吗",
    "可办层级": "在村里能办吗",
    "手工报销材料": "报销要带什么",
    "可按学制趸缴": "大学生趸缴",
    "重复参保处理": "学生重复参保怎么办",
    "大病保险个人缴费": "大病保险要交钱吗",
}
MORE_TERMS = {
    "不足年限办法": "缴费年限不够 年限不足 缴费年限不足",
    "可按学制趸缴": "学生趸缴",
    "医保待遇承担方": "单位欠费谁负责",
    "个人账户可一次性支付": "取个账 退个人账户 个人账户继承",
    "可办层级": "下沉事项 下沉服务 乡镇能办哪些医保",
    "生育津贴计发基数": "生育津贴多少",
    "生育保险参加方式": "灵活就业生育保险 失业人员生育保险",
    "生育待遇项目": "灵活就业生育待遇",
    "大病手工报销截止日": "大病报销期限",
    "救助手工报销截止日": "救助报销截止 救助申请期限",
    "救助认定部门": "救助身份认定 谁认定低保",
    "救助报销材料": "救助申请材料 申请救助要什么",
    "救助结算方式": "一站式结算 救助怎么结算",
    "推送困难信息": "因病返贫预警 监测推送",
    "异地备案类型": "长期异地备案 异地安置 临时备案",
    "特药结算方式": "特药怎么报销",
    "个人缴费标准": "居民医保多少钱",
    "慢特病结算方式": "慢特病异地 慢特病跨省直接结算",
    "可直接结算": "省内异地直接结算",
}
"""Several words for one term."""


@pytest.fixture(scope="module")
def askable(published: Path) -> Askable:
    """Return what can be asked of the manual's area."""
    ((release, _),) = open_rules(published, Language.ZH).every_release()
    model = release.benefits_on(DAY)
    assert model is not None
    return Askable(model)


@pytest.mark.parametrize(
    ("matter", "word"), [(each, word) for each, words in MATTERS.items() for word in words.split()]
)
def test_a_matter_is_found_by_what_people_call_it(askable: Askable, matter: str, word: str) -> None:
    meaning = askable.meaning(word)
    assert meaning is not None
    assert (meaning.terms, meaning.stated) == (("guidance",), ("办事事项", matter))


@pytest.mark.parametrize(
    ("stated", "word"),
    [*VALUES.items(), *((stated, word) for stated, words in MORE_VALUES.items() for word in words.split())],
)
def test_a_word_states_a_fact(askable: Askable, stated: tuple[str, str], word: str) -> None:
    meaning = askable.meaning(word)
    assert meaning is not None
    assert meaning.stated == stated


@pytest.mark.parametrize(
    ("term", "word"),
    [*TERMS.items(), *((term, word) for term, words in MORE_TERMS.items() for word in words.split())],
)
def test_a_term_is_found_by_what_people_call_it(askable: Askable, term: str, word: str) -> None:
    assert askable.meaning(word) == askable.meaning(term) is not None


@pytest.mark.parametrize("word", ["三级", "居民", "高血压"])
def test_a_word_of_many_meanings_is_not_guessed(askable: Askable, word: str) -> None:
    assert askable.meaning(word) is None
    assert askable.near(word)
