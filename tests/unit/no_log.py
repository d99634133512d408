"""A log for tests in which the evaluators must not disagree."""

from chronicare.program.truth import Judgement


class NoLog:
    """Where nothing may be recorded."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Fail: nothing here may be disagreed on."""
        raise AssertionError(entry, engine, reference, firings)
