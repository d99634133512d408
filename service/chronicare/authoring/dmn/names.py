"""What terms, tables and switches of ours are called in a model: names that FEEL reads as one, each once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from chronicare.authoring.dmn.feel.builtins import BUILTINS
from chronicare.authoring.dmn.feel.lexer import KEYWORDS
from chronicare.program.decision_table import DecisionTable, HitPolicy
from chronicare.program.vocabulary import Vocabulary

SWITCH = "开关_"
"""What the name of the input that a switch is begins with."""
_NOT_A_NAME = re.compile(r"[^0-9A-Za-z_\u4e00-\u9fff]+")


@dataclass(slots=True)
class Names:
    """Names given so far. ``paths`` says how an expression speaks of a term, by its code."""

    _taken: set[str] = field(default_factory=lambda: {*KEYWORDS, *BUILTINS})
    paths: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    switches: dict[str, str] = field(default_factory=dict)

    def give(self, wanted: str) -> str:
        """Return a name like ``wanted`` that nothing else has."""
        stem = _NOT_A_NAME.sub("_", wanted).strip("_") or "x"
        stem = f"_{stem}" if stem[0].isdigit() else stem
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name)
        return name


def name_all(tables: Mapping[str, DecisionTable], vocabulary: Vocabulary) -> Names:
    """Name what ``tables``, by name, speak of.

    A table of one output is called as its term is; of several each is ``table.term``.
    """
    names = Names()
    produced = {code for table in tables.values() for code in table.outputs}
    for code in needed_terms(tables):
        if code not in produced:
            names.paths[code] = names.give(vocabulary.findings[code].name.zh)
    for table in tables.values():
        apart = stands_apart(table)
        for code in table.outputs:
            if apart or len(table.outputs) == 1:
                names.paths[code] = names.give(vocabulary.findings[code].name.zh)
        if not apart and len(table.outputs) > 1:
            names.tables[table.name] = names.give(table.name)
            for code in table.outputs:
                part = _NOT_A_NAME.sub("_", vocabulary.findings[code].name.zh).strip("_")
                names.paths[code] = f"{names.tables[table.name]}.{part}"
    for table in tables.values():
        for row in table.rows:
            for switch, _ in row.readings:
                if switch not in names.switches:
                    names.switches[switch] = names.give(SWITCH + switch)
    return names


def stands_apart(table: DecisionTable) -> bool:
    """Whether a table says one thing whatever the facts: each output is then an expression of its own."""
    (first, *others) = table.rows
    counts = table.hit.gives_lists or table.hit is HitPolicy.COUNT
    return not (others or first.node or first.readings or counts)


def needed_terms(tables: Mapping[str, DecisionTable]) -> list[str]:
    """Return the terms that ``tables`` are looked up from, each once."""
    needed: dict[str, None] = {}
    for table in tables.values():
        needed.update(dict.fromkeys(terms_of(table)))
    return list(needed)


def terms_of(table: DecisionTable) -> list[str]:
    """Return the terms that a table tests in some row or that its formulas name."""
    tested = [code for code in table.inputs if any(table.cells[row.id, code] != "-" for row in table.rows)]
    formulas = [formula for row in table.rows for formula in row.outputs.values()]
    return list(dict.fromkeys((*tested, *(code for formula in formulas for code in formula.terms))))
