"""One thing wrong with a program or with the facts of a run."""

from typing import NamedTuple

from chronicare.diagnostics import Code, Text


class Problem(NamedTuple):
    """What is wrong (``message``) and where: ``place`` is a property, a rule or a program, as the author named it.

    ``code`` is ENGINE_LIMIT for what is too large and ENGINE_REFUSES for what is ill-formed.
    """

    code: Code
    place: str
    message: Text

    def __str__(self) -> str:
        """Read as one English line."""
        return f"{self.place}: {self.message.en}"


def refuses(place: object, zh: str, en: str) -> Problem:
    """Report something ill-formed at ``place``."""
    return Problem(Code.ENGINE_REFUSES, str(place), Text(zh, en))


def exceeds(place: object, zh: str, en: str) -> Problem:
    """Report something too large at ``place``."""
    return Problem(Code.ENGINE_LIMIT, str(place), Text(zh, en))
