from dataclasses import replace

import pytest
from unit.compiler.written import entry_of

from chronicare.cells.values import Duration
from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Needs, NeedsKind, Since, Use, UseKind
from chronicare.recognition.criterion_wording import (
    asked_name,
    duration_text,
    group_name,
    needs_text,
    requirement_text,
    use_text,
)

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("needs", "chinese", "english"),
    [
        (Needs(NeedsKind.ALL), "全部", "all"),
        (Needs(NeedsKind.ANY), "任一", "any"),
        (Needs(NeedsKind.NONE), "均无", "none"),
        (Needs(NeedsKind.AT_LEAST, 3), "至少 3", "at least 3"),
        (Needs(NeedsKind.SCORE, 9), "合计≥9（每条取最高）", "total ≥ 9 (the best of each item)"),
    ],
)
def test_needs_are_written_as_the_tables_do(needs: Needs, chinese: str, english: str) -> None:
    assert needs_text(needs, ZH) == chinese
    assert needs_text(needs, EN) == english


@pytest.mark.parametrize(
    ("use", "chinese", "english"),
    [
        (None, "", ""),
        (Use(UseKind.ANY), "任一次", "any measurement"),
        (Use(UseKind.LATEST), "最近一次", "the latest measurement"),
        (Use(UseKind.TIMES, 2), "至少 2 次", "at least 2 measurements"),
        (Use(UseKind.DAYS, 3), "至少 3 个不同日", "on at least 3 different days"),
        (Use(UseKind.TIMES, 2, Duration(6, 0)), "近 6 个月至少 2 次", "at least 2 measurements within 6 months"),
        (
            Use(UseKind.ALL, 1, Duration(13, 1)),
            "近 1 年 1 个月 1 天各次均须",
            "every measurement within 1 year 1 month 1 day",
        ),
    ],
)
def test_uses_are_written(use: Use | None, chinese: str, english: str) -> None:
    assert use_text(use, ZH) == chinese
    assert use_text(use, EN) == english


def test_a_time_condition_of_no_time_says_from_when_on() -> None:
    start = Since("start", Duration(0, 0), Text("起病日期", "onset"))
    assert use_text(None, ZH, start) == "自起病日期起"
    assert use_text(None, EN, start) == "from the onset on"
    assert use_text(None, ZH, start._replace(duration=Duration(3, 0))) == "自起病日期起满 3 个月"


def test_no_time_at_all_is_zero_days() -> None:
    assert duration_text(Duration(0, 0), ZH) == "0 天"


@pytest.mark.parametrize(
    ("test", "use", "chinese", "english"),
    [
        ("≥ 7.0 mmol/L", "任一次", "血糖 ≥ 7.0 mmol/L（任一次）", "血糖 ≥ 7.0 mmol/L (任一次)"),
        ("[3..6)", "", "血糖 ≥ 3 且 < 6", "血糖 ≥ 3 and < 6"),
        ("是", "", "血糖应为「是」", "血糖 must be yes"),
        ("否", "", "血糖应为「否」", "血糖 must be no"),
        ("闭角型", "", "血糖应为「闭角型」", "血糖 must be 闭角型"),
    ],
)
def test_requirements_read_as_sentences(test: str, use: str, chinese: str, english: str) -> None:
    assert requirement_text("血糖", test, use, ZH) == chinese
    assert requirement_text("血糖", test, use, EN) == english


@pytest.mark.parametrize(
    ("name", "test", "said"),
    [
        ("造影阳性", "是", "造影阳性"),
        ("造影阳性", "否", "造影非阳性"),
        ("筛查阴性", "是", "筛查阴性"),
        ("筛查非阴性", "是", "筛查非阴性"),
        ("筛查非阴性", "否", "筛查阴性"),
        ("向阳性皮疹", "是", "向阳性皮疹应为「是」"),
    ],
)
def test_a_name_that_holds_its_result_is_the_requirement(name: str, test: str, said: str) -> None:
    assert requirement_text(name, test, "", ZH) == said


@pytest.mark.parametrize(
    ("question", "test", "said"),
    [
        ("抗 SSA 抗体是否阳性？", "是", "抗SSA抗体应为「阳性」"),
        ("抗 SSA 抗体是否阳性？", "否", "抗SSA抗体应为「阴性」"),
        ("是否有典型症状？", "是", "抗SSA抗体应为「是」"),
        ("", "否", "抗SSA抗体应为「否」"),
    ],
)
def test_a_yes_or_no_is_said_in_the_words_of_its_question(question: str, test: str, said: str) -> None:
    assert requirement_text("抗SSA抗体", test, "", ZH, question) == said


@pytest.mark.parametrize(
    ("test", "is_date", "zh", "en"),
    [
        ("≥ 3 个月", True, "起病日期距申请日", "the time since 起病日期"),
        ("[1 个月..6 个月]", True, "起病日期距申请日", "the time since 起病日期"),
        ("≥ 2025-01-01", True, "起病日期", "起病日期"),
        ("", True, "起病日期", "起病日期"),
        ("≥ 3 次", False, "起病日期", "起病日期"),
    ],
)
def test_how_long_ago_a_day_is_is_asked_of_the_time_since(test: str, is_date: bool, zh: str, en: str) -> None:
    for language, said in ((ZH, zh), (EN, en)):
        assert asked_name("起病日期", test, language, is_date=is_date) == said


@pytest.mark.parametrize(
    ("group", "name", "said"),
    [
        ("R1", "四条", "四条（R1）"),
        ("1(2)", "发热", "发热（1(2)）"),
        ("其中两条", "两条以上", "两条以上"),
        ("其中两条", "", "其中两条"),
    ],
)
def test_a_group_whose_id_is_no_number_of_the_document_goes_by_its_name(group: str, name: str, said: str) -> None:
    entry = entry_of("1,症状,是", f"{group},全部,1" if group == "R1" else f"{group},全部,1\nR1,全部,{group}").entry
    written = entry.groups[group]
    named = replace(written, variants=tuple(replace(each, name=name) for each in written.variants))
    assert group_name(replace(entry, groups={**entry.groups, group: named}), group, Language.ZH) == said
