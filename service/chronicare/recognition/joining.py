"""How words of ours join words of a rule set: lists, brackets, plurals."""

from collections.abc import Sequence

from chronicare.diagnostics import Language, Text


def listed(parts: Sequence[str], language: Language) -> str:
    """Join parts of a list: ``甲、乙``."""
    return Text("、", ", ").in_language(language).join(parts)


def bracketed(text: str, language: Language) -> str:
    """Bracket what follows a word: ``（甲）``; in English with a space before it."""
    return enclosed(text, language) if language is Language.ZH else f" {enclosed(text, language)}"


def enclosed(text: str, language: Language) -> str:
    """Put ``text`` in brackets."""
    return f"（{text}）" if language is Language.ZH else f"({text})"


def plural(unit: str, number: int) -> str:
    """Bring an English unit to the singular for one; Chinese words have no plural."""
    return unit.removesuffix("s") if number == 1 else unit
