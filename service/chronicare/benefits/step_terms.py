"""What one payer would pay by, before there is a bill: deductible, ratios, what its cap leaves; and what is lacking."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from chronicare.benefits.formula_evaluation import Absence, NotEvaluableError, NoValueError
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, Wanted
from chronicare.program.decision_table import ChainStep, TableRow
from chronicare.program.formula import Formula


@dataclass(frozen=True, slots=True)
class Band:
    """Up to ``limit`` yuan beyond the deductible (``None``: all the rest) ``ratio`` per cent are paid."""

    limit: Fraction | None
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class StepTerms:
    """One payer's terms, in yuan. ``None`` where ``wanting`` names the fact, or value of the tables, that is lacking.

    ``remaining`` is what the cap still allows, ``item_limit`` the most for each line of a bill (``None``, no entry in
    ``wanting``: there is none). ``absences`` say why there is no deductible, ratio or cap where the tables give none.
    ``depends``: whether the payer takes part is not known.
    """

    step: ChainStep
    row: TableRow
    deductible: Fraction | None
    counted: Fraction | None
    bands: tuple[Band, ...]
    remaining: Fraction | None
    wanting: Mapping[str, str]
    absences: tuple[Absence, ...] = ()
    depends: bool = False
    item_limit: Fraction | None = None

    @property
    def is_beyond_the_tables(self) -> bool:
        """Whether no row gives it a ratio: nothing is said of such a case, which is none that occurs."""
        nowhere = {each.term for each in self.absences if each.has_no_row}
        return bool(self.step.segments) and not self.bands and self.wanting.get("ratio") in nowhere


def terms_of(
    resolver: TermResolver, step: ChainStep, row: TableRow, wanted: Wanted | None = None, *, depends: bool = False
) -> StepTerms:
    """Return the terms of ``step``. What has to be tried is raised; with ``wanted`` it is noted there and left open."""
    wanting: dict[str, str] = {}
    absences: dict[tuple[object, str], Absence] = {}

    def work_out(role: str, formula: Formula | None) -> Fraction | None:
        if formula is None:
            return Fraction(0) if role in ("deductible", "start") else None
        try:
            result = resolver.evaluate(formula)
        except NoValueError as error:
            if not (error.unlimited and role in ("limit", "item_limit")):
                wanting[role] = error.term
            absence = error.absence if error.absence.term else Absence(error.absence.word, error.term, row)
            absences[absence.word, absence.term] = absence
            return None
        except NotEvaluableError as error:
            wanting[role] = error.term
            return None
        except (FactNeededError, ReadingNeededError) as needed:
            if wanted is None:
                raise
            wanted.note(needed)
            wanting[role] = needed.term if isinstance(needed, FactNeededError) else ""
            return None
        return Fraction(result) if isinstance(result, Fraction | int) else None

    bands: list[Band] = []
    for segment in step.segments:
        limit = work_out("segment", segment.limit)
        ratio = work_out("ratio", segment.ratio)
        if ratio is not None:
            bands.append(Band(limit, ratio))
    remaining, deductible = work_out("limit", step.limit), work_out("deductible", step.deductible)
    item_limit = work_out("item_limit", step.item_limit)
    return StepTerms(
        step,
        row,
        deductible,
        work_out("start", step.start),
        tuple(bands),
        None if remaining is None else max(remaining, Fraction(0)),
        wanting,
        tuple(absences.values()),
        depends,
        item_limit,
    )
