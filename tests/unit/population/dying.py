"""Work that ends its process the first time it is asked for, as a machine that fails does."""

import os

from chronicare.population.counts import Counts
from chronicare.population.parts import Part
from chronicare.population.running import Task, work


def dies_once(task: Task, part: Part) -> Counts:
    """Do a part, but die before the second is written, unless somebody has."""
    mark = task.output.with_suffix(".died")
    if part.number == 1 and not mark.exists():
        mark.touch()
        os._exit(1)
    return work(task, part)


def dies_always(_task: Task, _part: Part) -> Counts:
    """Die."""
    os._exit(1)
