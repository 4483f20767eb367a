"""Who sees whom, and how to reach them: what notices of memberships and sign-ups open and close."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import sign_up_pb2
from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import person_activity_pb2, person_pb2

from services.kit.contract.values import timestamp
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.contacts.test_contacts import (
    PHONE,
    enter,
    get,
    share,
)
from tests.volunteers.owner import Owner
from tests.volunteers.people.test_people import register
from tests.volunteers.told import NOON, membership, sign_up, tell

STATES = sign_up_pb2.SignUpState
STANDING = [
    name
    for name, _ in STATES.items()
    if not name.endswith(("FIED", "CANCELLED", "DECLINED", "EXPIRED"))
]
ENDED = membership_pb2.MEMBERSHIP_STATE_ENDED


async def sees(platform: Platform, person_id: UUID, passport: str) -> bool:
    answer = await platform.call(
        person_pb2.BatchGetPeopleRequest(ids=[str(person_id)]),
        person_pb2.BatchGetPeopleResponse,
        passport,
    )
    return bool(answer.people)


async def reaches(platform: Platform, person_id: UUID, passport: str) -> bool:
    try:
        return (await get(platform, person_id, passport)).phone == PHONE
    except PermissionDenied:
        return False


class TestWhoSignsUpFromOutside:
    @pytest.mark.parametrize("state", STANDING)
    async def test_is_seen_by_those_who_run_or_supervise_the_event(
        self, volunteers: Platform, state: str
    ) -> None:
        me, group = uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        await tell(volunteers, sign_up(me, group, state=STATES.Value(state)))
        for role in ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR"):
            passport = volunteers.office.person(roles={group: [role]})
            assert await sees(volunteers, me, passport), role
            assert not await reaches(volunteers, me, passport), role

    async def test_is_seen_by_nobody_else(self, volunteers: Platform) -> None:
        me, group = uuid7(), uuid7()
        await register(volunteers, me)
        await tell(volunteers, sign_up(me, group))
        member = uuid7()
        await tell(volunteers, membership(member, group))
        office = volunteers.office
        for passport in (
            office.person(member),
            office.person(roles={uuid7(): ["LEADER"]}),
            office.person(),
        ):
            assert not await sees(volunteers, me, passport)

    @pytest.mark.parametrize("state", ["CANCELLED", "DECLINED", "EXPIRED"])
    async def test_is_no_longer_seen_once_they_gave_it_up(
        self, volunteers: Platform, state: str
    ) -> None:
        me, group = uuid7(), uuid7()
        leader = volunteers.office.person(roles={group: ["LEADER"]})
        await register(volunteers, me)
        mine = sign_up(me, group)
        await tell(volunteers, mine)
        assert await sees(volunteers, me, leader)
        given_up = sign_up(me, group, id=mine.id, state=STATES.Value(f"SIGN_UP_STATE_{state}"))
        await tell(volunteers, given_up, version=2)
        assert not await sees(volunteers, me, leader)


class TestConsent:
    """Consent to be reached is given in a membership, and ends with it."""

    async def test_given_while_the_application_waits_counts_once_it_is_accepted(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, leader = await self.known(volunteers, owner)
        mine = membership(me, group, state=membership_pb2.MEMBERSHIP_STATE_APPLIED)
        await tell(volunteers, mine)
        await share(volunteers, me, group)
        assert not await reaches(volunteers, me, leader)
        mine.state = membership_pb2.MEMBERSHIP_STATE_ACTIVE
        mine.start_time.CopyFrom(timestamp(datetime.now(UTC)))
        await tell(volunteers, mine, version=2)
        assert await reaches(volunteers, me, leader)

    async def test_does_not_survive_leaving_and_coming_back(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, leader = await self.known(volunteers, owner)
        mine = membership(me, group)
        await tell(volunteers, mine)
        await share(volunteers, me, group)
        assert await reaches(volunteers, me, leader)
        await tell(volunteers, self.over(mine), version=2)
        assert not await reaches(volunteers, me, leader)
        again = membership(me, group, create_time=timestamp(datetime.now(UTC)))
        await tell(volunteers, again)
        assert not await reaches(volunteers, me, leader)
        await share(volunteers, me, group)
        assert await reaches(volunteers, me, leader)

    async def test_does_not_survive_if_the_end_is_told_after_the_return(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, leader = await self.known(volunteers, owner)
        mine = membership(me, group)
        await tell(volunteers, mine)
        await share(volunteers, me, group)
        ended = datetime.now(UTC)
        await tell(volunteers, membership(me, group, create_time=timestamp(ended)))
        await tell(volunteers, self.over(mine, ended), version=2)
        assert not await reaches(volunteers, me, leader)

    async def test_given_anew_survives_if_the_end_is_told_after_that(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, leader = await self.known(volunteers, owner)
        mine = membership(me, group)
        await tell(volunteers, mine)
        await share(volunteers, me, group)
        ended = datetime.now(UTC)
        await tell(volunteers, membership(me, group, create_time=timestamp(ended)))
        await share(volunteers, me, group)
        await tell(volunteers, self.over(mine, ended), version=2)
        assert await reaches(volunteers, me, leader)

    async def test_given_outside_of_a_membership_opens_none_that_comes_later(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, leader = await self.known(volunteers, owner)
        await share(volunteers, me, group)
        await tell(volunteers, membership(me, group, create_time=timestamp(datetime.now(UTC))))
        assert not await reaches(volunteers, me, leader)

    async def test_ends_with_an_audit_row(self, volunteers: Platform, owner: Owner) -> None:
        me, group, _ = await self.known(volunteers, owner)
        mine = membership(me, group)
        await tell(volunteers, mine)
        await share(volunteers, me, group)
        await tell(volunteers, self.over(mine), version=2)
        contact = await get(volunteers, me, volunteers.office.person(me))
        assert not contact.shares
        (row,) = await volunteers.site.sql(
            "volunteers",
            "SELECT * FROM audit WHERE principal_id = 'consumer:volunteers-membership'",
        )
        assert row["method"].startswith("banyan.organizations.membership.")
        assert json.loads(row["resource_ids"]) == [str(me)]
        assert row["organization_id"] == group
        (change,) = [each for each in json.loads(row["changes"]) if each["before"]]
        assert change["table"] == "contact_share"
        assert change["before"]["organization_id"] == str(group)

    async def test_a_projection_alone_leaves_no_audit_row(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, _ = await self.known(volunteers, owner)
        await tell(volunteers, membership(me, group))
        query = "SELECT 1 FROM audit WHERE principal_id LIKE 'consumer:%'"
        assert not await volunteers.site.sql("volunteers", query)

    async def known(self, platform: Platform, owner: Owner) -> tuple[UUID, UUID, str]:
        """Returns a person with contact details, an organization, and a passport of its leader.

        Organizations says throughout that they are a member, so what counts is what its notices say.
        """
        me, group = uuid7(), uuid7()
        owner.admit(me, group)
        await register(platform, me)
        await enter(platform, me)
        return me, group, platform.office.person(roles={group: ["LEADER"]})

    def over(
        self, mine: membership_pb2.Membership, at: datetime | None = None
    ) -> membership_pb2.Membership:
        """Returns the membership as it is after its end."""
        ended = membership_pb2.Membership()
        ended.CopyFrom(mine)
        ended.state = ENDED
        ended.end_time.CopyFrom(timestamp(at or datetime.now(UTC)))
        return ended


class TestPersonActivity:
    async def activity(self, platform: Platform, me: UUID) -> Any:
        answer = await platform.call(
            person_activity_pb2.BatchGetPersonActivitiesRequest(ids=[str(me)]),
            person_activity_pb2.BatchGetPersonActivitiesResponse,
            platform.office.person(me),
        )
        return answer.person_activities[0]

    async def test_tells_what_is_planned_from_what_is_done(self, volunteers: Platform) -> None:
        me, group = uuid7(), uuid7()
        await register(volunteers, me)
        assert (await self.activity(volunteers, me)).planned_sign_ups == 0
        for name, number in STATES.items():
            if number:
                end = NOON + timedelta(hours=2, days=number if name.endswith("COMPLETED") else 0)
                mine = sign_up(me, group, state=number, end_time=timestamp(end))
                await tell(volunteers, mine)
        activity = await self.activity(volunteers, me)
        assert activity.planned_sign_ups == 2  # CONFIRMED and CHECKED_IN
        assert activity.planned_minutes == 240
        assert activity.completed_sign_ups == 1
        assert activity.last_shift_end_time.ToDatetime(tzinfo=UTC) == NOON + timedelta(
            hours=2, days=sign_up_pb2.SIGN_UP_STATE_COMPLETED
        )
