"""Terms stated are held against each other: what follows from others comes to the same, dates stand in order."""

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
    _check_order(model, facts, path, diagnostics)
    tell_contradicted(model, contradicted(model, day, facts), path, diagnostics)


def _check_order(model: BenefitModel, facts: Facts, path: str, diagnostics: Diagnostics) -> None:
    """Tell of a date before one that it cannot be before."""
    findings = model.vocabulary.findings
    for code, other in ((each, earlier) for each in facts for earlier in findings[each].not_before):
        day, first = facts[code], facts.get(other)
        if not (isinstance(day, date) and isinstance(first, date)) or day >= first:
            continue
        late, early = findings[code].name, findings[other].name
        message = Text(
            f"「{late.zh}」{day} 早于「{early.zh}」{first}",
            f"{late.en!r}, {day}, is before {early.en!r}, {first}",
        )
        diagnostics.add(Code.CONTRADICTORY, FieldPath(path), message, Text("核对这两个日期", "check both days"))


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
