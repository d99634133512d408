"""Terms looked up in tables: which rows give what, what is asked for and when."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import DAY, LEVELS, Written, model_of, resolver, vocabulary
from unit.compiler.written import switches

from chronicare.benefits.formula_evaluation import ImpossibleError, NoValueError, UnknownTermError
from chronicare.benefits.model import volatile_terms
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import MAX_VALUES, FactNeededError, ReadingNeededError, possible_values
from chronicare.cells.values import Given
from chronicare.program.formula import NoValue

STAFF, RESIDENT = {"scheme": "职工"}, {"scheme": "居民"}


def asked(text: str, hit: str = "UNIQUE", facts: dict[str, Given] | None = None, **defaults: str) -> TermResolver:
    """Ask the one table ``text``; ``defaults`` are switches and their default readings."""
    others = switches(**defaults) if defaults else None
    return resolver(model_of({"表": Written(hit, text)}, switches=others), facts)


# Hit policies

BY_YEARS = "入：参保年数,出：应扣\n≥ 3,30 元\n≥ 1,10 元\n≥ 5,无此待遇\n≥ 2,20 元\n"


@pytest.mark.parametrize(
    ("hit", "years", "expected"),
    [
        ("FIRST", 9, 30),
        ("FIRST", 2, 10),
        ("FIRST", 0, None),
        ("COLLECT MAX", 9, 30),
        ("COLLECT MAX", 2, 20),
        ("COLLECT MAX", 0, None),
        ("COLLECT MIN", 9, 10),
        ("COLLECT MIN", 2, 10),
        ("COLLECT MIN", 0, None),
        ("COLLECT SUM", 9, 60),
        ("COLLECT SUM", 2, 30),
        ("COLLECT SUM", 0, None),
    ],
)
def test_which_rows_give_the_output(hit: str, years: int, expected: int | None) -> None:
    assert asked(BY_YEARS, hit, {"years": years}).look_up("result") == expected


@pytest.mark.parametrize(
    ("hit", "years", "rows"),
    [
        ("COLLECT MAX", 9, ["2"]),
        ("COLLECT MAX", 2, ["5"]),
        ("COLLECT MIN", 9, ["3"]),
        ("COLLECT SUM", 9, ["2", "3", "4", "5"]),
    ],
)
def test_of_several_values_the_row_that_gave_the_one_used_is_told(hit: str, years: int, rows: list[str]) -> None:
    made = asked(BY_YEARS, hit, {"years": years})
    made.look_up("result")
    assert [row.row.id for row in made.applied_rows.values()] == rows


def test_of_several_rows_without_value_the_one_that_says_so_is_told() -> None:
    made = asked("入：险种,出：应扣\n-,7 元\n-,不限\n", "COLLECT MAX", dict(STAFF))
    assert made.look_up("result") is None
    assert [row.row.id for row in made.applied_rows.values()] == ["3"]


@pytest.mark.parametrize(("years", "expected"), [(9, 4), (4, 3), (1, 1), (0, None)])
def test_count_counts_rows_whatever_they_say(years: int, expected: int | None) -> None:
    text = "入：参保年数,出：项数\n≥ 3,1\n≥ 1,1\n≥ 5,无此待遇\n≥ 2,7\n"
    assert asked(text, "COLLECT COUNT", {"years": years}).look_up("number") == expected


@pytest.mark.parametrize(("years", "expected"), [(9, (30, 10)), (3, (30, 10)), (2, (10,)), (1, (10,)), (0, None)])
def test_collect_lists_each_value_once_in_order(years: int, expected: tuple[int, ...] | None) -> None:
    text = "入：参保年数,出：各项\n≥ 3,30 元\n≥ 1,10 元\n≥ 5,无此待遇\n≥ 2,2 × 5 元\n"
    assert asked(text, "COLLECT", {"years": years}).look_up("many") == expected


@pytest.mark.parametrize(("hit", "expected"), [("COLLECT MAX", date(2026, 3, 1)), ("COLLECT MIN", date(2025, 3, 1))])
def test_the_last_and_the_first_of_dates(hit: str, expected: date) -> None:
    text = "入：险种,出：待遇起始\n职工,2026-01-01\n职工,2025-03-01\n职工,2026-03-01\n"
    assert asked(text, hit, {"scheme": "职工"}).look_up("begins") == expected


@pytest.mark.parametrize(("facts", "expected"), [(STAFF, 7), (RESIDENT, 8)])
def test_unique_gives_the_row_that_matches(facts: dict[str, Given], expected: int) -> None:
    assert asked("入：险种,出：应扣\n职工,7 元\n居民,8 元\n", facts=facts).look_up("result") == expected


def test_any_gives_what_all_its_rows_say() -> None:
    text = "入：险种,入：公务员,出：应扣\n职工,-,7 元\n-,是,7 元\n"
    for scheme in ("职工", "居民"):
        assert asked(text, "ANY", {"scheme": scheme, "civil": True}).look_up("result") == 7
    assert asked(text, "ANY", {"scheme": "居民", "civil": False}).look_up("result") is None


def test_a_row_gives_all_its_outputs_at_once() -> None:
    made = asked(
        "入：险种,出：应扣,出：支付比例,出：有待遇\n职工,7 元,85%,是\n居民,无此待遇,60%,否\n", facts=dict(RESIDENT)
    )
    assert [made.look_up(code) for code in ("result", "ratio", "entitled")] == [None, 60, False]
    (applied_rows,) = made.applied_rows.values()
    assert (applied_rows.table, applied_rows.row.id) == ("表", "3")
    assert applied_rows.outputs == {"result": None, "ratio": Fraction(60), "entitled": False}


# Derived terms

CHAINED = {
    "甲": Written("UNIQUE", "入：险种,出：支付比例\n职工,85%\n居民,无此待遇\n"),
    "乙": Written("UNIQUE", "入：支付比例,入：机构等级,出：有待遇\n≥ 80%,-,是\n< 80%,-,否\n"),
    "丙": Written("UNIQUE", "入：有待遇,出：应扣\n是,支付比例 × 上年收入\n"),
}


def test_what_a_table_rests_on_is_looked_up_in_turn() -> None:
    made = resolver(model_of(CHAINED), {"scheme": "职工", "income": Fraction(200)})
    assert made.value("result") == 170
    assert [name for name, _ in made.applied_rows] == ["甲", "乙", "丙"]


def test_a_test_of_what_has_no_value_fails() -> None:
    made = resolver(model_of(CHAINED), RESIDENT)
    assert (made.look_up("ratio"), made.look_up("entitled"), made.look_up("result")) == (None, None, None)


def test_no_value_passes_where_nothing_is_tested() -> None:
    tables = {
        "甲": CHAINED["甲"],
        "乙": Written("FIRST", "入：支付比例,入：险种,出：应扣\n≥ 10%,居民,7 元\n-,居民,8 元\n"),
    }
    assert resolver(model_of(tables), RESIDENT).look_up("result") == 8


def test_a_derived_term_is_not_taken_from_the_caller() -> None:
    facts: dict[str, Given] = {"scheme": "职工", "ratio": Fraction(10)}
    assert resolver(model_of(CHAINED), facts).value("ratio") == 85


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"scheme": "居民"}, NoValue.NO_ENTITLEMENT),
        ({"scheme": "职工", "level": 1}, NoValue.NOT_PUBLISHED),
        ({"scheme": "职工", "level": 2}, NoValue.UNLIMITED),
        ({"scheme": "职工", "level": 0}, None),
    ],
)
def test_which_word_a_row_has_is_told_and_from_no_row(facts: dict[str, Given], word: NoValue | None) -> None:
    text = "入：险种,入：机构等级,出：应扣\n居民,-,无此待遇\n职工,二级,未公布\n职工,三级,不限\n"
    with pytest.raises(NoValueError) as raised:
        asked(text, facts=facts).value("result")
    absence = raised.value.absence
    assert (raised.value.term, absence.term, absence.word) == ("result", "result", word)
    assert (absence.row.outputs["result"].text if absence.row else None) == (word.value if word else None)


@pytest.mark.parametrize(("facts", "word"), [({"scheme": "居民"}, NoValue.NO_ENTITLEMENT), ({"scheme": "职工"}, None)])
def test_what_rests_on_no_value_has_none_for_the_same_reason(facts: dict[str, Given], word: NoValue | None) -> None:
    tables = {
        "甲": Written("UNIQUE", "入：险种,出：另项\n居民,无此待遇\n"),
        "乙": Written("UNIQUE", "入：险种,出：应扣\n-,另项 + 7 元\n"),
    }
    made = resolver(model_of(tables), facts)
    with pytest.raises(NoValueError) as raised:
        made.value("result")
    absence = raised.value.absence
    assert (raised.value.term, absence.term, absence.word) == ("result", "other", word)


@pytest.mark.parametrize(
    ("hit", "rows", "value", "word"),
    [
        ("COLLECT MAX", "-,7 元\n-,不限\n", None, NoValue.UNLIMITED),
        ("COLLECT MIN", "-,7 元\n-,不限\n", Fraction(7), None),
        ("COLLECT SUM", "-,7 元\n-,不限\n", None, NoValue.UNLIMITED),
        ("COLLECT MAX", "-,7 元\n-,未公布\n", None, NoValue.NOT_PUBLISHED),
        ("COLLECT SUM", "-,7 元\n-,未公布\n", None, NoValue.NOT_PUBLISHED),
        ("COLLECT MAX", "-,未公布\n-,不限\n", None, NoValue.UNLIMITED),
        ("COLLECT MAX", "-,7 元\n-,无此待遇\n", Fraction(7), None),
        ("COLLECT MAX", "-,无此待遇\n", None, NoValue.NO_ENTITLEMENT),
    ],
)
def test_words_among_the_values_that_are_brought_together(
    hit: str, rows: str, value: Fraction | None, word: NoValue | None
) -> None:
    made = asked(f"入：险种,出：应扣\n{rows}", hit, facts={"scheme": "居民"})
    assert made.look_up("result") == value
    assert made.absence("result").word is word


def test_an_empty_list_says_why() -> None:
    made = asked("入：险种,出：各项\n居民,未公布\n", "COLLECT", facts={"scheme": "居民"})
    assert (made.look_up("many"), made.absence("many").word) == (None, NoValue.NOT_PUBLISHED)


def test_a_list_is_no_single_value() -> None:
    with pytest.raises(NoValueError):
        asked("入：险种,出：各项\n-,7 元\n", "COLLECT").value("many")


# What is given


def test_a_term_that_is_given() -> None:
    made = resolver(model_of(CHAINED), {"income": Fraction(3), "identity": ("低保", "特困")})
    assert (made.value("income"), made.look_up("identity")) == (3, ("低保", "特困"))


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("civil", (True, False)),
        ("scheme", ("职工", "居民")),
        ("level", (0, 1, 2)),
    ],
)
def test_what_has_few_values_is_asked_for_with_them(code: str, values: tuple[object, ...]) -> None:
    with pytest.raises(FactNeededError) as raised:
        resolver(model_of(CHAINED)).look_up(code)
    assert (raised.value.term, raised.value.values) == (code, values)
    assert possible_values(vocabulary(), code) == values


@pytest.mark.parametrize("code", ["income", "years", "since", "identity", "many"])
def test_what_has_many_values_is_not_known(code: str) -> None:
    with pytest.raises(UnknownTermError) as raised:
        resolver(model_of(CHAINED)).look_up(code)
    assert raised.value.term == code
    assert possible_values(vocabulary(), code) == ()


@pytest.mark.parametrize("more", [0, 1])
def test_so_many_values_are_tried_and_no_more(more: int) -> None:
    levels = LEVELS + "".join(f"等级,是,{number}级甲,,,\n" for number in range(4, MAX_VALUES + 1 + more))
    assert len(possible_values(vocabulary(levels), "level")) == (0 if more else MAX_VALUES)


# What is asked for, and when

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


# What is remembered


def test_what_is_noted_is_shared_with_facts_known_besides() -> None:
    outer = resolver(model_of(CHAINED), {"scheme": "职工"})
    with pytest.raises(UnknownTermError):
        outer.value("result")
    inner = outer.with_facts({"income": Fraction(1000)})
    assert inner.value("result") == 850
    assert "income" not in outer.facts
    assert ("丙", "2") in outer.applied_rows
    assert outer.as_of == inner.as_of == DAY


def test_what_changes_in_the_course_of_a_settlement_is_looked_up_again() -> None:
    tables = {
        "甲": Written("UNIQUE", "入：险种,出：应扣\n-,合规余额 × 2\n"),
        "乙": Written("UNIQUE", "入：应扣,出：有待遇\n> 10 元,是\n≤ 10 元,否\n"),
        "丙": Written("UNIQUE", "入：险种,出：另项\n-,上年收入\n"),
    }
    made = resolver(model_of(tables), {"remaining_eligible": Fraction(6), "income": Fraction(1)})
    assert (made.value("entitled"), made.value("other")) == (True, 1)
    made.facts |= {"remaining_eligible": Fraction(5), "income": Fraction(2)}
    assert (made.value("entitled"), made.value("other")) == (False, 1)


def test_what_rests_on_what_changes_changes_too() -> None:
    tables = {
        "甲": Written("UNIQUE", "入：险种,出：应扣\n-,合规余额 × 2\n"),
        "乙": Written("UNIQUE", "入：应扣,出：另项\n> 10 元,7 元\n"),
        "丙": Written("UNIQUE", "入：险种,出：第三项\n-,另项\n"),
        "丁": Written("UNIQUE", "入：险种,出：年度限额\n-,上年收入\n"),
    }
    rules = model_of(tables).rules
    changing = frozenset({"remaining_eligible"})
    assert volatile_terms(rules, changing) == {"remaining_eligible", "result", "other", "third"}
    assert volatile_terms(rules, frozenset()) == frozenset()


# Formulas that the facts make impossible


@pytest.mark.parametrize(
    ("formula", "facts", "reason"),
    [
        (
            "上年收入 - 另项",
            {"income": Fraction(100), "other": Fraction(300)},
            "得 -200，不在可能范围 0..100000000 元 内",
        ),
        ("上年收入 × 3", {"income": Fraction(50_000_000)}, "得 150000000，不在可能范围 0..100000000 元 内"),
    ],
)
def test_a_value_its_term_cannot_have_names_row_formula_and_reason(
    formula: str, facts: dict[str, Given], reason: str
) -> None:
    with pytest.raises(ImpossibleError) as raised:
        asked(f"入：险种,出：应扣\n职工,{formula}\n", facts={"scheme": "职工", **facts}).look_up("result")
    absence = raised.value.absence
    assert (absence.term, absence.word) == ("result", None)
    assert absence.row is not None
    assert str(absence.row.position) == "表.csv:2"
    assert absence.fault is not None
    assert absence.fault.zh == f"公式「{formula}」算不出来：{reason}"


def test_what_is_no_date_names_row_formula_and_reason() -> None:
    with pytest.raises(ImpossibleError) as raised:
        asked("出：待遇起始\n参保日 + 等待月数\n", facts={"since": DAY, "gap": Fraction(1, 2)}).look_up("begins")
    assert raised.value.absence.fault is not None
    assert raised.value.absence.fault.zh == "公式「参保日 + 等待月数」算不出来：没有这样的日期"


def test_a_value_at_the_end_of_what_is_possible_is_given() -> None:
    table = "出：应扣\n上年收入 - 另项\n"
    assert asked(table, facts={"income": Fraction(3), "other": Fraction(3)}).look_up("result") == 0
