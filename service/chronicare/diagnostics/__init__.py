"""What can be wrong, where, and what would be right. Every other room reports through here."""

from chronicare.diagnostics.code import STRUCTURAL, Code
from chronicare.diagnostics.diagnostic import MAX_FIELDS, Diagnostic, DiagnosticError, Diagnostics
from chronicare.diagnostics.edit import WITHOUT_ROW, Edit, Hint, Mending
from chronicare.diagnostics.place import FieldPath, Position
from chronicare.diagnostics.text import Language, Text
from chronicare.diagnostics.unused import Unused, UnusedItem, unused_text

__all__ = [
    "MAX_FIELDS",
    "STRUCTURAL",
    "WITHOUT_ROW",
    "Code",
    "Diagnostic",
    "DiagnosticError",
    "Diagnostics",
    "Edit",
    "FieldPath",
    "Hint",
    "Language",
    "Mending",
    "Position",
    "Text",
    "Unused",
    "UnusedItem",
    "unused_text",
]
