"""What of a finding is lacking where it is missing: a value, more measurements, a date, a range, a declaration.

Which findings are missing is said by ``missing_sets``; here, what of each of them. A value that was reported is never
called missing: what it needs beside it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from chronicare.cells.typed import Compare, Operator, TypedTest, View
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Interval
from chronicare.cells.words import NO, YES
from chronicare.compiler.pipeline import directions
from chronicare.diagnostics import Text
from chronicare.judging.encoding import column_reader
from chronicare.program.entry import Criterion, Since, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import ColumnKind, CompiledEntry
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary


class LackKind(Enum):
    """What of a finding is lacking."""

    VALUE = "value"
    TIMES = "times"
    DAYS = "days"
    DATE = "date"
    REFERENCE_RANGE = "reference_range"
    COMPLETENESS = "completeness"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Lack:
    """What of one finding is lacking: ``count`` of measurements or days, 1 where neither is counted.

    ``wanted`` is the value that helps: 是 or 否, or the test to be passed; empty where any may. ``by_days`` says of a
    value never reported that the ``count`` is of days; ``part`` names the component that a compound value lacks,
    ``since`` the time that has to pass before a value counts, where the one reported was too early; ``narrower`` says
    that a range was reported, which leaves the question open; ``either`` that yes and no would both do. ``test`` is
    what ``wanted`` is the text of, where it is a test.
    """

    kind: LackKind
    count: int = 1
    wanted: str = ""
    by_days: bool = False
    part: Text = Text("", "")
    since: Since | None = None
    narrower: bool = False
    either: bool = False
    test: TypedTest | None = field(default=None, compare=False, repr=False)

    def answered(self, answers: Collection[bool]) -> "Lack":
        """Return this of a yes/no finding to which any of ``answers`` would do."""
        if self.kind is not LackKind.VALUE:
            return self
        wanted = "" if len(answers) > 1 else YES if True in answers else NO
        return replace(self, wanted=wanted, either=len(answers) > 1)


class LackFinder:
    """Says what is lacking of the findings of one compiled entry."""

    def __init__(self, compiled: CompiledEntry, vocabulary: Vocabulary) -> None:
        """Note each finding's criteria, by the readings in force, and which of their truths helps the entry."""
        self._compiled = compiled
        self._vocabulary = vocabulary
        self._helping = directions(compiled.entry)
        self._criteria: dict[str, list[Criterion]] = {}
        self._readers = {}
        in_force = compiled.entry.criteria_in_force
        for criterion in compiled.entry.criteria.values():
            if criterion.id in in_force:
                self._criteria.setdefault(criterion.finding, []).append(criterion)
            self._readers[criterion.id] = column_reader(compiled.columns[compiled.tests[criterion.id].column])

    def lacks(
        self, codes: Iterable[str], evidence: Evidence, nodes: Mapping[str, Truth], goal: bool
    ) -> dict[str, Lack]:
        """Return what is lacking of each of ``codes`` for the entry to come to ``goal``."""
        return {code: self._with_test(self._lack(code, evidence, nodes, goal), code) for code in codes}

    def _with_test(self, lack: Lack, code: str) -> Lack:
        tests = (each.test for each in self._criteria.get(code, ()) if each.test.text == lack.wanted)
        return replace(lack, test=next(tests, None))

    def _lack(self, code: str, evidence: Evidence, nodes: Mapping[str, Truth], goal: bool) -> Lack:
        tested = self._criteria.get(code, [])
        criteria = [each for each in tested if nodes[each.id] is None] or tested
        measurements = evidence.findings.get(code, ())
        wanted = self._wanted(code, criteria, goal)
        if any(
            self._would_help(each, unsited, evidence, goal)
            for each in criteria
            for unsited in self._unsited(code, evidence)
        ):
            return Lack(LackKind.SITE, wanted=self._vocabulary.findings[code].site)
        more = [self._more(each, evidence) for each in criteria if each.use is not None and self._helps(each, goal)]
        fewest = min(more, key=lambda each: each.count, default=Lack(LackKind.VALUE))
        if not measurements:
            return Lack(LackKind.VALUE, fewest.count, wanted, fewest.kind is LackKind.DAYS)
        if any(_lacks_limit(each, measurement) for each in criteria for measurement in measurements):
            return Lack(LackKind.REFERENCE_RANGE)
        if any(each.date is None for each in measurements) and any(map(_asks_dates, criteria)):
            return Lack(LackKind.DATE)
        is_list = self._vocabulary.findings[code].repeated
        if not is_list or code in evidence.complete:
            since = next((each.since for each in criteria if each.since is not None), None)
            narrower = any(isinstance(each.value, Interval) for each in measurements)
            part = self._part(code, measurements)
            return Lack(LackKind.VALUE, 1, wanted, part=part, since=since, narrower=narrower)
        if not more:
            return Lack(LackKind.COMPLETENESS)
        return Lack(fewest.kind, fewest.count, wanted)

    def contradicts(self, codes: Collection[str], lacks: Mapping[str, Lack], evidence: Evidence) -> bool:
        """Whether ``codes`` ask at every site for another value than was reported of one of them."""
        for code in codes:
            declared = self._vocabulary.findings[code].site_of
            at = self._vocabulary.at_each_site(declared) if declared else ()
            if not at or self._vocabulary.findings[code].repeated or not self._unsited(code, evidence):
                continue
            if all(each in codes and lacks[each].kind is not LackKind.SITE for each in at):
                return True
        return False

    def _unsited(self, code: str, evidence: Evidence) -> Sequence[Measurement]:
        """Return the values that may be of the site of the finding ``code``, of which it is not said."""
        placed = evidence.findings.get(code, ())
        unsited = evidence.findings.get(self._vocabulary.findings[code].site_of, ())
        return [each for each in unsited if not each.site and each not in placed]

    def _would_help(self, criterion: Criterion, measurement: Measurement, evidence: Evidence, goal: bool) -> bool:
        """Whether ``measurement``, if it is of the criterion's site, brings the entry nearer to ``goal``."""
        code = criterion.finding
        there = replace(evidence, findings={**evidence.findings, code: (*evidence.findings.get(code, ()), measurement)})
        ranks = self._readers[criterion.id](there)
        if ranks is None:
            return False
        passing = self._compiled.tests[criterion.id].passing
        truths = {rank in passing for rank in range(ranks[0], ranks[1] + 1)}
        return len(truths) == 1 and (truths.pop() is goal) in self._helping.get(criterion.id, ())

    def _part(self, code: str, measurements: Iterable[Measurement]) -> Text:
        """Name the components that some measurement lacks."""
        cell_type = self._vocabulary.findings[code].type
        names = {part: name for name, part in reversed(list(cell_type.component_names.items())) if name != part}
        values = [each.value for each in measurements if isinstance(each.value, Mapping)]
        lacking = [part for part in cell_type.components if any(part not in value for value in values)]
        return Text("、".join(names.get(part, part) for part in lacking), ", ".join(lacking))

    def _helps(self, criterion: Criterion, goal: bool) -> bool:
        """Whether the criterion's truth brings the entry nearer to ``goal``."""
        return goal in self._helping.get(criterion.id, ())

    def _more(self, criterion: Criterion, evidence: Evidence) -> Lack:
        """Return how many measurements more, or on how many more days, would make the criterion true."""
        use, column = criterion.use, self._compiled.columns[self._compiled.tests[criterion.id].column]
        if use is None or column.kind is not ColumnKind.COUNT:
            return Lack(LackKind.TIMES)
        ranks = self._readers[criterion.id](evidence)
        have = ranks[0] if ranks else 0
        kind = LackKind.DAYS if use.kind is UseKind.DAYS else LackKind.TIMES
        return Lack(kind, max(use.count - have, 1))

    def _wanted(self, code: str, criteria: Iterable[Criterion], goal: bool) -> str:
        """Return the value that helps, if it is one and the same wherever the finding is asked."""
        wishes: set[str] = set()
        for criterion in criteria:
            for truth in self._helping.get(criterion.id, ()):
                if self._vocabulary.findings[code].type.kind is ValueKind.YES_NO:
                    asks_yes = criterion.test.test == Compare(Operator.EQ, True)
                    wishes.add(YES if asks_yes is (truth is goal) else NO)
                elif truth is goal:
                    wishes.add(criterion.test.text)
        return wishes.pop() if len(wishes) == 1 else ""


def _lacks_limit(criterion: Criterion, measurement: Measurement) -> bool:
    if criterion.test.view is View.OF_UPPER:
        return measurement.high is None
    return criterion.test.view is View.OF_LOWER and measurement.low is None


def _asks_dates(criterion: Criterion) -> bool:
    use = criterion.use
    return use is not None and (use.within is not None or use.kind in (UseKind.DAYS, UseKind.LATEST))
