"""AppKeyService, and the exchange of keys for passports."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import app_key_pb2 as pb
from banyan.organizations.v1 import app_pb2, membership_pb2, passport_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.calls.passport import PassportVerifier
from services.kit.errors import (
    Internal,
    InvalidArgument,
    PermissionDenied,
    Refused,
    Unauthenticated,
    Unavailable,
)
from services.kit.process.clock import SystemClock
from services.kit.process.ids import uuid7
from services.kit.process.logs import JsonFormatter
from services.organizations.app_keys import servicer
from services.organizations.app_keys.secrets import new_secret
from tests.organizations.apps.stage import Stage, days
from tests.organizations.community import Community
from tests.passports import PassportOffice
from tests.services import Platform, Site
from tests.waiting import eventually


async def test_signs_an_app_in_with_its_role_and_its_scopes(stage: Stage) -> None:
    app = await stage.register(role=membership_pb2.ROLE_MEMBER)
    created = await stage.key(app)
    answer = await stage.exchange(created.secret)
    assert (answer.app_id, answer.person_id, list(answer.scopes)) == (
        app.id,
        "",
        ["members.read"],
    )
    caller = PassportVerifier(stage.community.platform.office.jwks, SystemClock(), "events").verify(
        answer.passport
    )
    assert (caller.app_id, caller.key_id) == (UUID(app.id), UUID(created.app_key.id))
    assert caller.roles == {UUID(stage.group_id): {"MEMBER"}}
    assert caller.person_id is None
    assert not caller.is_admin
    assert len(await stage.roster(answer.passport)) == 2


async def test_is_shown_once_and_kept_as_a_hash(stage: Stage) -> None:
    created = await stage.key(await stage.register())
    secret, key = created.secret, created.app_key
    assert secret.startswith("bny_test_")
    assert secret.endswith(key.hint)
    site = stage.community.platform.site
    for table in ("app_key", "answer", "outbox", "audit"):
        rows = await site.sql("organizations", f"SELECT t::text FROM {table} t")
        assert not [row for row in rows if secret[9:-4] in row[0]]
        # As bytes, as which answers and payloads are kept.
        assert not [row for row in rows if secret.encode().hex()[20:-8] in row[0]]


async def test_a_retry_gets_the_secret_again_but_not_for_long(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, request_id = await stage.register(), str(uuid7())
    first = await stage.key(app, request_id=request_id)
    assert await stage.key(app, request_id=request_id) == first
    monkeypatch.setattr(servicer, "RETRY_SECONDS", -1.0)
    late = str(uuid7())
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            await stage.key(app, request_id=late)
        assert refused.value.reason == "KEY_TOLD_BEFORE"


async def test_two_work_at_once_so_that_one_can_follow_the_other(stage: Stage) -> None:
    app = await stage.register()
    old, new = await stage.key(app), await stage.key(app)
    with pytest.raises(Refused) as refused:
        await stage.key(app)
    assert refused.value.reason == "TOO_MANY_APP_KEYS"
    assert (await stage.exchange(old.secret)).app_id == (await stage.exchange(new.secret)).app_id
    assert (await stage.revoke(old.app_key.id)).state == pb.APP_KEY_STATE_REVOKED
    with pytest.raises(Refused):
        await stage.revoke(old.app_key.id)
    with pytest.raises(Unauthenticated) as ended:
        await stage.exchange(old.secret)
    assert ended.value.reason == "KEY_REVOKED"
    assert await stage.roster((await stage.exchange(new.secret)).passport)
    assert await stage.key(app)


async def test_of_many_who_create_the_last_one_succeeds_once(stage: Stage) -> None:
    app = await stage.register()
    await stage.key(app)
    outcomes = await asyncio.gather(*(stage.key(app) for _ in range(5)), return_exceptions=True)
    assert sum(not isinstance(each, BaseException) for each in outcomes) == 1


async def test_a_revoked_key_ends_passports_that_were_issued_before(stage: Stage) -> None:
    created = await stage.key(await stage.register())
    passport = (await stage.exchange(created.secret)).passport
    assert await stage.roster(passport)
    await stage.revoke(created.app_key.id)

    async def has_ended() -> bool:
        try:
            await stage.roster(passport)
        except Unauthenticated as error:
            return error.reason == "KEY_REVOKED"
        return False

    await eventually(has_ended)


async def test_a_smaller_role_and_fewer_scopes_narrow_passports(stage: Stage) -> None:
    app = await stage.register(
        scopes=[app_pb2.APP_SCOPE_MEMBERS_READ, app_pb2.APP_SCOPE_AUDIT_READ]
    )
    passport = (await stage.exchange((await stage.key(app)).secret)).passport
    assert await stage.roster(passport)
    narrower = app_pb2.UpdateAppRequest(
        app_id=app.id,
        app=app_pb2.App(scopes=[app_pb2.APP_SCOPE_AUDIT_READ]),
        update_mask=FieldMask(paths=["scopes"]),
    )
    await stage.call(narrower, app_pb2.App)

    async def is_refused() -> bool:
        try:
            await stage.roster(passport)
        except PermissionDenied as error:
            return error.reason == "APP_SCOPE_MISSING"
        return False

    await eventually(is_refused)


async def test_notes_the_day_of_its_use_once(stage: Stage) -> None:
    app = await stage.register()
    created = await stage.key(app)
    assert created.app_key.last_use_date == ""
    await stage.exchange(created.secret)
    (used,) = await stage.keys(app)
    assert used.last_use_date == datetime.now(UTC).date().isoformat()
    assert used.update_time == created.app_key.update_time


async def test_expires(stage: Stage) -> None:
    app = await stage.register()
    created = await stage.key(app)
    site = stage.community.platform.site
    await site.sql("organizations", "UPDATE app_key SET expire_time = now()")
    with pytest.raises(Unauthenticated) as refused:
        await stage.exchange(created.secret)
    assert refused.value.reason == "KEY_EXPIRED"
    assert [each.state for each in await stage.keys(app)] == [pb.APP_KEY_STATE_EXPIRED]
    assert await stage.key(app)
    assert await stage.key(app)


@pytest.mark.parametrize("number", [-1, 401])
async def test_refuses_a_time_that_is_over_or_too_far_away(stage: Stage, number: int) -> None:
    request = pb.CreateAppKeyRequest(app_id=(await stage.register()).id)
    request.expire_time.FromDatetime(datetime.now(UTC) + days(number))
    with pytest.raises(InvalidArgument):
        await stage.call(request, pb.AppKeySecret)


async def test_a_passport_does_not_outlive_the_key(stage: Stage) -> None:
    request = pb.CreateAppKeyRequest(app_id=(await stage.register()).id)
    request.expire_time.FromDatetime(datetime.now(UTC) + days(1) / 24 / 60)
    created = await stage.call(request, pb.AppKeySecret)
    answer = await stage.exchange(created.secret)
    assert answer.expire_time.ToDatetime() <= created.app_key.expire_time.ToDatetime()


async def test_junk_learns_nothing(stage: Stage) -> None:
    created = await stage.key(await stage.register())
    secret = created.secret
    other = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    for junk in ("bny_", "bny_test_", other, secret.upper(), f"{secret} ", "bny_test_" + "0" * 36):
        with pytest.raises(Unauthenticated) as refused:
            await stage.exchange(junk)
        assert refused.value.reason == "CREDENTIAL_INVALID"
        assert secret[9:] not in str(refused.value)
        assert junk not in str(refused.value)


async def test_no_log_line_has_a_key(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.DEBUG):
        created = await stage.key(await stage.register())
        await stage.roster((await stage.exchange(created.secret)).passport)
        await stage.revoke(created.app_key.id)
        with pytest.raises(Unauthenticated):
            await stage.exchange(created.secret)

        def fail(*_: object) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr("services.organizations.app_keys.exchange._refuse_ended", fail)
        request = passport_pb2.IssuePassportRequest(credential=created.secret)
        with pytest.raises(Internal):
            await stage.call(request, passport_pb2.IssuePassportResponse)
    written = [JsonFormatter("tests").format(record) for record in caplog.records]
    assert any("a request failed" in line for line in written)
    assert not [line for line in written if created.secret[9:] in line]


@asynccontextmanager
async def _staged(site: Site, stage: Stage | None = None, **settings: Any) -> AsyncIterator[Stage]:
    """Runs the service with other settings, for a stage that is set up already if one is given."""
    async with AsyncExitStack() as stack:
        community = Community(await Platform.start(site, stack, ("organizations",), **settings))
        if stage is None:
            yield await Stage.set_up(community)
        else:
            stage.community = community
            yield stage


async def test_moves_to_a_new_pepper_when_it_is_used(site: Site, office: PassportOffice) -> None:
    new = site.directory / "new.secret"
    new.write_text("n" * 40)
    async with _staged(site) as stage:
        used, unused = [(await stage.key(await stage.register())).secret for _ in range(2)]
    former = office.app_key_pepper
    async with _staged(site, stage, app_key_pepper=new, app_key_former_pepper=former):
        assert (await stage.exchange(used)).app_id
    async with _staged(site, stage, app_key_pepper=new):
        assert (await stage.exchange(used)).app_id
        with pytest.raises(Unauthenticated):
            await stage.exchange(unused)


async def test_a_key_of_the_other_kind_does_not_work(site: Site) -> None:
    async with _staged(site) as stage:
        secret = (await stage.key(await stage.register())).secret
    async with _staged(site, stage, app_key_kind="live"):
        with pytest.raises(Unauthenticated) as refused:
            await stage.exchange(secret)
    assert refused.value.reason == "KEY_OF_OTHER_KIND"


async def test_there_are_none_without_a_pepper(site: Site) -> None:
    async with _staged(site, app_key_pepper=None) as stage:
        app = await stage.register()
        with pytest.raises(Refused) as refused:
            await stage.key(app)
        assert refused.value.reason == "NO_APP_KEYS"
        with pytest.raises(Unavailable):
            await stage.exchange(new_secret("test"))
