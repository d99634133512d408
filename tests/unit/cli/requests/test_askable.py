import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from chronicare.api.v1 import benefit_service_pb2
from chronicare.cli.pages.layout import width_of
from chronicare.cli.pages.look_up import LookUpPage
from chronicare.diagnostics import Language

Run = Callable[..., Result]
DAY = ("--date", "2026-03-05")


@pytest.fixture
def rules() -> Path:
    """Return a rule directory with a few benefit tables."""
    return Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"


def test_without_a_term_everything_that_can_be_asked_is_listed(run: Run) -> None:
    lines = run("ask", *DAY).stdout.splitlines()
    for expected in (
        "可以问的事项（chronicare ask 事项 --fact 名称=值）",
        "  住院待遇：支付比例、起付标准 ← 险种、机构等级",
        "  待遇起始：待遇起始日 ← 缴费日、等待期",
        "可以直接问的词（chronicare ask 词）",
        "  费用情形：无、工伤",
    ):
        assert expected in lines


def test_words_that_several_tables_ask_for_are_not_listed_as_words(run: Run) -> None:
    said = run("ask", *DAY).stdout
    assert "职工" not in said
    assert "三级" not in said


def test_machines_get_the_list_of_the_contract(run: Run) -> None:
    response = json.loads(run("ask", "--json", *DAY).stdout)
    assert {each["term"]["name"] for each in response["derived"]} == {
        "支付处理",
        "属支付范围",
        "支付比例",
        "起付标准",
        "统筹年度限额",
        "待遇起始日",
    }


def test_a_word_that_only_one_table_asks_for_asks_that_table(run: Run) -> None:
    said = run("ask", "工伤", *DAY)
    assert said.stdout.splitlines()[0] == "支付处理：不予支付"
    assert said.stderr.strip() == "「工伤」按「费用情形=工伤」查"


def test_a_word_may_stand_among_terms(run: Run) -> None:
    said = run("ask", "统筹年度限额", "工伤", "--fact", "险种=职工", *DAY).stdout
    assert said.startswith("统筹年度限额：140000 元\n支付处理：不予支付\n")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("年度限额", "统筹年度限额"),
        ("超付标准", "起付标准"),
        ("等待期", "待遇起始日"),
    ],
)
def test_what_may_mean_more_than_one_thing_is_not_guessed(run: Run, word: str, near: str) -> None:
    said = run("ask", word, *DAY, code=1).stderr
    assert f"没有规则表给出「{word}」" in said
    assert near in said


def test_what_is_like_nothing_is_told_where_to_look(run: Run) -> None:
    assert "不写事项，就列出可以问的一切" in run("ask", "xyz", *DAY, code=1).stderr


def test_before_the_rules_there_is_nothing_to_ask(run: Run) -> None:
    assert "没有规则表给出" not in run("ask", "工伤", "--date", "2020-01-01", code=1).stderr


def _page(*texts: str) -> list[str]:
    response = benefit_service_pb2.LookUpTermsResponse()
    value = response.values.add(code="matter", name="说明", text="".join(texts))
    for text in texts:
        value.value.list_value.values.add(string_value=text[:2])
        response.determinations.add(table="说明").outputs.add(code="matter", name="说明", text=text)
    return [click.unstyle(line) for line in LookUpPage(Language.ZH).lines(response)]


def test_sentences_too_long_for_a_line_stand_each_on_its_own() -> None:
    first, second = "甲" * 60 + "。", "乙" * 30 + "。"
    lines = _page(first, second)
    assert lines[0] == "说明："
    assert lines[1].startswith("  · 甲")
    assert "".join(line.strip(" ·") for line in lines[1:3]) == first
    assert lines[3] == "  · " + second
    assert all(width_of(line) <= 100 for line in lines[:4])


def test_a_short_list_stays_on_its_line() -> None:
    assert _page("甲。", "乙。")[0] == "说明：甲。乙。"


def test_of_a_value_that_several_tables_ask_for_it_is_told_what_it_is(run: Run) -> None:
    told = run("ask", "三级", *DAY, code=1).stderr
    assert "「三级」是「机构等级」的一种，要问它的什么没有写" in told
    assert "写 ask 事项 --fact 机构等级=三级，事项如起付标准、支付比例" in told
