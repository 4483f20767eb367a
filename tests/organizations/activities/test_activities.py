"""OrganizationActivityService, and the events that it counts."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import organization_activity_pb2 as pb

from services.kit.contract.values import timestamp
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.notices import publish
from tests.organizations.community import APPLICATION, Community
from tests.waiting import eventually

DRAFT, PUBLISHED = event_pb2.EVENT_STATE_DRAFT, event_pb2.EVENT_STATE_PUBLISHED
CANCELLED, COMPLETED = event_pb2.EVENT_STATE_CANCELLED, event_pb2.EVENT_STATE_COMPLETED


def event(
    organization_id: UUID,
    state: event_pb2.EventState,
    day: int,
    event_id: UUID | None = None,
    visibility: event_pb2.EventVisibility = event_pb2.EVENT_VISIBILITY_PUBLIC,
) -> event_pb2.Event:
    return event_pb2.Event(
        id=str(event_id or uuid7()),
        organization_id=str(organization_id),
        state=state,
        visibility=visibility,
        start_time=timestamp(datetime(2026, 3, day, tzinfo=UTC)),
    )


async def tell(community: Community, *events: event_pb2.Event, version: int = 1) -> None:
    """Publishes events as the events service would, and waits until organizations has seen them."""
    site = community.platform.site
    for each in events:
        await publish(site, "events", "event", each, version)

    async def seen() -> bool:
        rows = await site.sql("organizations", "SELECT 1 FROM seen WHERE version = $1", version)
        return len(rows) == len(events)

    await eventually(seen)


async def activities(
    community: Community, *organization_ids: UUID
) -> list[tuple[str, int, int | None]]:
    """Returns, for each organization, its id, the number of its events and the day of the last."""
    answer = await community.call(
        pb.BatchGetOrganizationActivitiesRequest(ids=map(str, organization_ids)),
        pb.BatchGetOrganizationActivitiesResponse,
        community.platform.office.anonymous(),
    )
    return [
        (
            activity.organization_id,
            activity.published_events,
            activity.last_event_start_time.ToDatetime().day
            if activity.HasField("last_event_start_time")
            else None,
        )
        for activity in answer.organization_activities
    ]


async def members(community: Community, *organization_ids: str) -> list[tuple[int, bool]]:
    """Returns, for each organization, the number of its members, and whether it has no more."""
    answer = await community.call(
        pb.BatchGetOrganizationActivitiesRequest(ids=organization_ids),
        pb.BatchGetOrganizationActivitiesResponse,
        community.platform.office.anonymous(),
    )
    return [
        (activity.active_members, activity.active_members_is_exact)
        for activity in answer.organization_activities
    ]


class TestBatchGetOrganizationActivities:
    async def test_counts_what_was_published_and_not_cancelled(self, community: Community) -> None:
        mine, other = uuid7(), uuid7()
        await tell(
            community,
            event(mine, PUBLISHED, 3),
            event(mine, COMPLETED, 5),
            event(mine, DRAFT, 7),
            event(mine, CANCELLED, 9),
            event(other, PUBLISHED, 11),
        )
        assert await activities(community, mine) == [(str(mine), 2, 5)]

    async def test_counts_nothing_that_members_keep_to_themselves(
        self, community: Community
    ) -> None:
        mine, event_id = uuid7(), uuid7()
        members, public = event_pb2.EVENT_VISIBILITY_MEMBERS, event_pb2.EVENT_VISIBILITY_PUBLIC
        await tell(
            community, event(mine, PUBLISHED, 3), event(mine, PUBLISHED, 5, event_id, members)
        )
        assert await activities(community, mine) == [(str(mine), 1, 3)]
        await tell(community, event(mine, PUBLISHED, 5, event_id, public), version=2)
        assert await activities(community, mine) == [(str(mine), 2, 5)]

    async def test_keeps_the_order_and_has_zeros_for_the_unknown(
        self, community: Community
    ) -> None:
        mine, unknown = uuid7(), uuid7()
        await tell(community, event(mine, PUBLISHED, 3))
        assert await activities(community, unknown, mine, unknown) == [
            (str(unknown), 0, None),
            (str(mine), 1, 3),
        ]

    async def test_follows_the_event(self, community: Community) -> None:
        mine, event_id = uuid7(), uuid7()
        for version, (state, expected) in enumerate(
            ((DRAFT, 0), (PUBLISHED, 1), (CANCELLED, 0)), start=1
        ):
            await tell(community, event(mine, state, 3, event_id), version=version)
            assert (await activities(community, mine))[0][1] == expected

    async def test_names_the_field_that_breaks_a_rule(self, community: Community) -> None:
        for ids in ([], ["choir"], [str(uuid7())] * 101):
            with pytest.raises(InvalidArgument) as refused:
                await community.call(
                    pb.BatchGetOrganizationActivitiesRequest(ids=ids),
                    pb.BatchGetOrganizationActivitiesResponse,
                    community.admin,
                )
            assert refused.value.violations[0].field.startswith("ids")

    async def test_counts_the_active_members(self, community: Community) -> None:
        choir = await community.found(membership_policy=APPLICATION)
        suspended, _ = await community.member(choir), await community.member(choir)
        await community.apply(choir)
        assert await members(community, choir.id) == [(3, True)]  # the founder is one
        await community.call(
            membership_pb2.SuspendMembershipRequest(membership_id=suspended.id),
            membership_pb2.Membership,
            community.admin,
        )
        below = await community.found(parent_id=choir.id)
        assert await members(community, choir.id, str(uuid7()), below.id) == [
            (2, True),
            (0, True),
            (1, True),
        ]

    async def test_stops_counting_members_at_ten_thousand(self, community: Community) -> None:
        choir = await community.found()
        insert = (
            "INSERT INTO membership (id, version, create_time, update_time, organization_id,"
            " person_id, sort_name, search_name, recorded_minutes, attested_minutes,"
            " application_message, state, reason) SELECT gen_random_uuid(), 1, now(), now(), $1,"
            " gen_random_uuid(), '', '', 0, 0, '', 'ACTIVE', '' FROM generate_series(1, $2::int)"
        )
        site = community.platform.site
        await site.sql("organizations", insert, UUID(choir.id), 9_999)
        assert await members(community, choir.id) == [(10_000, True)]
        await site.sql("organizations", insert, UUID(choir.id), 1)
        assert await members(community, choir.id) == [(10_000, False)]
