"""The independent evaluator: syntax trees and exact numbers, small enough to read in one sitting."""

from chronicare.reference.evaluator import MAX_COMPLETIONS, ReferenceEvaluator, TooManyCompletionsError, judge

__all__ = ["MAX_COMPLETIONS", "ReferenceEvaluator", "TooManyCompletionsError", "judge"]
