"""What a list of measurements says of a criterion on a repeated finding: three-valued, nothing guessed."""

from collections.abc import Iterable, Sequence
from datetime import date

from chronicare.program.entry import Use, UseKind
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth
from chronicare.reference.condition import BoundCriterion, Condition, at_least


def truth_of_list(
    condition: Condition, use: Use, measurements: Sequence[Measurement], as_of: date, *, complete: bool
) -> Truth:
    """Return what ``measurements``, of which there are no others if ``complete``, say of a criterion."""
    if not measurements and not complete:
        return None
    marks = [
        (each.date, _undated(condition(each, as_of), use) if use.within and not each.date else condition(each, as_of))
        for each in measurements
        if not (use.within and each.date and use.within.after(each.date) < as_of)
    ]
    truths = [truth for _, truth in marks]
    match use.kind:
        case UseKind.ALL:
            truth = at_least(max(len(truths), 1), truths)
            return truth if complete or (truth is False and truths) else None
        case UseKind.LATEST:
            return _truth_of_latest(marks) if complete else None
        case UseKind.DAYS:
            days = {day for day, truth in marks if truth and day}
            sure = max(len(days), any(truths))
            maybe = len({day for day, truth in marks if truth is not False and day})
            maybe += sum(truth is not False and not day for day, truth in marks)
            truth = True if sure >= use.count else False if maybe < use.count else None
        case UseKind.ANY | UseKind.TIMES:
            truth = at_least(use.count, truths)
    return truth if complete or truth else None


def _undated(truth: Truth, use: Use) -> Truth:
    """Return what a measurement says that may lie outside the window: a failing one adds to no count anyway."""
    return False if truth is False and use.kind not in (UseKind.ALL, UseKind.LATEST) else None


def _truth_of_latest(marks: Sequence[tuple[date | None, Truth]]) -> Truth:
    dates = [day for day, _ in marks if day]
    if len(dates) < len(marks) and len(marks) > 1:
        return None
    latest = {truth for day, truth in marks if not dates or day == max(dates)} or {False}
    return latest.pop() if len(latest) == 1 else None


def rests_on_a_date(criterion: BoundCriterion, measurements: Iterable[Measurement], as_of: date) -> bool:
    """Return whether the missing date of some measurement bears on ``criterion``, so that it stays unknown."""
    use = criterion.use
    if use is None:
        return False
    return any(
        use.kind in (UseKind.ALL, UseKind.LATEST) or criterion.condition(each, as_of) is not False
        for each in measurements
        if each.date is None and (use.within or use.kind in (UseKind.LATEST, UseKind.DAYS))
    )
