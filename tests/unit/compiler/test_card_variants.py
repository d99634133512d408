"""Steps that hang on several switches: which steps come of the rows, what they pay, and what is told of rows amiss."""

from itertools import product

import pytest
from unit.benefits.written import bill, model_of, rules_of, settled
from unit.compiler.written import switches

from chronicare.benefits.answer import answer_bill
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import Settlement

HEAD = "编号,谁付,名称,入：险种,基数,起付,比例,封顶,开关,读法,出处,原文\n"
FIRST = "basic,基本医保,报销,-,合规费用,100 元 每次,50%,不限,开；关,甲；甲,1-1,文"
MORE = "basic,,,,,,60%,,开,乙,,"
FREE = "basic,,,,,不设,,,关,乙,,"


def made(*rows: str, **defaults: str) -> BenefitModel:
    return model_of({}, HEAD + "\n".join(rows) + "\n", switches(**defaults))


def faults(*rows: str) -> list[tuple[str, str]]:
    return rules_of({}, HEAD + "\n".join(rows) + "\n", switches(开="甲", 关="甲", 另="甲"))[1]


def paid(model: BenefitModel, **readings: str) -> float:
    """Return what is paid of 1000 yuan under ``readings``, in yuan."""
    return settled(model, bill(1000, scheme="职工"), readings=readings).paid_fen / 100


CHOICES = list(product("甲乙", repeat=2))


def test_each_choice_of_readings_is_a_step() -> None:
    """Of 1000 yuan less 100, or the whole, 50 % or 60 % is paid."""
    model = made(FIRST, MORE, FREE, 开="甲", 关="甲")
    assert [paid(model, 开=one, 关=other) for one, other in CHOICES] == [450, 500, 540, 600]


@pytest.mark.parametrize(("defaults", "expected"), [("甲甲", 450), ("甲乙", 500), ("乙甲", 540), ("乙乙", 600)])
def test_the_readings_in_force_are_those_of_both_switches(defaults: str, expected: float) -> None:
    assert paid(made(FIRST, MORE, FREE, 开=defaults[0], 关=defaults[1])) == expected


def test_where_both_are_open_all_four_amounts_are_told() -> None:
    answer = answer_bill(made(FIRST, MORE, FREE, 开="", 关=""), bill(1000, scheme="职工"), {})
    told = {
        (each.readings["开"], each.readings["关"]): each.result.paid_fen
        for each in answer.alternatives
        if isinstance(each.result, Settlement)
    }
    assert told == dict(zip(CHOICES, (45_000, 50_000, 54_000, 60_000), strict=True))
    assert [each.name for each in answer.switches] == ["开", "关"]


def test_every_choice_may_be_written_out() -> None:
    whole = [
        FIRST,
        "basic,,,,,,60%,,开；关,乙；甲,,",
        "basic,,,,,不设,50%,,开；关,甲；乙,,",
        "basic,,,,,,70%,,开；关,乙；乙,,",
    ]
    assert [paid(made(*whole, 开="甲", 关="甲"), 开=one, 关=other) for one, other in CHOICES] == [450, 500, 540, 630]


def test_a_row_for_both_readings_goes_before_those_for_one() -> None:
    both = "basic,,,,,200 元 每次,80%,,开；关,乙；乙,,"
    model = made(FIRST, MORE, FREE, both, 开="甲", 关="甲")
    assert [paid(model, 开=one, 关=other) for one, other in CHOICES] == [450, 500, 540, 640]


def test_under_a_reading_that_no_row_names_the_step_is_not_taken() -> None:
    model = made(FIRST, MORE, 开="甲", 关="甲")
    assert [paid(model, 开=one, 关=other) for one, other in CHOICES] == [450, 0, 540, 0]


def test_a_row_that_tests_something_else_is_a_step_of_its_own() -> None:
    other = "basic,,另报,居民,,,90%,,-,-,,"
    model = made(FIRST.replace(",-,", ",职工,"), MORE, FREE, other, 开="乙", 关="甲")
    assert paid(model) == 540
    assert settled(model, bill(1000, scheme="居民")).paid_fen == 90_000


def test_a_row_of_another_switch_does_not_change_the_step() -> None:
    assert faults(FIRST, MORE, FREE, "basic,,另报,,,,,,另,甲,,") == [("DUPLICATE_ID", "card.csv:5")]


def test_a_cell_that_two_switches_change_takes_a_row_for_both() -> None:
    rival = "basic,,,,,,70%,,关,乙,,"
    assert faults(FIRST, MORE, rival) == [("BAD_SWITCH", "card.csv:G4")]
    assert faults(FIRST, MORE, rival, "basic,,,,,,75%,,开；关,乙；乙,,") == []
    assert faults(FIRST, MORE, "basic,,,,,,70%,,开,乙,,", FREE) == [("BAD_SWITCH", "card.csv:G4")]


@pytest.mark.parametrize(
    ("names", "readings", "expected"),
    [
        ("开；关", "甲", [("BAD_SWITCH", "card.csv:J2")]),
        ("开；关", "甲；丙", [("BAD_SWITCH", "card.csv:J2")]),
        ("开；开", "甲；乙", [("BAD_SWITCH", "card.csv:I2")]),
        ("开；没有", "甲；乙", [("UNKNOWN_SWITCH", "card.csv:I2")]),
        ("", "甲", [("BAD_SWITCH", "card.csv:J2")]),
        ("开；关；另", "甲、甲、甲", []),
    ],
)
def test_switches_and_readings_go_in_pairs(names: str, readings: str, expected: list[tuple[str, str]]) -> None:
    assert faults(FIRST.replace("开；关,甲；甲", f"{names},{readings}")) == expected


def test_what_is_wrong_with_the_first_row_is_told_once() -> None:
    assert faults(FIRST.replace("50%", "50"), FREE) == [("MISSING_UNIT", "card.csv:G2")]


def test_a_row_that_changes_the_step_names_another_reading() -> None:
    assert faults(FIRST, MORE.replace("开,乙", "开,甲"), FREE) == [("BAD_SWITCH", "card.csv:J3")]


def test_two_rows_of_one_number_are_not_paid_one_after_the_other() -> None:
    """Who gives each switch rows of its own, as if the other were not there, would pay the step twice."""
    alone = FIRST.replace("开；关,甲；甲", "开,甲")
    assert faults(alone, MORE, "basic,,,,,不设,,,关,甲,,", FREE) == [
        ("DUPLICATE_ID", f"card.csv:{row}") for row in (4, 5)
    ]
    assert faults(alone, MORE.replace("开,乙", "-,-")) == [("DUPLICATE_ID", "card.csv:3")]
    assert faults(alone, "other,,另报,,合规余额,不设,60%,不限,-,-,1-1,文".replace("other,", "other,基本医保")) == []
