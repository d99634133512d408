"""Roles: each row names a term of the right type, or says in its place what is wrong."""

import pytest
from unit.compiler.written import codes, folder

from chronicare.compiler import compile_vocabulary
from chronicare.compiler.layers import lay_over
from chronicare.diagnostics import Diagnostics
from chronicare.program.roles import Role, RoleUnboundError
from chronicare.program.vocabulary import Vocabulary

UNITS = "量,单位,换算\n金额,元,1\n"
LEVELS = "值表,有先后,值,名称,英文名\n类别,否,住院,,ward\n"
TERMS = """\
代码,名称,英文名,类型,单次或多次,量或值表,别名
how,怎样结算,how,代码,单次,类别,
ways,各处,ways,代码,多次,类别,
day,哪一天,day,日期,单次,,
paid,付了多少,paid,数值,单次,金额,
"""
HEADING = "角色,事项,说明\n"


def bound(shared: str, area: str = "") -> tuple[Vocabulary, list[tuple[str, str]], list[str]]:
    """Return the vocabulary with the rows of roles given, what was found and where, and the messages."""
    diagnostics = Diagnostics()
    words = {"units": UNITS, "levels": LEVELS, "terms": TERMS, "roles": HEADING + shared}
    own = folder(diagnostics, **({"roles": HEADING + area} if area else {}))
    layers = [folder(diagnostics, (None, None), "", **words), own]
    made = compile_vocabulary(lay_over(layers, diagnostics), diagnostics)
    return made, codes(diagnostics), [f"{each.message.zh} {each.hint.zh}".strip() for each in diagnostics.sorted()]


def test_a_term_plays_the_role_by_its_code_or_its_name() -> None:
    made, found, _ = bound("结算类别,how,\n就诊日,哪一天,\n")
    assert found == []
    assert (made.roles[Role.SETTING], made.roles[Role.CARE_DATE]) == ("how", "day")
    playing = made.playing(Role.CARE_DATE)
    assert playing is not None
    assert playing.code == "day"


def test_a_role_nothing_plays_is_named() -> None:
    made, _, _ = bound("结算类别,how,\n")
    with pytest.raises(RoleUnboundError) as unbound:
        made.roles[Role.CARE_DATE]
    assert unbound.value.role is Role.CARE_DATE
    assert made.roles.get(Role.CARE_DATE) is None
    assert made.playing(Role.CARE_DATE) is None


def test_what_nothing_stands_for_is_no_fact() -> None:
    made, _, _ = bound("结算类别,how,\n本步支付,paid,\n")
    assert made.roles.facts({Role.SETTING: "住院", Role.RATIO: 7}) == {"how": "住院"}
    assert made.roles.of((Role.STEP_PAYMENT, Role.RATIO)) == {"paid"}


def test_an_area_binds_more_roles_and_may_bind_one_anew() -> None:
    made, found, _ = bound("结算类别,how,\n就诊日,day,\n", "就诊日,哪一天,\n合规余额,paid,\n")
    assert found == []
    assert dict(made.roles.codes) == {Role.SETTING: "how", Role.CARE_DATE: "day", Role.REMAINING_ELIGIBLE: "paid"}


@pytest.mark.parametrize(
    ("rows", "found", "message"),
    [
        ("结算类,how,\n", ("BAD_VOCABULARY", "roles.csv:A2"), "没有角色「结算类」"),
        ("结算类别,hou,\n", ("BAD_VOCABULARY", "roles.csv:B2"), "没有事项「hou」可任角色「结算类别」"),
        (
            "结算类别,day,\n",
            ("BAD_VOCABULARY", "roles.csv:B2"),
            "角色「结算类别」要单次的「代码」，day 是单次的「日期」 写另一个事项，或改词表里的类型",
        ),
        (
            "结算类别,ways,\n",
            ("BAD_VOCABULARY", "roles.csv:B2"),
            "角色「结算类别」要单次的「代码」，ways 是多次的「代码」 写另一个事项，或改词表里的类型",
        ),
        ("结算类别,how,\n结算类别,how,\n", ("DUPLICATE_ID", "roles.csv:A3"), "角色「结算类别」写了两次"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(rows: str, found: tuple[str, str], message: str) -> None:
    _, told, messages = bound(rows)
    assert told == [found]
    assert messages[0].startswith(message)
