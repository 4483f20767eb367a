"""The GraphiQL page: served whole from here, and only where it is switched on."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gateway import graphiql
from gateway.settings import TransportSettings
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.test_http import QUERY, code, post

HTML = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGE_QUERY = '{ echo(text: "<script>") }'


@pytest.fixture(scope="module")
async def with_page() -> AsyncIterator[httpx.AsyncClient]:
    settings = TransportSettings(graphiql=True, default_query=PAGE_QUERY)
    async with (
        serving(settings) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


async def links(client: httpx.AsyncClient) -> list[str]:
    page = (await client.get("/graphql", headers=HTML)).text
    if "not installed" in page:
        pytest.fail("GraphiQL is not installed: npm ci --prefix gateway/graphiql")
    return re.findall(r'(?:src|href)="(/[^"]+)"', page)


async def test_the_page(with_page: httpx.AsyncClient) -> None:
    response = await with_page.get("/graphql", headers=HTML)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "&lt;script&gt;" in response.text
    assert "<script>" not in response.text
    assert "//" not in response.text
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in policy


async def test_its_files_may_be_kept_for_ever(with_page: httpx.AsyncClient) -> None:
    names = await links(with_page)
    assert len(names) == 6
    for name in names:
        response = await with_page.get(name)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        expected = "text/css" if name.endswith(".css") else "text/javascript"
        assert response.headers["content-type"].startswith(expected)


async def test_no_other_file_is_served(with_page: httpx.AsyncClient) -> None:
    current = (await links(with_page))[-1]
    version = current.split("/")[2]
    for path in (
        current.replace(version, "0.0.0"),
        f"/graphiql/{version}/package.json",
        f"/graphiql/{version}/..%2f__init__.py",
        f"/graphiql/{version}/%2e%2e/__init__.py",
        "/graphiql/x/page.js",
        "/graphiql/",
    ):
        response = await with_page.get(path)
        assert (response.status_code, code(response)) == (404, "NOT_FOUND")


async def test_programs_still_get_answers(with_page: httpx.AsyncClient) -> None:
    assert (await post(with_page, QUERY)).json() == {"data": {"__typename": "Query"}}
    assert (await with_page.get("/graphql", params=QUERY)).json()["data"]


async def test_browsers_get_no_page_where_it_is_off(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", headers=HTML)
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    response = await client.get("/graphql", headers={"accept": "text/html"})
    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


async def test_without_its_files_the_page_says_how_to_get_them(
    with_page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"graphiql.min.js": Path("/nowhere/graphiql.min.js")}
    monkeypatch.setattr(graphiql, "_FILES", missing)
    response = await with_page.get("/graphql", headers=HTML)
    assert response.status_code == 503
    assert "npm ci --prefix gateway/graphiql" in response.text
