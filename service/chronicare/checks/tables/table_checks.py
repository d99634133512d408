"""Everything that is looked for in tables that compile: the same before they are published as for their author."""

from collections.abc import Iterable

from chronicare.analysis.differing_figures import check_differing
from chronicare.analysis.gaps import check_gaps
from chronicare.analysis.reach import check_reached
from chronicare.analysis.routes import check_routes
from chronicare.checks.benefits.case_years import check_case_years
from chronicare.checks.benefits.scope import check_scope_said
from chronicare.checks.tables.bare_entries import check_entries
from chronicare.checks.tables.clause_durations import check_durations
from chronicare.checks.tables.clause_figures import check_figures
from chronicare.checks.tables.clause_numbers import check_numbers
from chronicare.checks.tables.clause_periods import check_periods
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.checks.tables.uncovered_days import check_days
from chronicare.checks.tables.unit_notes import check_notes
from chronicare.checks.tables.unnamed_entries import check_named
from chronicare.checks.tables.unused_names import check_unused
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics
from chronicare.formats import AnyCaseFile
from chronicare.tables import RuleFolder


def check_tables(folder: RuleFolder, rules: AreaRules, cases: Iterable[AnyCaseFile], diagnostics: Diagnostics) -> None:
    """Tell what is wrong or doubtful in the tables of an area, ``folder``, that compiled to ``rules``."""
    cases = tuple(cases)
    check_entries(folder, rules, cases, diagnostics)
    check_case_years(rules, cases, diagnostics)
    check_scope_said(rules, diagnostics)
    notes = RowNotes.of_folder(folder)
    check_numbers(rules, notes, diagnostics)
    check_durations(rules, notes, diagnostics)
    check_periods(folder, notes, diagnostics)
    check_figures(folder, diagnostics)
    check_days(folder, diagnostics)
    check_reached(rules, diagnostics)
    check_gaps(folder, rules, diagnostics)
    check_differing(rules, diagnostics)
    check_routes(rules, diagnostics)
    check_named(rules, diagnostics)
    check_notes(folder, rules, diagnostics)
    check_unused(folder, diagnostics)
