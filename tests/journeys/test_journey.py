"""The journey on the platform as `make run` starts it, with a GraphQL client nobody here wrote."""

import signal
import sys
from collections.abc import Iterator

import pytest
from graphql import build_schema, validate

from deploy.local import account
from deploy.local.issuer import Issuer
from deploy.local.state import State
from deploy.local.terminal import Terminal
from gateway.schema.__main__ import OUTPUT
from tests.journeys.frontend import OPERATIONS, document
from tests.journeys.story import DIRECTORY, tell
from tests.local.running import Running

PROGRAM = [sys.executable, "-m", "deploy.local"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    place = tmp_path_factory.mktemp("journey") / "state"
    platform = Running(place, PROGRAM).wait_until_up()
    yield platform
    platform.end(signal.SIGTERM)
    account.forget(place / "postgres")


@pytest.mark.parametrize("operation", sorted(path.stem for path in OPERATIONS.glob("*.graphql")))
def test_the_operations_are_of_this_schema(operation: str) -> None:
    assert validate(build_schema(OUTPUT.read_text()), document(operation)) == []


async def test_from_a_messy_file_to_hours_in_the_ledger(running: Running) -> None:
    issuer = Issuer(State({"BANYAN_STATE": str(running.state)}).keys)
    endpoint = f"http://127.0.0.1:{running.port}/graphql"
    await tell(endpoint, issuer, Terminal(), DIRECTORY)
