"""Documents by their hash: registered by clients, or listed by the operator."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY

from gateway.transport.execution import Schema
from gateway.transport.persisted import Registry, sha256
from gateway.transport.settings import TransportSettings
from gateway.transport.trusted import Mode
from services.kit.process.environment import ConfigurationError
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.schema import make_schema
from tests.gateway.transport.test_http import RESPONSE_JSON, code, post
from tests.gateway.transport.test_websocket import acknowledged, receive, send, subscribe

TRUSTED = "query Trusted($t: String!) { echo(text: $t) }"
LIVE = "subscription Live { count(to: 1) }"
OTHER = "query Other { kind(kind: GROUP) }"


def named(text: str, **more: object) -> dict[str, Any]:
    """The body of a request that names a document by its hash."""
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256(text)}}, **more}


def untrusted() -> float:
    """How many operations were counted whose document is not in a manifest."""
    return REGISTRY.get_sample_value("banyan_untrusted_documents_total") or 0.0


class TestRegistered:
    async def test_a_client_sends_the_text_once(self, client: httpx.AsyncClient) -> None:
        text = 'query Once { echo(text: "once") }'
        for accept in ("application/json", RESPONSE_JSON):
            unknown = await post(client, named(text), accept=accept)
            assert (unknown.status_code, code(unknown)) == (200, "PERSISTED_QUERY_NOT_FOUND")
            assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
            assert unknown.headers["cache-control"] == "no-store"
        expected = {"data": {"echo": "once"}}
        assert (await post(client, named(text, query=text))).json() == expected
        assert (await post(client, named(text))).json() == expected

        extensions = json.dumps(named(text)["extensions"])
        by_get = await client.get("/graphql", params={"extensions": extensions})
        assert by_get.json() == expected
        by_id = await post(client, {"documentId": f"sha256:{sha256(text)}"})
        assert by_id.json() == expected
        events = await post(client, named(text), accept="text/event-stream")
        assert '"echo":"once"' in events.text

    async def test_variables_and_names_are_those_of_the_request(
        self, client: httpx.AsyncClient
    ) -> None:
        text = "query A($t: String!) { echo(text: $t) } query B { __typename }"
        asked = {"operationName": "A", "variables": {"t": "x"}}
        assert (await post(client, named(text, query=text, **asked))).json()["data"] == {
            "echo": "x"
        }
        asked["variables"] = {"t": "y"}
        assert (await post(client, named(text, **asked))).json()["data"] == {"echo": "y"}

    async def test_a_mutation_by_get_is_still_refused(self, client: httpx.AsyncClient) -> None:
        text = 'mutation { plant(name: "by hash") { name } }'
        assert (await post(client, named(text, query=text))).status_code == 200
        params = {"extensions": json.dumps(named(text)["extensions"])}
        assert (await client.get("/graphql", params=params)).status_code == 405

    async def test_a_wrong_hash_registers_nothing(self, client: httpx.AsyncClient) -> None:
        text = 'query Wrong { echo(text: "wrong") }'
        response = await post(client, named(text + " ", query=text), accept=RESPONSE_JSON)
        assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")
        assert response.json()["errors"][0]["message"] == "provided sha does not match query"
        assert code(await post(client, named(text))) == "PERSISTED_QUERY_NOT_FOUND"
        assert code(await post(client, named(text + " "))) == "PERSISTED_QUERY_NOT_FOUND"

    @pytest.mark.parametrize("text", ["{ nothing }", "{"])
    async def test_what_is_no_document_is_not_remembered(
        self, client: httpx.AsyncClient, text: str
    ) -> None:
        assert code(await post(client, named(text, query=text))).startswith("GRAPHQL_")
        assert code(await post(client, named(text))) == "PERSISTED_QUERY_NOT_FOUND"

    @pytest.mark.parametrize(
        "given",
        [
            {"persistedQuery": "x"},
            {"persistedQuery": {"version": 2, "sha256Hash": sha256(OTHER)}},
            {"persistedQuery": {"version": 1}},
            {"persistedQuery": {"version": 1, "sha256Hash": sha256(OTHER).upper()}},
            {"persistedQuery": {"version": 1, "sha256Hash": 7}},
        ],
    )
    async def test_a_hash_of_another_kind(
        self, client: httpx.AsyncClient, given: dict[str, object]
    ) -> None:
        response = await post(client, {"extensions": given}, accept=RESPONSE_JSON)
        assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")

    @pytest.mark.parametrize("given", [None, {}, {"persistedQuery": None}, {"persistedQuery": {}}])
    async def test_neither_a_text_nor_a_hash(
        self, client: httpx.AsyncClient, given: object
    ) -> None:
        response = await post(client, {"extensions": given})
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")

    @pytest.mark.parametrize("given", ["md5:abc", 7, ""])
    async def test_an_id_of_another_kind(self, client: httpx.AsyncClient, given: object) -> None:
        response = await post(client, {"documentId": given})
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")

    async def test_on_a_websocket(self, address: str) -> None:
        text = "subscription Socket { count(to: 1) }"
        async with acknowledged(address) as socket:
            for number, body in enumerate([named(text), named(text, query=text), named(text)]):
                await send(socket, {"type": "subscribe", "id": str(number), "payload": body})
                answer = await receive(socket)
                if number == 0:
                    assert answer["type"] == "error"
                    assert answer["payload"][0]["message"] == "PersistedQueryNotFound"
                    continue
                assert answer["payload"]["data"] == {"count": 1}
                assert (await receive(socket))["type"] == "complete"

    async def test_where_it_is_off(self) -> None:
        async with (
            serving(TransportSettings(persisted_queries=False)) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            for body in (named(OTHER), named(OTHER, query=OTHER)):
                response = await post(client, body, accept=RESPONSE_JSON)
                assert (response.status_code, code(response)) == (
                    200,
                    "PERSISTED_QUERY_NOT_SUPPORTED",
                )
                assert response.json()["errors"][0]["message"] == "PersistedQueryNotSupported"
            assert (await post(client, {"query": OTHER})).json()["data"] == {"kind": "group"}

    def test_any_number_of_texts_takes_a_bounded_memory(self) -> None:
        registry = Registry(most=100)
        for number in range(1000):
            registry.add(str(number), f"{number:040}")
            registry.get("0")  # one that is used stays
        kept = [number for number in range(1000) if registry.get(str(number))]
        assert kept == [0, 999]
        registry.add("large", "x" * 101)
        assert registry.get("large") is None
        registry.add("0", "another")
        assert registry.get("0") == f"{0:040}"


def manifest(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def settings(
    directory: Path, mode: Mode, texts: Mapping[str, str] | None = None
) -> TransportSettings:
    content = {sha256(text): text for text in (TRUSTED, LIVE)} if texts is None else texts
    file = manifest(directory / "trusted.json", content)
    return TransportSettings(trusted_documents=file, trusted_documents_mode=mode)


class TestTrusted:
    async def test_enforced(self, tmp_path: Path) -> None:
        async with (
            serving(settings(tmp_path, "enforce")) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            asked = {"variables": {"t": "x"}}
            for body in (named(TRUSTED, **asked), {"query": TRUSTED, **asked}):
                assert (await post(client, body)).json() == {"data": {"echo": "x"}}
            before = untrusted()
            others = [{"query": OTHER}, named(OTHER), named(OTHER, query=OTHER)]
            for body in others:
                response = await post(client, body, accept=RESPONSE_JSON)
                assert (response.status_code, code(response)) == (
                    400,
                    "PERSISTED_QUERY_NOT_IN_LIST",
                )
                response = await client.get("/graphql", params={"query": OTHER})
                assert code(response) == "PERSISTED_QUERY_NOT_IN_LIST"
                events = await post(client, body, accept="text/event-stream")
                assert "PERSISTED_QUERY_NOT_IN_LIST" in events.text
            assert untrusted() - before == 3 * len(others)
            async with acknowledged(address) as socket:
                await send(socket, {"type": "subscribe", "id": "1", "payload": named(LIVE)})
                assert (await receive(socket))["payload"]["data"] == {"count": 1}
                assert (await receive(socket))["type"] == "complete"
                await send(socket, subscribe("subscription { count(to: 1) }"))
                (error,) = (await receive(socket))["payload"]
                assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_IN_LIST"

    async def test_logged(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.WARNING, "banyan.gateway")
        async with (
            serving(settings(tmp_path, "log")) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            before = untrusted()
            assert (await post(client, named(TRUSTED, variables={"t": "x"}))).json()["data"]
            assert untrusted() == before
            for body in (
                {"query": OTHER, "operationName": "Other"},
                named(OTHER, query=OTHER),
                named(OTHER),
            ):
                assert (await post(client, body)).json()["data"] == {"kind": "group"}
            assert untrusted() == before + 3
        logged = [record for record in caplog.records if record.message == "untrusted document"]
        assert [vars(record)["sha256"] for record in logged] == [sha256(OTHER)] * 3
        assert vars(logged[0])["operation"] == "Other"

    async def test_off(self, tmp_path: Path) -> None:
        async with (
            serving(settings(tmp_path, "off")) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            before = untrusted()
            assert (await post(client, {"query": OTHER})).json()["data"]
            # They can be named by their hash all the same.
            assert (await post(client, named(TRUSTED, variables={"t": "x"}))).json()["data"]
            assert untrusted() == before

    def test_the_manifest_of_apollo(self, tmp_path: Path) -> None:
        operation = {"id": sha256(TRUSTED), "name": "Trusted", "type": "query", "body": TRUSTED}
        content = {
            "format": "apollo-persisted-query-manifest",
            "version": 1,
            "operations": [operation],
        }
        file = manifest(tmp_path / "apollo.json", content)
        schema = make_schema(
            TransportSettings(trusted_documents=file, trusted_documents_mode="enforce")
        )
        assert isinstance(schema, Schema)
        assert schema._trusted.get(sha256(TRUSTED)) == TRUSTED

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            ("{", "must be a file of JSON"),
            ([TRUSTED], "must be a JSON object of documents by their SHA-256"),
            ({sha256(TRUSTED): 7}, "must be a JSON object of documents by their SHA-256"),
            (
                {"format": "apollo-persisted-query-manifest", "operations": [7]},
                "must be a JSON object",
            ),
            ({"abc": TRUSTED}, "that is not the SHA-256 of its document"),
            ({sha256("{ nothing }"): "{ nothing }"}, "cannot be executed: Cannot query field"),
            ({sha256("{"): "{"}, "cannot be executed: Syntax Error"),
        ],
    )
    def test_one_that_cannot_be_used_ends_the_start(
        self, tmp_path: Path, content: object, problem: str
    ) -> None:
        file = manifest(tmp_path / "wrong.json", content)
        with pytest.raises(ConfigurationError, match=problem) as refused:
            make_schema(TransportSettings(trusted_documents=file))
        assert str(refused.value).startswith("BANYAN_TRUSTED_DOCUMENTS: ")
        assert "\n" not in str(refused.value)

    @pytest.mark.parametrize("mode", ["log", "enforce"])
    def test_a_mode_without_a_manifest_ends_the_start(self, mode: Mode) -> None:
        with pytest.raises(ConfigurationError, match=f"the mode {mode} needs a manifest"):
            make_schema(TransportSettings(trusted_documents_mode=mode))
