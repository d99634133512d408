"""FEEL, the expression language of DMN: text to syntax, syntax to values. Nothing here knows our tables.

Takes text and the names in scope, gives syntax or the first thing wrong with it; works syntax out without ever raising:
what cannot be worked out is null, as the standard has it.
"""

from chronicare.authoring.dmn.feel.evaluation import evaluate, passes
from chronicare.authoring.dmn.feel.parser import parse_expression, parse_tests
from chronicare.authoring.dmn.feel.values import FeelValue, Function, Months

__all__ = ["FeelValue", "Function", "Months", "evaluate", "parse_expression", "parse_tests", "passes"]
