"""What the rows of a file, or of a part of it, came to."""

from pydantic import BaseModel, ConfigDict, Field


class Counts(BaseModel):
    """How many rows there were, of them refused and read apart; how many decisions, of them made row by row.

    ``outcomes`` says how many rows came to which, by the entry (empty: the bill); ``fen`` what was paid, by whom.
    """

    model_config = ConfigDict(extra="forbid")

    rows: int = 0
    refused: int = 0
    read_apart: int = 0
    decisions: int = 0
    row_by_row: int = 0
    outcomes: dict[str, dict[str, int]] = Field(default_factory=dict)
    fen: dict[str, int] = Field(default_factory=dict)

    def add(self, other: "Counts") -> None:
        """Count in what another part of the rows came to."""
        self.rows += other.rows
        self.refused += other.refused
        self.read_apart += other.read_apart
        self.decisions += other.decisions
        self.row_by_row += other.row_by_row
        for code, found in other.outcomes.items():
            for outcome, rows in found.items():
                self.count(code, outcome, rows)
        for payer, fen in other.fen.items():
            self.pay(payer, fen)

    def count(self, code: str, outcome: str, rows: int = 1) -> None:
        """Count ``rows`` that came to ``outcome``."""
        counts = self.outcomes.setdefault(code, {})
        counts[outcome] = counts.get(outcome, 0) + rows

    def pay(self, payer: str, fen: int) -> None:
        """Count what was paid."""
        self.fen[payer] = self.fen.get(payer, 0) + fen
