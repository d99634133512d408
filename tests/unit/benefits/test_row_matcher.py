"""Which rows of a table match, and what is asked for to tell, and when."""

import pytest
from unit.benefits.written import DAY, RESIDENT, STAFF, Written, asked, model_of, resolver
from unit.compiler.written import switches

from chronicare.benefits.formula_evaluation import UnknownTermError
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, Wanted
from chronicare.cells.values import Given
from chronicare.judging.budget import STEPS_OF_TABLE, Budget
from chronicare.judging.memo import JudgementMemo, MemoEntry
from chronicare.judging.row_judge import RowJudge
from chronicare.program.evidence import Evidence

ORDERED = "入：险种,入：公务员,出：应扣\n居民,-,7 元\n职工,是,8 元\n职工,否,9 元\n"


@pytest.mark.parametrize(
    ("facts", "needed"),
    [({}, "scheme"), ({"scheme": "职工"}, "civil"), ({"civil": True}, "scheme")],
)
def test_the_first_input_that_matters_is_asked_for(facts: dict[str, Given], needed: str) -> None:
    for hit in ("UNIQUE", "FIRST", "COLLECT SUM"):
        with pytest.raises(FactNeededError) as raised:
            asked(ORDERED, hit, facts).look_up("result")
        assert raised.value.term == needed


def test_what_cannot_matter_any_more_is_not_asked_for() -> None:
    assert asked(ORDERED, "UNIQUE", {"scheme": "居民"}).look_up("result") == 7
    assert asked(ORDERED, "FIRST", {"scheme": "居民"}).look_up("result") == 7


def test_of_a_unique_table_the_row_that_matches_suffices() -> None:
    text = "入：险种,入：公务员,入：机构等级,出：应扣\n职工,是,-,7 元\n职工,否,一级,8 元\n-,否,> 一级,9 元\n"
    facts: dict[str, Given] = {"civil": False, "level": 2}
    assert asked(text, "UNIQUE", facts).look_up("result") == 9


def test_of_a_first_table_the_rows_before_are_settled_first() -> None:
    text = "入：公务员,入：机构等级,出：应扣\n是,-,7 元\n-,三级,8 元\n"
    with pytest.raises(FactNeededError):
        asked(text, "FIRST", {"level": 2}).look_up("result")
    assert asked(text, "FIRST", {"level": 2, "civil": False}).look_up("result") == 8


def test_an_output_is_worked_out_only_in_the_row_that_matches() -> None:
    text = "入：险种,出：应扣\n职工,上年收入\n居民,8 元\n"
    assert asked(text, facts=dict(RESIDENT)).look_up("result") == 8
    with pytest.raises(UnknownTermError) as raised:
        asked(text, facts=dict(STAFF)).look_up("result")
    assert raised.value.term == "income"


# Lists


@pytest.mark.parametrize(
    ("identity", "expected"),
    [(("特困",), 7), (("低保",), 8), (("低保", "特困"), 7), (("无", "低保"), 8), (("无",), None), ((), None)],
)
def test_a_list_passes_if_any_of_its_values_does(identity: tuple[str, ...], expected: int | None) -> None:
    text = "入：救助身份,出：应扣\n特困,7 元\n低保,8 元\n"
    assert asked(text, "FIRST", {"identity": identity}).look_up("result") == expected


def test_a_list_that_a_table_gives_is_tested_like_one() -> None:
    tables = {
        "甲": Written("COLLECT", "入：险种,出：各处\n-,住院\n职工,门诊\n"),
        "乙": Written("FIRST", "入：各处,出：应扣\n门诊,7 元\n住院,8 元\n"),
    }
    model = model_of(tables)
    assert [resolver(model, facts).value("result") for facts in (STAFF, RESIDENT)] == [7, 8]


# Switches

SWITCHED = "入：险种,出：应扣,开关,读法\n职工,7 元,开,甲\n职工,8 元,开,乙\n居民,9 元,,\n"


def test_the_default_reading_holds() -> None:
    made = asked(SWITCHED, facts=dict(STAFF), 开="乙")
    assert (made.value("result"), made.switches) == (8, {"开": "乙"})


def test_a_reading_chosen_goes_before_the_default() -> None:
    model = model_of({"表": Written("UNIQUE", SWITCHED)}, switches=switches(开="乙"))
    made = resolver(model, STAFF, {"开": "甲"})
    assert (made.value("result"), made.switches) == (7, {"开": "甲"})


def test_without_a_default_the_reading_is_asked_for() -> None:
    model = model_of({"表": Written("UNIQUE", SWITCHED)}, switches=switches(开=""))
    with pytest.raises(ReadingNeededError) as raised:
        resolver(model, STAFF).value("result")
    assert raised.value.switch.name == "开"
    assert resolver(model, STAFF, {"开": "乙"}).value("result") == 8


def test_a_switch_is_asked_for_only_where_it_is_reached() -> None:
    made = asked(SWITCHED, facts=dict(RESIDENT), 开="")
    assert (made.value("result"), made.switches) == (9, {})


def test_a_row_of_another_reading_asks_for_no_facts() -> None:
    text = "入：公务员,出：应扣,开关,读法\n是,7 元,开,甲\n-,8 元,开,乙\n"
    assert asked(text, "FIRST", 开="乙").value("result") == 8


def test_a_table_gone_through_counts_whether_its_rows_match_or_may() -> None:
    asking = asked(ORDERED, "UNIQUE", {"scheme": "居民"})
    (table,) = model_of({"表": Written("UNIQUE", ORDERED)}).rules.tables.values()
    for go in (lambda: asking.matching_rows(table), lambda: asking.possible_rows(table, Wanted())):
        budget = Budget(10**9, 10**9)
        with budget.in_force():
            go()
        assert budget.steps == STEPS_OF_TABLE


def test_a_table_gone_through_with_the_same_values_is_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {
        "待": Written("UNIQUE", "入：公务员,出：有待遇\n是,是\n否,否\n"),
        "表": Written("UNIQUE", "入：有待遇,出：应扣\n是,8 元\n否,9 元\n"),
    }
    model, asked_about = model_of(tables), list[list[str]]()
    expect = JudgementMemo.expect

    def noted(self: JudgementMemo, judge: RowJudge, evidence: Evidence) -> MemoEntry:
        asked_about.append(sorted(evidence.findings))
        return expect(self, judge, evidence)

    monkeypatch.setattr(JudgementMemo, "expect", noted)
    for civil, result, judged in (
        (True, 8, [[], ["civil"], ["entitled"]]),
        (False, 9, [["civil"], [], ["entitled"]]),
        (True, 8, []),
        (False, 9, []),
    ):
        resolver = TermResolver(model, DAY, {"civil": civil}, {})
        assert resolver.look_up("result") == result
        assert asked_about == judged
        asked_about.clear()
