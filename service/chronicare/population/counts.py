"""What the rows of a file, or of a part of it, came to."""

from pydantic import BaseModel, ConfigDict, Field


class Counts(BaseModel):
    """How many rows there were, of them refused and read apart; how many decisions, of them made row by row.

    ``outcomes`` has by entry how many rows do not meet it, are undecided, and meet it.
    """

    model_config = ConfigDict(extra="forbid")

    rows: int = 0
    refused: int = 0
    read_apart: int = 0
    decisions: int = 0
    row_by_row: int = 0
    outcomes: dict[str, list[int]] = Field(default_factory=dict)

    def add(self, other: "Counts") -> None:
        """Count in what another part of the rows came to."""
        self.rows += other.rows
        self.refused += other.refused
        self.read_apart += other.read_apart
        self.decisions += other.decisions
        self.row_by_row += other.row_by_row
        for code, counts in other.outcomes.items():
            mine = self.outcomes.get(code, [0] * len(counts))
            self.outcomes[code] = [one + two for one, two in zip(mine, counts, strict=True)]
