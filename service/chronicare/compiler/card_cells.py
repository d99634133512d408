"""The cells of a card that say how often: an amount and its period, as in ``700 元 每次``."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.spelling import suggest
from chronicare.program.decision_table import PaymentKind
from chronicare.program.formula import NoValue
from chronicare.program.period import Period
from chronicare.tables import Cell

PERSONAL_ACCOUNT = PaymentKind.ACCOUNT.value
"""Who pays (谁付) where the person's own account does, which is no fund of any area."""
NO_DEDUCTIBLE, NO_CAP = "不设", NoValue.UNLIMITED.value
"""What a step without deductible, or without cap, says in those columns."""
_PERIODS = {period.value: period for period in Period}
_ENDS_WITH_PERIOD = re.compile(rf"(?P<amount>.*?)\s*(?P<period>{'|'.join(_PERIODS)})")
_PERIOD_LIKE = re.compile(r"\s(?P<word>每\S*)$")
_BEGINS_WITH_PERIOD = re.compile(rf"(?P<period>{'|'.join(_PERIODS)})\s*(?P<amount>.+)")
_NOTHING_LIKE = re.compile(r"无|没有|零|0|0\s*元|/|不封顶|不设限|不限制|无?限额|无?起付线?|免起付|不设|不限")
"""What people write for none, in the column or in the other."""
_WORDS = (NoValue.NO_ENTITLEMENT.value, NoValue.NOT_PUBLISHED.value)


class Amount(NamedTuple):
    """A formula as written, without its period, and the period; a word for no value has the period of a visit."""

    formula: Cell
    period: Period


def read_amounts(cell: Cell, nothing: str, allowed: Sequence[Period], diagnostics: Diagnostics) -> tuple[Amount, ...]:
    """Read the amounts in ``cell``, separated by ``；``; none if it says ``nothing``.

    ``allowed`` are the periods that can stand in the column, by the order in which remedies name them.
    """
    if cell.text == nothing:
        return ()
    amounts: list[Amount] = []
    for part in re.split("[;；]", cell.text):
        text = part.strip()
        if not text:
            continue
        if text in _WORDS:
            amounts.append(Amount(Cell(text, cell.position), Period.VISIT))
            continue
        match = _ENDS_WITH_PERIOD.fullmatch(text)
        period = _PERIODS[match["period"]] if match else None
        if match is None or period is None or period not in allowed or not match["amount"]:
            _tell(cell, text, nothing, allowed, diagnostics)
            continue
        amounts.append(Amount(Cell(match["amount"], cell.position), period))
    return tuple(amounts)


def read_period(cell: Cell, diagnostics: Diagnostics) -> Period | None:
    """Read the period of a counter: one that is longer than a visit."""
    period = _PERIODS.get(cell.text)
    if period is not None and period.is_counted:
        return period
    if not cell:
        return None  # told as empty
    counted = [each.value for each in Period if each.is_counted]
    message = Text(f"「{cell.text}」不是计数的周期", f"{cell.text!r} is no period of a counter")
    hint = suggest(cell.text, counted)
    if period is not None:
        hint = Text(
            "只管一次、一项的不用计数，去掉这一行", "what holds for one visit or item needs no counter: drop the row"
        )
    diagnostics.add(Code.UNKNOWN_NAME, cell.position, message, hint)
    return None


def _tell(cell: Cell, text: str, nothing: str, allowed: Sequence[Period], diagnostics: Diagnostics) -> None:
    """Tell an amount without a period, with one unknown, or with one that cannot stand in the column."""
    words = [each.value for each in allowed]
    like = _PERIOD_LIKE.search(f" {text}")
    match = _ENDS_WITH_PERIOD.fullmatch(text)
    if match is not None and not match["amount"]:
        message = Text(f"「{text}」没有写金额", f"{text!r} has no amount")
        hint = Text(f"如 700 元 {words[0]}；没有就写「{nothing}」", f"such as 700 元 {words[0]}; {nothing} for none")
    elif _NOTHING_LIKE.fullmatch(text):
        message = Text(f"「{text}」不能写在这一列", f"{text!r} cannot stand in this column")
        hint = Text(f"没有就写「{nothing}」", f"write {nothing} for none")
    elif (turned := _BEGINS_WITH_PERIOD.fullmatch(text)) is not None:
        message = Text(f"「{text}」的周期写在前面", f"the period of {text!r} comes first")
        hint = Text(f"写成 {turned['amount']} {turned['period']}", f"write {turned['amount']} {turned['period']}")
    elif match is not None or like is not None:
        word = match["period"] if match else like["word"] if like else ""
        message = Text(f"「{word}」不能写在这一列", f"{word!r} cannot stand in this column")
        hint = Text(f"可写：{'、'.join(words)}", f"one of: {', '.join(words)}")
    else:
        amount = text.rstrip("/年月日次 ")
        message = Text(f"「{text}」没有写周期", f"{text!r} does not say how often")
        hint = Text(
            f"写成 {amount} 每次、{amount} 每年 的样子；没有就写「{nothing}」",
            f"such as {amount} 每次 (a visit) or {amount} 每年 (a year); {nothing} for none",
        )
    diagnostics.add(Code.PERIOD_MISSING, cell.position, message, hint)
