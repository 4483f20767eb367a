"""GroupSignService, called over gRPC, and the job that finds signs."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import enrolment_pb2
from banyan.organizations.v1 import group_sign_pb2 as pb

from services.kit.calls.passport import Caller
from services.kit.contract.values import timestamp, to_datetime
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.signs.jobs import jobs
from tests.notices import publish, published_about, spoken
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.waiting import eventually

OPEN, CLOSED, CORRECTED = (
    pb.GROUP_SIGN_STATE_OPEN,
    pb.GROUP_SIGN_STATE_CLOSED,
    pb.GROUP_SIGN_STATE_CORRECTED,
)
FADING, NO_DEPUTY = pb.GROUP_SIGN_KIND_FADING, pb.GROUP_SIGN_KIND_NO_DEPUTY
_BEGAN = "UPDATE enrolment SET enrol_time = enrol_time - $2 * interval '1 day' WHERE organization_id = $1"
_FORGET = "DELETE FROM sign_check WHERE organization_id = $1"
_OLD_ROLES = """
    UPDATE membership_role SET start_time = start_time - $2 * interval '1 day' WHERE membership_id IN
    (SELECT id FROM membership WHERE organization_id = $1)
"""
_AGAIN = """
    UPDATE sign_check SET due_time = now() - interval '1 second', from_day = first_day
    WHERE organization_id = $1
"""


async def look(community: Community, sharing_days: int = 7) -> None:
    """Runs the jobs once."""
    units = community.platform.services["organizations"].units
    settings = OrganizationsSettings.model_construct(sign_sharing_days=sharing_days)
    for job in jobs(settings):
        await run_once(job, units, Caller(f"job:{job.name}"))


async def grown(community: Community, days: int = 100) -> tuple[Garden, enrolment_pb2.Enrolment]:
    """Returns a group that was founded and enrolled so many days ago, with two officers and no event."""
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    await garden.grow(1)
    await garden.age(days)
    group = UUID(garden.group.id)
    for sql in (_BEGAN, _OLD_ROLES):
        await community.platform.site.sql("organizations", sql, group, days)
    await community.platform.site.sql("organizations", _FORGET, group)
    return garden, enrolment


async def signs(garden: Garden, passport: str | None = None) -> list[pb.GroupSign]:
    answer = await garden.community.call(
        pb.ListGroupSignsRequest(organization_id=garden.group.id),
        pb.ListGroupSignsResponse,
        passport or garden.leader,
    )
    return list(answer.group_signs)


async def held(garden: Garden, days_ago: int, id_: UUID | None = None, version: int = 1) -> UUID:
    """Lets events say that an event took place so many days ago, and waits until it counts."""
    id_ = id_ or uuid7()
    start = datetime.now(UTC) - timedelta(days=days_ago)
    event = event_pb2.Event(
        id=str(id_),
        organization_id=garden.group.id,
        state=event_pb2.EVENT_STATE_COMPLETED,
        visibility=event_pb2.EVENT_VISIBILITY_PUBLIC,
        start_time=timestamp(start),
    )
    site = garden.community.platform.site
    await publish(site, "events", "event", event, version)
    count = "SELECT 1 FROM group_day WHERE organization_id = $1 AND day = $2 AND events_held > 0"
    group, day = UUID(garden.group.id), start.date()
    await eventually(lambda: site.sql("organizations", count, group, day))
    return id_


async def test_leaders_see_a_sign_at_once_and_who_helps_after_a_week(
    community: Community,
) -> None:
    garden, enrolment = await grown(community)
    mentor_id = uuid7()
    advisers = await community.found()
    mentor = await community.holding(mentor_id, advisers, "MEMBER")
    await garden.mentor(enrolment, advisers.id, str(mentor_id))
    await look(community)
    (sign,) = await signs(garden)
    today = datetime.now(UTC).date()
    assert (sign.kind, sign.state, sign.is_shared) == (FADING, OPEN, False)
    assert sign.start_date == str(today - timedelta(days=100 - 61))
    assert (sign.value, sign.compared) == (61, 30)
    assert sign.observation == (
        "No event took place for 61 days. Usually there is one every 30 days."
    )
    assert sign.advice.startswith("Hold one small event")
    member = await community.holding(None, garden.group, "MEMBER")
    helpers = (mentor, garden.owner)
    for passport in (*helpers, member, community.passport()):
        assert await signs(garden, passport) == []
        with pytest.raises(PermissionDenied):
            await community.call(
                pb.GetGroupSignRequest(group_sign_id=sign.id), pb.GroupSign, passport
            )
    later = "UPDATE group_sign SET share_time = share_time - interval '7 days' WHERE id = $1"
    await community.platform.site.sql("organizations", later, UUID(sign.id))
    await look(community)
    for passport in helpers:
        assert [each.id for each in await signs(garden, passport)] == [sign.id]
    for passport in (member, community.passport()):
        assert await signs(garden, passport) == []
    notices = await published_about(community.platform.site, "organizations", "group_sign", 2)
    assert spoken(notices) == ["group_sign.opened", "group_sign.shared"]
    # Who does not help any more does not see how the group is doing.
    ending = enrolment_pb2.EndEnrolmentRequest(enrolment_id=enrolment.id, reason="到期了")
    await garden.do(ending)
    for passport in helpers:
        assert await signs(garden, passport) == []
    await community.platform.site.sql("organizations", _AGAIN, UUID(garden.group.id))
    await look(community)
    (sign,) = await signs(garden)
    assert (sign.state, sign.end_date) == (CLOSED, str(today))


@pytest.mark.parametrize("days", [0, 3])
async def test_the_operator_sets_after_how_many_days_a_sign_is_shared(
    community: Community, days: int
) -> None:
    garden, _ = await grown(community)
    await look(community, days)
    (sign,) = await signs(garden)
    shared_after = to_datetime(sign.share_time) - to_datetime(sign.create_time)
    assert shared_after == timedelta(days=days)
    assert (await signs(garden, garden.owner) == []) == bool(days)
    sooner = "UPDATE group_sign SET share_time = share_time - $2 * interval '1 day' WHERE id = $1"
    await community.platform.site.sql("organizations", sooner, UUID(sign.id), max(days - 1, 0))
    await look(community, days)
    assert (await signs(garden, garden.owner) == []) == bool(days)
    await community.platform.site.sql("organizations", sooner, UUID(sign.id), 1)
    await look(community, days)
    assert [each.id for each in await signs(garden, garden.owner)] == [sign.id]


async def test_what_the_group_did_closes_a_sign_or_corrects_it(community: Community) -> None:
    garden, _ = await grown(community)
    await look(community)
    assert [each.state for each in await signs(garden)] == [OPEN]
    today = datetime.now(UTC).date()
    event = await held(garden, 20)
    await look(community)
    (sign,) = await signs(garden)
    assert (sign.state, sign.end_date) == (CLOSED, str(today - timedelta(days=20)))
    # It turns out that the group met earlier, too: it never had to wait for so long.
    await held(garden, 60)
    await look(community)
    (sign,) = await signs(garden)
    assert sign.state == CORRECTED
    # And that the one event was a mistake.
    await held(garden, 95, event, version=2)
    await look(community)
    states = [(each.state, each.end_date) for each in await signs(garden)]
    assert states == [(CORRECTED, sign.end_date)]


async def test_a_roster_that_changes_is_looked_at(community: Community) -> None:
    garden, _ = await grown(community)
    await held(garden, 1)
    await look(community)
    assert OPEN not in [each.state for each in await signs(garden)]
    sql = community.platform.site.sql
    gone = "UPDATE membership_role SET end_time = now() - interval '20 days' WHERE role = 'LEADER' AND membership_id IN (SELECT id FROM membership WHERE organization_id = $1)"
    await sql("organizations", gone, UUID(garden.group.id))
    touched = "UPDATE membership SET update_time = now() WHERE organization_id = $1"
    await sql("organizations", touched, UUID(garden.group.id))
    await look(community)
    owner = await community.holding(None, garden.group, "OWNER")
    opened = [each for each in await signs(garden, owner) if each.state == OPEN]
    assert [each.kind for each in opened] == [NO_DEPUTY]


async def test_from_scratch_and_by_many_at_once_the_same_is_found(community: Community) -> None:
    garden, _ = await grown(community, days=200)
    for days_ago in (150, 143, 136, 60):
        await held(garden, days_ago)
    await asyncio.gather(*(look(community) for _ in range(4)))
    found = await signs(garden)
    assert sorted(each.state for each in found) == [OPEN, CLOSED]
    await community.platform.site.sql("organizations", _AGAIN, UUID(garden.group.id))
    await asyncio.gather(*(look(community) for _ in range(4)))
    assert await signs(garden) == found


async def test_only_groups_that_are_cultivated_are_looked_at(community: Community) -> None:
    garden = await Garden.plant(community)
    await garden.apply()
    await garden.age(100)
    await look(community)
    assert await signs(garden) == []
    rows = await community.platform.site.sql(
        "organizations",
        "SELECT 1 FROM sign_check WHERE organization_id = $1",
        UUID(garden.group.id),
    )
    assert rows == []
