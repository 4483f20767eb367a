"""Requests of every shape, most of them hostile, over a real connection."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from gateway.transport.http import negotiate
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.schema import happened

QUERY = {"query": "{ __typename }"}
JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"


async def post(client: httpx.AsyncClient, body: object, **headers: str) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/graphql", json=body, headers=given)


def code(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    assert error.keys() <= {"message", "locations", "path", "extensions"}
    return str(error["extensions"]["code"])


class TestMediaTypes:
    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("", [JSON]),
            ("*/*", [JSON]),
            ("application/*;q=0.5", [JSON]),
            (RESPONSE_JSON, [RESPONSE_JSON]),
            (f"{JSON};q=0.9, {RESPONSE_JSON};charset=utf-8", [RESPONSE_JSON, JSON]),
            (f"{JSON};q=0, */*", []),
            (f"{JSON};q=much", []),
            ("text/html,application/xhtml+xml,*/*;q=0.8", ["text/html", JSON]),
            ("TEXT/EVENT-STREAM", ["text/event-stream"]),
            ("image/png", []),
            (";;,,;q=1", [JSON]),
        ],
    )
    def test_negotiation(self, accept: str, expected: list[str]) -> None:
        assert negotiate(accept) == expected

    async def test_an_answer_that_cannot_be_given_is_refused(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await post(client, QUERY, accept="image/png")
        assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")

    async def test_a_field_error_leaves_200_and_partial_data(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await post(client, {"query": "{ forbidden __typename }"}, accept=RESPONSE_JSON)
        assert response.status_code == 200
        assert response.json()["data"] == {"forbidden": None, "__typename": "Query"}
        assert code(response) == "PERMISSION_DENIED"

    async def test_an_unknown_operation_is_a_request_error(self, client: httpx.AsyncClient) -> None:
        body = {"query": "query A { __typename }", "operationName": "B"}
        response = await post(client, body, accept=RESPONSE_JSON)
        assert response.status_code == 400
        assert code(response) == "OPERATION_RESOLUTION_FAILURE"
        assert "data" not in response.json()

    async def test_of_several_operations_one_must_be_named(self, client: httpx.AsyncClient) -> None:
        body = {"query": "query A { a: __typename } query B { b: __typename }"}
        response = await post(client, body, accept=RESPONSE_JSON)
        assert (response.status_code, code(response)) == (400, "OPERATION_RESOLUTION_FAILURE")
        assert "data" not in response.json()
        response = await post(client, body | {"operationName": "B"})
        assert response.json()["data"] == {"b": "Query"}

    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_an_empty_operation_name_is_none(
        self, client: httpx.AsyncClient, method: str
    ) -> None:
        parameters = {"query": "query One { __typename }", "operationName": ""}
        if method == "GET":
            empty = {"variables": "", "extensions": ""}
            response = await client.get("/graphql", params=parameters | empty)
        else:
            response = await post(client, parameters)
        assert response.json() == {"data": {"__typename": "Query"}}

    async def test_chinese_is_sent_as_utf_8(self, client: httpx.AsyncClient) -> None:
        response = await post(client, {"query": '{ echo(text: "榕树") }'})
        assert response.content == '{"data":{"echo":"榕树"}}'.encode()


class TestMethods:
    async def test_a_query_by_get(self, client: httpx.AsyncClient) -> None:
        params = {"query": "query($n: Int!) { square(number: $n) }", "variables": '{"n": 7}'}
        response = await client.get("/graphql", params=params)
        assert response.json() == {"data": {"square": 49}}
        assert response.headers["cache-control"] == "no-store"

    async def test_a_mutation_by_get_is_refused_and_does_nothing(
        self, client: httpx.AsyncClient
    ) -> None:
        mutation = 'mutation { plant(name: "oak") { name } }'
        before = happened["planted"]
        response = await client.get("/graphql", params={"query": mutation})
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
        events = {"accept": "text/event-stream"}
        response = await client.get("/graphql", params={"query": mutation}, headers=events)
        assert "event: next" in response.text
        assert happened["planted"] == before

        assert (await post(client, {"query": mutation})).json()["data"]["plant"]["name"] == "oak"
        assert happened["planted"] == before + 1

    @pytest.mark.parametrize("params", [{}, {"query": ""}, {"query": "{a}", "variables": "["}])
    async def test_a_get_that_asks_nothing(
        self, client: httpx.AsyncClient, params: dict[str, str]
    ) -> None:
        response = await client.get("/graphql", params=params)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")

    async def test_get_can_be_switched_off(self) -> None:
        async with (
            serving(TransportSettings(queries_by_get=False)) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            response = await client.get("/graphql", params=QUERY)
            assert (response.status_code, response.headers["allow"]) == (405, "POST")
            assert (await post(client, QUERY)).status_code == 200

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
    async def test_other_methods(self, client: httpx.AsyncClient, method: str) -> None:
        response = await client.request(method, "/graphql")
        assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")

    async def test_a_subscription_needs_a_stream(self, client: httpx.AsyncClient) -> None:
        response = await post(client, {"query": "subscription { count(to: 1) }"})
        assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


class TestForeignPages:
    @pytest.mark.parametrize(
        "content_type",
        [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "text/plain; application/json",
            "application/json; charset=utf-16",
        ],
    )
    async def test_only_json_is_accepted(
        self, client: httpx.AsyncClient, content_type: str
    ) -> None:
        body, headers = json.dumps(QUERY), {"content-type": content_type}
        response = await client.post("/graphql", content=body, headers=headers)
        assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    async def test_a_page_of_another_site_may_not_query_by_get(
        self, client: httpx.AsyncClient, site: str
    ) -> None:
        headers = {"sec-fetch-site": site, "origin": "https://evil.example"}
        response = await client.get("/graphql", params=QUERY, headers=headers)
        assert (response.status_code, code(response)) == (403, "ORIGIN_NOT_ALLOWED")
        assert "access-control-allow-origin" not in response.headers
        for welcome in ("same-origin", "none"):
            headers = {"sec-fetch-site": welcome}
            response = await client.get("/graphql", params=QUERY, headers=headers)
            assert response.status_code == 200

    async def test_allowed_origins_may(self) -> None:
        settings = TransportSettings(allowed_origins=("https://app.example",))
        async with (
            serving(settings) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            for origin, status in [("https://app.example", 200), ("https://evil.example", 403)]:
                headers = {"sec-fetch-site": "cross-site", "origin": origin}
                response = await client.get("/graphql", params=QUERY, headers=headers)
                assert response.status_code == status
                allowed = response.headers.get("access-control-allow-origin")
                assert allowed == (origin if status == 200 else None)


WHOAMI = {"query": "{ whoami }"}


class TestCredentials:
    async def test_none_is_anonymous(self, client: httpx.AsyncClient) -> None:
        assert (await post(client, WHOAMI)).json() == {"data": {"whoami": None}}

    async def test_a_token_reaches_the_context(self, client: httpx.AsyncClient) -> None:
        response = await post(client, WHOAMI, authorization="bearer  bny_live_x")
        assert response.json() == {"data": {"whoami": "bny_live_x"}}

    @pytest.mark.parametrize("accept", [JSON, RESPONSE_JSON, "text/event-stream"])
    @pytest.mark.parametrize(
        "authorization", ["Bearer expired", "Basic dXNlcjpwYXNz", "Bearer", "Bearer a b", ""]
    )
    async def test_an_invalid_one_is_401(
        self, client: httpx.AsyncClient, authorization: str, accept: str
    ) -> None:
        response = await post(client, WHOAMI, authorization=authorization, accept=accept)
        assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
        assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        expected = JSON if accept == "text/event-stream" else accept
        assert response.headers["content-type"] == expected

    async def test_one_that_cannot_be_verified_now_is_503(self, client: httpx.AsyncClient) -> None:
        headers = {"authorization": "Bearer unverifiable", "accept": RESPONSE_JSON}
        response = await post(client, WHOAMI, **headers)
        assert (response.status_code, code(response)) == (503, "UNAVAILABLE")


class TestOtherAddresses:
    async def test_probes(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/livez")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
        happened["unready"] = 1
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/livez")).status_code == 200
        happened["unready"] = 0

    @pytest.mark.parametrize("path", ["/", "/graphql/", "/graphiql/1/page.js", "/nope", "/%00"])
    async def test_nothing_else_is_served(self, client: httpx.AsyncClient, path: str) -> None:
        response = await client.get(path)
        assert (response.status_code, code(response)) == (404, "NOT_FOUND")
        assert response.headers["content-type"] == JSON

    async def test_a_method_that_an_address_does_not_have(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/livez")
        assert (response.status_code, code(response)) == (405, "METHOD_NOT_ALLOWED")


async def test_a_hundred_requests_at_once_keep_their_contexts(client: httpx.AsyncClient) -> None:
    async def whoami(name: str) -> Any:
        response = await post(client, {"query": "{ whoami }"}, authorization=f"Bearer {name}")
        return response.json()["data"]["whoami"]

    names = [f"person-{number}" for number in range(100)]
    assert await asyncio.gather(*map(whoami, names)) == names
