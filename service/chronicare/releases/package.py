"""A release as one file: tables, cases, what the check said, what they compile to, what has changed.

The same rules give the same bytes, wherever and whenever they are packed: files in order, without times, not
compressed. A release is called by the SHA-256 of its bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chronicare.application.digest import digest_of_programs
from chronicare.application.ports import RuleFolders
from chronicare.application.publish import Published
from chronicare.application.release import Release, programs_of
from chronicare.diagnostics import Language, Text
from chronicare.loaders.rule_archive import MAX_ARCHIVED_BYTES, rule_files
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.program.rules import plain_program

FORMAT = 1
PACKAGE_SUFFIX = ".release"
RULES = "rules"
CONTENTS = "release.json"
REPORT = "report.json"
CHANGELOG = "changelog.md"
_PROGRAMS = "program"
_UNIX = 3
_PACKAGES = ("chronicare", "durable-rules")


class PackagedArea(BaseModel):
    """What a release says of one area: ``program`` is the digest of what it compiles to, ``cases`` how many ran."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    version: str
    digest: str
    program: str
    entries: int
    tables: int
    cases: int
    effective_from: str
    effective_until: str


class Contents(BaseModel):
    """What stands in ``release.json``: what the release is, of which areas, made by which packages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=FORMAT, le=FORMAT)
    version: str
    previous: str
    areas: tuple[PackagedArea, ...]
    made_by: dict[str, str]


class BrokenPackageError(Exception):
    """The bytes are no release, or not the one they are said to be; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Package:
    """A release: its bytes, and what they say it is."""

    data: bytes
    contents: Contents

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def load(self) -> RuleFolders:
        """Return every area of the release. Raises BrokenPackageError."""
        with _open(self.data) as archive, TemporaryDirectory() as root:
            archive.extractall(root)
            return RuleDirectory(Path(root, RULES)).load()

    def read(self, name: str) -> bytes:
        """Return the file ``name`` of the release. Raises BrokenPackageError."""
        with _open(self.data) as archive:
            return archive.read(name)


def build(
    root: Path, published: Published, label: str, changelog: str, previous: str, cases: Mapping[str, int]
) -> Package:
    """Pack the rules below ``root``, which were ``published`` without error, as the release ``label``.

    ``cases`` says how many ran of each area, ``previous`` is the digest of the release before, if there is one.
    Raises OSError if a file cannot be read, or if there is too much.
    """
    areas = tuple(_packaged(release, cases) for release in sorted(published.releases, key=lambda each: each.rules.area))
    contents = Contents(
        format=FORMAT,
        version=label,
        previous=previous,
        areas=areas,
        made_by={name: version(name) for name in _PACKAGES},
    )
    report = [
        {"code": each.code.value, "where": str(each.where), "message": each.message.in_language(Language.ZH)}
        for each in published.warnings
    ]
    files = {
        CONTENTS: _json(contents.model_dump()),
        REPORT: _json({"warnings": report, "cases": dict(sorted(cases.items()))}),
        CHANGELOG: changelog.encode(),
        **{
            f"{_PROGRAMS}/{release.rules.area}.json": _json(
                [plain_program(each) for each in programs_of(release.rules)]
            )
            for release in published.releases
        },
        **{f"{RULES}/{name}": content for name, content in rule_files(root)},
    }
    return Package(_pack(files), contents)


def open_package(data: bytes, digest: str) -> Package:
    """Return the release ``data``, which must be the one called ``digest``. Raises BrokenPackageError."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise BrokenPackageError(Text("内容与名称里的摘要不符：文件被改动过", "the bytes are not those of its digest"))
    with _open(data) as archive:
        if sum(each.file_size for each in archive.infolist()) > MAX_ARCHIVED_BYTES:
            raise BrokenPackageError(Text("太大", "it is too large"))
        try:
            contents = Contents.model_validate_json(archive.read(CONTENTS))
        except (KeyError, ValidationError) as error:
            reason = Text(
                f"{CONTENTS} 读不出来，或由更新的版本写成", f"{CONTENTS} cannot be read, or is of a later version"
            )
            raise BrokenPackageError(reason) from error
    return Package(data, contents)


def read_rules(path: Path) -> RuleFolders:
    """Return every area of a rule directory, or of a release, which is a file. Raises BrokenPackageError or OSError."""
    if not path.is_file():
        return RuleDirectory(path).load()
    data = path.read_bytes()
    return open_package(data, hashlib.sha256(data).hexdigest()).load()


def _packaged(release: Release, cases: Mapping[str, int]) -> PackagedArea:
    rules = release.rules
    return PackagedArea(
        code=rules.area,
        name=rules.name.zh,
        version=rules.version,
        digest=release.digest,
        program=digest_of_programs(programs_of(rules)),
        entries=len(rules.entries),
        tables=max((len(each.every_table) for each in rules.benefits), default=0),
        cases=cases.get(rules.area, 0),
        effective_from=str(rules.effective_from or ""),
        effective_until=str(rules.effective_until or ""),
    )


def _json(content: Mapping[str, object] | Sequence[object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name)
            info.create_system = _UNIX
            archive.writestr(info, content)
    return packed.getvalue()


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise BrokenPackageError(Text("不是发布文件", "it is no release")) from error
