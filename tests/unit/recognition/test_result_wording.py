from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from unit.compiler.written import vocabulary

from chronicare.diagnostics import Language, Text
from chronicare.recognition.decision import Outcome
from chronicare.recognition.distance import Distance
from chronicare.recognition.result_wording import distance_text, outcome_text, shown_value, truth_text

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("distance", "chinese", "english"),
    [
        (Distance("1", Fraction("0.1"), "mmol/L"), "还差 0.1 mmol/L", "0.1 mmol/L too low"),
        (Distance("1", Fraction(-3), "kPa"), "高出 3 kPa", "3 kPa too high"),
        (Distance("1", Fraction(5), "%"), "还差 5%", "5% too low"),
        (Distance("1", Fraction(1, 3), "g/L"), "还差 ≈ 0.333 g/L", "≈ 0.333 g/L too low"),
        (Distance("1", Fraction(2), "级"), "差 2 级", "2 levels too low"),
        (Distance("1", Fraction(-1), "级"), "差 1 级", "1 level too high"),
        (Distance("1", Fraction(4), "倍"), "须为所报的 4 倍", "has to be 4 times as high"),
        (Distance("1", Fraction(-2), "倍"), "须为所报的 1/2", "has to be 1/2 of it"),
        (Distance("1", Fraction(1), "次"), "还差 1 次", "1 more measurement needed"),
        (Distance("1", Fraction(2), "日"), "还差 2 个不同日", "2 more different days needed"),
        (Distance("1", Fraction(0), ""), "恰为界值，界值本身不算", "exactly at the bound, which does not count"),
        (Distance("1", Fraction("0.0625"), "g/L"), "还差 0.0625 g/L", "0.0625 g/L too low"),
        (Distance("1", Fraction("0.056251"), "g/L"), "还差 ≈ 0.0563 g/L", "≈ 0.0563 g/L too low"),
        (Distance("1", Fraction("-123.456"), "U/L"), "高出 ≈ 123 U/L", "≈ 123 U/L too high"),
        (Distance("1", Fraction(-987654), "IU/mL"), "高出 987654 IU/mL", "987654 IU/mL too high"),
        (Distance("1", met_from=date(2026, 3, 1)), "自 2026-03-01 起满足", "will hold from 2026-03-01 on"),
        (
            Distance("1", too_old_since=date(2025, 8, 1)),
            "只到 2025-08-01 为止有效，现已过期",
            "was good until 2025-08-01 and is too old now",
        ),
        (Distance("1"), "", ""),
    ],
)
def test_distances_are_said_in_their_own_unit(distance: Distance, chinese: str, english: str) -> None:
    assert distance_text(distance, ZH) == chinese
    assert distance_text(distance, EN) == english


@pytest.mark.parametrize(
    ("outcome", "chinese"),
    [(Outcome.MEETS, "符合"), (Outcome.DOES_NOT_MEET, "不符合"), (Outcome.UNDECIDED, "尚不能认定")],
)
def test_outcomes_have_names(outcome: Outcome, chinese: str) -> None:
    assert outcome_text(outcome, ZH) == chinese
    assert outcome_text(outcome, EN) != chinese


def test_truths_have_names() -> None:
    assert [truth_text(truth, ZH) for truth in (True, False, None)] == ["满足", "不满足", "未知"]


@pytest.mark.parametrize(
    ("given", "name", "shown"),
    [("1", "1级", "1级"), ("1级", "1级", "1级"), ("III", "3级", "III = 3级"), ("", "0级", "0级")],
)
def test_a_grade_is_said_twice_only_where_it_reads_otherwise(given: str, name: str, shown: str) -> None:
    assert shown_value(given, name, vocabulary().findings["strength"], ZH) == shown


@pytest.mark.parametrize(
    ("given", "question", "shown"),
    [
        ("阴性", "针刺试验是否阳性？", "阴性"),
        ("是", "针刺试验是否阳性？", "是"),
        ("阴性", "有无咳嗽？", "阴性（否）"),
        ("无", "有无咳嗽？", "无（否）"),
        ("否", "有无咳嗽？", "否"),
    ],
)
def test_a_yes_or_no_in_the_words_of_its_question_needs_no_other(given: str, question: str, shown: str) -> None:
    finding = replace(vocabulary().findings["cough"], question=Text(question, question))
    assert shown_value(given, "是" if given == "是" else "否", finding, ZH) == shown
