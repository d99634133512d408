"""A DMN model as read: what it decides, from what, by which tables and expressions, each element with its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from chronicare.diagnostics import Position


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type: ``base`` is one of FEEL's, or empty for a structure with ``components``.

    ``allowed`` is what it is limited to, as a unary test (empty: not), and ``name`` what that limit is called.
    """

    base: str
    is_collection: bool = False
    allowed: str = ""
    components: "Mapping[str, ItemType] | None" = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """What every element has: its ``id`` (may be empty) and the line it begins on."""

    id: str
    position: Position


@dataclass(frozen=True, slots=True)
class Written(Element):
    """A text in an expression language: FEEL."""

    text: str


@dataclass(frozen=True, slots=True)
class Input(Element):
    """An input of a table: the expression tested, and what it can be as a unary test (``allowed``, may be empty)."""

    expression: Written
    type: ItemType | None
    allowed: str


@dataclass(frozen=True, slots=True)
class Output(Element):
    """An output of a table: its name (empty: the only one), its values by priority (as unary tests), its default."""

    name: str
    type: ItemType | None
    values: str
    default: Written | None


@dataclass(frozen=True, slots=True)
class Rule(Element):
    """A row: a test for each input, an expression for each output, and what is noted beside it, by heading."""

    tests: tuple[Written, ...]
    outputs: tuple[Written, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DecisionTable(Element):
    """A table: the hit policy with its aggregation (``COLLECT MIN``), inputs, outputs and rules.

    ``each_once``: a note of ours says that of a list each value counts once.
    """

    hit: str
    each_once: bool
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Decision(Element):
    """A decision: its name, its type (``None``: not said), what decides it, and the ids of what it requires.

    ``logic`` is ``None`` if it has none that is read; what was wrong with it has been told.
    """

    name: str
    type: ItemType | None
    logic: DecisionTable | Written | None
    requires: tuple[str, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InputData(Element):
    """What the model is given: a name and a type."""

    name: str
    type: ItemType | None
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KnowledgeModel(Element):
    """A function that decisions call: its parameters and the expression it is."""

    name: str
    parameters: tuple[str, ...]
    body: Written


@dataclass(frozen=True, slots=True)
class Model:
    """A model. Decisions stand in an order in which each comes after what it requires."""

    name: str
    file: str
    inputs: tuple[InputData, ...]
    decisions: tuple[Decision, ...]
    knowledge: tuple[KnowledgeModel, ...]
    notes: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        """Every name that may stand in an expression of the model."""
        named: tuple[InputData | Decision, ...] = (*self.inputs, *self.decisions)
        types = [each.type for each in named if each.type is not None]
        parts = [name for each in types for name in each.components or ()]
        tables = [each.logic for each in self.decisions if isinstance(each.logic, DecisionTable)]
        outputs = [output.name for table in tables for output in table.outputs]
        knowledge = [name for each in self.knowledge for name in (each.name, *each.parameters)]
        return frozenset((*(each.name for each in named), *parts, *outputs, *knowledge))
