"""States the facts of a bill one after the other, as its settlement comes to them: a person made up as it is asked."""

from collections.abc import Callable, Mapping

from chronicare.benefits.bill import Bill
from chronicare.benefits.bill_parts import lines_of
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Unsettled
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Given

_MOST = 200
"""Facts that one bill is asked for at the most."""


def state_as_asked(
    model: BenefitModel,
    bill: Bill,
    accumulators: Mapping[str, int],
    state: Callable[[str], Given | None],
    *,
    assume_usual: bool = False,
) -> None:
    """Ask ``state`` for each fact that the settlement of ``bill`` comes to; end where it has none (``None``).

    A switch that is open is taken by its first reading: the other may ask for more.
    """
    lines = lines_of(bill)
    facts, readings = dict(bill.facts), dict[str, str]()
    for _ in range(_MOST):
        try:
            settled = settle(model, bill, facts, accumulators, readings, lines, assume_usual=assume_usual)
        except ReadingNeededError as needed:
            readings[needed.switch.name] = needed.switch.readings[0].id
            continue
        except FactNeededError as needed:
            wanted = needed.term
        else:
            if not isinstance(settled, Unsettled) or not settled.unknown:
                return
            wanted = settled.term
        value = None if wanted in facts else state(wanted)
        if value is None:
            return
        facts[wanted] = value
