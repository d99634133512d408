"""Sample persons of an area, mixed up and damaged, come out together as each by itself, in every entry."""

import random
from typing import TYPE_CHECKING

import pytest
from rows_of_persons import batch_of, hold_against_rows

from chronicare.application.catalogue import Catalogue
from chronicare.application.generated import SamplePersons
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.impact import Side
from chronicare.application.persons import BORN, COMPLETE, DAY, ENTRY, HEADINGS
from chronicare.application.runtime import Runtime

if TYPE_CHECKING:
    from proofs.conftest import RealArea

_PERSONS = 250
_SEED = 31
_DAMAGE = ("未做", "胡说", "否", "> 5", "1:80", "2025-13-01", "")


@pytest.mark.slow
@pytest.mark.generated
def test_rows_of_persons_come_out_as_each_by_itself(bazhong: "RealArea", scale: int) -> None:
    catalogue = Catalogue()
    catalogue.publish((bazhong.release,), {})
    side = Side(Runtime(catalogue, Guard(Unrecorded())), bazhong.release)
    sample, rng = SamplePersons(_SEED, side, side), random.Random(_SEED)
    drawn = [sample[2 * number + 1] for number in range(_PERSONS * scale)]  # every other one is a bill
    rows = [{heading: cell.text for heading, cell in row.cells.items() if heading != ENTRY} for row in drawn]
    texts: dict[str, list[str]] = {}
    for row in rows:
        for heading, text in row.items():
            texts.setdefault(heading, []).append(text)
    findings = sorted(texts.keys() - set(HEADINGS))
    for row in rows:
        for heading in rng.sample(findings, rng.randint(0, 12)):
            row.setdefault(heading, rng.choice(texts[heading]))
        if rng.random() < 0.2:
            row[rng.choice([*findings, DAY, BORN, *row])] = rng.choice(_DAMAGE)
        if rng.random() < 0.5:
            row.pop(COMPLETE, None)
    counts = hold_against_rows(side, batch_of(rows))
    assert counts.decisions > 60 * _PERSONS * scale
    assert 0 < counts.refused < counts.rows / 2
