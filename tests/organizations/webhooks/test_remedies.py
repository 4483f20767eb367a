"""Every refusal of webhooks says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from banyan.organizations.v1 import app_pb2, membership_pb2, webhook_delivery_pb2
from banyan.organizations.v1 import webhook_endpoint_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import PermissionDenied
from services.organizations.webhook_deliveries import servicer
from services.organizations.webhook_endpoints.servicer import MOST_ENDPOINTS
from tests.organizations.apps.stage import Stage
from tests.organizations.community import Community
from tests.organizations.webhooks.hooks import Hooks
from tests.organizations.webhooks.receiver import Receiver
from tests.remedies import Remedies, refused
from tests.services import Platform, Site

REMEDIES = Remedies(
    "organizations",
    "webhook_endpoints",
    "webhook_deliveries",
    elsewhere={
        "NO_WEBHOOKS": "the operator sets the key; `test_there_are_none_without_a_key`",
        "WEBHOOK_URL_NOT_SECURE": "`test_goes_over_https_alone_but_in_development`",
    },
)
remedy = REMEDIES.of


async def _test(hooks: Hooks) -> webhook_delivery_pb2.WebhookDelivery:
    request = webhook_delivery_pb2.TestWebhookEndpointRequest(webhook_endpoint_id=hooks.endpoint.id)
    return await hooks.stage.call(request, webhook_delivery_pb2.WebhookDelivery)


async def _change_app(hooks: Hooks, path: str, **values: Any) -> None:
    request = app_pb2.UpdateAppRequest(
        app_id=hooks.app.id, app=app_pb2.App(**values), update_mask=FieldMask(paths=[path])
    )
    await hooks.stage.call(request, app_pb2.App)


@remedy("WEBHOOK_NOT_ACTIVE", "WEBHOOK_NOT_PAUSED", "WEBHOOK_SENDS_NOTHING")
async def paused(hooks: Hooks) -> None:
    said = await refused(hooks.do(pb.ResumeWebhookEndpointRequest()), "WEBHOOK_NOT_PAUSED")
    assert "neither paused nor disabled" in said
    await hooks.do(pb.PauseWebhookEndpointRequest())
    said = await refused(hooks.do(pb.PauseWebhookEndpointRequest()), "WEBHOOK_NOT_ACTIVE")
    assert "Read its state" in said
    assert "Resume it first" in await refused(_test(hooks), "WEBHOOK_SENDS_NOTHING")
    await hooks.do(pb.ResumeWebhookEndpointRequest())
    await _test(hooks)


@remedy("WEBHOOK_DELETED")
async def deleted(hooks: Hooks) -> None:
    await hooks.do(pb.DeleteWebhookEndpointRequest())
    for request in (pb.DeleteWebhookEndpointRequest(), pb.RotateWebhookSecretRequest()):
        assert "Add another one" in await refused(hooks.do(request), "WEBHOOK_DELETED")
    assert (await hooks.add()).secret != hooks.secret


@remedy("TOO_MANY_WEBHOOKS")
async def too_many(hooks: Hooks) -> None:
    for _ in range(MOST_ENDPOINTS - 1):
        await hooks.add()
    assert "Delete one first" in await refused(hooks.add(), "TOO_MANY_WEBHOOKS")
    await hooks.do(pb.DeleteWebhookEndpointRequest())
    await hooks.add()


@remedy("WEBHOOK_SCOPE_MISSING", "WEBHOOK_ROLE_TOO_SMALL")
async def not_readable(hooks: Hooks) -> None:
    hooks.app = await hooks.stage.register(
        scopes=[app_pb2.APP_SCOPE_EVENTS_READ], role=membership_pb2.ROLE_MEMBER
    )
    assert "Change its role first" in await refused(hooks.add(), "WEBHOOK_ROLE_TOO_SMALL")
    await _change_app(hooks, "role", role=membership_pb2.ROLE_SUPERVISOR)
    assert "MEMBERS_READ" in await refused(hooks.add(), "WEBHOOK_SCOPE_MISSING")
    scopes = [app_pb2.APP_SCOPE_EVENTS_READ, app_pb2.APP_SCOPE_MEMBERS_READ]
    await _change_app(hooks, "scopes", scopes=scopes)
    await hooks.add()


@remedy("TOO_MANY_WEBHOOK_TESTS")
async def too_many_tests(hooks: Hooks) -> None:
    hooks.receiver.answer = lambda _: (500, "", "")
    for _ in range(servicer.MOST_TESTS):
        await _test(hooks)
    assert "Wait until they are sent" in await refused(_test(hooks), "TOO_MANY_WEBHOOK_TESTS")
    await hooks.sql("UPDATE webhook_delivery SET state = 'DELIVERED'")
    await _test(hooks)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(hooks: Hooks, scenario: Callable[[Hooks], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, hooks)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()


async def _started(site: Site, stack: AsyncExitStack, receiver: Receiver, **settings: Any) -> Hooks:
    platform = await Platform.start(site, stack, ("organizations",), **settings)
    stage = await Stage.set_up(Community(platform))
    return Hooks(stage, receiver, await stage.register())


async def test_goes_over_https_alone_but_in_development(site: Site, receiver: Receiver) -> None:
    async with AsyncExitStack() as stack:
        hooks = await _started(site, stack, receiver, webhook_networks=())
        for url in (receiver.url, "https://receiver.example:8443/", "http://receiver.example/"):
            assert "https" in await refused(hooks.add(url=url), "WEBHOOK_URL_NOT_SECURE")
        made = await hooks.add(url="https://receiver.example/changes")
        request = pb.UpdateWebhookEndpointRequest(
            webhook_endpoint_id=made.webhook_endpoint.id,
            webhook_endpoint=pb.WebhookEndpoint(url=receiver.url),
            update_mask=FieldMask(paths=["url"]),
        )
        await refused(hooks.do(request), "WEBHOOK_URL_NOT_SECURE")


async def test_there_are_none_without_a_key(site: Site, receiver: Receiver) -> None:
    async with AsyncExitStack() as stack:
        hooks = await _started(site, stack, receiver, webhook_key=None)
        assert "BANYAN_WEBHOOK_KEY" in await refused(hooks.add(), "NO_WEBHOOKS")


async def test_are_of_owners_alone(hooks: Hooks) -> None:
    for role in ("LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"):
        passport = await hooks.stage.community.holding(None, hooks.stage.group_id, role)
        with pytest.raises(PermissionDenied):
            await hooks.add(passport)
    key = await hooks.stage.key(hooks.app)
    with pytest.raises(PermissionDenied) as denied:
        await hooks.add((await hooks.stage.exchange(key.secret)).passport)
    assert denied.value.reason == "PERSON_REQUIRED"


async def test_a_repeated_request_is_given_the_secret_again_and_nothing_has_it(
    hooks: Hooks,
) -> None:
    request_id = "0192f0c0-0000-7000-8000-000000000001"
    first, again = [await hooks.add(request_id=request_id) for _ in range(2)]
    assert first == again
    for table in ("webhook_endpoint", "answer", "outbox", "audit"):
        rows = await hooks.sql(f"SELECT t::text FROM {table} t")
        assert not [row for row in rows if first.secret[6:-4] in row[0]]
        assert not [row for row in rows if first.secret.encode().hex()[12:-8] in row[0]]
