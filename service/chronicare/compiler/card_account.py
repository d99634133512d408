"""A card's step that the personal account pays: what it can say, and what it may draw on."""

from collections.abc import Sequence

from chronicare.compiler.card_cells import NO_DEDUCTIBLE, PERSONAL_ACCOUNT, Amount
from chronicare.compiler.common_cells import named_in_formula
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.period import Period
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, Row

_PERIODS = (Period.VISIT, Period.ITEM)


def is_of_account(row: Row) -> bool:
    """Whether the personal account pays the step."""
    return row.text("payer") == PERSONAL_ACCOUNT


def check_account_step(row: Row, caps: Sequence[Amount], diagnostics: Diagnostics) -> None:
    """Tell what an account's step says that only a fund's can: another manner, a deductible, caps and counters."""
    fund = Text("只有基金的一步才有", "only a fund's step has one")
    for column in ("manner", "start", "shared", "counts"):
        if row[column]:
            message = Text("个人账户付的一步不写这一格", "a step of the personal account has nothing here")
            diagnostics.add(Code.BAD_FIELD, row[column].position, message, fund)
    if row["deductible"] and row.text("deductible") != NO_DEDUCTIBLE:
        message = Text("个人账户付的一步没有起付", "a step of the personal account has no deductible")
        hint = Text(f"写「{NO_DEDUCTIBLE}」", f"write {NO_DEDUCTIBLE}")
        diagnostics.add(Code.BAD_FIELD, row["deductible"].position, message, hint)
    for cap in caps:
        if cap.period not in _PERIODS:
            message = Text(
                f"个人账户付的不按{cap.period.value}限额：付多少只看账户余额",
                f"what the personal account pays has no cap {cap.period.value}: it pays what is in it",
            )
            hint = Text("写不限、每次或每项", "write 不限, or an amount 每次 or 每项")
            diagnostics.add(Code.BAD_FIELD, row["cap"].position, message, hint)


def balance(row: Row, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Cell | None:
    """Return what the step may draw on, as a formula has it; ``None`` with what is wrong if no term stands for it."""
    term = vocabulary.playing(Role.ACCOUNT_BALANCE)
    if term is None:
        role = Role.ACCOUNT_BALANCE.value
        message = Text(f"没有事项担任角色「{role}」", f"no term plays the role {role}")
        hint = Text(
            "个人账户要付，先要有说明账户里有多少的事项", "there must be a term that says what is in the account"
        )
        diagnostics.add(Code.UNKNOWN_FINDING, row["payer"].position, message, hint)
        return None
    return Cell(named_in_formula(term.name.zh), row["cap"].position)
