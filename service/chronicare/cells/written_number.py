"""A number as it is written, to an exact one."""

import re
from decimal import Decimal
from fractions import Fraction

from chronicare.cells.bounds import is_possible
from chronicare.cells.chinese_numeral import in_digits
from chronicare.cells.conversion import lower_powers
from chronicare.cells.folding import fold
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.value_problem import MAX_DIGITS, ValueProblem, is_too_long, wrong_type
from chronicare.diagnostics import Code, Text

DIGITS = r"[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
"""A decimal number; commas stand between thousands, all or none; ``1.2E4`` is 12000."""
POWER = r"(?:[×xX*·]\s*10\^[+-]?[0-9]{1,3}|万)"
"""The power of ten after a number; 1.2万 is 12000."""

_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WRITTEN = re.compile(rf"({DIGITS})\s*({POWER})?|(10\^[+-]?[0-9]{{1,3}})")
_FRACTION = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_COMMA = re.compile(r"[0-9][,，、][0-9]")
_LOST_POWER = re.compile(r"[×xX*]\s*10(?:[0-9]|[eE])|^10[eE]")


def fold_number(raw: str) -> str:
    """Return the text as numbers are looked for: folded, raised digits after a ``^``, in digits, no space around."""
    return in_digits(fold(lower_powers(raw)).text.strip())


def is_decimal(written: str) -> bool:
    """Whether ``written``, folded, is a plain decimal number."""
    return _DECIMAL.fullmatch(written) is not None


def read_number(raw: object, kind: ValueKind = ValueKind.NUMBER, how: Text | None = None) -> tuple[Fraction, str]:
    """Return the exact number and its text; what is none is told to be no value of ``kind``, and ``how`` it is written.

    Text may have its thousands parted by commas, and a power of ten: ``12,000``, ``1.2E4``, ``1.2×10⁴``.

    Raises:
        ValueProblem: it is no number, or it is too long.

    """
    if isinstance(raw, str):
        match = _WRITTEN.fullmatch(fold_number(raw))
        if match is None or _LOST_POWER.search(fold_number(raw)):
            raise wrong_type(raw, kind, _how_to_write(raw) or how)
        digits, power = match[1] or "1", (match[2] or match[3] or "^0").replace("万", "^4")
        return read_number(Decimal(digits.replace(",", "")).scaleb(int(power.split("^")[1])))
    if isinstance(raw, float):
        decimal = Decimal(repr(raw))
        return read_number(int(raw) if raw.is_integer() and decimal.adjusted() < MAX_DIGITS else decimal)
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise wrong_type(raw, kind, how)
    if isinstance(raw, Decimal) and not raw.is_finite():
        raise wrong_type(raw, kind, how)
    if is_too_long(raw):
        message = Text("数太长", "the number is too long")
        raise ValueProblem(
            Code.IMPOSSIBLE_VALUE, message, Text(f"至多 {MAX_DIGITS} 位", f"at most {MAX_DIGITS} digits")
        )
    return Fraction(raw), format(raw, "f") if isinstance(raw, Decimal) else str(raw)


def _how_to_write(raw: str) -> Text | None:
    """Return how a number is to be written whose comma or power of ten may mean two things."""
    written = fold_number(raw)
    if _COMMA.search(written):
        return Text(
            "小数点写「.」，如 7.0；逗号只分千位，如 12,000",
            "the decimal point is a dot, as in 7.0; commas part thousands only, as in 12,000",
        )
    if _LOST_POWER.search(written):
        return Text("10 的幂写作 1.2×10^4 或 1.2E4", "write a power of ten as 1.2×10^4 or 1.2E4")
    return None


def read_quotient(raw: object, cell_type: CellType) -> tuple[Fraction, str]:
    """Return the exact number and its text of a finding without a unit; a fraction is its quotient.

    A fraction whose denominator is itself a possible value is refused: 16/30 of a test marked up to 30 means 16.

    Raises:
        ValueProblem: it is no number, or may mean two.

    """
    written = fold(raw).text.strip() if isinstance(raw, str) else ""
    match = _FRACTION.fullmatch(written)
    if match is None:
        return read_number(raw)
    over, under = int(match[1]), int(match[2])
    if under == 0:
        raise wrong_type(raw, ValueKind.NUMBER)
    if is_possible(Fraction(under), cell_type):
        message = Text(
            f"「{written}」可能是得分/满分，也可能是商", f"{written!r} may be a score out of a total or a quotient"
        )
        raise ValueProblem(Code.BAD_VALUE, message, Text(f"写一个数，如 {over}", f"give one number such as {over}"))
    return Fraction(over, under), written
