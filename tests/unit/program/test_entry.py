import pytest

from chronicare.diagnostics import Position
from chronicare.program.entry import Clause, Group, Needs, NeedsKind, UseKind, Variant
from chronicare.program.ranks import Column, ColumnKind, Scale, ScaleKind

NOWHERE, NO_CLAUSE = Position(""), Clause("", "", "", "")


@pytest.mark.parametrize(
    ("name", "is_route", "is_exclusion"),
    [
        ("R1", True, False),
        ("R", True, False),
        ("X1", False, True),
        ("A", False, False),
        ("1R", False, False),
        ("r1", False, False),
    ],
)
def test_routes_and_exclusions_go_by_their_first_letter(name: str, *, is_route: bool, is_exclusion: bool) -> None:
    group = Group(name, "", "", (Variant("", Needs(NeedsKind.ALL), ("1",), NO_CLAUSE, NOWHERE),), ())
    assert (group.is_route, group.is_exclusion) == (is_route, is_exclusion)


def test_the_words_of_the_tables_are_the_values() -> None:
    assert [kind.value for kind in NeedsKind] == ["全部", "任一", "至少", "合计", "均无"]
    assert [kind.value for kind in UseKind] == ["任一", "全部", "最近一次", "次", "日"]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (ColumnKind.COUNT, "c4h"),
        (ColumnKind.VALUE, "c4"),
        (ColumnKind.PREDICATE, "c4"),
        (ColumnKind.SWITCH, "c4"),
    ],
)
def test_only_a_count_has_a_highest_rank_of_its_own(kind: ColumnKind, key: str) -> None:
    assert Column("c4", kind, "finding", 3).high_key == key


def test_a_scale_has_as_many_ranks_as_samples() -> None:
    assert Scale(ScaleKind.ORDERED, (2, 3), (0, 1, -1, 2, 2), (1, 2, 3)).size == 3
