"""Files as rule authors name them: from their own folder on."""

from pathlib import PurePosixPath

from chronicare.tables import Manifest


def file_within(manifest: Manifest, file: str) -> str:
    """Return ``file``, named from the rule directory on, as it is named in the folder of ``manifest``.

    A file of a layer below keeps the name of its folder.
    """
    path, folder = PurePosixPath(file), PurePosixPath(manifest.file).parent
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)
