"""Holds what mutations really refuse with against the catalogue of reasons, in every test that refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message

from services.kit.contract.rpc import Method
from services.kit.errors import DomainError
from services.kit.service.server import Pipeline

_CATALOGUE = json.loads(
    (Path(__file__).parents[1] / "gateway" / "contract" / "reasons.json").read_text()
)


def unlisted(method: Method, error: DomainError) -> set[str]:
    """Returns the reasons of an error that the catalogue does not list for a mutation."""
    listed = _CATALOGUE["methods"].get(method.path)
    if listed is None or not error.is_actionable:
        return set()
    given = {each.reason for each in error.violations} or {error.reason}
    return given - {*listed, *_CATALOGUE["common"]}


@pytest.fixture(autouse=True, scope="session")
def _given_reasons() -> Iterator[dict[str, set[str]]]:
    """Watches the pipelines of all services that run in this process."""
    found: dict[str, set[str]] = {}
    answer = Pipeline._answer

    async def watched(self: Pipeline, request: Any, steps: Any) -> Message:
        try:
            return await answer(self, request, steps)
        except DomainError as error:
            if new := unlisted(request.method, error):
                found.setdefault(request.method.path, set()).update(new)
            raise

    Pipeline._answer = watched  # type: ignore[method-assign] # for the time of the tests
    yield found
    Pipeline._answer = answer  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _reasons_are_listed(_given_reasons: dict[str, set[str]]) -> Iterator[None]:
    """Fails a test in which a mutation gave a reason that its description does not list."""
    yield
    found = dict(_given_reasons)
    _given_reasons.clear()
    assert not found, f"the catalogue does not list these reasons, which were given: {found}"
