"""Groups that were cultivated before it was written down here."""

from datetime import UTC, datetime, timedelta

import pytest
from banyan.organizations.v1 import cultivation_pb2
from banyan.organizations.v1 import enrolment_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import InvalidArgument, PermissionDenied
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.programmes.making import criterion, stage
from tests.organizations.signs.test_signs import FADING, held, look, signs
from tests.remedies import refused

SEED = stage("seed", criterion("MONTHS_SINCE_FOUNDING", 5), minimum_days=0, expected_days=60)
SPROUT = stage("sprout", criterion("OFFICERS", 2))


def days_ago(days: float) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime.now(UTC) - timedelta(days=days))
    return moment


async def _below(community: Community) -> Garden:
    """Returns a station with a group below it that is not enrolled."""
    garden = await Garden.plant(community, stages=[SEED, SPROUT])
    garden.group = await community.found(parent_id=garden.station.id)
    garden.leader = await community.holding(None, garden.group, "LEADER")
    return garden


async def _enrol(garden: Garden, since: Timestamp, by: str | None = None) -> pb.Enrolment:
    return await garden.do(
        pb.EnrolOrganizationRequest(
            organization_id=garden.group.id, programme_id=garden.programme.id, enrol_time=since
        ),
        by,
    )


async def _move(garden: Garden, enrolment: pb.Enrolment, since: Timestamp) -> pb.Enrolment:
    return await garden.do(
        pb.MoveEnrolmentRequest(
            enrolment_id=enrolment.id, programme_id=garden.programme.id, stage_start_time=since
        )
    )


async def test_a_past_that_is_entered_counts_from_now_on(community: Community) -> None:
    garden = await _below(community)
    since = days_ago(200)
    enrolment = await _enrol(garden, since)
    assert (enrolment.enrol_time, enrolment.stage_start_time) == (since, since)
    for week in range(20, 8, -1):
        await held(garden, 7 * week)
    await look(community)
    # It is as old as the station says, so it shows what it shows; its roster says nothing of that time.
    assert [each.kind for each in await signs(garden)] == [FADING]
    standing = await garden.standing(enrolment)
    assert standing is not None
    assert standing.requirements[0].criteria[0].value == 6
    request = cultivation_pb2.SummarizeCultivationRequest(organization_id=garden.station.id)
    view = await community.call(request, cultivation_pb2.CultivationSummary, garden.owner)
    assert (view.groups, view.stuck) == (1, 1)
    # What was seen yesterday stays: nothing.
    request.date = str(datetime.now(UTC).date() - timedelta(days=1))
    before = await community.call(request, cultivation_pb2.CultivationSummary, garden.owner)
    assert (before.groups, before.stuck) == (0, 0)
    # At the stage it is for less long.
    moved = await _move(garden, enrolment, days_ago(30))
    assert (moved.stage_key, moved.enrol_time) == ("seed", since)
    await look(community)
    request.ClearField("date")
    view = await community.call(request, cultivation_pb2.CultivationSummary, garden.owner)
    assert (view.groups, view.stuck) == (1, 0)


async def test_a_past_is_no_future_and_no_stage_begins_before_it(community: Community) -> None:
    garden = await _below(community)
    for wrong in (days_ago(-1), days_ago(4000)):
        assert "Choose another time" in await refused(_enrol(garden, wrong), "NOT_IN_THE_PAST")
    with pytest.raises(PermissionDenied):
        await _enrol(garden, days_ago(10), garden.leader)
    enrolment = await _enrol(garden, days_ago(100))
    for wrong in (days_ago(-1), days_ago(101)):
        with pytest.raises(InvalidArgument) as refusal:
            await _move(garden, enrolment, wrong)
        (violation,) = refusal.value.violations
        assert (violation.field, violation.reason) == ("stage_start_time", "NOT_IN_THE_PAST")
