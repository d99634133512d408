"""Facts stated as a settlement comes to them: which are asked for, in which order, and where it ends."""

from collections.abc import Mapping

from unit.benefits.written import Written, bill, in_fen, model_of
from unit.compiler.written import switches

from chronicare.benefits.bill import Bill
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.stating import state_as_asked
from chronicare.cells.values import Given

CARD = "编号,谁付,名称,入：结算类别,入：险种,基数,起付,比例,封顶,出处,原文,开关,读法\n"
TABLES = {
    "比例表": Written("UNIQUE", "入：险种,入：机构等级,出：支付比例\n职工,三级,80%\n职工,< 三级,90%\n居民,-,60%\n")
}
WARD = "basic,基本医保,报销,住院,-,合规费用,不设,支付比例,不限,1-1,文"


def asked(model: BenefitModel, of: Bill, answers: Mapping[str, Given]) -> list[str]:
    """Return which facts are asked for; those without an answer end it."""
    found: list[str] = []

    def state(code: str) -> Given | None:
        found.append(code)
        return answers.get(code)

    state_as_asked(model, of, in_fen(model), state)
    return found


def test_facts_are_asked_for_one_after_the_other_and_only_where_they_are_come_to() -> None:
    model = model_of(TABLES, f"{CARD}{WARD},,\n")
    assert asked(model, bill(1000, setting="住院"), {"scheme": "职工", "level": 2}) == ["scheme", "level"]
    assert asked(model, bill(1000, setting="住院"), {"scheme": "居民"}) == ["scheme"]
    assert asked(model, bill(1000, setting="门诊"), {}) == []


def test_what_the_bill_states_is_not_asked_for() -> None:
    model = model_of(TABLES, f"{CARD}{WARD},,\n")
    assert asked(model, bill(1000, setting="住院", scheme="职工"), {"level": 1}) == ["level"]


def test_it_ends_where_nothing_is_stated() -> None:
    model = model_of(TABLES, f"{CARD}{WARD},,\n")
    assert asked(model, bill(1000, setting="住院"), {}) == ["scheme"]


def test_a_number_nobody_states_is_asked_for_too() -> None:
    model = model_of(chain=f"{CARD}{WARD.replace('支付比例', '50%').replace('不设', '起付标准 每次')},,\n")
    assert asked(model, bill(1000, setting="住院"), {"deductible": 300}) == ["deductible"]


def test_an_open_switch_is_taken_by_its_first_reading() -> None:
    rows = f"{WARD.replace('支付比例', '50%')},开,甲\nbasic,,,,居民,,,,,,,开,乙\n"
    assert asked(model_of(chain=f"{CARD}{rows}", switches=switches(开="")), bill(1000, setting="住院"), {}) == []
