"""Every refusal of support says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import booking_pb2, event_pb2

from services.kit.process.ids import uuid7
from services.organizations.group_supports import queries
from tests.organizations.community import Community
from tests.organizations.group_supports.giving import (
    DELIVERED,
    EQUIPMENT,
    MONEY,
    SETTLED,
    SPACE,
    TRAINING,
    Fund,
)
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "group_supports")
remedy = REMEDIES.of


@remedy("NOTHING_OFFERED")
async def nothing_offered(community: Community) -> None:
    fund = await Fund.open(community, offers=[])
    assert "Ask those who" in await refused(fund.ask(), "NOTHING_OFFERED")
    await fund.promise()


@remedy("TOO_MUCH_SUPPORT")
async def too_much(community: Community) -> None:
    fund = await Fund.open(community)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queries, "MOST_SUPPORTS", 1)
        assert "End this enrolment" in await refused(fund.ask(), "TOO_MUCH_SUPPORT")
    await fund.ask()


@remedy("SUPPORT_NOT_REQUESTED", "SUPPORT_NOT_PROMISED", "SUPPORT_ENDED", "NOTHING_TO_CORRECT")
async def wrong_state(community: Community) -> None:
    fund = await Fund.open(community)
    promised = await fund.promise()
    said = await refused(fund.grant(promised), "SUPPORT_NOT_REQUESTED")
    assert "Promise something else" in said
    delivered = await fund.deliver(promised)
    assert delivered.state == DELIVERED
    said = await refused(fund.deliver(delivered), "SUPPORT_NOT_PROMISED")
    assert "Look at its state" in said
    assert "correct that first" in await refused(fund.withdraw(delivered), "SUPPORT_ENDED")
    promised = await fund.correct(delivered)
    said = await refused(fund.correct(promised), "NOTHING_TO_CORRECT")
    assert "Withdraw a promise" in said
    await fund.withdraw(promised)


@remedy("BOOKING_NOT_OPEN", "EVENT_NOT_OPEN")
async def not_known(community: Community) -> None:
    fund = await Fund.open(community)
    booking = booking_pb2.Booking(
        id=str(uuid7()),
        organization_id=fund.garden.group.id,
        state=booking_pb2.BOOKING_STATE_PENDING,
    )
    asking = fund.promise(SPACE, booking_id=booking.id)
    assert "Book the venue first" in await refused(asking, "BOOKING_NOT_OPEN")
    await fund.hear("booking", booking)
    await fund.promise(SPACE, booking_id=booking.id)
    event = event_pb2.Event(
        id=str(uuid7()),
        organization_id=fund.garden.group.id,
        state=event_pb2.EVENT_STATE_DRAFT,
    )
    event.start_time.GetCurrentTime()
    await fund.hear("event", event)
    asking = fund.promise(TRAINING, event_id=event.id)
    assert "Publish it first" in await refused(asking, "EVENT_NOT_OPEN")
    event.state = event_pb2.EVENT_STATE_PUBLISHED
    await fund.hear("event", event, version=2)
    await fund.promise(TRAINING, event_id=event.id)


@remedy("NOTHING_TO_SETTLE", "SUPPORT_NOT_DELIVERED")
async def not_to_settle(community: Community) -> None:
    fund = await Fund.open(community)
    advice = await fund.deliver(await fund.promise())
    assert "nothing left" in await refused(fund.settle(advice), "NOTHING_TO_SETTLE")
    lent = await fund.promise(EQUIPMENT)
    assert "Look at its state" in await refused(fund.settle(lent), "SUPPORT_NOT_DELIVERED")
    await fund.deliver(lent)
    assert (await fund.settle(lent)).state == SETTLED


@remedy("MONEY_DOES_NOT_FIT", "CURRENCY_UNKNOWN", "NOT_FOR_THIS_KIND")
async def does_not_fit(community: Community) -> None:
    fund = await Fund.open(community)
    await refused(fund.promise(MONEY), "MONEY_DOES_NOT_FIT")
    assert "like CNY" in await refused(fund.pay(50_000, "RMB"), "CURRENCY_UNKNOWN")
    await fund.pay(50_000, "CNY")
    said = await refused(fund.promise(event_id=fund.enrolment.id), "NOT_FOR_THIS_KIND")
    assert "Leave it out" in said
    await fund.promise()


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
