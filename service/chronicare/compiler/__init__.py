"""Tables to programs, one pass a file. Takes tables, gives entries, columns and rules; runs nothing, opens nothing."""

from chronicare.compiler.pipeline import AreaRules, compile_area, compile_entry
from chronicare.compiler.vocabulary import compile_vocabulary

__all__ = ["AreaRules", "compile_area", "compile_entry", "compile_vocabulary"]
