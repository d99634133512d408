"""Who may call: a file of callers, each with what it is known by, what it may do, where, and how much.

::

    [[callers]]
    name = "settlement-centre"
    roles = ["settle", "read-rules"]
    areas = ["990700"]                     # or ["*"]
    care_areas = ["*"]                     # optional: besides those, where the care may be given
    certificates = ["dns:settle.example"]  # dns:…, uri:… or subject:…, of its client certificate
    tokens = ["settlement-centre"]         # the `sub` of its tokens
    requests_per_second = 50               # optional
    work_per_second = 0.5                  # optional: seconds of work in each second
    bytes_per_second = 1_000_000           # optional: of its requests
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.access.kept_files import Read
from chronicare.rpc.access.roles import Role
from chronicare.rpc.complaints import complaints

MAX_CALLERS = 1000
ANYWHERE = "*"

_Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
_Area = Annotated[str, Field(pattern=r"^(\*|[0-9]{6})$")]
_Certificate = Annotated[str, Field(pattern=r"^(dns|uri|subject):.{1,500}$")]
_Subject = Annotated[str, Field(min_length=1, max_length=200)]
_Rate = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]


class Caller(BaseModel):
    """One caller. ``name`` is what the log calls it by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: _Name
    roles: frozenset[Role] = Field(min_length=1)
    areas: frozenset[_Area] = Field(min_length=1)
    care_areas: frozenset[_Area] = frozenset()
    """Areas besides those in which the care may be given that it asks about: their catalogues are read."""
    certificates: tuple[_Certificate, ...] = ()
    """What it is known by in a client certificate: ``dns:`` and ``uri:`` names, or ``subject:`` as RFC 4514 has it."""
    tokens: tuple[_Subject, ...] = ()
    """The subjects of the tokens it is known by."""
    requests_per_second: _Rate | None = None
    """Calls it may make, all workers together; ten seconds' worth at once."""
    work_per_second: _Rate | None = None
    """Seconds of work it may have done in a second, all workers together; ten seconds' worth at once."""

    bytes_per_second: Annotated[float, Field(gt=0, le=1_000_000_000, allow_inf_nan=False)] | None = None
    """Bytes of requests it may send, all workers together; ten seconds' worth at once."""

    def may_ask_of(self, area: str) -> bool:
        """Whether it may ask by the rules of ``area``."""
        return ANYWHERE in self.areas or area in self.areas

    def may_ask_of_care_in(self, area: str) -> bool:
        """Whether it may ask about care given in ``area``."""
        return self.may_ask_of(area) or ANYWHERE in self.care_areas or area in self.care_areas


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    callers: tuple[Caller, ...] = Field(max_length=MAX_CALLERS)


class Callers:
    """All callers, found by what they are known by."""

    def __init__(self, callers: Iterable[Caller] = ()) -> None:
        """Know ``callers``, no two of whom are known by the same."""
        self.all = tuple(callers)
        self._by_certificate = {each: caller for caller in self.all for each in caller.certificates}
        self._by_subject = {each: caller for caller in self.all for each in caller.tokens}

    def of_certificate(self, names: Iterable[str]) -> Caller | None:
        """Return whom a certificate with these ``names`` is of; ``None`` if nobody's, or several callers'."""
        found = {each.name: each for name in names if (each := self._by_certificate.get(name)) is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def of_subject(self, subject: str) -> Caller | None:
        """Return whom a token with this ``subject`` is of."""
        return self._by_subject.get(subject)


def read_callers(file: Path, read: Read = Path.read_bytes) -> Callers:
    """Read the file of callers. Raises DiagnosticError with all that is wrong, and OSError."""
    try:
        parsed = _File.model_validate(tomllib.loads(read(file).decode("utf-8")))
    except ValidationError as error:
        raise DiagnosticError(complaints(str(file), error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DiagnosticError([_broken(file, error)]) from error
    wrong = [*_twice(file, parsed.callers)]
    if not parsed.callers:
        nobody = Text("没有调用方", "there are no callers")
        wrong.append(Diagnostic(Code.BAD_SETTING, Position(str(file), heading="callers"), nobody))
    if wrong:
        raise DiagnosticError(wrong)
    return Callers(parsed.callers)


def _broken(file: Path, error: ValueError) -> Diagnostic:
    told = str(error)
    return Diagnostic(
        Code.BAD_SETTING, Position(str(file)), Text(f"不是 TOML：{told}", f"no TOML: {told}"), Text("", "")
    )


def _twice(file: Path, callers: Iterable[Caller]) -> Iterable[Diagnostic]:
    """Tell names, certificates and subjects that stand at two places: whose they are would be left to chance."""
    seen: set[tuple[str, str]] = set()
    for index, caller in enumerate(callers):
        named = [("name", caller.name)]
        named += [("certificates", each) for each in caller.certificates]
        named += [("tokens", each) for each in caller.tokens]
        for key, value in named:
            if (key, value) in seen:
                where = Position(str(file), heading=f"callers[{index}].{key}")
                message = Text(f"「{value}」已经是另一处的", f"{value!r} stands elsewhere too")
                yield Diagnostic(Code.BAD_SETTING, where, message, Text("每个只写一处", "write each once"))
            seen.add((key, value))
