"""What is certain of a setting though little is known of the person, and the fewest facts that would tell the rest."""

from collections.abc import Mapping

from unit.benefits.written import DAY, Written, model_of
from unit.compiler.written import switches

from chronicare.benefits.model import BenefitModel
from chronicare.benefits.outline import Outline, outline
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.values import Given

HEAD = "编号,谁付,名称,基数,起付,比例,封顶,入：{},开关,读法\n"
BASIC, MORE = "basic,基本医保,报销,合规费用,不设,{},不限,{},,", "more,补充,报销,合规余额,不设,50%,不限,{},,"


def drawn(model: BenefitModel, facts: Mapping[str, Given] | None = None, few: int = 1) -> Outline:
    """Outline the only setting of ``model``, usual values assumed."""
    known = {"setting": "住院", **(facts or {})}
    return outline(
        model.rules,
        model.vocabulary,
        lambda assumed: TermResolver(model, DAY, {**known, **assumed}, {}, assume_usual=True),
        few,
    )


def card(term: str, *rows: str) -> str:
    """Write a card whose rows test ``term``."""
    return HEAD.format(term) + "\n".join(rows)


def steps_of(made: Outline) -> list[tuple[str, bool]]:
    """Return each payer with whether it depends on what is not known."""
    return [(each.step.id, each.depends) for each in made.steps]


EITHER = {"表": Written("UNIQUE", "入：险种,出：有待遇\n职工,是\n居民,是\n")}
BY_SCHEME = card("险种,入：有待遇", BASIC.format("85%", "职工,-"), MORE.format("-,是"))


def test_who_pays_in_some_cases_only_depends_and_the_fact_that_tells_is_missing() -> None:
    """The supplement pays whichever the scheme is, though its entitlement is looked up by the scheme."""
    made = drawn(model_of(EITHER, BY_SCHEME))
    assert steps_of(made) == [("basic", True), ("more", False)]
    assert made.missing == ("scheme",)


def test_what_is_known_leaves_nothing_open() -> None:
    made = drawn(model_of(EITHER, BY_SCHEME), {"scheme": "职工"})
    assert (steps_of(made), made.missing, made.assumed) == ([("basic", False), ("more", False)], (), {})
    assert steps_of(drawn(model_of(EITHER, BY_SCHEME), {"scheme": "居民"})) == [("more", False)]


def test_a_fact_without_which_nobody_pays_is_assumed() -> None:
    made = drawn(model_of(None, card("公务员", BASIC.format("85%", "是"))))
    assert (steps_of(made), made.assumed, made.missing) == ([("basic", False)], {"civil": True}, ())


def test_a_usual_value_is_assumed() -> None:
    tables = {"表": Written("UNIQUE", "入：疗程情形,出：支付比例\n药品,80%\n耗材,70%\n保健,无此待遇\n单列药,60%\n")}
    made = drawn(model_of(tables, card("险种", BASIC.format("支付比例", "-"))))
    assert (steps_of(made), made.assumed) == ([("basic", False)], {"course": "药品"})
    assert [band.ratio for band in made.steps[0].bands] == [80]


def test_a_fact_that_cannot_be_tried_value_by_value_is_missing_if_it_matters() -> None:
    made = drawn(model_of(None, card("上年收入", BASIC.format("85%", "≥ 100 元"))))
    assert (steps_of(made), made.missing) == ([("basic", True)], ("income",))


def test_an_open_switch_is_named() -> None:
    rows = ("basic,基本医保,报销,合规费用,不设,85%,不限,-,开,甲", "basic,,,,,90%,,,,乙")
    made = drawn(model_of(None, card("险种", *rows), switches(开="")))
    assert [each.name for each in made.switches] == ["开"]
    assert [depends for _, depends in steps_of(made)] == [True, True]
