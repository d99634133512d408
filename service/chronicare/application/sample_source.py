"""What sample persons are drawn from: the population, and the values at which the rules of one side part."""

from datetime import date, timedelta

from chronicare.analysis.population import Drawing
from chronicare.analysis.rule_texts import turning_days
from chronicare.application.impact import Side
from chronicare.cells.types import ValueKind
from chronicare.program.roles import Role

_DAYS = 365


class SampleSource:
    """What sample persons are drawn from for one side: its rules, and the population they say there is."""

    def __init__(self, side: Side) -> None:
        """Sort what the rules of ``side`` test."""
        self.side = side
        self.release = side.release
        self.vocabulary = side.release.vocabulary
        rules = side.release.rules
        columns = [
            column
            for period in rules.benefits
            for table in period.every_table
            if table.matching is not None
            for column in table.matching.columns
        ]
        self.settles = any(period.chain is not None for period in rules.benefits)
        self.drawing = Drawing(rules.population, self.vocabulary, columns)
        self.ages = [code for code, each in self.vocabulary.findings.items() if each.type.kind is ValueKind.AGE]

    def code(self, role: Role) -> str | None:
        """Return the code of the term that plays ``role``."""
        return self.vocabulary.roles.get(role)

    def listed_age(self) -> str | None:
        """Return the term for the age, if the population says how old people are."""
        return next(filter(self.drawing.is_listed, self.ages), None)

    def listed_counters(self, day: date) -> list[str]:
        """Return the accumulators of the rules on ``day`` of which the population says where they stand."""
        model = self.release.benefits_on(day)
        return [] if model is None else list(filter(self.drawing.is_listed, model.rules.accumulators))

    def days(self) -> tuple[date, date]:
        """Return the first and the last day of care: a year from when the rules last became others."""
        rules = self.release.rules
        turns = [each for each in turning_days(rules) if each > date.min and each != rules.effective_until]
        first = max(turns, default=date(2025, 1, 1))
        last = first + timedelta(_DAYS - 1)
        until = rules.effective_until
        return first, last if until is None else max(first, min(last, until - timedelta(1)))
