"""Every refusal of qualifications says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from banyan.volunteers.v1 import qualification_kind_pb2 as kinds
from banyan.volunteers.v1 import qualification_pb2 as pb

from services.volunteers.qualifications import servicer
from tests.remedies import Remedies, refused
from tests.volunteers.qualifications.stage import Stage, add_kind

VERIFIED = pb.QUALIFICATION_STATE_VERIFIED
REMEDIES = Remedies("volunteers", "qualifications", "qualification_kinds")
remedy = REMEDIES.of


@remedy("SECOND_PERSON_NEEDED")
async def ask_another_leader(stage: Stage) -> None:
    me = stage.platform.office.person(stage.group.worker, roles={stage.group.id: ["LEADER"]})
    claimed = await stage.claim()
    said = await refused(stage.do("verify", claimed.id, me), "SECOND_PERSON_NEEDED")
    assert "Ask another owner or leader" in said
    assert (await stage.do("verify", claimed.id)).state == VERIFIED


@remedy(
    "STATE_DOES_NOT_ALLOW: be verified",
    "STATE_DOES_NOT_ALLOW: be rejected",
    "STATE_DOES_NOT_ALLOW: withdrawn already",
)
async def claim_it_again(stage: Stage) -> None:
    state = "STATE_DOES_NOT_ALLOW"
    claimed = await stage.claim()
    await stage.do("reject", claimed.id)
    said = await refused(stage.do("verify", claimed.id), state)
    assert "claims it again" in said
    await refused(stage.do("reject", claimed.id), state)
    await stage.do("withdraw", claimed.id)
    assert "Claim it again" in await refused(stage.do("withdraw", claimed.id), state)
    assert (await stage.do("verify", (await stage.claim()).id)).state == VERIFIED


@remedy("TOO_MANY_QUALIFICATIONS")
async def withdraw_an_old_one(stage: Stage) -> None:
    most = servicer.MOST
    servicer.MOST = 1
    try:
        first = await stage.claim()
        said = await refused(stage.claim(), "TOO_MANY_QUALIFICATIONS")
        assert "Withdraw old ones" in said
        await stage.do("withdraw", first.id)
        assert await stage.claim()
    finally:
        servicer.MOST = most


@remedy("QUALIFICATION_KIND_NOT_OPEN")
async def choose_another_kind(stage: Stage) -> None:
    retired = await add_kind(stage.platform, retired=True)
    claim = stage.claim(qualification_kind_id=retired)
    assert "Choose another" in await refused(claim, "QUALIFICATION_KIND_NOT_OPEN")
    open_kinds = await stage.platform.call(
        kinds.ListQualificationKindsRequest(), kinds.ListQualificationKindsResponse, stage.own
    )
    ids = [each.id for each in open_kinds.qualification_kinds]
    assert retired not in ids
    assert await stage.claim(qualification_kind_id=ids[-1])


@remedy("NOT_YET_ISSUED", "QUALIFICATION_TOO_LONG", "QUALIFICATION_OVER")
async def say_days_that_can_be(stage: Stage) -> None:
    def day(number: int) -> str:
        return (stage.today + timedelta(days=number)).isoformat()

    await refused(stage.claim(issued_date=day(3)), "NOT_YET_ISSUED")
    long = stage.claim(issued_date=day(-1), valid_until_date=day(2000))
    assert "Leave it out" in await refused(long, "QUALIFICATION_TOO_LONG")
    over = stage.claim(issued_date=day(-10), valid_until_date=day(-5))
    assert "when you have renewed it" in await refused(over, "QUALIFICATION_OVER")
    assert await stage.claim(issued_date=day(-1))


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
