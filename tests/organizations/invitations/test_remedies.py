"""Every refusal of invitations says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.organizations.v1 import membership_pb2 as memberships

from services.kit.process.ids import uuid7
from services.organizations.invitations.queries import MOST_OPEN
from tests.organizations.community import APPLICATION, Community
from tests.organizations.invitations.inviting import REVOKED, accept, invite, look_up, revoke
from tests.organizations.invitations.test_accepting import get, let_expire
from tests.organizations.invitations.test_invitations import in_days
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "invitations",
    elsewhere={"LINK_TOLD_BEFORE": "tests/organizations/invitations/test_invitations.py"},
)
remedy = REMEDIES.of
ACTIVE = memberships.MEMBERSHIP_STATE_ACTIVE
APPLIED = memberships.MEMBERSHIP_STATE_APPLIED
_MORE = """
    INSERT INTO invitation (id, version, create_time, update_time, organization_id,
        inviter_person_id, note, maximum_uses, uses, expire_time, token_hash)
    SELECT gen_random_uuid(), 1, create_time, update_time, organization_id, inviter_person_id, '',
        1, 0, expire_time, sha256(number::text::bytea)
    FROM invitation, generate_series(2, $1) AS number
"""


async def end(community: Community, membership: memberships.Membership) -> memberships.Membership:
    request = memberships.EndMembershipRequest(membership_id=membership.id)
    return await community.call(request, memberships.Membership, community.admin)


@remedy(
    "INVITATION_REVOKED: was revoked",
    "INVITATION_REVOKED: already revoked",
    "INVITATION_EXHAUSTED",
    "INVITATION_EXPIRED",
    "NO_SUCH_INVITATION",
)
async def ask_the_sender_for_a_new_one(community: Community) -> None:
    organization, me = await community.found(), uuid7()
    inviter = await community.holding(None, organization, "LEADER")
    links = [await invite(community, organization, inviter) for _ in range(4)]
    await revoke(community, links[0].invitation.id)
    await accept(community, links[1].token)
    await let_expire(community, links[2])
    again = revoke(community, links[0].invitation.id)
    assert "nothing left to do" in await refused(again, "INVITATION_REVOKED")
    assert (await get(community, links[0].invitation.id)).state == REVOKED
    assert not (await look_up(community, links[0].token)).usable
    for token, reason in (
        (links[0].token, "INVITATION_REVOKED"),
        (links[1].token, "INVITATION_EXHAUSTED"),
        (links[2].token, "INVITATION_EXPIRED"),
        (links[3].token[:-3], "NO_SUCH_INVITATION"),
    ):
        said = await refused(accept(community, token, me), reason)
        assert "for a new one" in said
    assert (await accept(community, links[3].token, me)).state == ACTIVE


@remedy("INVITER_NOT_ENTITLED")
async def ask_a_leader_for_a_new_one_or_apply(community: Community) -> None:
    inviter = uuid7()
    organization = await community.found(membership_policy=APPLICATION)
    membership = await community.member(organization, inviter, memberships.ROLE_COORDINATOR)
    link = await invite(community, organization, community.passport(inviter), maximum_uses=9)
    await end(community, membership)
    # Its revocation follows in the same transaction; here one came from before that was so.
    await community.platform.site.sql("organizations", "UPDATE invitation SET revoke_time = NULL")
    first, second = uuid7(), uuid7()
    for me in (first, second):
        said = await refused(accept(community, link.token, me), "INVITER_NOT_ENTITLED")
        assert "Ask a leader for a new one, or apply" in said
    leader = await community.holding(None, organization, "LEADER")
    fresh = await invite(community, organization, leader)
    assert (await accept(community, fresh.token, first)).state == ACTIVE
    assert (await community.apply(organization, second)).state == APPLIED


@remedy("REMOVED")
async def ask_for_one_that_is_newer_than_the_removal(community: Community) -> None:
    organization = await community.found(membership_policy=APPLICATION)
    leader = await community.holding(None, organization, "LEADER")
    old = await invite(community, organization, leader, maximum_uses=9)
    removed = [uuid7(), uuid7()]
    for me in removed:
        await end(community, await accept(community, old.token, me))
        said = await refused(accept(community, old.token, me), "REMOVED")
        assert "Ask a leader for a new one, or apply" in said
    fresh = await invite(community, organization, leader)
    assert (await accept(community, fresh.token, removed[0])).state == ACTIVE
    assert (await community.apply(organization, removed[1])).state == APPLIED


@remedy("OUT_OF_RANGE")
async def choose_a_time_within_ninety_days(community: Community) -> None:
    organization = await community.found()
    leader = await community.holding(None, organization, "LEADER")
    for days in (-1, 91):
        inviting = invite(community, organization, leader, expire_time=in_days(days))
        assert "at most 90 days" in await refused(inviting, "OUT_OF_RANGE")
    assert (await invite(community, organization, leader, expire_time=in_days(89))).token


@remedy("TOO_MANY_INVITATIONS")
async def revoke_one_or_ask_for_more_uses(community: Community) -> None:
    organization = await community.found()
    leader = await community.holding(None, organization, "LEADER")
    first = await invite(community, organization, leader)
    await community.platform.site.sql("organizations", _MORE, MOST_OPEN)
    said = await refused(invite(community, organization, leader), "TOO_MANY_INVITATIONS")
    assert "Revoke those that nobody needs, or create one with more uses" in said
    await revoke(community, first.invitation.id)
    link = await invite(community, organization, leader, maximum_uses=2)
    for _ in range(2):
        assert (await accept(community, link.token)).state == ACTIVE


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
