"""What every request says, whatever it asks: by which rules it wants to be answered, and in which language."""

from dataclasses import dataclass

from chronicare.diagnostics import Language


@dataclass(frozen=True, slots=True)
class Header:
    """By which rules, and how, a request wants to be answered.

    ``area_code`` is the pooling area; ``release`` a release's resource name or digest, empty for the one in force;
    ``request_id`` comes back with the answer.
    """

    area_code: str = ""
    release: str = ""
    language: Language = Language.ZH
    request_id: str = ""
