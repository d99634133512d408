"""The types of a model written: sets of values, lists of them, and what a table of several outputs puts out."""

from collections.abc import Mapping, Sequence

from chronicare.authoring.dmn.feel_writing import number_text, string_text
from chronicare.authoring.dmn.names import Names
from chronicare.authoring.dmn.xml_writing import ModelXml
from chronicare.cells.bounds import possible_range
from chronicare.cells.types import CellType, ValueKind

_BASES = {ValueKind.YES_NO: "boolean", ValueKind.DATE: "date", ValueKind.CODE: "string", ValueKind.LEVEL: "string"}


class TypeWriter:
    """Names the types that are spoken of, and writes them."""

    def __init__(self) -> None:
        """Start with FEEL's own types."""
        self._names = Names()
        self._sets: dict[str, tuple[str, str, str]] = {}
        self._lists: dict[str, str] = {}
        self._structures: dict[str, tuple[Mapping[str, str], bool]] = {}

    def of(self, cell_type: CellType, *, repeated: bool) -> str:
        """Return the name of the type of values of ``cell_type``, or of lists of them."""
        base = _BASES.get(cell_type.kind, "number")
        if cell_type.levels is not None:
            base = self.of_words(cell_type.levels.name, [each.value for each in cell_type.levels.levels])
        elif base == "number" and (limits := _limits(cell_type)):
            base = self._limited(f"number {limits}", base, limits)
        if not repeated:
            return base
        if base not in self._lists:
            self._lists[base] = self._names.give(f"{base}_list")
        return self._lists[base]

    def of_words(self, name: str, words: Sequence[str]) -> str:
        """Return the name of the type of the values ``words``, a set called ``name``."""
        return self._limited(name, "string", ", ".join(map(string_text, words)))

    def _limited(self, name: str, base: str, allowed: str) -> str:
        if name not in self._sets:
            self._sets[name] = (self._names.give(f"t_{name}"), base, allowed)
        return self._sets[name][0]

    def of_parts(self, name: str, parts: Mapping[str, str], *, repeated: bool) -> str:
        """Return the name of the type of what has ``parts``, each of its type, or of lists of that."""
        made = self._names.give(f"t_{name}_")
        self._structures[made] = (parts, repeated)
        return made

    def write(self, xml: ModelXml) -> None:
        """Write the types where they stand in a model: after its description, before all else."""
        made = []
        for name, base, allowed in self._sets.values():
            item = xml.add(xml.root, "itemDefinition", name=name)
            xml.add(item, "typeRef", base)
            xml.written(item, "allowedValues", allowed)
            made.append(item)
        for base, name in self._lists.items():
            item = xml.add(xml.root, "itemDefinition", name=name, isCollection="true")
            xml.add(item, "typeRef", base)
            made.append(item)
        for name, (parts, repeated) in self._structures.items():
            item = xml.add(xml.root, "itemDefinition", name=name, isCollection="true" if repeated else "false")
            for part, kind in parts.items():
                xml.add(xml.add(item, "itemComponent", name=part), "typeRef", kind)
            made.append(item)
        for place, item in enumerate(made, start=1):
            xml.root.insert(place, item)


def _limits(cell_type: CellType) -> str:
    """Write the possible range of a number as a unary test; empty if it has none."""
    low, high = possible_range(cell_type)
    if low is None or high is None:
        return f">= {number_text(low)}" if low is not None else f"<= {number_text(high)}" if high is not None else ""
    return f"[{number_text(low)}..{number_text(high)}]"
