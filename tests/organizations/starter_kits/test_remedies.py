"""Every refusal of starter kits and first steps says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from banyan.organizations.v1 import first_step_pb2 as steps_pb
from banyan.organizations.v1 import founding_proposal_pb2, membership_pb2
from banyan.organizations.v1 import starter_kit_pb2 as pb

from services.organizations.first_steps.servicer import MOST_STEPS
from services.organizations.starter_kits.servicer import MOST_ACTIVE
from tests.organizations.community import Community
from tests.organizations.proposals.proposing import ACCEPTED, Street
from tests.organizations.starter_kits.packing import VOLUNTEER_GROUP, make_kit, waiting
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "starter_kits", "first_steps")
remedy = REMEDIES.of


@remedy("TOO_MANY_STARTER_KITS", "STARTER_KIT_RETIRED: retired already")
async def too_many_kits(community: Community) -> None:
    station = await community.found()
    made = [await make_kit(community, station, steps=[]) for _ in range(MOST_ACTIVE)]
    said = await refused(make_kit(community, station), "TOO_MANY_STARTER_KITS")
    assert "Retire one first" in said
    retiring = pb.RetireStarterKitRequest(starter_kit_id=made[0].id)
    await community.call(retiring, pb.StarterKit, community.admin)
    again = community.call(retiring, pb.StarterKit, community.admin)
    assert "nothing left" in await refused(again, "STARTER_KIT_RETIRED")
    await make_kit(community, station)


@remedy("STARTER_KIT_OF_ANOTHER", "STARTER_KIT_FOR_OTHERS", "STARTER_KIT_RETIRED: Choose another")
async def unfit(community: Community) -> None:
    street = await Street.build(community)
    proposal_id, other = await waiting(street), await community.found()
    foreign = await make_kit(community, other)
    volunteers = await make_kit(community, street.station, kinds=[VOLUNTEER_GROUP])
    retired = await make_kit(community, street.station)
    retiring = pb.RetireStarterKitRequest(starter_kit_id=retired.id)
    await community.call(retiring, pb.StarterKit, community.admin)
    accepting = founding_proposal_pb2.AcceptFoundingProposalRequest(
        founding_proposal_id=proposal_id
    )
    for kit, reason in (
        (foreign, "STARTER_KIT_OF_ANOTHER"),
        (volunteers, "STARTER_KIT_FOR_OTHERS"),
        (retired, "STARTER_KIT_RETIRED"),
    ):
        accepting.starter_kit_id = kit.id
        assert "Choose" in await refused(street.do(accepting), reason)
    accepting.starter_kit_id = (await make_kit(community, street.station)).id
    assert (await street.do(accepting)).state == ACCEPTED


@remedy("TOO_MANY_STEPS", "STEP_NOT_OPEN", "STEP_OPEN")
async def steps(community: Community) -> None:
    group = await community.found()
    leader = await community.holding(None, group, "LEADER")

    async def do(request: Any) -> steps_pb.FirstStep:
        return await community.call(request, steps_pb.FirstStep, leader)

    step = steps_pb.FirstStep(
        organization_id=group.id, title="办第一次活动", role=membership_pb2.ROLE_LEADER
    )
    made = [await do(steps_pb.CreateFirstStepRequest(first_step=step)) for _ in range(MOST_STEPS)]
    creating = do(steps_pb.CreateFirstStepRequest(first_step=step))
    assert "Change one" in await refused(creating, "TOO_MANY_STEPS")
    id_ = made[0].id
    changing = steps_pb.UpdateFirstStepRequest(
        first_step_id=id_, first_step=steps_pb.FirstStep(title="办第二次活动")
    )
    changing.update_mask.paths.append("title")
    await do(changing)
    reopening = steps_pb.ReopenFirstStepRequest(first_step_id=id_)
    assert "nothing left" in await refused(do(reopening), "STEP_OPEN")
    await do(steps_pb.DropFirstStepRequest(first_step_id=id_))
    completing = steps_pb.CompleteFirstStepRequest(first_step_id=id_)
    assert "Reopen it first" in await refused(do(completing), "STEP_NOT_OPEN")
    await do(reopening)
    assert (await do(completing)).state == steps_pb.FIRST_STEP_STATE_DONE


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
