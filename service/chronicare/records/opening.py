"""From where a record is kept, as operators write it, to the store."""

from pathlib import Path
from urllib.parse import urlsplit

from chronicare.diagnostics import Text
from chronicare.records.sqlite_store import SqliteStore
from chronicare.records.store import RecordError, RecordStore

_POSTGRES = ("postgres", "postgresql")


def open_store(place: str) -> RecordStore:
    """Return the store at ``place``: a folder, or the URL of a PostgreSQL database.

    Raises RecordError if it is another kind of URL, or one with a password in it.
    """
    scheme, separator, _ = place.partition("://")
    if not separator:
        return SqliteStore(Path(place))
    if scheme not in _POSTGRES:
        raise RecordError(
            Text(
                f"留痕库写文件夹，或 postgresql://主机/库；不认识 {scheme}://",
                f"a record is a folder, or postgresql://host/database; {scheme}:// is not known",
            )
        )
    if urlsplit(place).password:
        raise RecordError(
            Text(
                "地址里不要写口令：写进环境变量 PGPASSWORD，或 PGPASSFILE 所指的文件",
                "put no password into the URL: put it into PGPASSWORD, or the file that PGPASSFILE names",
            )
        )
    try:
        from chronicare.records.postgres_store import PostgresStore  # noqa: PLC0415 - an extra that may be missing
    except ImportError as error:
        raise RecordError(
            Text(
                "PostgreSQL 要用 psycopg 这个库，没有装；请运行 pip install 'chronicare[postgres]'",
                "PostgreSQL needs the library psycopg; run pip install 'chronicare[postgres]'",
            )
        ) from error
    return PostgresStore(place)
