"""Why something cannot be a case."""

from chronicare.diagnostics import Text


class UnsuitedError(Exception):
    """A request and its answer cannot be recorded as a case; ``reason`` says why, and what to do instead."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason
