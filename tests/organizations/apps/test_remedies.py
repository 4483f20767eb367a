"""Every refusal of apps and their keys says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.organizations.v1 import app_pb2 as pb

from services.organizations.apps import servicer
from tests.organizations.apps.stage import Stage
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "apps",
    "app_keys",
    elsewhere={
        "KEY_TOLD_BEFORE": "tests/organizations/app_keys/test_app_keys.py",
        "KEY_OF_OTHER_KIND": "tests/organizations/app_keys/test_app_keys.py",
        "NO_APP_KEYS": "tests/organizations/app_keys/test_app_keys.py: the operator sets it",
        "TRY_AGAIN": "tests/organizations/app_keys/test_app_keys.py: the operator sets it",
    },
)
remedy = REMEDIES.of


async def _suspend(stage: Stage, app: pb.App) -> pb.App:
    return await stage.call(pb.SuspendAppRequest(app_id=app.id), pb.App)


async def _resume(stage: Stage, app: pb.App) -> pb.App:
    return await stage.call(pb.ResumeAppRequest(app_id=app.id), pb.App)


async def _delete(stage: Stage, app: pb.App) -> pb.App:
    return await stage.call(pb.DeleteAppRequest(app_id=app.id), pb.App)


@remedy("APP_DELETED")
async def deleted(stage: Stage) -> None:
    app = await _delete(stage, await stage.register())
    assert "Register another app" in await refused(stage.key(app), "APP_DELETED")
    assert "Register another app" in await refused(_delete(stage, app), "APP_DELETED")
    await stage.key(await stage.register())


@remedy("APP_NOT_ACTIVE", "APP_NOT_SUSPENDED", "APP_SUSPENDED")
async def suspended(stage: Stage) -> None:
    app = await stage.register()
    secret = (await stage.key(app)).secret
    assert "not suspended" in await refused(_resume(stage, app), "APP_NOT_SUSPENDED")
    await _suspend(stage, app)
    assert "Read its state" in await refused(_suspend(stage, app), "APP_NOT_ACTIVE")
    assert "to resume it" in await refused(stage.exchange(secret), "APP_SUSPENDED")
    await _resume(stage, app)
    await stage.exchange(secret)


@remedy("TOO_MANY_APPS")
async def too_many(stage: Stage) -> None:
    apps = [await stage.register() for _ in range(servicer.MOST_APPS)]
    assert "Delete one" in await refused(stage.register(), "TOO_MANY_APPS")
    await _delete(stage, apps[0])
    await stage.register()


@remedy("TOO_MANY_APP_KEYS", "KEY_ALREADY_REVOKED", "KEY_REVOKED")
async def revoked(stage: Stage) -> None:
    app = await stage.register()
    first, _ = await stage.key(app), await stage.key(app)
    assert "Revoke one" in await refused(stage.key(app), "TOO_MANY_APP_KEYS")
    await stage.revoke(first.app_key.id)
    said = await refused(stage.revoke(first.app_key.id), "KEY_ALREADY_REVOKED")
    assert "Create another one" in said
    assert "for another one" in await refused(stage.exchange(first.secret), "KEY_REVOKED")
    await stage.exchange((await stage.key(app)).secret)


@remedy("KEY_EXPIRED")
async def expired(stage: Stage) -> None:
    app = await stage.register()
    secret = (await stage.key(app)).secret
    site = stage.community.platform.site
    await site.sql("organizations", "UPDATE app_key SET expire_time = now()")
    assert "for another one" in await refused(stage.exchange(secret), "KEY_EXPIRED")
    await stage.exchange((await stage.key(app)).secret)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
