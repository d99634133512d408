"""What is reported and not used: taken only if it may be, listed within bounds, counted whole."""

from chronicare.diagnostics import Diagnostics, FieldPath, Unused, UnusedItem

KNOWN = ("血糖", "血压", "体温")


def test_nothing_may_be_left_out_unless_it_is_said() -> None:
    unused = Diagnostics().unused
    assert not unused.take_known("血糖", FieldPath("facts[0].finding"))
    assert not unused.take_unknown("血塘", FieldPath("facts[1].finding"), KNOWN)
    assert (unused.items, unused.total) == ((), 0)


def test_known_and_unknown_names_are_allowed_each_by_itself() -> None:
    unused = Unused(known=True)
    assert unused.take_known("血糖", FieldPath("facts[0].finding"))
    assert not unused.take_unknown("血塘", FieldPath("facts[1].finding"), KNOWN)
    assert unused.items == (UnusedItem("血糖", FieldPath("facts[0].finding"), is_known=True),)
    assert Unused(unknown=True).take_unknown("血塘", FieldPath("facts[1].finding"), KNOWN)


def test_the_nearest_names_stand_beside_an_unknown_one_the_likest_first() -> None:
    unused = Unused(unknown=True)
    unused.take_unknown("空腹血塘", FieldPath("a"), ("空腹血糖", "体温"))
    assert unused.items == (UnusedItem("空腹血塘", FieldPath("a"), is_known=False, near=("空腹血糖",)),)


def test_what_is_read_several_times_counts_once_and_the_same_name_elsewhere_again() -> None:
    unused = Unused(unknown=True)
    for path in ("facts[0]", "facts[0]", "facts[1]"):
        unused.take_unknown("甲", FieldPath(path), KNOWN)
    assert [str(each.where) for each in unused.items] == ["facts[0]", "facts[1]"]
    assert unused.total == 2


def test_a_hundred_are_listed_and_all_are_counted_and_names_are_looked_for_only_for_the_first() -> None:
    unused = Unused(unknown=True)
    for index in range(250):
        unused.take_unknown("血塘", FieldPath(f"facts[{index}]"), KNOWN)
    assert unused.total == 250
    assert [str(each.where) for each in unused.items] == [f"facts[{index}]" for index in range(100)]
    assert [bool(each.near) for each in unused.items] == [True] * 20 + [False] * 80


def test_what_another_took_is_included_once() -> None:
    first, second = Unused(unknown=True), Unused(unknown=True)
    first.take_unknown("甲", FieldPath("facts[0]"), KNOWN)
    for path in ("facts[0]", "facts[1]"):
        second.take_unknown("甲", FieldPath(path), KNOWN)
    first.include(second)
    assert [str(each.where) for each in first.items] == ["facts[0]", "facts[1]"]
    assert first.total == 2
