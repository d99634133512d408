"""Why no row of a table matches, where such a case is listed: for who asks, and nothing that is decided rests on it."""

from collections.abc import Callable, Iterable
from datetime import date

from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Given
from chronicare.judging.ranking import predicate_reader
from chronicare.program.decision_table import KnownGap
from chronicare.program.evidence import Measurement
from chronicare.program.ranks import Predicate


def known_gap(gaps: Iterable[KnownGap], tested: Callable[[str], Given | None], as_of: date) -> KnownGap | None:
    """Return the case of ``gaps`` that holds for certain, by the values ``tested``, which raises what is not known."""
    return next((gap for gap in gaps if all(_holds(*each, tested, as_of) for each in gap.conditions.items())), None)


def _holds(code: str, predicate: Predicate, tested: Callable[[str], Given | None], as_of: date) -> bool:
    try:
        found = tested(code)
    except (NotEvaluableError, FactNeededError, ReadingNeededError):
        return False
    values = found if isinstance(found, tuple) else () if found is None else (found,)
    reads = predicate_reader(predicate)
    return any(reads(Measurement(each), as_of) is True for each in values)
