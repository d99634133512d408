"""``chronicare cite``: writes down which document a folder of rules cites, with the digest of the text at hand."""

import hashlib
from pathlib import Path

import click

from chronicare.cli.options import language_option
from chronicare.cli.output import write_file
from chronicare.cli.problems import ProblemsError, SentenceError, unreadable
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.formats import read_manifest
from chronicare.formats.manifest_citing import with_digest, with_document
from chronicare.loaders.filesystem import text_of
from chronicare.loaders.rule_folder import MANIFEST
from chronicare.tables import Manifest

_ABOUT = ("title", "publisher", "edition")


@click.command(
    help="把依据文件 FILE 登记到规则文件夹 FOLDER 的 manifest.yaml：摘要（SHA-256）由文件算出，不用手写。"
    "已登记的只写 --id（只有一份没有摘要时可不写）；新登记的还要写 --title、--publisher、--edition。"
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--id", "name", default="", help="文件的代号，表里「依据文件」和「出处」用它，如 手册")
@click.option("--title", default="", help="文件的标题")
@click.option("--publisher", default="", help="发布单位")
@click.option("--edition", default="", help="版本，如 2025年11月")
@language_option
def cite(folder: Path, file: Path, name: str, title: str, publisher: str, edition: str, language: Language) -> None:
    """Write the document, or its digest, into the folder's manifest."""
    path = folder / MANIFEST
    try:
        written, data = path.read_bytes(), file.read_bytes()
    except OSError as error:
        raise unreadable(Path(error.filename or path), error, language) from error
    if text_of(data) is None:
        raise _refused(Text(f"{file} 不是文字文件", f"{file} is not a text"), language)
    manifest = _read(written, path, language)
    digest = hashlib.sha256(data).hexdigest()
    text = written.decode("utf-8-sig")
    index = _which(manifest, name, digest, language)
    if index is not None:
        changed, name = with_digest(text, index, digest), manifest.documents[index].id
    else:
        about = dict(zip(_ABOUT, (title, publisher, edition), strict=True))
        if lacking := [each for each, value in {"id": name, **about}.items() if not value]:
            options = "、".join(f"--{each}" for each in lacking)
            raise _refused(Text(f"新登记的文件还要写 {options}", f"a new document needs {options}"), language)
        changed = with_document(text, {"id": name, **about, "sha256": digest})
    made = _read(changed.encode(), path, language)
    if (name, digest) not in [(each.id, each.sha256) for each in made.documents]:
        raise _refused(Text(f"没能写进 {path}，请手工登记", f"{path} could not be changed: do it by hand"), language)
    if changed != text:
        write_file(path, changed.encode(), language)
    click.echo(Text(f"{path}：「{name}」 {digest}", f"{path}: '{name}' {digest}").in_language(language))


def _read(data: bytes, path: Path, language: Language) -> Manifest:
    diagnostics = Diagnostics()
    manifest = read_manifest(data, str(path), diagnostics)
    if manifest is None or diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return manifest


def _which(manifest: Manifest, name: str, digest: str, language: Language) -> int | None:
    """Return the place of the document that is meant; ``None`` if it is a new one."""
    documents = manifest.documents
    if name:
        return next((place for place, each in enumerate(documents) if each.id == name), None)
    found = [place for place, each in enumerate(documents) if each.sha256 == digest]
    found = found or [place for place, each in enumerate(documents) if not each.sha256]
    if len(found) > 1:
        ids = "、".join(documents[place].id for place in found)
        raise _refused(Text(f"是哪一份？写 --id：{ids}", f"which of them? name it by --id: {ids}"), language)
    return found[0] if found else None


def _refused(sentence: Text, language: Language) -> SentenceError:
    return SentenceError(sentence, language, 2)
