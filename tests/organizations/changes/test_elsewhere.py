"""The feed tells of what other services keep, as organizations hears of it."""

from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2
from banyan.organizations.v1 import change_feed_pb2 as pb
from banyan.volunteers.v1 import hours_balance_pb2

from services.kit.contract.values import timestamp
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.notices import publish
from tests.organizations.changes.test_changes import Follower
from tests.organizations.community import Community
from tests.waiting import eventually

NOON = timestamp(datetime(2026, 3, 1, 12, tzinfo=UTC))
KINDS = ["EVENT", "SHIFT", "SIGN_UP", "HOURS_BALANCE"]


def _messages(group_id: str) -> dict[str, tuple[str, Any]]:
    """Returns what other services tell of a group, with the service, by kind."""
    person: dict[str, Any] = {"organization_id": group_id, "person_id": str(uuid7())}
    return {
        "EVENT": (
            "events",
            event_pb2.Event(
                id=str(uuid7()),
                organization_id=group_id,
                start_time=NOON,
                state=event_pb2.EVENT_STATE_PUBLISHED,
                visibility=event_pb2.EVENT_VISIBILITY_PUBLIC,
            ),
        ),
        "SHIFT": (
            "events",
            shift_pb2.Shift(id=str(uuid7()), event_id=str(uuid7()), organization_id=group_id),
        ),
        "SIGN_UP": (
            "events",
            sign_up_pb2.SignUp(
                id=str(uuid7()),
                start_time=NOON,
                state=sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
                **person,
            ),
        ),
        "HOURS_BALANCE": (
            "volunteers",
            hours_balance_pb2.HoursBalance(id=str(uuid7()), recorded_minutes=60, **person),
        ),
    }


async def test_tells_each_version_once_and_what_is_gone(community: Community) -> None:
    group = await community.found()
    site = community.platform.site
    follower = Follower(community, group.id)
    messages = _messages(group.id)
    changes: list[pb.RosterChange] = []

    async def told(number: int) -> bool:
        changes.extend(
            (await follower.read(kinds=[f"CHANGE_KIND_{each}" for each in KINDS])).changes
        )
        return len(changes) >= number

    for version, number in ((1, 4), (1, 4), (2, 8)):  # the bus repeats what it is not sure of
        for kind, (service, message) in messages.items():
            await publish(site, service, kind.lower(), message, version)
        await eventually(partial(told, number))
    event = messages["EVENT"][1]
    event.state = event_pb2.EVENT_STATE_DELETED
    await publish(site, "events", "event", event, 3)
    await eventually(lambda: told(9))
    found = [pb.ChangeKind.Name(each.kind).removeprefix("CHANGE_KIND_") for each in changes]
    assert sorted(found) == sorted([*KINDS, *KINDS, "EVENT"])
    for each in changes:
        kind = pb.ChangeKind.Name(each.kind).removeprefix("CHANGE_KIND_")
        assert getattr(each, f"{kind.lower()}_id") == messages[kind][1].id
    assert [each.removed for each in changes if each.event_id] == [False, False, True]


async def test_an_app_is_told_what_its_scopes_let_it_read(community: Community) -> None:
    group = await community.found()
    for kind, (service, message) in _messages(group.id).items():
        await publish(community.platform.site, service, kind.lower(), message, 1)
    everything = Follower(community, group.id)

    async def complete() -> bool:
        everything.cursor = ""
        feed = await everything.read()
        return {each.kind for each in feed.changes} == {1, 3, 4, 5, 6}

    await eventually(complete)

    def app(*scopes: str) -> str:
        return community.platform.office.app(
            uuid7(), UUID(group.id), "SUPERVISOR", frozenset(scopes)
        )

    for scopes, kinds in (
        (("members.read",), {1}),
        (("events.read",), {3, 4, 5}),
        (("hours.read", "members.read"), {1, 6}),
        ((), set()),
    ):
        feed = await Follower(community, group.id, app(*scopes)).read()
        assert {each.kind for each in feed.changes} == kinds
    with pytest.raises(PermissionDenied) as denied:
        await Follower(community, group.id, app("members.read")).read(kinds=["CHANGE_KIND_SHIFT"])
    assert denied.value.reason == "APP_SCOPE_MISSING"
