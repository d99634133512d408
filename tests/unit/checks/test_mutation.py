"""The mutation engine: what is noticed, what survives, what is proved not to matter."""

from dataclasses import dataclass

from chronicare.checks.mutation import Change, MutationReport, mutate, score_of
from chronicare.diagnostics import Position, Text


@dataclass(frozen=True)
class Numbered:
    """A mutant that is its number."""

    number: int

    @property
    def change(self) -> Change:
        """Say that it is made in the row of that number."""
        return Change(Position("t.csv", self.number), Text(f"{self.number}", f"{self.number}"))


def test_a_mutant_is_noticed_or_survives_or_makes_no_difference() -> None:
    proved: list[int] = []

    def makes_a_difference(mutant: Numbered) -> bool:
        proved.append(mutant.number)
        return mutant.number != 4

    report = mutate("表", map(Numbered, range(1, 6)), lambda mutant: mutant.number < 3, makes_a_difference)
    assert report == MutationReport("表", 2, 1, (Numbered(3).change, Numbered(5).change))
    assert report.total == 4
    assert proved == [3, 4, 5], "what a case notices needs no proof"
    assert score_of([report, report]) == (4, 8)
    assert score_of([]) == (0, 0)
