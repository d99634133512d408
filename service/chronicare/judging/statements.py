"""Statements over several findings: one of them is true, or all are false."""

from chronicare.cells.reading import read_value
from chronicare.cells.types import ValueKind
from chronicare.cells.value_problem import ValueProblem
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Placed, Where
from chronicare.judging.names import Subject, tell_unknown
from chronicare.judging.report import ReportedFinding
from chronicare.program.evidence import Measurement
from chronicare.program.vocabulary import Vocabulary

MAX_STATED = 4
"""Findings of which one of several is stated to be true: every way it may be is gone through."""
_FEWEST_STATED = 2


class Statements:
    """The statements of one report, read against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, subject: Subject) -> None:
        """Begin with none. ``subject`` is what the caller knows the reported as."""
        self._vocabulary = vocabulary
        self._subject = subject
        self._read: set[tuple[frozenset[str], str]] = set()

    def read(
        self,
        each: ReportedFinding,
        path: str,
        where: Where,
        diagnostics: Diagnostics,
        findings: dict[str, list[Placed]],
    ) -> None:
        """Read one statement; findings that it says to be false go to ``findings``."""
        found = [self._vocabulary.find(name) for name in each.any_of]
        for name, finding in zip(each.any_of, found, strict=True):
            if finding is None:
                tell_unknown(name, f"{path}.any_of", self._vocabulary, where, diagnostics, self._subject)
        named = [finding for finding in found if finding is not None]
        members = frozenset(finding.code for finding in named)
        if len(named) < len(found):
            return
        others = [finding.name for finding in named if finding.type.kind is not ValueKind.YES_NO]
        if len(members) < _FEWEST_STATED or others:
            named_wrongly = Text("、".join(name.zh for name in others), ", ".join(name.en for name in others))
            message = (
                Text(f"「{named_wrongly.zh}」不是「是否」", f"no yes/no finding: {named_wrongly.en}")
                if others
                else Text("any_of 只写了一项", "any_of names one finding only")
            )
            hint = Text(
                "写两项以上的是否；其他所见请分别报", "name two or more yes/no findings; report others one by one"
            )
            diagnostics.add(Code.BAD_FIELD, where(f"{path}.any_of"), message, hint)
            return
        try:
            value, given = read_value(each.value, each.unit, named[0].type, self._vocabulary.unknown_words)
        except ValueProblem as problem:
            diagnostics.add(problem.code, where(f"{path}.value"), problem.message, problem.hint)
            return
        if value is True and any(finding.sites is not None for finding in named):
            message = Text("说几项之一为是，没有写是哪一处的", "which site the statement is of is not said")
            hint = Text("写部位：各处的分别报", "give the site; report each site for itself")
            diagnostics.add(Code.REQUIRED_FIELD, where(f"{path}.site"), message, hint)
            return
        lists = [finding.name for finding in named if finding.repeated]
        if value is True and lists:
            zh, en = "、".join(name.zh for name in lists), ", ".join(name.en for name in lists)
            message = Text(
                f"「{zh}」是多次所见，不能只说其中之一为是", f"{en} is a list: which of several holds is needed"
            )
            hint = Text("分别报；都没有的可以写否", "report them one by one; false may be said of all together")
            diagnostics.add(Code.BAD_FIELD, where(f"{path}.any_of"), message, hint)
        elif value is True:
            self._read.add((members, path))
        elif value is False:
            for code in members:
                site = self._vocabulary.findings[code].site or each.site
                measurement = Measurement(
                    value, given=given, report_id=each.report_id, attester=each.attester, site=site
                )
                findings.setdefault(code, []).append((measurement, path))

    def settle(
        self, evidence: dict[str, tuple[Measurement, ...]], where: Where, diagnostics: Diagnostics
    ) -> frozenset[frozenset[str]]:
        """Return the statements not settled by what else is reported; one that leaves one finding makes it true."""
        kept: set[frozenset[str]] = set()
        for members, path in sorted(self._read, key=lambda each: each[1]):
            if any(code in evidence and evidence[code][0].value is True for code in members):
                continue
            left = frozenset(code for code in members if code not in evidence)
            names = "或".join(self._vocabulary.findings[code].name.zh for code in sorted(members))
            if not left:
                message = Text(
                    f"「{names}」之一为是，而各项都报了否", "one of several is stated true, each of them false"
                )
                hint = Text("只留对的", "keep what is right")
                diagnostics.add(Code.CONTRADICTORY, where(f"{path}.any_of"), message, hint)
            elif len(left) == 1:
                evidence[next(iter(left))] = (
                    Measurement(
                        True, given=f"由「{names}」推出", site=self._vocabulary.findings[next(iter(left))].site
                    ),
                )
            else:
                kept.add(left)
        if len(frozenset().union(*kept)) > MAX_STATED:
            first = min(path for _, path in self._read)
            message = Text("「其中之一」涉及的所见太多", "too many findings are stated to be true one of several")
            hint = Text(f"合计至多 {MAX_STATED} 项", f"at most {MAX_STATED} in all")
            diagnostics.add(Code.TOO_MANY, where(f"{first}.any_of"), message, hint)
            kept.clear()
        return frozenset(kept)
