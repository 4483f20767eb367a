"""What a client sees of an error, and what the log does."""

import logging
from unittest.mock import ANY

import httpx
import pytest

from tests.gateway.transport.schema import SECRET
from tests.gateway.transport.test_http import code, post

LOGGER = "banyan.gateway"


@pytest.mark.parametrize(
    "query",
    ["{ broken }", "{ tree { broken } }", "{ unserializable }", "subscription { ring }"],
)
async def test_an_unexpected_error_is_masked_and_logged_once(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    with caplog.at_level(logging.WARNING):
        response = await post(client, {"query": query}, accept="text/event-stream, */*;q=0.1")
    assert "Something went wrong on our side" in response.text
    assert '"code":"INTERNAL"' in response.text
    assert SECRET not in response.text
    assert "Traceback" not in response.text
    [record] = caplog.records
    assert record.name == LOGGER
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])
    trace_id = response.text.split('"traceId":"')[1][:32]
    assert trace_id in record.getMessage()


async def test_many_fields_with_one_cause_are_logged_a_few_times(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await post(client, {"query": "{ tree { roots(count: 500) { broken } } }"})
    assert len(caplog.records) == 5


async def test_an_error_before_the_operation_is_masked_too(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        response = await post(client, {"query": "{ whoami }"}, authorization="Bearer broken")
        json = {"accept": "application/graphql-response+json", "authorization": "Bearer broken"}
        modern = await post(client, {"query": "{ whoami }"}, **json)
    assert (modern.status_code, code(modern)) == (500, "INTERNAL")
    assert code(response) == "INTERNAL"
    assert SECRET not in response.text + modern.text
    assert len(caplog.records) == 2


async def test_an_error_for_the_client_is_passed_on_and_not_logged(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, LOGGER):
        response = await post(client, {"query": "{ forbidden }"})
    [error] = response.json()["errors"]
    assert error["message"] == "Not yours."
    assert error["path"] == ["forbidden"]
    assert error["extensions"] == {
        "code": "PERMISSION_DENIED",
        "traceId": ANY,
    }
    assert not [record for record in caplog.records if record.name == LOGGER]


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{ tree {", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("{ even(number: 3) }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Even!) { even(number: $n) }", {"n": 3}, "BAD_USER_INPUT"),
        ("query($n: Int = 1) { square(number: $n) }", {"n": None}, "BAD_USER_INPUT"),
        ("query($n: Int!) { square(number: $n) }", {}, "BAD_USER_INPUT"),
    ],
)
async def test_the_clients_own_mistakes(
    client: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
    query: str,
    variables: dict[str, object],
    expected: str,
) -> None:
    with caplog.at_level(logging.WARNING):
        response = await post(client, {"query": query, "variables": variables})
    assert code(response) == expected
    assert response.status_code == 200
    assert SECRET not in response.text
    assert not caplog.records
