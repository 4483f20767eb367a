"""AppService: who registers apps, and what becomes of them."""

from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import app_key_pb2, membership_pb2
from banyan.organizations.v1 import app_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import InvalidArgument, PermissionDenied, Refused, Unauthenticated
from services.kit.process.ids import uuid7
from services.organizations.apps.servicer import MOST_APPS
from tests.notices import published_about, spoken
from tests.organizations.apps.stage import Stage
from tests.waiting import eventually


async def _listed(stage: Stage, *states: pb.AppState) -> list[str]:
    request = pb.ListAppsRequest(organization_id=stage.group_id, states=states)
    return [each.id for each in (await stage.call(request, pb.ListAppsResponse)).apps]


async def test_is_registered_and_announced_and_listed_by_age(stage: Stage) -> None:
    first = await stage.register(name="一", homepage="https://example.org", description="看")
    second = await stage.register(name="二")
    assert (first.state, first.homepage) == (pb.APP_STATE_ACTIVE, "https://example.org")
    assert await _listed(stage) == [first.id, second.id]
    notices = await published_about(stage.community.platform.site, "organizations", "app", 2)
    assert spoken(notices) == ["app.created", "app.created"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": membership_pb2.ROLE_OWNER}, "app.role"),
        ({"role": membership_pb2.ROLE_UNSPECIFIED}, "app.role"),
        ({"scopes": []}, "app.scopes"),
        ({"scopes": [pb.APP_SCOPE_UNSPECIFIED]}, "app.scopes[0]"),
        ({"name": ""}, "app.name"),
        ({"homepage": "javascript:alert(1)"}, "app.homepage"),
        ({"contact_email": "nobody"}, "app.contact_email"),
    ],
)
async def test_is_never_an_owner_and_says_who_it_is(
    stage: Stage, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await stage.register(**values)
    assert [each.field for each in refused.value.violations] == [field]


async def test_is_registered_by_owners_alone(stage: Stage) -> None:
    for role in ("LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"):
        passport = await stage.community.holding(None, stage.group_id, role)
        with pytest.raises(PermissionDenied):
            await stage.register(passport)
    assert await stage.register(await stage.community.holding(None, stage.group_id, "OWNER"))


async def test_cannot_register_another_or_give_itself_more(stage: Stage) -> None:
    app = await stage.register(scopes=list(pb.AppScope.values())[1:])
    passport = (await stage.exchange((await stage.key(app)).secret)).passport
    more = pb.UpdateAppRequest(
        app_id=app.id, app=pb.App(name="x"), update_mask=FieldMask(paths=["name"])
    )
    requests = (
        pb.CreateAppRequest(app=app),
        more,
        pb.DeleteAppRequest(app_id=app.id),
        app_key_pb2.CreateAppKeyRequest(app_id=app.id),
    )
    for request in requests:
        with pytest.raises(PermissionDenied) as refused:
            await stage.call(request, pb.App, passport)
        assert refused.value.reason == "PERSON_REQUIRED"


async def test_holds_a_limited_number(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_APPS == 50
    monkeypatch.setattr("services.organizations.apps.servicer.MOST_APPS", 1)
    app = await stage.register()
    with pytest.raises(Refused) as refused:
        await stage.register()
    assert refused.value.reason == "TOO_MANY_APPS"
    await stage.call(pb.DeleteAppRequest(app_id=app.id), pb.App)
    assert await stage.register()


async def test_stays_as_a_name_once_deleted(stage: Stage) -> None:
    app = await stage.register()
    secret = (await stage.key(app)).secret
    deleted = await stage.call(pb.DeleteAppRequest(app_id=app.id), pb.App)
    assert (deleted.state, deleted.name) == (pb.APP_STATE_DELETED, app.name)
    assert await _listed(stage) == []
    assert await _listed(stage, pb.APP_STATE_DELETED) == [app.id]
    assert [each.state for each in await stage.keys(app)] == [app_key_pb2.APP_KEY_STATE_REVOKED]
    with pytest.raises(Unauthenticated):
        await stage.exchange(secret)
    rename = pb.UpdateAppRequest(
        app_id=app.id, app=pb.App(name="x"), update_mask=FieldMask(paths=["name"])
    )
    for request in (rename, pb.DeleteAppRequest(app_id=app.id)):
        with pytest.raises(Refused):
            await stage.call(request, pb.App)
    with pytest.raises(Refused):
        await stage.key(app)


async def test_acts_again_once_resumed(stage: Stage) -> None:
    app = await stage.register()
    secret = (await stage.key(app)).secret
    before = (await stage.exchange(secret)).passport
    assert await stage.roster(before)
    await stage.call(pb.SuspendAppRequest(app_id=app.id), pb.App)
    with pytest.raises(Unauthenticated) as refused:
        await stage.exchange(secret)
    assert refused.value.reason == "APP_SUSPENDED"
    with pytest.raises(Refused):
        await stage.call(pb.SuspendAppRequest(app_id=app.id), pb.App)
    await stage.call(pb.ResumeAppRequest(app_id=app.id), pb.App)
    resumed = (await stage.exchange(secret)).passport

    async def acts_again() -> bool:
        # Until its notice is heard, the service knows of the suspension alone.
        try:
            return bool(await stage.roster(resumed))
        except Unauthenticated:
            return False

    await eventually(acts_again)


async def test_changes_nothing_once_its_role_is_smaller_whatever_its_passport_says(
    stage: Stage,
) -> None:
    """The role is looked at again under the lock, as that of a person is."""
    app = await stage.register(scopes=[pb.APP_SCOPE_MEMBERS_WRITE])
    person = uuid7()
    group = UUID(stage.group_id)
    await stage.community.holding(person, stage.group_id, "MEMBER")
    ((membership_id,),) = await stage.community.platform.site.sql(
        "organizations", "SELECT id FROM membership WHERE person_id = $1", person
    )
    suspend = membership_pb2.SuspendMembershipRequest(membership_id=str(membership_id), reason="x")
    office = stage.community.platform.office
    for role, counts in (("OWNER", False), ("COORDINATOR", False), ("LEADER", True)):
        passport = office.app(UUID(app.id), group, role, ["members.write"])
        if counts:
            done = await stage.call(suspend, membership_pb2.Membership, passport)
            assert done.state == membership_pb2.MEMBERSHIP_STATE_SUSPENDED
        else:
            with pytest.raises(PermissionDenied):
                await stage.call(suspend, membership_pb2.Membership, passport)
