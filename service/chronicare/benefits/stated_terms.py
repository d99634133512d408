"""Terms that are stated and follow from other facts too: both have to come to the same."""

from collections.abc import Iterable, Iterator
from datetime import date

from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text


def check_stated(model: BenefitModel, day: date, facts: Facts, path: str, diagnostics: Diagnostics) -> None:
    """Tell the terms stated among ``facts`` that the others contradict, as of ``day``."""
    tell_contradicted(model, contradicted(model, day, facts), path, diagnostics)


def tell_contradicted(model: BenefitModel, codes: Iterable[str], path: str, diagnostics: Diagnostics) -> None:
    """Tell that the terms ``codes``, stated at ``path``, are not what follows from the others."""
    for code in codes:
        name = model.vocabulary.findings[code].name
        other = model.vocabulary.findings[model.vocabulary.findings[code].stands_for].name
        diagnostics.add(
            Code.CONTRADICTORY,
            FieldPath(path),
            Text(
                f"所写的「{name.zh}」与由「{other.zh}」等得出的不同",
                f"{name.en!r} as stated is not what follows from {other.en!r} and the rest",
            ),
            Text("核对；两者写一种即可", "check them; one of the two is enough"),
        )


def contradicted(model: BenefitModel, day: date, facts: Facts) -> Iterator[str]:
    """Yield the terms stated among ``facts`` that the others contradict, as of ``day``."""
    for code in model.rules.producers:
        instead_of = model.vocabulary.findings[code].stands_for
        if not instead_of or code not in facts or instead_of not in facts:
            continue
        dated = model.dated(day)
        resolver = TermResolver(model, day, {**dated, **facts}, {})
        try:
            derived = resolver.derive(code)
        except (NotEvaluableError, FactNeededError, ReadingNeededError):
            continue
        if derived is not None and derived != facts[code]:
            yield code
