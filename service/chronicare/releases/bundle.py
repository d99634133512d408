"""What a service is handed of a store: the active releases, verified, each with the day from which it applies."""

import io
import json
import zipfile
from datetime import date

from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.releases.package import PACKAGE_SUFFIX, BrokenPackageError, open_package
from chronicare.releases.signing import SignatureRefusedError
from chronicare.releases.store import ReleaseStore, StoreError

_LIST = "active.json"


def pack_active(store: ReleaseStore) -> bytes:
    """Return the active releases of ``store`` as bytes. Raises OSError, with the reason, if one will not do."""
    packed, active = io.BytesIO(), []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        try:
            for each, package in store.active_packages():
                active.append({"digest": each.digest, "applies_from": str(each.applies_from or "")})
                archive.writestr(zipfile.ZipInfo(f"{each.digest}{PACKAGE_SUFFIX}"), package.data)
        except (StoreError, SignatureRefusedError, BrokenPackageError) as refused:
            raise OSError(f"{refused.reason.zh} ({refused.reason.en})") from refused
        archive.writestr(zipfile.ZipInfo(_LIST), json.dumps(active))
    return packed.getvalue()


def is_bundle(packed: bytes) -> bool:
    """Whether ``packed`` is what ``pack_active`` made, and no bare rule directory."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return _LIST in archive.namelist()


class ReleaseBundle:
    """Rules to publish, out of the bytes that ``pack_active`` made: taken as a whole or not at all."""

    def __init__(self, packed: bytes) -> None:
        """Keep the bytes."""
        self._packed = packed

    def load(self) -> RuleFolders:
        """Return the areas of every release, each with the day from which it applies. Raises BrokenPackageError."""
        areas: list[AreaFolder] = []
        with zipfile.ZipFile(io.BytesIO(self._packed)) as archive:
            for each in json.loads(archive.read(_LIST)):
                digest, since = each["digest"], each["applies_from"]
                package = open_package(archive.read(f"{digest}{PACKAGE_SUFFIX}"), digest)
                programs = {area.code: area.program for area in package.contents.areas}
                day = date.fromisoformat(since) if since else None
                areas += [
                    area._replace(applies_from=day, program=programs.get(area.area, ""))
                    for area in package.load().areas
                ]
        return RuleFolders(tuple(areas), is_release=True)
