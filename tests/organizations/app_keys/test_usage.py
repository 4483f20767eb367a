"""How much keys are used, day by day, and that it is told before they expire."""

import pytest
from banyan.organizations.v1 import app_key_pb2 as pb
from banyan.organizations.v1 import passport_pb2

from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.clock import SystemClock
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.app_keys.jobs import jobs
from services.organizations.config import OrganizationsSettings
from tests.notices import published_about, spoken
from tests.organizations.apps.stage import Stage, days
from tests.waiting import eventually


async def use(stage: Stage, secret: str, operations: int) -> None:
    """Exchanges a key as a gateway does that has run so many operations with it."""
    request = passport_pb2.IssuePassportRequest(credential=secret, operation_count=operations)
    await stage.community.platform.call(request, passport_pb2.IssuePassportResponse, None)


async def usage(stage: Stage, app_id: str, passport: str = "") -> pb.AppUsage:
    request = pb.SummarizeAppUsageRequest(app_id=app_id)
    return await stage.call(request, pb.AppUsage, passport)


async def run_jobs(stage: Stage) -> None:
    """Does what the jobs of keys do by the clock, on a replica."""
    platform = stage.community.platform
    units = platform.services["organizations"].units
    settings = platform.site.settings("organizations")
    assert isinstance(settings, OrganizationsSettings)
    for job in jobs(settings):
        await run_once(job, units, Caller(principal_id="job:another replica"))


async def test_operations_are_counted_by_day_and_key_for_owners(stage: Stage) -> None:
    app, other = await stage.register(), await stage.register()
    first, second = await stage.key(app), await stage.key(app)
    await use(stage, (await stage.key(other)).secret, 9)
    for secret, operations in ((first.secret, 3), (second.secret, 5), (first.secret, 4)):
        await use(stage, secret, operations)
    await use(stage, first.secret, 0)
    found = await usage(stage, app.id)
    assert found.operation_count == 12
    assert [(each.app_key_id, each.operation_count) for each in found.days] == [
        (first.app_key.id, 7),
        (second.app_key.id, 5),
    ]
    assert {each.date for each in found.days} == {
        each.last_use_date for each in await stage.keys(app)
    }
    with pytest.raises(PermissionDenied):
        await usage(stage, app.id, stage.community.passport(uuid7()))
    with pytest.raises(InvalidArgument):
        await use(stage, first.secret, -1)


async def test_days_long_past_are_not_shown_and_forgotten(stage: Stage) -> None:
    app = await stage.register()
    await use(stage, (await stage.key(app)).secret, 3)
    sql = stage.community.platform.site.sql
    for back, shown, kept in ((88, 3, 1), (4, 0, 0)):
        await sql("organizations", f"UPDATE app_key_day SET day = day - {back}")
        assert (await usage(stage, app.id)).operation_count == shown
        await run_jobs(stage)
        assert len(await sql("organizations", "SELECT FROM app_key_day")) == kept


async def test_that_a_key_expires_soon_is_told_once(stage: Stage) -> None:
    app, now = await stage.register(), SystemClock().now()
    soon = await stage.key(app, expire_time=now + days(13))
    await stage.key(app, expire_time=now + days(15))
    for _ in range(2):
        await run_jobs(stage)

    async def is_told() -> bool:  # the service may have been faster, and not be ready yet
        return [each.is_expiring for each in await stage.keys(app)] == [False, True]

    await eventually(is_told)
    site = stage.community.platform.site
    told = await published_about(site, "organizations", "app_key", 3)
    assert spoken(told) == ["app_key.created", "app_key.created", "app_key.expiring"]
    assert str(told[-1].resource_id) == soon.app_key.id
    # One that was revoked is told no more, and one that is over never was in time.
    await stage.revoke(soon.app_key.id)
    await site.sql("organizations", "UPDATE app_key SET is_expiring = false, expire_time = now()")
    await run_jobs(stage)
    assert not any(each.is_expiring for each in await stage.keys(app))
