"""Whole numbers written in Chinese numerals: 三次, 两个月, 十二."""

import re
from fractions import Fraction

_ONE = "[一二两三四五六七八九]"
_BELOW_HUNDRED = f"(?:{_ONE}?十{_ONE}?|{_ONE})"
_HUNDREDS = f"{_ONE}百(?:零{_ONE}|{_ONE}十{_ONE}?)?"
_NUMERAL = f"(?:{_ONE}千(?:零{_BELOW_HUNDRED}|{_HUNDREDS})?|{_HUNDREDS}|零?{_BELOW_HUNDRED}|[零〇])"
"""A numeral that can mean one number only: neither 三四 nor 一百二."""
_DIGITS = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_UNIT = "个?(?:年|月|星期|周|天|日|小时|次|岁|分)半?"
_AMOUNT = re.compile(f"(?:{_NUMERAL}{_UNIT}又?)?{_NUMERAL}(?:{_UNIT})?")
_RUN = re.compile(_NUMERAL)


def numeral(written: str) -> Fraction | None:
    """Return what digits or a Chinese numeral say; what is no numeral says nothing."""
    if written.lstrip("-")[0].isascii():
        return Fraction(written)
    total, digit = 0, 0
    for character in written.replace("两", "二").replace("〇", "零"):
        if character in _TENS:
            total, digit = total + (digit or 1) * _TENS[character], 0
        elif character in _DIGITS:
            digit = _DIGITS.index(character)
        else:
            return None
    return Fraction(total + digit)


def in_digits(written: str) -> str:
    """Return an amount written in Chinese numerals in digits: 两个月 is 2个月, 一年半 1年半; other text stays."""
    if _AMOUNT.fullmatch(written) is None:
        return written
    return _RUN.sub(lambda run: str(numeral(run[0])), written)
