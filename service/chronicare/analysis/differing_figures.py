"""Figures that two tables take from one clause for one case, and that are not the same: one of them was forgotten."""

from collections.abc import Mapping

from chronicare.analysis.figures import Figure, figures_of
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import BenefitRules


def check_differing(rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Warn of each figure that another table gives otherwise, from the same clause and for the same cells.

    Only rows with one figure are compared: which of several is meant to be which cannot be told.
    """
    for period in rules.benefits:
        _check_period(period, rules, diagnostics)


def _check_period(period: BenefitRules, rules: AreaRules, diagnostics: Diagnostics) -> None:
    by_row: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures_of(period):
        by_row.setdefault((figure.of, figure.row.id), []).append(figure)
    kinds = _quantities(period, rules)
    seen: dict[tuple[object, ...], Figure] = {}
    for figures in by_row.values():
        figure = figures[0]
        if len(figures) > 1 or figure.what not in kinds or not figure.inputs:
            continue
        clause = figure.row.clause
        cells = tuple(sorted(each for each in figure.inputs if each != "-"))
        key = (clause.cited, clause.text, cells, tuple(sorted(figure.row.readings)), kinds[figure.what])
        first = seen.setdefault(key, figure)
        if cells and first.of != figure.of and first.value != figure.value:
            diagnostics.add(
                Code.FIGURES_DIFFER,
                figure.where,
                Text(
                    f"「{figure.text}」：同一处原文、同样的情形，{first.where} 写的是「{first.text}」",
                    f"{figure.text!r}: of the same clause and case {first.where} says {first.text!r}",
                ),
                Text("核对原文，两处改成一样", "check the clause, and let both say the same"),
            )


def _quantities(period: BenefitRules, rules: AreaRules) -> Mapping[str, str]:
    """Return the quantity of each term that a table puts out: figures of several are not to be compared."""
    types = {code: rules.vocabulary.findings[code].type for code in period.producers}
    return {code: each.quantity.name for code, each in types.items() if each.quantity is not None}
