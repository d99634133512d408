"""What was answered of one entry for each row of a batch, as columns of a file."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import unpacked
from chronicare.columnar.judging import Judgements
from chronicare.columnar.numbering import Numbers
from chronicare.columnar.reasons import reasons_of, row_of
from chronicare.diagnostics import Language
from chronicare.program.entry import Entry
from chronicare.recognition.decision import Outcome
from chronicare.recognition.result_wording import outcome_text

OUTCOMES = (Outcome.DOES_NOT_MEET, Outcome.UNDECIDED, Outcome.MEETS)
_NOT_MET, _UNDECIDED, _MET = range(3)
_NOTHING = -1


def outcomes_of(judged: Judgements) -> NDArray[np.int8]:
    """Return the outcome of each person: its place among ``OUTCOMES``."""
    met, refused = (unpacked(bits, judged.count) for bits in judged.outcome)
    return np.where(met, _MET, np.where(refused, _NOT_MET, _UNDECIDED)).astype(np.int8)


@dataclass(slots=True)
class Answers:
    """The answers on one entry to ``count`` rows, of which none is given yet."""

    count: int
    outcomes: NDArray[np.int8] = field(init=False)
    reasons: NDArray[np.int32] = field(init=False)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with no answer."""
        self.outcomes = np.full(self.count, _NOTHING, np.int8)
        self.reasons = np.full(self.count, _NOTHING, np.int32)

    def put(self, rows: Numbers, entry: Entry, judged: Judgements, persons: Numbers) -> None:
        """Answer ``rows`` by what was ``judged`` of ``persons``."""
        self.outcomes[rows] = outcomes_of(judged)[persons]
        reasons = reasons_of(entry, judged)
        self.reasons[rows] = reasons.places[persons] + len(self.texts)
        self.texts += [" ".join(dict.fromkeys(_place(entry, name) for name in each)) for each in reasons.sets]

    def counted(self) -> dict[Outcome, int]:
        """Return how many rows have each of ``OUTCOMES``."""
        counts = np.bincount(self.outcomes[self.outcomes != _NOTHING], minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, counts, strict=True))

    def columns(self, language: Language) -> tuple[pa.Array, pa.Array]:
        """Return the outcomes in words, and the rows each rests on; nothing where there is no answer."""
        words = [outcome_text(each, language) for each in OUTCOMES]
        return _worded(self.outcomes, words), _worded(self.reasons, self.texts)


def _place(entry: Entry, name: str) -> str:
    where = row_of(entry, name)
    return f"{where.file}:{where.row}"


def _worded(places: NDArray[np.integer], words: list[str]) -> pa.Array:
    """Return the words at ``places``, in as few different ones as there are."""
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=places == _NOTHING), pa.array(words, pa.string()))
