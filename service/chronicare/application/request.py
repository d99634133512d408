"""What every request says, whatever it asks: by which rules it wants to be answered, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chronicare.diagnostics import Diagnostics, Language, Unused


@dataclass(frozen=True, slots=True)
class Header:
    """By which rules, and how, a request wants to be answered.

    ``area_code`` is the pooling area; ``release`` a release's resource name or digest, empty for the one in force;
    ``request_id`` comes back with the answer. ``readings`` are to be put in force, by switch, whatever is by the rules.
    With ``ignore_unknown`` names that are not known are left out and told, else they refuse the request.
    """

    area_code: str = ""
    release: str = ""
    language: Language = Language.ZH
    request_id: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    ignore_unknown: bool = False

    def gathering(self) -> Diagnostics:
        """Return what gathers all that is wrong with the request, and what of it is not used."""
        return Diagnostics(Unused(known=True, unknown=self.ignore_unknown))
