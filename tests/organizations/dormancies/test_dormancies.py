"""DormancyService, called over gRPC, and the jobs that find and end dormancies."""

from datetime import UTC, datetime, timedelta

import pytest
from banyan.organizations.v1 import dormancy_pb2 as pb
from banyan.organizations.v1 import enrolment_pb2

from services.kit.errors import PermissionDenied
from tests.notices import published_about, spoken
from tests.organizations.community import OPEN, Community
from tests.organizations.dormancies.sleeping import AWAKE, DORMANT, ENDED, WARNED, Burrow


async def test_leaders_are_warned_then_the_mentor_then_everyone_sees_it(
    community: Community,
) -> None:
    burrow = await Burrow.dig(community)
    await burrow.look()
    (warned,) = await burrow.seen()
    today = datetime.now(UTC).date()
    assert (warned.state, warned.is_shared) == (WARNED, False)
    assert warned.quiet_since == str(today - timedelta(days=100))
    assert warned.dormant_time.ToDatetime() - warned.share_time.ToDatetime() == timedelta(days=30)
    helpers = (burrow.mentor, burrow.garden.owner)
    member = await community.holding(None, burrow.garden.group, "MEMBER")
    getting = pb.GetDormancyRequest(dormancy_id=warned.id)
    for passport in (*helpers, member, community.passport()):
        assert await burrow.seen(passport) == []
        with pytest.raises(PermissionDenied):
            await community.call(getting, pb.Dormancy, passport)
    await burrow.wait(13)
    assert [each.is_shared for each in await burrow.seen()] == [False]
    await burrow.wait(1)
    for passport in helpers:
        assert [each.id for each in await burrow.seen(passport)] == [warned.id]
    await burrow.wait(29)
    assert (await burrow.states(), await burrow.dormant_since()) == ([WARNED], None)
    await burrow.wait(1)
    (dormant,) = await burrow.seen()
    assert dormant.state == DORMANT
    assert await burrow.dormant_since() == dormant.dormant_time.ToDatetime(tzinfo=UTC)
    for passport in (member, community.passport()):
        assert await burrow.seen(passport) == []  # the date is public, and the story is not
    # It is still there for whoever wants to join.
    assert burrow.garden.group.membership_policy == OPEN
    await community.member(burrow.garden.group)
    notices = await published_about(community.platform.site, "organizations", "dormancy", 3)
    assert spoken(notices) == ["dormancy.warned", "dormancy.shared", "dormancy.dormant"]


async def test_an_event_wakes_a_group_up(community: Community) -> None:
    burrow = await Burrow.dig(community)
    await burrow.look()
    await burrow.wait(14)
    await burrow.wait(30)
    assert await burrow.states() == [DORMANT]
    # One of long ago that was recorded late says nothing about now.
    await burrow.meet(95)
    assert await burrow.states() == [DORMANT]
    await burrow.meet(2)
    (woken,) = await burrow.seen()
    assert (woken.state, woken.HasField("waker_id")) == (AWAKE, False)
    assert await burrow.dormant_since() is None
    await burrow.look()
    assert await burrow.states() == [AWAKE]


async def test_a_word_of_the_leaders_counts_as_a_sign_of_life(community: Community) -> None:
    burrow = await Burrow.dig(community)
    await burrow.look()
    member = await community.holding(None, burrow.garden.group, "COORDINATOR")
    for passport in (member, burrow.mentor, burrow.garden.owner):
        with pytest.raises(PermissionDenied):
            await burrow.answer(passport)
    answered = await burrow.answer()
    assert (answered.state, answered.note) == (AWAKE, "冬天不唱，春天再聚")
    assert answered.HasField("waker_id")
    await burrow.look()
    assert await burrow.states() == [AWAKE]
    # They have 90 days more, and then are warned again.
    sql = community.platform.site.sql
    for days, states in ((89, [AWAKE]), (1, [WARNED, AWAKE])):
        await sql(
            "organizations",
            "UPDATE dormancy SET end_time = end_time - $1 * interval '1 day' WHERE end_time IS NOT NULL",
            days,
        )
        await burrow.wait(days)
        assert await burrow.states() == states


async def test_a_planned_event_puts_the_next_step_off(community: Community) -> None:
    burrow = await Burrow.dig(community)
    await burrow.look()
    await burrow.wait(14)
    await burrow.wait(28)
    due = (await burrow.seen())[0].dormant_time
    await burrow.meet(-5)
    (put_off,) = await burrow.seen()
    assert (put_off.state, put_off.dormant_time.seconds > due.seconds) == (WARNED, True)
    day = put_off.dormant_time.ToDatetime().date()
    assert day == datetime.now(UTC).date() + timedelta(days=6)
    # A group that plans something is not warned in the first place.
    other = await Burrow.dig(community)
    await other.meet(-5)
    assert await other.states() == []


async def test_nobody_is_warned_without_rules_or_on_hold(community: Community) -> None:
    burrow = await Burrow.dig(community, warn_days=101)
    await burrow.look()
    assert await burrow.states() == []
    await burrow.set_rules(warn_days=100, share_days=1, dormant_days=1)
    await burrow.look()
    assert await burrow.states() == [WARNED]
    pausing = enrolment_pb2.PauseEnrolmentRequest(enrolment_id=burrow.enrolment.id, reason="冬休")
    await burrow.garden.do(pausing)
    await burrow.look()
    assert await burrow.states() == [ENDED]
    await burrow.garden.do(enrolment_pb2.ResumeEnrolmentRequest(enrolment_id=burrow.enrolment.id))
    await burrow.look()
    assert await burrow.states() == [WARNED, ENDED]
    ending = enrolment_pb2.EndEnrolmentRequest(enrolment_id=burrow.enrolment.id, reason="到期了")
    await burrow.garden.do(ending)
    await burrow.look()
    assert await burrow.states() == [ENDED, ENDED]


async def test_a_programme_has_rules_of_its_own(community: Community) -> None:
    burrow = await Burrow.dig(community)  # quiet for 100 days, and the station warns after 90
    await burrow.set_rules_of_programme(warn_days=110, share_days=7, dormant_days=20)
    await burrow.look()
    assert await burrow.seen() == []
    await burrow.set_rules_of_programme(warn_days=60, share_days=7, dormant_days=20)
    await burrow.look()
    (warned,) = await burrow.seen()
    assert warned.dormant_time.ToDatetime() - warned.share_time.ToDatetime() == timedelta(days=20)
