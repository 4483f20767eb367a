"""Screens of docs/operations in the Apollo Client of docs/frontends.md."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from tests.gateway.conftest import Gateway, Json
from tests.gateway.test_frontends import write_snippets
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.transport.conftest import run_node


def used(name: str, **variables: object) -> Json:
    """A screen, or what is done on it."""
    return {"document": OPERATIONS[name], "variables": variables}


def by(token: str, name: str, **variables: object) -> Json:
    """What somebody else does meanwhile."""
    return {"token": token, **used(name, requestId=str(uuid4()), **variables)}


async def looked(gateway: Gateway, token: str, *steps: Json) -> list[Json]:
    """Returns what each step has shown in Apollo's cache, set up as the page for frontends says."""
    with TemporaryDirectory() as directory:
        write_snippets(Path(directory), gateway.url)
        request = {"directory": directory, "token": token, "steps": steps}
        found: list[Json] = await run_node("apollo.mjs", request)
    return found


async def shown(gateway: Gateway, token: str, *steps: Json) -> list[Json]:
    """Returns what each step has shown. Its mutation must have succeeded."""
    found = await looked(gateway, token, *({"forgets": [], **step} for step in steps))
    for step in found:
        (payload,) = step["payload"].values()
        assert payload["errors"] == []
    return found


def hold(steps: list[Json]) -> None:
    """Fails unless each step has changed what is shown, to what is so."""
    for step in steps:
        (payload,) = step["payload"].values()
        assert payload["errors"] == []
        assert step["shown"] == step["fresh"]
        assert step["before"] != step["shown"]
