"""A settlement in sentences: every number in them is one of the settlement."""

from dataclasses import replace
from fractions import Fraction

import pytest
from unit.benefits.written import Written, bill, chain_of, in_fen, model_of, vocabulary
from unit.compiler.written import switches

from chronicare.benefits.answer import SettlementOutcome, answer_bill
from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.statement import state
from chronicare.cells.values import Given
from chronicare.diagnostics import Language

WORDS = vocabulary()


def stated(model: BenefitModel, made: Bill, language: Language = Language.ZH, **accumulators: float) -> list[str]:
    return state(answer_bill(model, made, in_fen(model, accumulators)), WORDS, language)


CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,基数累计,700 元,≤ 1000 元: 85%；90%,1000 元,基数累计 += 本步基数",
    "quota,基本医保,补助,,,,,300 元",
)


def test_what_was_charged_each_turn_and_what_is_left() -> None:
    made = replace(bill(0), charges=Charges(250_000, 10_000, 0, 5_050), account_fen=20_000)
    # counted from 500 on: 200 are borne, 1,000 by 85% and 1,149.50 by 90% are 1,884.55, of which the cap leaves 1,000
    assert stated(model_of(chain=CHAIN), made, acc_base=500) == [
        "总费用 2500.00 元，减目录外自费 100.00 元，减先行自付 50.50 元，符合医保政策的费用 2349.50 元。",
        (
            "basic报销：以 2349.50 元为基数，本年此前已计 500.00 元，起付标准 700.00 元（本次负担 200.00 元），"
            "1000.00 元按 85% 为 850.00 元，1149.50 元按 90% 为 1034.55 元，"
            "限额内还可支付 1000.00 元，支付 1000.00 元。"
        ),
        "quota报销：定额补助 300.00 元。",
        (
            "各项基金合计支付 1000.00 元，另付定额补助 300.00 元（不在账单之内）；个人自付 1349.50 元，"
            "个人共负担 1500.00 元（个人账户 200.00 元，现金 1300.00 元）。"
        ),
    ]
    english = stated(model_of(chain=CHAIN), made, Language.EN, acc_base=500)
    assert english[1] == (
        "step basic: on 2349.50 yuan, 500.00 yuan counted earlier this year, "
        "deductible 700.00 yuan (200.00 borne here), 1000.00 yuan at 85% is 850.00 yuan, "
        "1149.50 yuan at 90% is 1034.55 yuan, the cap still allows 1000.00 yuan; "
        "pays 1000.00 yuan."
    )


def test_what_lies_beyond_the_fen_is_told_in_money_with_where_it_is_rounded() -> None:
    # 1000 × 8.5% = 85; 0.70 × 9% = 0.063: together 85.063, rounded once to 85.06; 15 × 70% of the rest is whole
    model = model_of(chain=chain_of("basic,基本医保,报销,合规费用,,,≤ 1000 元: 8.5%；9%"))
    assert stated(model, bill(1000.70))[1:] == [
        ("basic报销：以 1000.70 元为基数，1000.00 元按 8.5% 为 85.00 元，0.70 元按 9% 为约 0.06 元，支付 85.06 元。"),
        "标「约」的数算到分以下，没有取整；只有各支付方支付的数四舍五入到分，各一次。",
        "各项基金合计支付 85.06 元；个人自付 915.64 元，个人共负担 915.64 元。",
    ]
    assert "0.70 yuan at 9% is about 0.06 yuan; pays 85.06 yuan." in stated(model, bill(1000.70), Language.EN)[1]


def test_steps_told_by_what_nobody_stated_say_so_though_all_comes_to_the_same() -> None:
    # the deductible is 100 or 200 yuan: of 100 yuan nothing is paid in any case
    tables = {"扣": Written("UNIQUE", "入：机构等级,出：应扣\n三级,200 元\n< 三级,100 元\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,应扣,50%"))
    sentences = stated(model, bill(100))
    assert "起付标准 100.00 元" in sentences[1]
    assert sentences[2] == "没有写明机构等级；不论怎样，支付的数都一样。以上起付、比例按机构等级「一级」写出。"
    assert len(stated(model, bill(100, level=0))) == len(sentences) - 1
    english = stated(model, bill(100), Language.EN)[2]
    assert english.startswith("Not stated: provider level; what is paid is the same whatever it may be.")


def test_steps_told_by_one_reading_of_an_open_switch_say_so_though_all_come_to_the_same() -> None:
    # 60 or 100 per cent of 100 yuan are both beyond the cap of 50
    tables = {"比例": Written("UNIQUE", "出：支付比例,开关,读法\n60%,开,甲\n100%,开,乙\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例,50 元"), switches(开=""))
    sentences = stated(model, bill(100))
    assert "100.00 元按 60% 为 60.00 元，限额内还可支付 50.00 元，支付 50.00 元。" in sentences[1]
    assert sentences[2] == "政策未定「开」；各种读法支付的数都一样。以上按「甲」写出。"
    assert "open; what is paid is the same under each reading" in stated(model, bill(100), Language.EN)[2]


def test_no_more_is_said_than_there_is() -> None:
    model = model_of(chain=chain_of("basic,基本医保,报销,合规费用,,,85%"))
    assert stated(model, bill(100)) == [
        "总费用 100.00 元，符合医保政策的费用 100.00 元。",
        "basic报销：以 100.00 元为基数，100.00 元按 85% 为 85.00 元，支付 85.00 元。",
        "各项基金合计支付 85.00 元；个人自付 15.00 元，个人共负担 15.00 元。",
    ]


def test_a_part_settled_apart_is_named() -> None:
    tables = {
        "表": Written(
            "UNIQUE",
            "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n药品,是,无此待遇,无此待遇\n单列药,是,无此待遇,单列\n",
        )
    }
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%,,,住院", "apart,基本医保,报销,合规费用,,,50%,,,单列")
    lines = [ChargeLine(10_000, 0, {"charge_category": each}) for each in ("药品", "单列药")]
    sentences = stated(model_of(tables, chain), bill(0, *lines))
    assert sentences[1] == "其中按「住院」结算 100.00 元："
    assert sentences[3:] == [
        "其中按「单列」结算 100.00 元：",
        "apart报销：以 100.00 元为基数，100.00 元按 50% 为 50.00 元，支付 50.00 元。",
        "各项基金合计支付 135.00 元；个人自付 65.00 元，个人共负担 65.00 元。",
    ]


def test_no_entitlement_is_told_with_the_term_that_says_so() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：年度限额\n-,无此待遇\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,85%,年度限额"))
    assert "basic报销：没有这项待遇；年度限额：无此待遇（手册 1-1/1「原文」）。" in stated(model, bill(100))


def test_what_carries_on_is_told_as_provisional() -> None:
    tables = {"表": Written("UNIQUE", "出：年度限额,开关,读法,沿用自\n80 元,开,甲,2024\n未公布,开,乙,\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,85%,年度限额"), switches(开="甲"))
    assert stated(model, bill(100))[-1] == (
        "本结果是暂定的：「年度限额」尚未公布，沿用 2024 年度的 80 元，公布后须重新结算。"
    )
    assert stated(model, bill(100), Language.EN)[-1] == (
        "This is provisional: annual cap is not published yet, and that of 2024 carries on (80 元); settle again once "
        "it is."
    )


def test_a_ruling_is_named() -> None:
    ruled = {**switches(开=""), "rulings": "对象,裁定,作出单位,文号,日期\n开,乙,试验局,试医发〔2025〕1号,2025-03-01\n"}
    model = model_of(chain=SWITCHED, switches=ruled)
    assert stated(model, bill(100))[-1] == "依裁定「开」取「乙」：试验局 试医发〔2025〕1号（2025-03-01）。"
    assert (
        stated(model, bill(100), Language.EN)[-1] == "By ruling, '开' is '乙': 试验局 试医发〔2025〕1号 (2025-03-01)."
    )


def test_what_is_certain_of_an_undecided_bill_is_told_with_what_is_not_published() -> None:
    tables = {"表": Written("UNIQUE", "出：年度限额,出处,原文\n未公布,3-22,2025 年度为 80 元\n")}
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%", "more,补充,报销,合规余额,,,50%,年度限额")
    assert stated(model_of(tables, chain), bill(100)) == [
        "尚不能结算。",
        "规则没有给出所需的数——年度限额：未公布（手册 3-22「2025 年度为 80 元」）。",
        "无论如何都已确定的：basic报销 85.00 元。",
    ]


def test_what_is_not_payable_is_told_with_its_source() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：属支付范围,出处,原文\n居民,否,3-9,不予支付的情形\n")}
    chain = "编号,谁付,名称,基数,起付,比例,封顶,入：属支付范围\n"
    chain += "basic,基本医保,报销,合规费用,不设,85%,不限,是"
    assert stated(model_of(tables, chain), bill(100, scheme="居民")) == [
        "总费用 100.00 元，医保基金不予支付。",
        "依据：手册 3-9「不予支付的情形」",
    ]


def test_of_what_no_row_is_there_is_told_and_that_it_is_no_refusal() -> None:
    model = model_of(chain=chain_of("basic,基本医保,报销,合规费用,,,85%,,,住院,职工"))
    made = bill(100, scheme="居民", level=1)
    assert stated(model, made) == [
        "本规则集没有写这种情况由谁支付，也没有写为什么不予支付：险种 居民医保。不作结算；这不是不予支付。",
    ]
    assert stated(model, made, Language.EN)[0].endswith(
        "nobody does: scheme residents. Nothing is settled, and nothing is refused."
    )


def test_a_part_that_is_refused_is_not_told_as_outside_the_catalogues() -> None:
    tables = {
        "行": Written(
            "UNIQUE",
            "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n"
            "药品,是,0%,无此待遇\n保健,否,无此待遇,无此待遇\n单列药,是,0%,单列\n",
        ),
        "处理": Written(
            "FIRST", "入：结算类别,入：公务员,出：支付处理,出：属支付范围\n单列,否,不予支付,否\n-,-,支付,是\n"
        ),
    }
    chain = "编号,谁付,名称,基数,起付,比例,封顶,入：支付处理\nbasic,基本医保,报销,合规费用,不设,80%,不限,支付"
    lines = [ChargeLine(fen, 0, {"charge_category": each}) for each, fen in LINES.items()]
    told = stated(model_of(tables, chain), bill(0, *lines, civil=False))
    assert told == [
        "总费用 600.00 元，减基金不予支付的 300.00 元，减目录外自费 200.00 元，符合医保政策的费用 100.00 元。",
        "其中按「住院」结算 100.00 元：",
        "报销：以 100.00 元为基数，100.00 元按 80% 为 80.00 元，支付 80.00 元。",
        "其中按「单列」的 300.00 元，医保基金不予支付。",
        "各项基金合计支付 80.00 元；个人自付 20.00 元，个人共负担 520.00 元。",
    ]


LINES = {"药品": 100_00, "保健": 200_00, "单列药": 300_00}


SWITCHED = chain_of(
    "basic,基本医保,报销,合规费用,,,85%,,,,,开,甲",
    "basic,基本医保,报销,合规费用,,,90%,,,,,开,乙",
)


def test_the_reading_it_rests_on_is_told() -> None:
    model = model_of(chain=SWITCHED, switches=switches(开="乙"))
    assert stated(model, bill(100))[-1] == "本结果依「开」取读法「乙」。"
    assert stated(model, bill(100), Language.EN)[-1] == "This rests on the reading '乙' of '开'."


def test_what_is_undecided_is_told_under_each_reading() -> None:
    model = model_of(chain=SWITCHED, switches=switches(开=""))
    assert stated(model, bill(100)) == [
        "尚不能结算。",
        "政策未定「开」，有以下读法：「甲」甲；「乙」乙。",
        "若「开」取「甲」：基金支付 85.00 元。",
        "若「开」取「乙」：基金支付 90.00 元。",
    ]


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        (
            {"scheme": "职工"},
            [
                "还需要知道：公务员。",
                "若公务员为「是」：基金支付 85.00 元。",
                "若公务员为「否」：基金支付 90.00 元。",
            ],
        ),
        ({"scheme": "居民", "civil": True}, ["规则没有给出所需的数——支付比例：没有符合的规则行。"]),
    ],
)
def test_what_is_missing_is_named(facts: dict[str, Given], sentences: list[str]) -> None:
    tables = {"表": Written("UNIQUE", "入：险种,入：公务员,出：支付比例\n职工,是,85%\n职工,否,90%\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))
    assert stated(model, bill(100, **facts)) == ["尚不能结算。", *sentences]


BY_LEVEL = Written("UNIQUE", "入：机构等级,出：支付比例\n一级,90%\n二级,80%\n三级,80%\n")


def test_an_amount_is_told_once_with_all_that_comes_to_it() -> None:
    model = model_of({"表": BY_LEVEL}, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))
    assert stated(model, bill(100)) == [
        "尚不能结算。",
        "还需要知道：机构等级。",
        "若机构等级为「一级」：基金支付 90.00 元。",
        "若机构等级为「二级、三级」：基金支付 80.00 元。",
    ]


def test_a_case_no_row_speaks_of_is_told_where_it_stands() -> None:
    by_level = Written("UNIQUE", "入：机构等级,出：支付比例\n一级,90%\n三级,80%\n")
    model = model_of({"表": by_level}, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))
    assert stated(model, bill(100))[2:] == [
        "若机构等级为「一级」：基金支付 90.00 元。",
        "若机构等级为「二级」：规则没有给出「支付比例」。",
        "若机构等级为「三级」：基金支付 80.00 元。",
    ]


def test_a_switch_that_decides_nothing_does_not_part_what_comes_to_the_same() -> None:
    rows = "一级,90%,开,甲\n一级,90%,开,乙\n二级,80%,,\n三级,80%,,\n"
    tables = {"表": Written("UNIQUE", f"入：机构等级,出：支付比例,开关,读法\n{rows}")}
    chain = chain_of("basic,基本医保,报销,合规费用,,,支付比例")
    assert stated(model_of(tables, chain, switches(开="")), bill(100))[2:] == [
        "若机构等级为「一级」：基金支付 90.00 元。",
        "若机构等级为「二级、三级」：基金支付 80.00 元。",
    ]


def test_under_what_nothing_is_paid_is_told_as_a_refusal() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：属支付范围\n居民,否\n职工,是\n")}
    chain = "编号,谁付,名称,基数,起付,比例,封顶,入：属支付范围\n"
    chain += "basic,基本医保,报销,合规费用,不设,85%,不限,是"
    assert stated(model_of(tables, chain), bill(100))[-2:] == [
        "若险种为「职工医保」：基金支付 85.00 元。",
        "若险种为「居民医保」：基金不予支付。",
    ]


def test_english_says_as_much() -> None:
    tables = {"表": Written("UNIQUE", "入：公务员,出：支付比例\n是,85%\n否,90%\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例"))
    assert stated(model, bill(100), Language.EN)[:2] == ["Not settled yet.", "Still needed: civil servant."]


def test_a_formula_that_fails_is_the_tables_fault_not_the_policys() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：年度限额\n职工,上年收入 - 另项\n")}
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,85%,年度限额"))
    made = bill(1000, scheme="职工", income=Fraction(100), other=Fraction(300))
    answer = answer_bill(model, made, in_fen(model))
    assert (answer.outcome, answer.causes) == (SettlementOutcome.UNDECIDED, ())
    sentences = stated(model, made)
    assert (
        "规则表有差错，不是政策没有规定——表.csv:2 「年度限额」的公式「上年收入 - 另项」算不出来："
        "得 -200，不在可能范围 0..100000000 元 内。请报给维护规则的人。"
    ) in sentences
    assert not [each for each in sentences if "没有给出所需的数" in each]


def test_a_ratio_that_makes_a_payment_negative_is_no_ratio() -> None:
    chain = chain_of("basic,基本医保,报销,合规费用,,,支付比例 - 50%")
    model = model_of({"表": Written("UNIQUE", "出：支付比例\n20%\n")}, chain)
    answer = answer_bill(model, bill(1000), in_fen(model))
    assert answer.outcome is SettlementOutcome.UNDECIDED
    assert "card.csv:2 公式「支付比例 - 50%」算不出来：比例得 -30%" in "".join(stated(model, bill(1000)))


def test_a_part_of_which_nothing_is_left_to_pay_on_is_not_told() -> None:
    tables = {
        "表": Written(
            "UNIQUE",
            "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n保健,否,无此待遇,无此待遇\n单列药,是,无此待遇,单列\n",
        )
    }
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%,,,住院", "apart,基本医保,报销,合规费用,,,50%,,,单列")
    lines = [ChargeLine(10_000, 0, {"charge_category": each}) for each in ("保健", "单列药")]
    # 100 outside the catalogues, told as such; nothing of the bill's own setting is left, so only the other is told
    assert stated(model_of(tables, chain), bill(0, *lines)) == [
        "总费用 200.00 元，减目录外自费 100.00 元，符合医保政策的费用 100.00 元。",
        "其中按「单列」结算 100.00 元：",
        "apart报销：以 100.00 元为基数，100.00 元按 50% 为 50.00 元，支付 50.00 元。",
        "各项基金合计支付 50.00 元；个人自付 50.00 元，个人共负担 150.00 元。",
    ]
