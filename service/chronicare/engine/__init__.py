"""Forward chaining over durable-rules, behind guards. It knows ranks and rules, and no word of medicine or money.

Takes rule programs and facts of integers, gives the names of the rules that fired. ``port`` is what the rest of the
house sees; ``durable`` is the engine behind it, ``interpreter`` another. ``probe`` tries programs in a child process
and is not imported here, since it is also run by itself.
"""

from chronicare.engine.check import check_program
from chronicare.engine.durable import DurableEngine
from chronicare.engine.errors import (
    EngineBrokenError,
    EngineError,
    EngineFailureError,
    EngineUnsuitableError,
    FactsRefusedError,
    ProbeError,
    ProgramRefusedError,
)
from chronicare.engine.interpreter import InterpretingEngine
from chronicare.engine.limits import LIMITS, Limits
from chronicare.engine.port import Engine, LoadedProgram
from chronicare.engine.problem import Problem

__all__ = [
    "LIMITS",
    "DurableEngine",
    "Engine",
    "EngineBrokenError",
    "EngineError",
    "EngineFailureError",
    "EngineUnsuitableError",
    "FactsRefusedError",
    "InterpretingEngine",
    "Limits",
    "LoadedProgram",
    "ProbeError",
    "Problem",
    "ProgramRefusedError",
    "check_program",
]
