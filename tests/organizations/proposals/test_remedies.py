"""Every refusal of founding proposals says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from services.kit.process.ids import uuid7
from services.organizations.proposals.queries import MOST_A_DAY, MOST_UNDECIDED
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import STAGES
from tests.organizations.programmes.making import create, publish
from tests.organizations.proposals.proposing import ACCEPTED, GATHERING, Street, set_rules
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "proposals")
remedy = REMEDIES.of
STATE = "STATE_DOES_NOT_ALLOW"


@remedy("NO_PROPOSALS_TAKEN")
async def takes_none(community: Community) -> None:
    street = await Street.build(community)
    other = await community.found()
    said = await refused(street.propose(organization_id=other.id), "NO_PROPOSALS_TAKEN")
    assert "set its rules" in said
    await set_rules(community, other)
    await street.propose(organization_id=other.id)


@remedy("TOO_MANY_PROPOSALS", "TOO_MANY_PROPOSALS_A_DAY")
async def too_many(community: Community) -> None:
    street = await Street.build(community)
    made = [await street.propose() for _ in range(MOST_UNDECIDED)]
    assert "withdraw one" in await refused(street.propose(), "TOO_MANY_PROPOSALS")
    for _ in range(MOST_A_DAY - MOST_UNDECIDED):
        await street.withdraw(made.pop())
        made.append(await street.propose())
    await street.withdraw(made.pop())
    assert "tomorrow" in await refused(street.propose(), "TOO_MANY_PROPOSALS_A_DAY")
    sql = "UPDATE founding_proposal SET create_time = create_time - interval '1 day' WHERE person_id = $1"
    await community.platform.site.sql("organizations", sql, street.proposer_id)
    await street.propose()


@remedy("ALREADY_SUPPORTED")
async def supported(community: Community) -> None:
    street = await Street.build(community)
    proposal, neighbour = await street.propose(), uuid7()
    await street.support(proposal, neighbour)
    said = await refused(street.support(proposal, neighbour), "ALREADY_SUPPORTED")
    assert "nothing left" in said
    assert (await street.now(proposal)).supporters_count == 1


@remedy("PROPOSAL_DECIDED")
async def decided(community: Community) -> None:
    street = await Street.build(community)
    proposal, other, neighbour = await street.propose(), await street.propose(), uuid7()
    await street.support(proposal, neighbour)
    await street.withdraw(proposal)
    said = await refused(street.support(proposal, neighbour), "PROPOSAL_DECIDED")
    assert "another one" in said
    await refused(street.decline(proposal), "PROPOSAL_DECIDED")
    await street.support(other, neighbour)


@remedy(f"{STATE}: can be asked about", f"{STATE}: No question")
async def asked(community: Community) -> None:
    street = await Street.build(community)
    proposal = await street.propose()
    assert "Look at its state" in await refused(street.answer(proposal), STATE)
    await street.ask(proposal)
    assert "Look at its state" in await refused(street.ask(proposal), STATE)
    assert (await street.answer(proposal)).state == GATHERING
    await street.ask(proposal)


@remedy("PROPOSAL_NOT_WAITING", "NOT_ENOUGH_SUPPORT")
async def without_support(community: Community) -> None:
    street = await Street.build(community, needed=1)
    proposal = await street.propose()
    said = await refused(street.accept(proposal), "PROPOSAL_NOT_WAITING")
    assert "enough support" in said
    await street.ask(proposal)
    assert "Wait until" in await refused(street.accept(proposal), "NOT_ENOUGH_SUPPORT")
    await street.support(proposal)
    assert (await street.accept(proposal)).state == ACCEPTED


@remedy("PROGRAMME_OF_ANOTHER")
async def of_another(community: Community) -> None:
    street = await Street.build(community, needed=1)
    proposal = await street.propose()
    await street.support(proposal)
    other = await community.found()
    theirs = await publish(community, await create(community, other, stages=STAGES))
    accepting = street.accept(proposal, programme_id=theirs.id)
    assert "one of your own" in await refused(accepting, "PROGRAMME_OF_ANOTHER")
    own = await publish(community, await create(community, street.station, stages=STAGES))
    assert (await street.accept(proposal, programme_id=own.id)).enrolment_id


async def test_what_is_refused_founds_nothing(community: Community) -> None:
    street = await Street.build(community, needed=1)
    proposal = await street.propose()
    await street.support(proposal)
    programme = await create(community, street.station, stages=STAGES)  # not published
    accepting = street.accept(proposal, programme_id=programme.id)
    await refused(accepting, "PROGRAMME_NOT_OPEN")
    rows = await community.platform.site.sql(
        "organizations",
        "SELECT id FROM organization WHERE parent_id = $1",
        UUID(street.station.id),
    )
    assert rows == []


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
