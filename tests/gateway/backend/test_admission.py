"""What one address may try: junk tokens, sign-ins and searches, without harm to callers who are known."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from banyan.organizations.v1 import app_key_pb2, app_pb2

from services.organizations.app_keys.secrets import new_secret
from tests.access.resources.app import new_app
from tests.gateway.conftest import RICH, Gateway, serving
from tests.world import World

SMALL = replace(
    RICH,
    junk_budget=5,
    junk_refill=0.01,
    sign_in_budget=8,
    sign_in_refill=0.01,
    search_budget=3,
    search_refill=0.01,
)
SEARCH = '{ organizations(query: "choir") { nodes { name } } }'


async def post(gateway: Gateway, token: str = "", query: str = "{ __typename }") -> httpx.Response:
    headers = {"accept": "application/graphql-response+json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    return await gateway.http.post(gateway.url, json={"query": query}, headers=headers)


def reason(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    found: str = error["extensions"].get("reason", error["extensions"]["code"])
    return found


async def statuses(gateway: Gateway, *tokens: str) -> list[int]:
    return [(await post(gateway, token)).status_code for token in tokens]


def junk(count: int) -> list[str]:
    return [f"junk{number}" for number in range(count)]


class TestJunk:
    async def test_an_address_that_tries_junk_is_not_verified_any_more(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        exchanged: list[str] = []
        async with serving(world.platform.site, allowances=SMALL) as gateway:
            exchange = gateway.backend.passports._issue

            async def counted(credential: str, operations: int) -> object:
                exchanged.append(credential)
                return await exchange(credential, operations)

            monkeypatch.setattr(gateway.backend.passports, "_issue", counted)
            known = world.tokens["member"]
            assert await statuses(gateway, known) == [200]
            assert await statuses(gateway, *junk(20)) == [401] * 5 + [429] * 15
            refused = await post(gateway, "junk-again")
            assert reason(refused) == "TOO_MANY_CREDENTIALS"
            assert int(refused.headers["Retry-After"]) > 0
            assert exchanged == [known, *junk(5)]
            # Whoever is known is not kept out, and nor is who does not sign in.
            assert await statuses(gateway, known, "") == [200, 200]

    async def test_without_the_limit_all_of_it_is_verified(self, world: World) -> None:
        async with serving(world.platform.site, allowances=RICH) as gateway:
            assert await statuses(gateway, *junk(20)) == [401] * 20


class TestKeys:
    async def test_junk_that_looks_like_a_key_is_junk(self, world: World) -> None:
        keys = [new_secret("test") for _ in range(8)]
        async with serving(world.platform.site, allowances=SMALL) as gateway:
            assert await statuses(gateway, *keys) == [401] * 5 + [429] * 3

    async def test_an_app_has_one_budget_whatever_its_key(self, world: World) -> None:
        app = await world.call("owner", app_pb2.CreateAppRequest(app=new_app(world)), app_pb2.App)
        request = app_key_pb2.CreateAppKeyRequest(app_id=app.id)
        keys = [
            (await world.call("owner", request, app_key_pb2.AppKeySecret)).secret for _ in range(2)
        ]
        allowances = replace(RICH, key_budget=45, key_refill=0.01)
        query = "{ viewer { scopes } }"
        async with serving(world.platform.site, allowances=allowances) as gateway:
            for key in keys:
                assert (await post(gateway, key, query)).status_code == 200
            answers = [await post(gateway, keys[each % 2], query) for each in range(4)]
            spent = [answer for answer in answers if answer.status_code == 429]
            assert spent
            assert {reason(answer) for answer in spent} == {"BUDGET_SPENT"}
            # Another caller has their own.
            assert (await post(gateway, world.tokens["member"], query)).status_code == 200


class TestSignIns:
    def tokens(self, world: World, count: int) -> list[str]:
        mint = world.platform.site.issuer.mint
        return [mint("member", "", lifetime=timedelta(hours=1 + each)) for each in range(count)]

    async def test_an_address_brings_so_many_new_tokens(self, world: World) -> None:
        tokens = self.tokens(world, 10)
        async with serving(world.platform.site, allowances=SMALL) as gateway:
            assert await statuses(gateway, *tokens) == [200] * 8 + [429] * 2
            assert await statuses(gateway, *tokens[:8]) == [200] * 8

    async def test_without_the_limit_all_sign_in(self, world: World) -> None:
        async with serving(world.platform.site, allowances=RICH) as gateway:
            assert await statuses(gateway, *self.tokens(world, 10)) == [200] * 10


class TestSearches:
    async def test_nobody_in_particular_searches_so_often(self, world: World) -> None:
        async with serving(world.platform.site, allowances=SMALL) as gateway:
            answers = [await post(gateway, query=SEARCH) for _ in range(5)]
            assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2
            assert reason(answers[-1]) == "BUDGET_SPENT"
            token = world.tokens["member"]
            assert (
                await post(gateway, query="{ organizations { nodes { name } } }")
            ).status_code == 200
            for _ in range(5):
                assert (await post(gateway, token, SEARCH)).status_code == 200

    async def test_a_search_in_each_of_several_counts_as_several(self, world: World) -> None:
        several = " ".join(
            f's{number}: organizations(query: "x") {{ nodes {{ name }} }}' for number in range(4)
        )
        async with serving(world.platform.site, allowances=SMALL) as gateway:
            assert reason(await post(gateway, query=f"{{ {several} }}")) == "BUDGET_SPENT"
            assert (await post(gateway, query=SEARCH)).status_code == 200


async def test_an_app_has_a_budget_for_all_who_use_it(world: World) -> None:
    mint = world.platform.site.issuer.mint
    allowances = replace(RICH, app_budget=30, app_refill=0.01)
    async with serving(world.platform.site, allowances=allowances) as gateway:
        tokens = [mint(kind, "", client_id="greedy") for kind in ("member", "leader", "owner")]
        assert await statuses(gateway, *tokens) == [200, 200, 429]
        assert await statuses(gateway, mint("owner", "", client_id="modest")) == [200]
