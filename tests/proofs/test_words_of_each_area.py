"""What people say of a benefit finds what the tables call it, in each area that has it."""

import pytest
from proofs.conftest import real_area

from chronicare.cli.requests.askable import Askable

WORDS = {
    "511900": {
        "起付线": "起付标准",
        "报销比例": "支付比例",
        "住院报销比例": "支付比例",
        "封顶线": "统筹年度限额",
        "最高支付限额": "统筹年度限额",
        "大病起付线": "大病起付标准",
        "大病封顶线": "大病年度限额",
        "缴费标准": "个人缴费标准",
        "居民缴费标准": "个人缴费标准",
        "参保资助": "资助金额",
        "资助标准": "资助金额",
        "生育津贴": "可领生育津贴",
        "产前检查费": "产前检查费应付",
        "最低缴费年限": "最低累计缴费年限",
        "退休缴费年限": "最低累计缴费年限",
        "等待期": "等待月数",
        "退费": "退费金额",
        "报销截止": "手工报销截止日",
        "报销时限": "手工报销截止日",
        "连续参保激励": "大病激励额",
        "零报销激励": "大病激励额",
    },
    "320800": {
        "起付线": "起付标准",
        "住院报销比例": "支付比例",
        "封顶线": "统筹年度限额",
        "最高支付限额": "统筹年度限额",
        "大病起付线": "大病起付标准",
        "居民缴费标准": "个人缴费标准",
        "参保资助": "资助金额",
        "资助标准": "资助金额",
        "双通道": "单独支付比例",
        "连续参保激励": "大病激励额",
    },
}


@pytest.mark.parametrize(("area", "word"), [(area, word) for area, words in WORDS.items() for word in words])
def test_a_word_that_people_use_is_understood(area: str, word: str) -> None:
    asked = real_area(area)
    model = asked.release.benefits_on(asked.day)
    assert model is not None
    meaning = Askable(model).meaning(word)
    assert meaning is not None
    assert [model.vocabulary.findings[code].name.zh for code in meaning.terms] == [WORDS[area][word]]


@pytest.mark.parametrize("code", ["511900", "440300"])
def test_how_far_two_terms_are_apart_is_not_offered(code: str) -> None:
    area = real_area(code)
    model = area.release.benefits_on(area.day)
    assert model is not None
    askable = Askable(model)
    assert any(" − " in model.vocabulary.findings[each].name.zh for each in model.rules.producers)
    for word in ("纳入报销费用", "适用起付线", "救助申请日", "救助报销截止日", "生育日"):
        assert not [each for each in askable.near(word) if " − " in each]
