"""A small rule directory, copied so that it can be watched, and an assistant's session over it in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from unit.small_rules import copy_rules

from chronicare.engine import DurableEngine

pytest.importorskip("mcp")

Call = Callable[..., tuple[bool, str]]


@pytest.fixture(scope="session")
def engine() -> DurableEngine:
    return DurableEngine()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the national layer and the made-up area."""
    return copy_rules(tmp_path / "rules")


@pytest.fixture
def proposals(tmp_path: Path) -> Path:
    """Return where proposals go."""
    return tmp_path / "proposals"


@pytest.fixture
def server(rules: Path, proposals: Path, engine: DurableEngine) -> Any:  # noqa: ANN401 - the library need not be there
    """Return the server over ``rules``."""
    from chronicare.assistant.desk import Desk  # noqa: PLC0415
    from chronicare.assistant.server import build_server  # noqa: PLC0415

    return build_server(Desk(rules, engine, {}, proposals))


@pytest.fixture
def call(server: Any) -> Call:  # noqa: ANN401 - the library need not be there
    """Call a tool through the library's own client; return whether it refused, and what it said."""
    from mcp import Client  # noqa: PLC0415

    def called(name: str, **arguments: object) -> tuple[bool, str]:
        async def run() -> Any:  # noqa: ANN401 - what the library answers
            async with Client(server) as client:
                return await client.call_tool(name, arguments)

        result = anyio.run(run)
        return bool(result.is_error), "".join(each.text for each in result.content)

    return called
