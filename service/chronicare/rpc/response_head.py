"""What every answer begins with: whose it is, the release it was made with, what was reported and not used."""

from typing import Protocol

from google.protobuf.internal.containers import RepeatedCompositeFieldContainer

from chronicare.api.v1 import finding_pb2, recognition_service_pb2
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.diagnostics import Unused


def write_release(release: Release, message: recognition_service_pb2.ReleaseInfo) -> None:
    """Write which release an answer was made with."""
    message.name = release.name
    message.digest = release.digest
    message.version = release.rules.version


class Identified(Protocol):
    """An answer that gives back what the caller calls its request."""

    request_id: str

    @property
    def release(self) -> recognition_service_pb2.ReleaseInfo:
        """The release it was made with."""
        ...


class Telling(Identified, Protocol):
    """An answer that tells what was reported and not used."""

    ignored_total: int

    @property
    def ignored(self) -> RepeatedCompositeFieldContainer[finding_pb2.IgnoredItem]:
        """The first of them."""
        ...


def write_identity(header: Header, release: Release, message: Identified) -> None:
    """Write whose answer it is: the ``request_id`` of ``header``, and the release."""
    message.request_id = header.request_id
    write_release(release, message.release)


def write_head(header: Header, release: Release, unused: Unused, message: Telling) -> None:
    """Write what answers to reports begin with: whose they are, by which release, what was reported and not used."""
    write_identity(header, release, message)
    message.ignored_total = unused.total
    for each in unused.items:
        message.ignored.add(name=each.name, path=str(each.where), is_known=each.is_known, nearest_names=each.near)
