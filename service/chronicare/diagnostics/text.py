"""Words for people, in the two languages the service speaks."""

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """A language an answer can be given in (BCP 47 primary subtag)."""

    ZH = "zh"
    EN = "en"


class Text(NamedTuple):
    """One message in Chinese (what users see) and English (what developers read)."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the wording in ``language``; Chinese where no English was written."""
        return self.zh if language is Language.ZH or not self.en else self.en
