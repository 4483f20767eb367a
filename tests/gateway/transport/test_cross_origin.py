"""Pages of other sites, as a browser asks for them: preflights, answers and WebSockets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from gateway.transport.cross_origin import ALLOWED_HEADERS, EXPOSED_HEADERS
from gateway.transport.origins import Origins
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.test_websocket import acknowledged, opened

VITE = "http://localhost:5173"
APP = "https://app.example"
EVIL = "https://evil.example"
README = Path(__file__).parents[3] / "README.md"


def preflight(origin: str, method: str = "POST", headers: str = "content-type") -> dict[str, str]:
    return {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
    }


@asynccontextmanager
async def asking(settings: TransportSettings) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(settings) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


def listed(response: httpx.Response, header: str) -> set[str]:
    return {name.strip().lower() for name in response.headers[header].split(",")}


async def test_a_page_of_a_development_server_may_do_everything() -> None:
    async with asking(TransportSettings(loopback_origins=True)) as client:
        asked = preflight(VITE, headers=",".join(ALLOWED_HEADERS))
        answer = await client.options("/graphql", headers=asked)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == VITE
        assert listed(answer, "access-control-allow-methods") == {"get", "post", "put"}
        assert listed(answer, "access-control-allow-headers") >= set(ALLOWED_HEADERS)
        assert "Origin" in answer.headers["vary"]

        body = {"query": "{ __typename }"}
        answer = await client.post("/graphql", json=body, headers={"origin": VITE})
        assert answer.json() == {"data": {"__typename": "Query"}}
        assert answer.headers["access-control-allow-origin"] == VITE
        exposed = listed(answer, "access-control-expose-headers")
        assert exposed == {name.lower() for name in EXPOSED_HEADERS}
        assert exposed >= {"x-trace-id", "ratelimit", "ratelimit-policy", "retry-after"}

        # An answer that is an error can be read, too.
        headers = {"origin": VITE, "authorization": "Bearer expired"}
        answer = await client.post("/graphql", json=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["access-control-allow-origin"] == VITE


@pytest.mark.parametrize(
    "settings",
    [
        TransportSettings(),
        TransportSettings(loopback_origins=True),
        TransportSettings(allowed_origins=(APP,)),
    ],
    ids=["default", "loopback", "allowed"],
)
async def test_a_page_of_another_origin_has_no_permission(settings: TransportSettings) -> None:
    async with asking(settings) as client:
        answer = await client.options("/graphql", headers=preflight(EVIL))
        assert answer.status_code == 403
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "ORIGIN_NOT_ALLOWED"
        assert "BANYAN_ALLOWED_ORIGINS" in error["message"]
        assert "access-control-allow-origin" not in answer.headers

        body = {"query": "{ __typename }"}
        answer = await client.post("/graphql", json=body, headers={"origin": EVIL})
        assert "access-control-allow-origin" not in answer.headers


async def test_what_is_missing_is_named_and_can_be_added() -> None:
    async with asking(TransportSettings(allowed_origins=(APP,))) as client:
        answer = await client.options("/graphql", headers=preflight(APP, headers="x-mine"))
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert "authorization" in error["message"]
        assert "BANYAN_ALLOWED_HEADERS" in error["message"]
        assert "authorization" in listed(answer, "access-control-allow-headers")
        answer = await client.options("/graphql", headers=preflight(APP, "DELETE"))
        assert answer.status_code == 400
        assert "GET, POST, PUT" in answer.json()["errors"][0]["message"]
    settings = TransportSettings(allowed_origins=(APP,), allowed_headers=("x-mine",))
    async with asking(settings) as client:
        answer = await client.options("/graphql", headers=preflight(APP, headers="x-mine"))
        assert answer.status_code == 200
        answer = await client.options("/graphql", headers=preflight(VITE))
        assert answer.status_code == 403


async def test_all_may_be_allowed() -> None:
    async with asking(TransportSettings(allowed_origins=("*",))) as client:
        answer = await client.options("/graphql", headers=preflight(EVIL))
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_websockets_follow_the_same_rule() -> None:
    async with serving(TransportSettings(loopback_origins=True)) as address:
        async with acknowledged(address, origin=Origin(VITE)):
            pass
        with pytest.raises(InvalidStatus, match="403"):
            async with opened(address, origin=Origin("http://localhost.evil.example")):
                pass


@pytest.mark.parametrize(
    "origin",
    [
        VITE,
        "http://127.0.0.1:3000",
        "http://[::1]:8080",
        "https://app.localhost",
        "http://127.9.9.9",
    ],
)
def test_an_origin_of_the_same_machine(origin: str) -> None:
    assert origin in Origins((), loopback=True)
    assert origin not in Origins((APP,))


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://evillocalhost",
        "http://localhost@evil.example",
        "http://192.168.0.7:5173",
        "http://0.0.0.0:5173",
        "null",
        "localhost",
        "http://[",
        "",
    ],
)
def test_an_origin_that_only_looks_like_it(origin: str) -> None:
    assert origin not in Origins((APP,), loopback=True)


def test_the_readme_lists_what_pages_may_send_and_read() -> None:
    text = README.read_text(encoding="utf-8").partition("**Pages of other sites.**")[2]
    section = text.partition("**Stopping a gateway.**")[0]
    assert [
        name for name in (*ALLOWED_HEADERS, *EXPOSED_HEADERS) if f"`{name}`" not in section
    ] == []
