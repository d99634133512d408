"""What DMN says that our tables and formulas have no words for."""


class UntranslatableError(Exception):
    """An expression our form does not have: what it is, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep what it is."""
        super().__init__(en)
        self.zh, self.en = zh, en
