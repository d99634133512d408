"""Which findings matter to rules: those the rules ask for, and those from which these follow."""

from collections.abc import Iterable

from chronicare.diagnostics import Diagnostics
from chronicare.judging.consistency import Where
from chronicare.judging.report import ReportedFinding
from chronicare.program.vocabulary import Vocabulary


def leading_to(vocabulary: Vocabulary, asked: Iterable[str]) -> frozenset[str]:
    """Return the findings ``asked``, and all that imply one of them or report the same quantity."""
    used = set(asked)
    findings = vocabulary.findings
    while True:
        groups = {findings[code].alternative for code in used} - {""}
        more = {each.finding for each in vocabulary.implications if each.implied in used}
        more |= {code for code, each in findings.items() if each.alternative in groups or each.site_of in used}
        more |= {findings[code].site_of for code in used} - {""}
        if more <= used:
            return frozenset(used)
        used |= more


def note_unused(
    reported: Iterable[ReportedFinding],
    vocabulary: Vocabulary,
    used: frozenset[str],
    where: Where,
    diagnostics: Diagnostics,
) -> None:
    """List what is ``reported`` and known, and none of the ``used``; names that are not known are the intake's."""
    for index, each in enumerate(reported):
        component = vocabulary.find_component(each.finding)
        finding = vocabulary.find(each.finding) if component is None else component[0]
        names = (each.finding,) if finding is not None else each.any_of or each.finding.split("或")
        found = [finding] if component is not None else [vocabulary.find(name) for name in names]
        if all(known is not None and known.code not in used for known in found):
            diagnostics.unused.take_known(
                "或".join(names), where(f"findings[{index}].{'any_of' if each.any_of else 'finding'}")
            )
