"""Files as rule authors name them: from their own folder on."""

from pathlib import PurePosixPath

from chronicare.tables import Manifest


def file_within(manifest: Manifest, file: str) -> str:
    """Return ``file``, named from the rule directory on, as it is named in the folder of ``manifest``."""
    return str(PurePosixPath(file).relative_to(PurePosixPath(manifest.file).parent))
