"""Tables as authors write them: kinds, columns, rows, cells with their positions. Nothing is interpreted here."""

from chronicare.tables.kind import ColumnSpec, Kind
from chronicare.tables.kinds import CARD, CATALOGUE, COUNTERS, DECISION, INPUT, KINDS, OUTPUT, SCOPE, TABLES
from chronicare.tables.manifest import TIME_ZONE, HiddenRow, Manifest, RuleFolder, SourceDocument
from chronicare.tables.table import TO_FILL_IN, Cell, Row, Table

__all__ = [
    "CARD",
    "CATALOGUE",
    "COUNTERS",
    "DECISION",
    "INPUT",
    "KINDS",
    "OUTPUT",
    "SCOPE",
    "TABLES",
    "TIME_ZONE",
    "TO_FILL_IN",
    "Cell",
    "ColumnSpec",
    "HiddenRow",
    "Kind",
    "Manifest",
    "Row",
    "RuleFolder",
    "SourceDocument",
    "Table",
]
