"""A rule directory as a source of rules to publish: layers, the areas that extend them, and what holds in each area."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.compiler.layers import join_documents, lay_over
from chronicare.diagnostics import STRUCTURAL, Code, Diagnostics, Position, Text
from chronicare.formats import AnyCaseFile, BenefitCaseFile
from chronicare.formats.spelling import suggest
from chronicare.loaders.filesystem import files_below, list_entries
from chronicare.loaders.rule_folder import DEMO, MANIFEST, REQUEST_SUFFIX, ReadFolder, read_folder, read_manifest_of
from chronicare.tables import Cell, Manifest, RuleFolder

_AREA_FOLDER = re.compile(r"(\d{6})-.+", re.ASCII)
_LAYER_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)


class RuleDirectory:
    """Reads the directory anew each time it is asked."""

    def __init__(self, root: Path) -> None:
        """Read below ``root``."""
        self._root = root

    def load(self) -> RuleFolders:
        """Return every area with what is wrong with it alone; positions name files relative to the directory."""
        return load_rules(self._root)


@contextmanager
def laid_over(root: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a directory with the rules below ``root`` and ``files``, named from there on, in their places."""
    with TemporaryDirectory() as folder:
        trial = Path(folder, root.name)
        shutil.copytree(root, trial)
        for name, data in files.items():
            path = trial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield trial


def load_with(root: Path, files: Mapping[str, bytes]) -> RuleFolders:
    """Read the rules below ``root`` as they would be with ``files``, named from there on, in their places."""
    with laid_over(root, files) as trial:
        return load_rules(trial)


def rules_of(read: RuleFolders, folder: str) -> RuleFolder | None:
    """Return what holds in ``folder``, an area's or a layer's, with the layers below; ``None`` if it cannot be read."""
    area = next((each for each in read.areas if each.folder == folder), None)
    if area is not None:
        return area.rules
    written = {each.manifest.folder: each for each in read.written}
    chain: list[RuleFolder] = []
    name: str | None = folder
    while name is not None and name in written and written[name] not in chain:
        chain.insert(0, written[name])
        extends = written[name].manifest.extends
        name = extends.text if extends is not None else None
    return lay_over(chain, Diagnostics()) if chain else None


def find_demo(root: Path) -> list[Path]:
    """Return the requests to be shown that the first area of ``root`` with any brings, in order of name."""
    for folder in sorted(each for each in root.glob(f"*/{DEMO}") if _AREA_FOLDER.fullmatch(each.parent.name)):
        found = [each for each in files_below(folder) if each.suffix == REQUEST_SUFFIX]
        if found:
            return found
    return []


@dataclass(slots=True, eq=False)
class _Folder:
    """A folder of the directory; ``area`` is the code its name begins with, empty for a layer."""

    name: str
    path: Path
    area: str
    manifest: Manifest | None
    problems: Diagnostics
    read: ReadFolder | None = None
    chain: "list[_Folder]" = field(default_factory=list)
    """The layers below it and itself, the lowest first, as far as they are there."""

    @property
    def is_legible(self) -> bool:
        """Whether its rows could be read, and those of every layer below it."""
        return all(
            each.read is not None and not any(told.code in STRUCTURAL for told in each.problems.sorted())
            for each in self.chain
        )


def load_rules(root: Path) -> RuleFolders:
    """Read every ``<6 digits>-<name>/`` folder of ``root`` as an area, every other that has a manifest as a layer."""
    stray = Diagnostics()
    folders: dict[str, _Folder] = {}
    for path in list_entries(root, root, stray):
        if path.is_dir():
            area = _AREA_FOLDER.fullmatch(path.name)
            if area is None and not ((path / MANIFEST).exists() and _LAYER_FOLDER.fullmatch(path.name)):
                _tell_unread(path, stray)
                continue
            problems = Diagnostics()
            manifest = read_manifest_of(path, root, problems)
            folders[path.name] = _Folder(path.name, path, area[1] if area else "", manifest, problems)
    for each in folders.values():
        _check_code(each)
        each.chain = _chain(each, folders)
    for each in folders.values():
        if each.manifest is not None:
            below = [layer.manifest for layer in each.chain[:-1] if layer.manifest is not None]
            inherited = {document.id for manifest in below for document in manifest.documents}
            each.read = read_folder(each.path, each.manifest, inherited, root, each.problems)
    areas = [each for each in folders.values() if each.area]
    _check_twice(areas)
    used = {layer.name for each in areas for layer in each.chain}
    for each in folders.values():
        if each.name not in used:
            stray.extend(each.problems.sorted())
    return RuleFolders(
        tuple(_area(each) for each in areas),
        stray.sorted(),
        tuple(
            replace(each.read.rules, manifest=join_documents([layer.read.rules for layer in each.chain if layer.read]))
            for each in folders.values()
            if each.is_legible and each.read is not None
        ),
    )


def _area(folder: _Folder) -> AreaFolder:
    """Return what holds in an area, with everything that is wrong with it and the layers below it."""
    problems = Diagnostics()
    for each in folder.chain:
        problems.extend(each.problems.sorted())
    rules = None
    if folder.is_legible:
        rules = lay_over([each.read.rules for each in folder.chain if each.read is not None], problems)
    return AreaFolder(
        folder.area,
        folder.manifest.name if folder.manifest is not None else Text(folder.name, folder.name),
        folder.name,
        rules,
        tuple(_cases(folder, rules)),
        problems.sorted(),
    )


def _cases(folder: _Folder, rules: RuleFolder | None) -> Iterator[AnyCaseFile]:
    """Yield the cases of an area, and those of the layers below it that are about nothing the area has of its own.

    A file of a layer is about the table it is titled with. What a layer says holds on any day: a case of a day before
    or after the time of the area is one of its first day.
    """
    for each in folder.chain:
        for file in each.read.cases if each.read is not None else ():
            if each is folder:
                yield file
            elif rules is not None and _stands(file.subject, each, rules):
                yield _in_time(file, rules.manifest)


def _stands(subject: str, layer: _Folder, rules: RuleFolder) -> bool:
    """Whether the table called ``subject`` is that of ``layer`` still; so is what is no table of it."""
    named = {(table.name, table.layer) for table in rules.tables if table.kind.is_named}
    written = layer.read.rules.tables if layer.read is not None else ()
    return (subject, layer.name) in named or all(table.name != subject for table in written if table.kind.is_named)


def _in_time(file: AnyCaseFile, manifest: Manifest) -> AnyCaseFile:
    first, end = manifest.effective_from, manifest.effective_until
    if not isinstance(file, BenefitCaseFile) or first is None:
        return file
    day = first.isoformat()
    cases = tuple(
        replace(case, as_of_date=day) if case.as_of_date < day or (end and case.as_of_date >= end.isoformat()) else case
        for case in file.cases
    )
    return BenefitCaseFile(file.file, file.subject, cases)


def _chain(folder: _Folder, folders: Mapping[str, _Folder]) -> list[_Folder]:
    """Return the layers below ``folder`` and itself, the lowest first; what it says wrongly of the next is told."""
    chain = [folder]
    while (extends := chain[0].manifest.extends if chain[0].manifest is not None else None) is not None:
        below = folders.get(extends.text)
        if chain[0] is folder:
            _check_extends(folder, extends, below, folders)
        if below is None or below.area or below in chain:
            if below is folder:
                names = " → ".join([*(each.name for each in reversed(chain)), folder.name])
                message = Text(f"转了一圈：{names}", f"a circle: {names}")
                hint = Text("最下面的一层不写 extends", "the lowest layer extends none")
                folder.problems.add(Code.BROKEN_MANIFEST, _extends_of(folder), message, hint)
            break
        chain.insert(0, below)
    return chain


def _extends_of(folder: _Folder) -> Position:
    extends = folder.manifest.extends if folder.manifest is not None else None
    return extends.position if extends is not None else Position(folder.name)


def _check_extends(folder: _Folder, extends: Cell, below: _Folder | None, folders: Mapping[str, _Folder]) -> None:
    """Tell a layer that is not there, or that is an area."""
    layers = [each.name for each in folders.values() if not each.area and each is not folder]
    hint = suggest(extends.text, layers) if layers else Text("去掉 extends", "take extends out")
    if below is None:
        message = Text(f"没有「{extends.text}」这一层", f"there is no layer '{extends.text}'")
        folder.problems.add(Code.BROKEN_MANIFEST, extends.position, message, hint)
    elif below.area:
        message = Text(f"「{extends.text}」是统筹区，不能作下层", f"'{extends.text}' is an area, not a layer")
        folder.problems.add(Code.BROKEN_MANIFEST, extends.position, message, hint)


def _check_code(folder: _Folder) -> None:
    """Tell an area under another code than its folder's, and a layer under one."""
    area = folder.manifest.area if folder.manifest is not None else folder.area
    if folder.manifest is None or area == folder.area:
        return
    message = Text(
        f"area 是「{area}」，文件夹名却是 {folder.area or folder.name}",
        f"area is '{area}', but the folder is named {folder.area or folder.name}",
    )
    hint = Text("两处写同一个代码", "write the same code in both")
    if not folder.area:
        hint = Text("统筹区的文件夹叫「6 位代码-拼音」", "the folder of an area is called <6-digit code>-<name>")
    folder.problems.add(Code.BROKEN_MANIFEST, Position(folder.manifest.file), message, hint)


def _check_twice(areas: Sequence[_Folder]) -> None:
    """Tell the folders that are of one area: which of them is meant cannot be known."""
    for folder in areas:
        other = next((each for each in areas if each is not folder and each.area == folder.area), None)
        if other is not None:
            message = Text(
                f"统筹区 {folder.area} 另有一个文件夹：{other.name}", f"area {folder.area} has a folder: {other.name}"
            )
            hint = Text(
                "副本改名为以 _ 开头（不读入），或移走", "let a copy's name begin with _ (not read), or move it away"
            )
            folder.problems.add(Code.DUPLICATE_ID, Position(f"{folder.name}/{MANIFEST}"), message, hint)


def _tell_unread(path: Path, diagnostics: Diagnostics) -> None:
    message = Text("这个文件夹没有读", "this folder is not read")
    hint = Text(
        f"统筹区的文件夹叫「6 位代码-拼音」；各地共用的一层有 {MANIFEST}，名字只用英文字母、数字、- 和 _",
        f"the folder of an area is called <6-digit code>-<name>; a layer has a {MANIFEST} and an ASCII name",
    )
    diagnostics.add(Code.UNUSED_NAME, Position(path.name), message, hint)
