import pytest
from unit.compiler.written import entry_of, switches

from chronicare.diagnostics import Position
from chronicare.program.entry import Clause, Group, Needs, NeedsKind, UseKind, Variant
from chronicare.program.ranks import Column, ColumnKind, Scale, ScaleKind

NOWHERE, NO_CLAUSE = Position(""), Clause("", "", "", "")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("R1", (True, False, False)),
        ("R", (True, False, False)),
        ("X1", (False, True, False)),
        ("E1", (False, False, True)),
        ("A", (False, False, False)),
        ("1R", (False, False, False)),
        ("1E", (False, False, False)),
        ("r1", (False, False, False)),
    ],
)
def test_what_a_group_is_goes_by_its_first_letter(name: str, kinds: tuple[bool, bool, bool]) -> None:
    group = Group(name, "", (Variant("", Needs(NeedsKind.ALL), ("1",), NO_CLAUSE, NOWHERE),), ())
    assert (group.is_route, group.is_exclusion, group.is_ending) == kinds


def test_a_document_is_named_where_it_does_not_go_without_saying() -> None:
    assert Clause("问答", "18", "原文", "", elsewhere=True).cited == "问答 18"
    assert Clause("手册", "4-6/4", "原文", "").cited == "4-6/4"


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


GROUPS = "A,全部,1,开,甲\nA,全部,2,开,乙\nR1,全部,A;3\nX1,全部,4\nE1,全部,5"
ASKED = "".join(f"{number},{word},是\n" for number, word in enumerate(("症状", "咳嗽", "发热", "皮疹", "症状"), 1))


@pytest.mark.parametrize(("default", "asked"), [("甲", "1345"), ("乙", "2345"), ("", "12345")])
def test_the_criteria_in_force_are_those_of_the_reading_in_force(default: str, asked: str) -> None:
    entry = entry_of(ASKED, GROUPS, **switches(开=default)).entry
    assert entry.criteria_in_force == set(asked)
