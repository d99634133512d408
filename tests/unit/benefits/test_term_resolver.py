"""Terms looked up in tables: which rows give what, and what is remembered of it."""

from fractions import Fraction

import pytest
from unit.benefits.written import DAY, RESIDENT, Written, asked, model_of, resolver, vocabulary

from chronicare.benefits.formula_evaluation import ImpossibleError, NoValueError, UnknownTermError
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, possible_values
from chronicare.cells.values import Given
from chronicare.program.formula import NoValue


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


# In any case

REFUSALS = {
    "规": Written(
        "FIRST",
        "入：救助身份,入：险种,出：支付处理,出：有待遇\n特困,-,不予支付,否\n低保,-,不予支付,否\n-,居民,不予支付,是\n-,-,支付,是\n",
    )
}


def test_what_every_row_that_may_be_first_says_is_so() -> None:
    made = resolver(model_of(REFUSALS), RESIDENT)
    assert made.look_up("manner") == "不予支付"
    (told,) = made.applied_rows.values()
    assert (told.row.id, told.outputs) == ("4", {"manner": "不予支付"})


def test_where_rows_that_may_be_first_differ_the_fact_is_wanted() -> None:
    with pytest.raises(UnknownTermError) as wanted:
        resolver(model_of(REFUSALS), {"scheme": "职工"}).look_up("manner")
    assert wanted.value.term == "identity"
    with pytest.raises(UnknownTermError):
        resolver(model_of(REFUSALS), RESIDENT).look_up("entitled")


SAME_FORMULA = {"表": Written("FIRST", "入：救助身份,入：险种,出：应扣\n特困,-,上年收入\n-,居民,上年收入\n-,-,0 元\n")}
TWO_OUTPUTS = {"表": Written("UNIQUE", "入：险种,出：应扣,出：有待遇\n居民,上年收入,是\n职工,0 元,否\n")}


def test_a_formula_that_every_row_that_may_be_first_has_is_worked_out() -> None:
    assert resolver(model_of(SAME_FORMULA), {**RESIDENT, "income": Fraction(3)}).look_up("result") == 3
    with pytest.raises(UnknownTermError):
        resolver(model_of(SAME_FORMULA), RESIDENT).look_up("result")


def test_what_one_output_of_the_row_rests_on_is_not_wanted_for_another() -> None:
    made = resolver(model_of(TWO_OUTPUTS), RESIDENT)
    assert made.look_up("entitled") is True
    (told,) = made.applied_rows.values()
    assert told.outputs == {"entitled": True}
    with pytest.raises(UnknownTermError) as wanted:
        made.look_up("result")
    assert wanted.value.term == "income"


# A row that tests what has no value

CAP = Written("UNIQUE", "入：险种,出：年度限额\n职工,未公布\n居民,无此待遇\n")
BY_CAP = Written("FIRST", "入：机构等级,入：年度限额,出：应扣\n三级,-,30 元\n-,> 100 元,10 元\n-,-,20 元\n")


def by_cap(**facts: Given) -> TermResolver:
    return resolver(model_of({"限额": CAP, "表": BY_CAP}), facts)


def test_whether_what_is_not_published_passes_is_not_known() -> None:
    with pytest.raises(NoValueError) as none:
        by_cap(scheme="职工", level=1).look_up("result")
    assert (none.value.absence.term, none.value.absence.word) == ("cap", NoValue.NOT_PUBLISHED)


def test_what_there_is_none_of_passes_no_test() -> None:
    assert by_cap(scheme="居民", level=1).look_up("result") == 20


def test_what_no_row_comes_to_test_may_be_unpublished() -> None:
    assert by_cap(scheme="职工", level=2).look_up("result") == 30
