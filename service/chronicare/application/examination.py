"""Everything that is wrong with an area, for its author: tables, layers, cases, and whether its programs can be run.

An author is told all that can be told at once, and each thing at the row that brings it. Publishing asks less, of rules
that have been examined, and goes on with what it has got (``publish``).
"""

from dataclasses import dataclass
from typing import NamedTuple

from chronicare.analysis.overlapping import with_overlaps_shown
from chronicare.application.ports import AreaFolder, ProgramProber
from chronicare.application.probing import tell_problems
from chronicare.application.release import Release, compile_release, make_release, programs_of
from chronicare.checks.tables.table_checks import check_tables
from chronicare.checks.tables.unfilled import told_by_row
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostic, Diagnostics
from chronicare.engine import Engine


class Running(NamedTuple):
    """What programs are run by: ``probe`` tries them where they can do no harm, before ``engine`` loads them here."""

    engine: Engine
    probe: ProgramProber


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of an area: its rules as far as they could be compiled, and everything that is wrong.

    ``release`` is set if nothing is an error and its programs were tried.
    """

    rules: AreaRules | None
    release: Release | None
    diagnostics: tuple[Diagnostic, ...]


def examine(area: AreaFolder, known: tuple[Diagnostic, ...] = (), running: Running | None = None) -> Examined:
    """Return everything that is wrong with ``area``, its layers included; ``known`` is what has been found before.

    Without ``running`` its programs are not tried. Raises ProbeError if they cannot be, by no fault of theirs.
    """
    found = Diagnostics()
    found.extend(area.diagnostics)
    found.extend(known)
    if area.rules is None:
        return Examined(None, None, found.sorted())
    rules, release = compile_release(area.rules, found), None
    if not found.has_errors:
        check_tables(area.rules, rules, area.cases, found)
    if running is not None and not found.has_errors:
        tell_problems(rules, running.probe(programs_of(rules)), found)
        if not found.has_errors:
            release = make_release(rules, area.rules, running.engine, found)
    told = Diagnostics()
    told.extend(with_overlaps_shown(told_by_row(found.sorted(), area.rules), rules))
    return Examined(rules, None if told.has_errors else release, told.sorted())
