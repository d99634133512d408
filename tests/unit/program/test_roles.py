import pytest

from chronicare.cells.types import ValueKind
from chronicare.program.roles import Role, Roles, RoleUnboundError

ROLES = Roles({Role.SETTING: "setting", Role.CARE_DATE: "care_date"})


def test_a_role_is_played_by_its_term() -> None:
    assert ROLES[Role.SETTING] == ROLES.get(Role.SETTING) == "setting"


def test_what_nobody_plays_is_said_by_its_name() -> None:
    assert ROLES.get(Role.BEARER) is None
    with pytest.raises(RoleUnboundError, match="承担方") as refused:
        ROLES[Role.BEARER]
    assert refused.value.role is Role.BEARER


def test_of_several_roles_those_that_are_played() -> None:
    assert ROLES.of([Role.SETTING, Role.BEARER, Role.CARE_DATE]) == {"setting", "care_date"}
    assert ROLES.of([Role.BEARER]) == frozenset()


def test_facts_that_no_term_stands_for_are_left_out() -> None:
    assert ROLES.facts({Role.SETTING: "住院", Role.IN_BENEFIT: True}) == {"setting": "住院"}


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.SETTING, ValueKind.CODE),
        (Role.CARE_DATE, ValueKind.DATE),
        (Role.BENEFIT_YEAR, ValueKind.COUNT),
        (Role.IN_BENEFIT, ValueKind.YES_NO),
        (Role.TOTAL_EXPENSE, ValueKind.NUMBER),
        (Role.RATIO, ValueKind.NUMBER),
    ],
)
def test_a_role_is_for_a_term_of_one_type(role: Role, kind: ValueKind) -> None:
    assert role.kind is kind
