"""Operations are charged before they start: one that costs too much runs no resolver, nor does a spent caller."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from graphql import parse

from gateway.backend.allowances import Allowances
from gateway.backend.backend import Bounds
from gateway.transport.settings import TransportSettings
from tests.gateway.conftest import RICH, Gateway, serving
from tests.gateway.transport.test_costs import NESTED
from tests.world import World

PAGE = "{ events(first: 100) { nodes { title } } }"  # 10 for the operation, 10 for the call, 100 events
COST = 120
READING = len(PAGE) // 2  # at its first time
POOR = Allowances(
    person_budget=2 * COST,
    person_refill=0.01,
    anonymous_budget=2 * COST,
    anonymous_refill=0.01,
)


async def post(gateway: Gateway, query: str, token: str = "", accept: str = "") -> httpx.Response:
    headers = {"accept": accept or "application/graphql-response+json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    return await gateway.http.post(gateway.url, json={"query": query}, headers=headers)


def error(response: httpx.Response) -> dict[str, Any]:
    [found] = response.json()["errors"]
    extensions: dict[str, Any] = found["extensions"]
    return extensions


class TestBound:
    async def test_an_operation_that_costs_too_much_makes_no_call(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[object] = []

        async def call(*given: object, **more: object) -> None:
            calls.append(given)

        await gateway.ask("{ __typename }")
        monkeypatch.setattr(gateway.backend.client, "call", call)
        response = await post(gateway, NESTED)
        assert response.status_code == 400
        assert error(response)["code"] == "RESOURCE_EXHAUSTED"
        assert error(response)["reason"] == "COST_TOO_HIGH"
        assert calls == []

    async def test_that_is_the_bound_of_the_settings(self, world: World) -> None:
        settings = TransportSettings(max_cost=100_000)
        async with serving(world.platform.site, settings=settings) as gateway:
            assert (await gateway.ask(NESTED))["organizations"]["nodes"]

    async def test_fifteen_introspections(self, gateway: Gateway, world: World) -> None:
        aliased = " ".join(f"a{i}: __schema {{ types {{ name }} }}" for i in range(15))
        async with serving(
            world.platform.site, settings=TransportSettings(introspection=True)
        ) as development:
            response = await post(development, f"{{ {aliased} }}")
            assert error(response)["code"] == "TOO_MANY_INTROSPECTIONS"
            spread = '{ ...F __type(name: "Event") { name } } fragment F on Query { __schema { __typename } }'
            assert error(await post(development, spread))["code"] == "TOO_MANY_INTROSPECTIONS"
            assert (
                "errors" not in (await post(development, "{ __schema { types { name } } }")).json()
            )
        refused = error(await post(gateway, "{ __schema { __typename } }"))
        assert refused["code"] == "GRAPHQL_VALIDATION_FAILED"  # it is off unless it is switched on

    async def test_resources_are_counted_as_they_come(self, world: World) -> None:
        query = "{ events(first: 2) { nodes { organization { id } } } }"
        async with serving(world.platform.site, Bounds(max_resources=1)) as gateway:
            response = await post(gateway, query)
            assert error(response)["reason"] == "TOO_MANY_RESOURCES"
        async with serving(world.platform.site, Bounds(max_resources=4)) as gateway:
            assert await gateway.ask(query)


class TestBudget:
    async def test_who_has_spent_it_waits_and_others_do_not(self, world: World) -> None:
        async with serving(world.platform.site, allowances=POOR) as gateway:
            token = world.tokens["member"]
            spent = [await post(gateway, PAGE, token) for _ in range(20)]
            refused = spent[-1]
            assert spent[0].status_code == 200
            assert refused.status_code == 429
            assert error(refused)["code"] == "RESOURCE_EXHAUSTED"
            assert error(refused)["reason"] == "BUDGET_SPENT"
            wait = int(refused.headers["Retry-After"])
            assert error(refused)["retryAfter"] == wait > 0
            assert (await post(gateway, PAGE, world.tokens["leader"])).status_code == 200
            assert (await post(gateway, PAGE)).status_code == 200

    async def test_nobody_who_can_pay_is_refused(self, world: World) -> None:
        async with serving(world.platform.site, allowances=RICH) as gateway:
            for _ in range(20):
                assert (await post(gateway, PAGE)).status_code == 200

    async def test_an_answer_in_the_older_media_type_has_status_200(self, world: World) -> None:
        async with serving(world.platform.site, allowances=POOR) as gateway:
            answers = [await post(gateway, PAGE, accept="application/json") for _ in range(20)]
        assert error(answers[-1])["reason"] == "BUDGET_SPENT"
        assert answers[-1].status_code == 200
        assert "Retry-After" in answers[-1].headers

    async def test_what_was_not_needed_is_returned_and_told(self, world: World) -> None:
        async with serving(world.platform.site, allowances=POOR) as gateway:
            response = await post(gateway, PAGE)
        events = len(response.json()["data"]["events"]["nodes"])
        assert 0 < events < 100
        actual = READING + COST - 100 + events
        assert response.headers["X-Cost"] == f"{actual};requested={READING + COST}"
        left = 2 * COST - actual
        cost = response.json()["extensions"]["cost"]
        (budget,) = cost.pop("budgets")
        assert cost == {"requested": READING + COST, "actual": actual}
        assert 0 < budget.pop("secondsUntilFull") <= 24000
        assert budget == {"name": "anonymous", "capacity": 2 * COST, "left": left}
        assert response.headers["RateLimit-Policy"] == f'"anonymous";q={2 * COST};w=24000'
        assert response.headers["RateLimit"].startswith(f'"anonymous";r={left};t=')

    async def test_new_documents_are_paid_for_before_they_are_parsed(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parsed: list[str] = []

        def counting(text: str, **options: Any) -> object:
            parsed.append(text)
            return parse(text, **options)

        monkeypatch.setattr("gateway.transport.limits.parse", counting)
        texts = [f"{{ {' '.join(f'a{number}' for number in range(20))} b{n} }}" for n in range(20)]
        allowances = replace(RICH, anonymous_budget=200, anonymous_refill=0.01)
        async with serving(world.platform.site, allowances=allowances) as gateway:
            answers = [await post(gateway, text) for text in texts]
        assert error(answers[-1])["reason"] == "BUDGET_SPENT"
        assert 0 < len(parsed) <= 200 / (len(texts[0]) / 2)

    async def test_a_large_body_is_paid_for(self, world: World) -> None:
        padded = "{ __typename }" + " " * 500_000
        allowances = replace(RICH, anonymous_budget=40, anonymous_refill=0.01)
        async with serving(world.platform.site, allowances=allowances) as gateway:
            assert error(await post(gateway, padded))["reason"] == "BUDGET_SPENT"
            assert (await post(gateway, "{ __typename }")).status_code == 200

    async def test_a_caller_has_one_budget_whatever_token_is_used(self, world: World) -> None:
        issuer = world.platform.site.issuer
        async with serving(world.platform.site, allowances=POOR) as gateway:
            answers = [
                await post(
                    gateway, PAGE, issuer.mint("member", "", lifetime=timedelta(hours=hours))
                )
                for hours in range(1, 20)
            ]
        assert answers[-1].status_code == 429
