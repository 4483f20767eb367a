"""Every refusal of memberships, roles and rosters says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from banyan.organizations.v1 import category_pb2
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import organization_pb2 as organizations
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.process.ids import uuid7
from tests.organizations.community import APPLICATION, INVITATION, Community
from tests.organizations.invitations.inviting import accept as join
from tests.organizations.invitations.inviting import invite
from tests.organizations.memberships.changing import (
    ACTIVE,
    COORDINATOR,
    LEADER,
    OWNER,
    SUPERVISOR,
    accept,
    change,
    decline,
    end,
    end_role,
    roles_now,
    suspend,
    withdraw,
)
from tests.organizations.memberships.test_applications import close
from tests.organizations.memberships.test_granting import grant
from tests.organizations.memberships.test_memberships import ENDED, SUSPENDED, reinstate
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "conflicts",
    "memberships",
    elsewhere={
        "INVITATION_EXHAUSTED": "tests/organizations/invitations/test_remedies.py",
        "AGREEMENT_HAS_DRAFT": "tests/organizations/agreements/test_remedies.py",
        "PROGRAMME_HAS_DRAFT": "tests/organizations/programmes/test_remedies.py",
        "ENROLMENT_EXISTS": "tests/organizations/enrolments/test_remedies.py",
        "AREA_CODE_TAKEN": "tests/organizations/areas/test_areas.py",
        "FILING_NUMBER_TAKEN": "tests/organizations/verifications/test_remedies.py",
        "VERIFICATION_PENDING": "the model: tests/organizations/verifications/test_verifications.py",
        "SECOND_LOOK_EXISTS": "tests/organizations/second_looks/test_remedies.py",
        "REVIEW_OPEN": "tests/organizations/enrolments/test_remedies.py",
        "APPLICATION_DECIDED": "tests/organizations/rosters/test_questions.py",
        "LABEL_EXISTS": "tests/organizations/rosters/test_remedies.py",
        "ROSTER_FIELD_EXISTS": "tests/organizations/rosters/test_remedies.py",
        "ROSTER_VIEW_EXISTS": "tests/organizations/rosters/test_remedies.py",
        "COMPLAINT_EXISTS": "tests/organizations/complaints/test_remedies.py",
    },
)
remedy = REMEDIES.of
STATE = "STATE_DOES_NOT_ALLOW"


@remedy("NO_OWNER_YOURSELF", "OWN_MEMBERSHIP")
async def hand_over_what_one_owns(community: Community) -> None:
    me = uuid7()
    organization = await community.found(me)
    mine, heir = await community.membership(organization, me), await community.member(organization)
    by_admin = change(community, pb.HandOverOwnershipRequest(membership_id=heir.id))
    assert "Grant the role" in await refused(by_admin, "NO_OWNER_YOURSELF")
    await change(community, grant(heir, OWNER))
    to_me = pb.HandOverOwnershipRequest(membership_id=mine.id)
    told = await refused(change(community, to_me, community.passport(me)), "OWN_MEMBERSHIP")
    assert "Choose another member" in told
    to_heir = pb.HandOverOwnershipRequest(membership_id=heir.id)
    await change(community, to_heir, community.passport(me))


@remedy("EXPIRE_TIME_OUT_OF_RANGE", "MEMBERSHIP_NOT_RENEWABLE")
async def accept_before_renewing(community: Community) -> None:
    organization = await community.found(membership_policy=APPLICATION)
    membership = await community.apply(organization)
    request = pb.RenewMembershipRequest(membership_id=membership.id)
    told = await refused(change(community, request), "MEMBERSHIP_NOT_RENEWABLE")
    assert "Accept the application" in told
    await change(community, accept(membership))
    request.expire_time.FromDatetime(datetime.now(UTC) - timedelta(days=1))
    told = await refused(change(community, request), "EXPIRE_TIME_OUT_OF_RANGE")
    assert "Choose another time" in told
    request.expire_time.FromDatetime(datetime.now(UTC) + timedelta(days=1))
    await change(community, request)


_YESTERDAY = "UPDATE {0} SET {1} = {1} - interval '1 day'"


async def update(
    community: Community, organization: organizations.Organization, **values: Any
) -> organizations.Organization:
    """Changes fields of an organization, as an administrator."""
    request = organizations.UpdateOrganizationRequest(
        organization_id=organization.id,
        organization=organizations.Organization(**values),
        update_mask=FieldMask(paths=[*values]),
    )
    return await community.call(request, organizations.Organization, community.admin)


async def let_a_day_pass(community: Community, table: str, column: str) -> None:
    """Moves what is in a table back by a day."""
    await community.platform.site.sql("organizations", _YESTERDAY.format(table, column))


# Becoming a member


@remedy("INVITATION_ONLY")
async def ask_for_an_invitation(community: Community) -> None:
    me, organization = uuid7(), await community.found(membership_policy=INVITATION)
    said = await refused(community.apply(organization, me), "INVITATION_ONLY")
    assert "Ask one of its leaders for an invitation" in said
    leader = await community.holding(None, organization, "LEADER")
    link = await invite(community, organization, leader)
    assert (await join(community, link.token, me)).state == ACTIVE


@remedy("MEMBERSHIP_EXISTS")
async def withdraw_or_end_it_before(community: Community) -> None:
    me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
    applied, mine = await community.apply(organization, me), community.passport(me)
    said = await refused(community.apply(organization, me), "MEMBERSHIP_EXISTS")
    assert "end or withdraw it" in said
    await change(community, withdraw(applied), mine)
    again = await community.apply(organization, me)
    await change(community, accept(again))
    await refused(community.apply(organization, me), "MEMBERSHIP_EXISTS")
    await change(community, end(again), mine)
    assert (await community.apply(organization, me)).id


@remedy("TOO_MANY_APPLICATIONS")
async def apply_again_tomorrow(community: Community) -> None:
    me, organization = uuid7(), await community.found()
    for _ in range(10):
        membership = await community.apply(organization, me)
        await change(community, end(membership), community.passport(me))
    said = await refused(community.apply(organization, me), "TOO_MANY_APPLICATIONS")
    assert "tomorrow" in said
    await let_a_day_pass(community, "membership", "create_time")
    assert (await community.apply(organization, me)).state == ACTIVE


@remedy(f"{STATE}: be accepted", f"{STATE}: be declined", f"{STATE}: be withdrawn")
async def end_what_is_no_application(community: Community) -> None:
    me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
    membership, mine = await community.apply(organization, me), community.passport(me)
    await change(community, accept(membership))
    assert "Check the state" in await refused(change(community, accept(membership)), STATE)
    request = pb.GetMembershipRequest(membership_id=membership.id)
    assert (await change(community, request)).state == ACTIVE
    for passport, step in ((community.admin, decline), (mine, withdraw)):
        said = await refused(change(community, step(membership), passport), STATE)
        assert "End the membership instead" in said
        assert (await change(community, end(membership), passport)).state == ENDED
        membership = await community.apply(organization, me)
        await change(community, accept(membership))


@remedy(f"{STATE}: can be ended")
async def withdraw_or_decline_an_application(community: Community) -> None:
    me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
    for passport, step in ((community.passport(me), withdraw), (community.admin, decline)):
        membership = await community.apply(organization, me)
        said = await refused(change(community, end(membership), passport), STATE)
        assert "Withdraw or decline" in said
        await change(community, step(membership), passport)


@remedy(f"{STATE}: be suspended", f"{STATE}: be reinstated")
async def look_at_the_state(community: Community) -> None:
    membership = await community.member(await community.found())
    request = pb.GetMembershipRequest(membership_id=membership.id)
    assert "Check its state" in await refused(change(community, reinstate(membership)), STATE)
    assert (await change(community, request)).state == ACTIVE
    await change(community, suspend(membership))
    assert "Check its state" in await refused(change(community, suspend(membership)), STATE)
    assert (await change(community, request)).state == SUSPENDED
    assert (await change(community, reinstate(membership))).state == ACTIVE


# Roles


@remedy("LAST_OWNER")
async def make_someone_else_an_owner(community: Community) -> None:
    for step in (suspend, end, lambda membership: end_role(membership, OWNER)):
        founder = uuid7()
        organization = await community.found(founder)
        last = await community.membership(organization, founder)
        said = await refused(change(community, step(last)), "LAST_OWNER")
        assert "Make someone else an owner" in said
        await community.member(organization, None, OWNER)
        assert (await change(community, step(last))).id == last.id


@remedy("NO_OWNER_LEFT")
async def make_one_of_its_members_an_owner(community: Community) -> None:
    parent = await community.found()
    organization = await community.found(parent_id=parent.id)
    await update(community, organization, inherit_roles=True)
    # As an import leaves it: roles held above count, and nobody owns it.
    await community.platform.site.sql(
        "organizations",
        "DELETE FROM membership_role WHERE membership_id IN "
        "(SELECT id FROM membership WHERE organization_id = $1)",
        organization.id,
    )
    alone = update(community, organization, inherit_roles=False)
    assert "an owner first" in await refused(alone, "NO_OWNER_LEFT")
    await community.member(organization, None, OWNER)
    assert not (await update(community, organization, inherit_roles=False)).inherit_roles


@remedy("ROLES_EXCLUDE_EACH_OTHER")
async def end_one_of_the_two_roles(community: Community) -> None:
    membership = await community.member(await community.found(), None, SUPERVISOR)
    granting = change(community, grant(membership, COORDINATOR))
    assert "End one of the two" in await refused(granting, "ROLES_EXCLUDE_EACH_OTHER")
    await change(community, end_role(membership, SUPERVISOR))
    assert roles_now(await change(community, grant(membership, COORDINATOR))) == [COORDINATOR]


@remedy(f"{STATE}: hold a role")
async def accept_or_reinstate_the_member(community: Community) -> None:
    organization = await community.found(membership_policy=APPLICATION)
    membership = await community.apply(organization)
    for step in (accept, reinstate):
        said = await refused(change(community, grant(membership, LEADER)), STATE)
        assert "Accept or reinstate" in said
        await change(community, step(membership))
        assert roles_now(await change(community, grant(membership, LEADER))) == [LEADER]
        await change(community, end_role(membership, LEADER))
        await change(community, suspend(membership))


@remedy("TOO_MANY_ROLE_CHANGES")
async def grant_it_tomorrow(community: Community) -> None:
    membership = await community.member(await community.found())
    for _ in range(20):
        await change(community, grant(membership, LEADER))
        await change(community, end_role(membership, LEADER))
    granting = change(community, grant(membership, LEADER))
    assert "tomorrow" in await refused(granting, "TOO_MANY_ROLE_CHANGES")
    await let_a_day_pass(community, "membership_role", "start_time")
    assert roles_now(await change(community, grant(membership, LEADER))) == [LEADER]


# External ids


@remedy("EXTERNAL_ID_TAKEN")
async def choose_another_external_id(community: Community) -> None:
    parent = await community.found()
    first = await community.found(parent_id=parent.id, external_id="7")
    again = community.found(parent_id=parent.id, external_id="7")
    assert "Choose a different one" in await refused(again, "EXTERNAL_ID_TAKEN")
    second = await community.found(parent_id=parent.id, external_id="8")
    await refused(update(community, second, external_id="7"), "EXTERNAL_ID_TAKEN")
    # One that is closed has it no more, and may want it back.
    await close(community, first)
    await update(community, second, external_id="7")
    reopen = organizations.ReopenOrganizationRequest(organization_id=first.id)
    reopening = community.call(reopen, organizations.Organization, community.admin)
    await refused(reopening, "EXTERNAL_ID_TAKEN")
    await update(community, first, external_id="9")
    reopened = await community.call(reopen, organizations.Organization, community.admin)
    assert reopened.external_id == "9"


@remedy("CATEGORY_KEY_TAKEN")
async def choose_another_key(community: Community) -> None:
    async def create(key: str) -> category_pb2.Category:
        category = category_pb2.Category(key=key, name="音乐")
        request = category_pb2.CreateCategoryRequest(category=category)
        return await community.call(request, category_pb2.Category, community.admin)

    await create("music")
    await refused(create("music"), "CATEGORY_KEY_TAKEN")
    assert (await create("sounds")).key == "sounds"


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
