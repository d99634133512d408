"""Cells that compare a term with another term."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, folder_of, vocabulary
from unit.compiler.written import codes

from chronicare.benefits.formula_evaluation import UnknownTermError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.values import Given
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.compiler.term_comparisons import resolve_term_comparisons
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.judging.row_judge import RowJudge
from chronicare.reference import ReferenceEvaluator

DAY = date(2025, 6, 1)
BY_DAY = "入：就诊日,入：险种,出：应扣\n{cell},职工,10 元\n-,-,20 元\n"


def model_of(**tables: Written) -> BenefitModel:
    diagnostics = Diagnostics()
    area, words = resolve_term_comparisons(folder_of(diagnostics, tables), vocabulary(), diagnostics)
    (rules,) = compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    assert codes(diagnostics) == []
    judges = {
        name: RowJudge(
            each.matching,
            InterpretingEngine().load(each.matching.program),
            ReferenceEvaluator(each.matching.rows, words),
        )
        for name, each in rules.tables.items()
        if each.matching is not None
    }
    return BenefitModel(rules, words, judges, frozenset())


def due(text: str, facts: dict[str, Given], hit: str = "FIRST") -> object:
    return TermResolver(model_of(表=Written(hit, text)), DAY, facts, {}).look_up("result")


@pytest.mark.parametrize(
    ("cell", "since", "expected"),
    [
        ("≥ 参保日", date(2025, 5, 31), 10),
        ("≥ 参保日", date(2025, 6, 1), 10),
        ("≥ 参保日", date(2025, 6, 2), 20),
        ("> 参保日", date(2025, 6, 1), 20),
        ("＞参保日", date(2025, 5, 31), 10),
        ("参保日", date(2025, 6, 1), 10),
        ("参保日", date(2025, 6, 2), 20),
        ("≠ 参保日", date(2025, 6, 2), 10),
        ("[参保日..2025-12-31]", date(2025, 6, 1), 10),
        ("(参保日..2025-12-31]", date(2025, 6, 1), 20),
        ("[参保日..2025-05-31]", date(2025, 1, 1), 20),
        ("≥ 参保日 且 < 2025-06-01", date(2025, 1, 1), 20),
        ("≥ since", date(2025, 6, 1), 10),
    ],
)
def test_a_day_against_another(cell: str, since: date, expected: int) -> None:
    assert due(BY_DAY.format(cell=cell), {"care_date": DAY, "since": since, "scheme": "职工"}) == expected


def test_the_table_of_a_difference_is_named_as_the_difference() -> None:
    rules = model_of(表=Written("FIRST", BY_DAY.format(cell="≥ 参保日"))).rules
    assert set(rules.tables) == {"表", "就诊日 − 参保日"}


@pytest.mark.parametrize(
    ("cell", "income", "expected"),
    [("≤ 年度限额", "3000", 10), ("≤ 年度限额", "3000.01", 20), ("[100 元..年度限额]", "99.99", 20)],
)
def test_an_amount_against_another(cell: str, income: str, expected: int) -> None:
    text = f"入：上年收入,出：应扣\n{cell},10 元\n-,20 元\n"
    assert due(text, {"income": Fraction(income), "cap": Fraction(3000)}) == expected


def test_between_two_terms() -> None:
    text = "入：就诊日,出：应扣\n[参保日..待遇起始],10 元\n-,20 元\n"
    days = {"care_date": DAY, "since": date(2025, 1, 1)}
    assert due(text, {**days, "begins": date(2025, 6, 1)}) == 10
    assert due(text, {**days, "begins": date(2025, 5, 31)}) == 20


def test_what_is_compared_with_can_come_from_a_table() -> None:
    model = model_of(
        表=Written("FIRST", "入：就诊日,出：应扣\n< 待遇起始,无此待遇\n-,20 元\n"),
        起始=Written("UNIQUE", "出：待遇起始\n参保日 + 3 个月\n"),
    )
    before, after = ({"care_date": DAY, "since": date(2025, 3, day)} for day in (2, 1))
    assert TermResolver(model, DAY, before, {}).look_up("result") is None
    assert TermResolver(model, DAY, after, {}).look_up("result") == 20


def test_what_is_compared_with_is_what_is_missing() -> None:
    with pytest.raises(UnknownTermError) as unknown:
        due(BY_DAY.format(cell="≥ 参保日"), {"care_date": DAY, "scheme": "职工"})
    assert unknown.value.term == "since"


def test_a_difference_is_put_out_once_and_its_rows_stand_where_the_cell_does() -> None:
    model = model_of(
        甲=Written("FIRST", "入：就诊日,出：应扣\n≥ 参保日,10 元\n-,20 元\n"),
        乙=Written("FIRST", "入：就诊日,出：另项\n< 参保日,10 元\n-,20 元\n"),
    )
    (difference,) = (code for code in model.rules.producers if code not in ("result", "other"))
    assert model.vocabulary.findings[difference].name.zh == "就诊日 − 参保日"
    (row,) = model.rules.tables[model.rules.producers[difference]].rows
    assert (row.position.file, row.position.row, row.clause.source) == ("甲.csv", 2, "1-1/1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("入：就诊日,出：应扣\n≥ 上年收入,10 元\n", ("WRONG_TYPE", "表.csv:A2")),
        ("入：上年收入,出：应扣\n≥ 评分,10 元\n", ("WRONG_TYPE", "表.csv:A2")),
        ("入：上年收入,出：应扣\n≥ 各项,10 元\n", ("WRONG_TYPE", "表.csv:A2")),
        ("入：就诊日,出：应扣\n≥ 参宝日,10 元\n", ("WRONG_TYPE", "表.csv:A2")),
    ],
)
def test_what_does_not_compare(text: str, expected: tuple[str, str]) -> None:
    diagnostics = Diagnostics()
    area, words = resolve_term_comparisons(
        folder_of(diagnostics, {"表": Written("UNIQUE", text)}), vocabulary(), diagnostics
    )
    compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    assert codes(diagnostics) == [expected]


def test_a_folder_without_comparisons_stays_as_it_is() -> None:
    diagnostics, words = Diagnostics(), vocabulary()
    area = folder_of(diagnostics, {"表": Written("UNIQUE", "入：上年收入,出：应扣\n≥ 100 元,10 元\n")})
    assert resolve_term_comparisons(area, words, diagnostics) == (area, words)
