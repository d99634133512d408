"""What of a request and its answer is kept as it is, what is replaced by a pseudonym, what is left out."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Treatment(StrEnum):
    """What becomes of a field."""

    KEEP = "keep"
    """It is recorded as it is."""
    HASH = "hash"
    """A pseudonym is recorded. Only for identifiers, on which nothing rests but which are the same."""
    DROP = "drop"
    """It is not recorded. If an answer may rest on it, replay says that it cannot be redone."""


IDENTIFIERS = frozenset({"request_id", "visit_id", "report_id", "attester"})
"""Fields that are only given back and told apart: a pseudonym does as well, so the answer is given to that."""


class MaskingPolicy(BaseModel):
    """The treatment of fields of the contract by name, wherever they stand; those that are not named are kept.

    Raises pydantic's ValidationError.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: Mapping[str, Treatment] = Field(default_factory=dict)

    def of(self, name: str) -> Treatment:
        """Return what becomes of the field ``name``."""
        return self.fields.get(name, Treatment.HASH if name in IDENTIFIERS else Treatment.KEEP)
