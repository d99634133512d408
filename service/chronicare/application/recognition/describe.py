"""Finds the entries in force: one to describe, or all to list."""

from dataclasses import dataclass

from chronicare.application.entries import find_entry
from chronicare.application.recognition.context import open_release
from chronicare.application.recognition.requests import DescribeRequest, ListDiseasesRequest
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.diagnostics import Diagnostics
from chronicare.program.entry import Entry


@dataclass(frozen=True, slots=True)
class Described:
    """One entry, as its rules in force on the day have it, and the release that holds it."""

    release: Release
    entry: Entry


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries in force on the day, in the tables' order, and the release that holds them."""

    release: Release
    entries: tuple[Entry, ...]


def describe_disease(runtime: Runtime, request: DescribeRequest) -> Described:
    """Return the entry that ``request`` asks for by code, alias or name, as its rules in force on the day have it.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says.

    """
    diagnostics = Diagnostics()
    release, day = open_release(runtime, request.header, request.as_of_date, diagnostics)
    decider = find_entry(release, request.disease_code, day, diagnostics, "disease_code")
    refuse(diagnostics)
    if decider is None:
        raise LookupError("a missing entry is refused above")
    return Described(release, decider.entry)


def list_diseases(runtime: Runtime, request: ListDiseasesRequest) -> Listed:
    """Return the entries in force on the day, in the tables' order.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says.

    """
    diagnostics = Diagnostics()
    release, day = open_release(runtime, request.header, request.as_of_date, diagnostics)
    return Listed(release, tuple(each.entry for each in release.on(day)))
