"""What the bills of the settlements written apart are in the live one: facts by code, in its values."""

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import Settlement
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given


def codes_of(model: BenefitModel) -> dict[str, str]:
    """Return the code of each term by its name."""
    return {finding.name.zh: code for code, finding in model.vocabulary.findings.items()}


def live_value(name: str, value: object, model: BenefitModel, in_fen: Collection[str]) -> Given:
    """Return the ``value`` of the term called ``name``: levels as places, money, that of ``in_fen``, as yuan."""
    if isinstance(value, tuple):
        return value
    if name in in_fen:
        assert isinstance(value, int)
        return Fraction(value, 100)
    found = model.vocabulary.find(name)
    assert found is not None, name
    if found.type.kind is ValueKind.LEVEL and found.type.levels is not None:
        place = found.type.levels.index(str(value))
        assert place is not None, value
        return place
    assert isinstance(value, bool | int | str | date), value
    return value


def paid_by_step(live: Settlement) -> dict[str, int]:
    """Return what each step paid, in fen, over all parts of the bill."""
    paid: dict[str, int] = {}
    for (step, _), fen in live.payments().items():
        paid[step] = paid.get(step, 0) + fen
    return paid


def without_zero(payments: Mapping[str, int]) -> dict[str, int]:
    """Return the payments that are something."""
    return {step: fen for step, fen in payments.items() if fen}
