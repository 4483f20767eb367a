"""GroupClosingService, called over gRPC."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import cultivation_pb2, enrolment_pb2, membership_pb2, organization_pb2
from banyan.organizations.v1 import group_closing_pb2 as pb

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.notices import published_about
from tests.organizations.community import APPLICATION, Community
from tests.organizations.cultivation.test_past import charted
from tests.organizations.cultivation.test_view import view
from tests.organizations.enrolments.growing import Garden
from tests.organizations.group_closings.ending import (
    COMPLETED,
    MERGED,
    OTHER,
    approve,
    end,
    unfinished,
)
from tests.organizations.group_supports.giving import EQUIPMENT, Fund

_DONE = (
    "INSERT INTO group_day (organization_id, day, events_held, events_cancelled)"
    " VALUES ($1, '2026-03-01', 2, 0), ($1, '2026-03-08', 1, 1)",
    "INSERT INTO group_visit (organization_id, day, person_id, minutes)"
    " SELECT $1, day, person_id, 90 FROM gen_random_uuid() AS person_id,"
    " unnest(ARRAY['2026-03-01'::date, '2026-03-08']) AS day",
    "INSERT INTO hours_balance (id, organization_id, person_id, recorded_minutes, attested_minutes)"
    " SELECT gen_random_uuid(), $1, gen_random_uuid(), 90, 30 FROM generate_series(1, 2)",
)
_LONG_AGO = (
    "UPDATE enrolment SET enrol_time = now() - interval '190 days',"
    " end_time = end_time - interval '60 days' WHERE organization_id = $1"
)


async def test_a_group_ends_well_and_its_record_stays(community: Community) -> None:
    fund = await Fund.open(community)
    garden, call = fund.garden, community.call
    await fund.ask()
    lent = await fund.deliver(await fund.promise(EQUIPMENT))
    owner = await community.holding(None, garden.group, "OWNER")
    person = uuid7()
    await community.member(garden.group, person)
    for sql in _DONE:
        await community.platform.site.sql("organizations", sql, UUID(garden.group.id))
    # A leader sees what is unfinished; ending it is for owners.
    can_end, items, supports = await unfinished(community, garden.group.id, garden.leader)
    assert (can_end, supports) == (True, [lent.id])
    assert items == {
        "SUPPORT_TO_SETTLE": (1, True),
        "SUPPORT_TO_COME": (2, False),
        "ENROLMENTS": (1, False),
    }
    for stranger in (garden.leader, garden.owner):
        with pytest.raises(PermissionDenied):
            await end(community, garden.group.id, stranger)
    with pytest.raises(PermissionDenied):
        await unfinished(community, garden.group.id, garden.owner)
    handover = pb.ClosingHandover(
        description="两面鼓", organization_id=garden.station.id, group_support_id=lent.id
    )
    closing = await end(community, garden.group.id, owner, handovers=[handover])
    members = await community.platform.site.sql(
        "organizations",
        "SELECT count(*) AS number FROM membership WHERE organization_id = $1 AND state = 'ACTIVE'",
        UUID(garden.group.id),
    )
    assert (closing.cause, closing.members_count) == (COMPLETED, members[0]["number"])
    assert (closing.events_count, closing.participants_count) == (3, 1)
    assert (closing.recorded_minutes, closing.attested_minutes, closing.months) == (180, 60, 0)
    assert list(closing.handovers) == [handover]
    # Members, the station and the mentor's people go on seeing it; nobody else does.
    getting = pb.GetGroupClosingRequest(group_closing_id=closing.id)
    for reader in (community.passport(person), garden.owner, garden.leader):
        assert await call(getting, pb.GroupClosing, reader) == closing
    with pytest.raises(PermissionDenied):
        await call(getting, pb.GroupClosing, community.passport())
    asking = organization_pb2.GetOrganizationRequest(organization_id=garden.group.id)
    group = await call(asking, organization_pb2.Organization, owner)
    assert group.state == organization_pb2.ORGANIZATION_STATE_CLOSED
    ended = await garden.now(fund.enrolment)
    assert (ended.state, ended.is_completed, ended.reason) == (
        enrolment_pb2.ENROLMENT_STATE_ENDED,
        True,
        "花园建成了",
    )
    # It counts as completed, and not as lost, half a year after it was enrolled.
    await community.platform.site.sql("organizations", _LONG_AGO, UUID(garden.group.id))
    found = await view(garden)
    assert {
        cultivation_pb2.CultivationStep.Name(each.step).rsplit("_", 1)[1]: each.count
        for each in found.funnel
    }["COMPLETED"] == 1
    assert [(each.groups, each.surviving, each.completed) for each in found.survival] == [
        (1, 0, 1),
        (0, 0, 0),
        (0, 0, 0),
    ]


async def test_members_go_on_in_the_successor(community: Community) -> None:
    group = await community.found()
    successor = await community.found(membership_policy=APPLICATION)
    owner = await community.holding(None, group, "OWNER")
    host = await community.holding(None, successor, "COORDINATOR")
    members = [uuid7(), uuid7()]
    for each in members:
        await community.member(group, each)
    closing = await end(community, group.id, owner, cause=MERGED, successor_id=successor.id)
    assert not closing.HasField("approve_time")
    early = await community.apply(successor, members[0])
    with pytest.raises(PermissionDenied):
        await approve(community, closing, owner)
    assert (await approve(community, closing, host)).HasField("approve_time")
    await community.apply(successor, members[1])
    joined = await community.membership(successor, members[1])
    assert joined.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE
    # A stranger still waits, and so does who applied before.
    waiting = (await community.apply(successor, uuid7()), early)
    assert {each.state for each in waiting} == {membership_pb2.MEMBERSHIP_STATE_APPLIED}
    # Whoever manages both need not ask anybody.
    both = uuid7()
    other = await community.found()
    await community.holding(both, other, "OWNER")
    passport = await community.holding(both, successor, "COORDINATOR")
    agreed = await end(community, other.id, passport, cause=OTHER, successor_id=successor.id)
    assert agreed.HasField("approve_time")
    listing = pb.ListGroupClosingsRequest(organization_id=other.id)
    listed = await community.call(listing, pb.ListGroupClosingsResponse, host)
    # A coordinator of the successor sees it, too.
    assert [each.id for each in listed.group_closings] == [agreed.id]


async def test_a_closed_group_says_where_it_goes_on_until_it_is_reopened(
    community: Community,
) -> None:
    group, successor = await community.found(), await community.found()
    owner = await community.holding(None, group, "OWNER")

    async def shown() -> organization_pb2.Organization:
        request = organization_pb2.GetOrganizationRequest(organization_id=group.id)
        anonymous = community.platform.office.anonymous()
        return await community.call(request, organization_pb2.Organization, anonymous)

    assert not (await shown()).HasField("successor_id")
    await end(community, group.id, owner, cause=MERGED, successor_id=successor.id)
    closed = await shown()
    assert closed.successor_id == successor.id
    site = community.platform.site
    *_, notice = await published_about(site, "organizations", "organization", 3)
    assert organization_pb2.Organization.FromString(notice.payload) == closed
    request = organization_pb2.ReopenOrganizationRequest(organization_id=group.id)
    reopened = await community.call(request, organization_pb2.Organization, owner)
    assert not reopened.HasField("successor_id")


async def test_a_station_says_itself_that_a_group_is_completed(community: Community) -> None:
    garden = await Garden.plant(community)
    applied = await garden.apply()

    def ending() -> enrolment_pb2.EndEnrolmentRequest:
        return enrolment_pb2.EndEnrolmentRequest(
            enrolment_id=applied.id, reason="花园建成了", is_completed=True
        )

    with pytest.raises(Refused) as refused:  # nothing was done yet
        await garden.do(ending())
    assert refused.value.reason == "NOT_AT_A_STAGE"
    await garden.do(enrolment_pb2.AcceptEnrolmentRequest(enrolment_id=applied.id))
    assert (await garden.do(ending())).is_completed
    measures = ["CULTIVATION_MEASURE_COMPLETED", "CULTIVATION_MEASURE_LEFT"]
    series = await charted(garden, 0, measures=measures)
    assert [each.points[-1].value for each in series] == [1, 0]
