"""Organizations that close: their enrolments end, and nobody enrols them or has them mentor meanwhile."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import organization_pb2, programme_pb2, review_pb2

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.enrolments import servicer
from services.organizations.memberships import rights
from services.organizations.organizations import closing
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.racing import meet_before_announcing, without_locks
from tests.waiting import eventually

_CURRENT = (pb.ENROLMENT_STATE_APPLIED, pb.ENROLMENT_STATE_ENROLLED, pb.ENROLMENT_STATE_ON_HOLD)


async def close(
    community: Community, organization: organization_pb2.Organization
) -> organization_pb2.Organization:
    request = organization_pb2.CloseOrganizationRequest(organization_id=organization.id)
    return await community.call(request, organization_pb2.Organization, community.admin)


async def test_a_group_that_closes_is_withdrawn(community: Community) -> None:
    garden = await Garden.plant(community)
    other = await Garden.plant(community)
    enrolment = await garden.enrolled()
    applied = await garden.apply(programme_id=other.programme.id)
    kept = await other.enrolled()
    await garden.mentor(enrolment, garden.station.id)
    review = await garden.review(review_pb2.OpenReviewRequest(enrolment_id=enrolment.id))
    await close(community, garden.group)
    ended = await garden.now(enrolment)
    assert (ended.state, ended.HasField("end_time")) == (pb.ENROLMENT_STATE_WITHDRAWN, True)
    assert (await other.now(applied)).state == pb.ENROLMENT_STATE_WITHDRAWN
    # What belongs to it has ended too, and nothing of other groups has.
    decided = await garden.review(review_pb2.GetReviewRequest(review_id=review.id))
    assert decided.outcome == review_pb2.REVIEW_OUTCOME_END
    mentorships = await community.call(
        pb.ListMentorshipsRequest(enrolment_id=enrolment.id),
        pb.ListMentorshipsResponse,
        garden.owner,
    )
    assert [each.HasField("end_time") for each in mentorships.mentorships] == [True]
    assert (await other.now(kept)).state == pb.ENROLMENT_STATE_ENROLLED


async def test_a_group_that_closes_meanwhile_is_not_enrolled(community: Community) -> None:
    garden = await Garden.plant(community)
    for _ in range(6):
        below = await community.found(parent_id=garden.station.id)
        enrolling = pb.EnrolOrganizationRequest(
            organization_id=below.id, programme_id=garden.programme.id
        )
        _, enrolled = await asyncio.gather(
            close(community, below), garden.do(enrolling), return_exceptions=True
        )
        assert isinstance(enrolled, pb.Enrolment | Refused), enrolled
        listed = await community.call(
            pb.ListEnrolmentsRequest(organization_id=below.id, states=_CURRENT),
            pb.ListEnrolmentsResponse,
            community.admin,
        )
        assert not listed.enrolments


async def test_two_stations_mentor_for_each_other_at_once(community: Community) -> None:
    one, two = await Garden.plant(community), await Garden.plant(community)
    first, second = await one.enrolled(), await two.enrolled()
    for _ in range(4):
        mentored = await asyncio.gather(
            one.mentor(first, two.station.id), two.mentor(second, one.station.id)
        )
        assert [each.mentor_organization_id for each in mentored] == [
            two.station.id,
            one.station.id,
        ]


async def test_a_station_that_closes_ends_what_it_cultivates(community: Community) -> None:
    garden, other = await Garden.plant(community), await Garden.plant(community)
    enrolment, kept = await garden.enrolled(), await other.enrolled()
    await garden.mentor(enrolment, other.station.id)
    review = await garden.review(review_pb2.OpenReviewRequest(enrolment_id=enrolment.id))
    applied = await garden.apply(other.leader, organization_id=other.group.id)
    await close(community, garden.station)
    for each in (enrolment, applied):
        found = await garden.now(each, community.admin)
        assert (found.state, found.HasField("end_time")) == (pb.ENROLMENT_STATE_ENDED, True)
    getting = review_pb2.GetReviewRequest(review_id=review.id)
    decided = await garden.review(getting, garden.leader)
    assert decided.outcome == review_pb2.REVIEW_OUTCOME_END
    assert (await other.now(kept)).state == pb.ENROLMENT_STATE_ENROLLED
    with pytest.raises(Refused, match="This organization is closed"):
        await garden.apply()


async def test_what_a_large_station_cultivates_ends_batch_by_batch(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 1)
    garden = await Garden.plant(community)
    groups = [garden.group] + [await community.found() for _ in range(2)]
    enrolments = [await garden.apply(community.admin, organization_id=each.id) for each in groups]
    await close(community, garden.station)
    # The service does it right after the commit.
    ended = "SELECT 1 FROM organization WHERE id = $1 AND NOT is_ending"
    sql, key = community.platform.site.sql, UUID(garden.station.id)
    await eventually(lambda: sql("organizations", ended, key))
    for each in enrolments:
        assert (await garden.now(each, community.admin)).state == pb.ENROLMENT_STATE_ENDED


async def applies_while_the_station_closes(garden: Garden) -> Any:
    """Lets a station close and a group apply there at once; returns what became of the application."""
    _, applied = await asyncio.gather(
        close(garden.community, garden.station), garden.apply(), return_exceptions=True
    )
    if isinstance(applied, Refused):
        return applied.reason
    assert isinstance(applied, pb.Enrolment), applied
    return (await garden.now(applied, garden.leader)).state


async def test_a_group_that_applies_while_the_station_closes_is_not_left_waiting(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = await Garden.plant(community)
    with monkeypatch.context() as patched:
        meeting = meet_before_announcing(patched)
        outcome = await applies_while_the_station_closes(garden)
    assert not meeting.took_place
    assert outcome in ("ORGANIZATION_CLOSED", pb.ENROLMENT_STATE_ENDED)


async def test_control_without_locks_an_application_is_left_behind(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = await Garden.plant(community)
    has_looked, is_closed = asyncio.Event(), asyncio.Event()
    announce_all = Work.announce_all

    async def wait_and_announce(self: Work, rows: Sequence[Any], verb: str) -> None:
        if verb == "applied":
            has_looked.set()
            await is_closed.wait()
        await announce_all(self, rows, verb)

    with monkeypatch.context() as patched:
        without_locks(patched, Organization, Programme)
        patched.setattr(Work, "announce_all", wait_and_announce)
        applying = asyncio.create_task(garden.apply())
        await has_looked.wait()
        await close(community, garden.station)
        is_closed.set()
        applied = await applying
    assert (await garden.now(applied, garden.leader)).state == pb.ENROLMENT_STATE_APPLIED


async def test_a_version_that_is_retired_meanwhile_takes_no_group(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = await Garden.plant(community)
    below = await community.found(parent_id=garden.station.id)
    retiring = programme_pb2.RetireProgrammeRequest(programme_id=garden.programme.id)

    async def retire_before(*arguments: Any) -> Any:
        # The enrolment has read the version, and has no lock yet.
        await community.call(retiring, programme_pb2.Programme, community.admin)
        return await rights.lock_both(*arguments)

    monkeypatch.setattr(servicer, "lock_both", retire_before)
    enrolling = pb.EnrolOrganizationRequest(
        organization_id=below.id, programme_id=garden.programme.id
    )
    with pytest.raises(Refused, match="not open for groups"):
        await garden.do(enrolling)
