"""The GraphiQL page: served whole from here, and only where it is switched on."""

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from graphql import build_schema, parse, validate

from gateway.transport import graphiql
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.test_http import QUERY, code, post

HTML = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGE_QUERY = '{ echo(text: "<script>") }'
OPERATION = "query Named($id: ID!, $requestId: UUID!, $ids: [ID!]!, $after: String) { __typename }"
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
async def with_page(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[httpx.AsyncClient]:
    directory = tmp_path_factory.mktemp("operations")
    (directory / "Named.graphql").write_text(OPERATION)
    personas = directory / "personas.json"
    personas.write_text('{"林秀英": "a-token"}')
    settings = TransportSettings(
        graphiql=True,
        default_query=PAGE_QUERY,
        graphiql_operations=directory,
        personas=personas,
    )
    async with (
        serving(settings) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


async def links(client: httpx.AsyncClient) -> list[str]:
    page = (await client.get("/graphql", headers=HTML)).text
    if "not installed" in page:
        pytest.fail("GraphiQL is not installed: make setup")
    return re.findall(r'(?:src|href)="(/[^"]+)"', page)


async def test_the_page(with_page: httpx.AsyncClient) -> None:
    response = await with_page.get("/graphql", headers=HTML)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert shown(response)["query"] == PAGE_QUERY
    assert "<script>" not in response.text
    assert "//" not in response.text
    policy = response.headers["content-security-policy"]
    assert policy.startswith(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    )
    assert policy.count("unsafe") == 1


def shown(response: httpx.Response) -> dict[str, Any]:
    """Returns what the page gives to its script."""
    (content,) = re.findall(r'data-shown="([^"]*)"', response.text)
    found: dict[str, Any] = json.loads(html.unescape(content))
    return found


async def test_operations_have_variables_to_fill_in(with_page: httpx.AsyncClient) -> None:
    (operation,) = shown(await with_page.get("/graphql", headers=HTML))["operations"]
    assert (operation["name"], operation["kind"], operation["query"]) == (
        "Named",
        "query",
        OPERATION,
    )
    variables = json.loads(operation["variables"])
    assert UUID(variables.pop("requestId"))
    assert variables == {"id": "", "ids": [""]}


def test_those_of_the_docs_are_too() -> None:
    directory = ROOT / "docs" / "operations"
    found = graphiql.operations(directory)
    assert len(found) == len(list(directory.glob("*.graphql"))) > 10
    assert all(json.loads(each["variables"]) is not None for each in found)
    # The panel of the page has a heading for each kind.
    panel = (ROOT / "gateway" / "transport" / "graphiql" / "operations.js").read_text("utf-8")
    assert all(f"{kind}: " in panel for kind in {each["kind"] for each in found})


@pytest.mark.parametrize(
    ("host", "is_near"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("evil.example", False),
        ("10.0.0.7", False),
        ("", False),
        ("[", False),
    ],
)
async def test_personas_are_for_this_machine_alone(
    with_page: httpx.AsyncClient, host: str, is_near: bool
) -> None:
    response = await with_page.get("/graphql", headers={**HTML, "host": host})
    assert shown(response)["personas"] == ({"林秀英": "a-token"} if is_near else {})


@pytest.mark.parametrize(
    ("path", "page"), [("/", "/graphql"), ("/join", "/graphql"), ("/claim", "/graphql?claim")]
)
async def test_other_addresses_lead_there(
    with_page: httpx.AsyncClient, path: str, page: str
) -> None:
    response = await with_page.get(path, headers=HTML)
    assert (response.status_code, response.headers["location"]) == (307, page)
    assert (await with_page.get(page, headers=HTML)).status_code == 200


async def test_they_do_not_where_there_is_no_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/", headers=HTML)).status_code == 404


async def test_its_files_may_be_kept_for_ever(with_page: httpx.AsyncClient) -> None:
    style, script = await links(with_page)
    folder = script.rpartition("/")[0]
    # The script finds what its editor runs in other threads beside itself.
    for name in (style, script, *(f"{folder}/{each}.js" for each in ("editor", "graphql", "json"))):
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
        f"/graphiql/{version}/page.js.LEGAL.txt",
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
    monkeypatch.setattr(graphiql, "_BUILT", Path("/nowhere"))
    response = await with_page.get("/graphql", headers=HTML)
    assert response.status_code == 503
    assert "make setup" in response.text


@pytest.mark.parametrize("name", ["AcceptInvitation", "ClaimPerson"])
def test_what_a_link_opens_fits_the_schema(name: str) -> None:
    script = (ROOT / "gateway" / "transport" / "graphiql" / "page.js").read_text(encoding="utf-8")
    (mutation,) = re.findall(rf"`(mutation {name}.*?)`", script, re.DOTALL)
    schema = (ROOT / "gateway" / "schema.graphql").read_text(encoding="utf-8")
    assert validate(build_schema(schema), parse(mutation)) == []
