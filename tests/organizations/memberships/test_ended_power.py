"""Power ends when it ends: who loses a role while their change waits for a lock, changes nothing.

Another transaction holds the lock that a removal takes, takes the role of the caller, and commits once the
change of the caller waits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest
from banyan.organizations.v1 import import_job_pb2, invitation_pb2, membership_pb2, organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.kit.contract.rpc import methods_of
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.organizations.community import APPLICATION, GROUP, Community, choir
from tests.waiting import eventually

# What gives power over an organization.
RELATIONS = (
    "create_organization",
    "end_membership",
    "manage_organization",
    "manage_roster",
    "own_organization",
)
# A plan changes nothing.
PLANNING = {"CreateOrganizationImportJob", "CreatePeopleImportJob", "ResolveImportConflicts"}

_END = """
    UPDATE membership_role SET end_time = now() WHERE end_time IS NULL AND membership_id IN (
        SELECT id FROM membership WHERE organization_id = $1 AND person_id = $2)
"""
_WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"
Made = Callable[[Community, organization_pb2.Organization, str], Awaitable[Message]]


async def applicant(community: Community, organization: organization_pb2.Organization) -> str:
    return (await community.apply(organization)).id


async def member(community: Community, organization: organization_pb2.Organization) -> str:
    return (await community.member(organization)).id


def about_membership(
    request_type: type[Message],
    who: Callable[[Community, organization_pb2.Organization], Awaitable[str]],
    **values: object,
) -> Made:
    async def make(
        community: Community, organization: organization_pb2.Organization, passport: str
    ) -> Message:
        del passport
        return request_type(membership_id=await who(community, organization), **values)

    return make


def about_organization(request_type: type[Message], **values: object) -> Made:
    async def make(
        community: Community, organization: organization_pb2.Organization, passport: str
    ) -> Message:
        del community, passport
        return request_type(organization_id=organization.id, **values)

    return make


async def reinstating(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    suspended = await member(community, organization)
    request = membership_pb2.SuspendMembershipRequest(membership_id=suspended)
    await community.call(request, membership_pb2.Membership, passport)
    return membership_pb2.ReinstateMembershipRequest(membership_id=suspended)


async def reopening(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    request = organization_pb2.CloseOrganizationRequest(organization_id=organization.id)
    await community.call(request, organization_pb2.Organization, passport)
    return organization_pb2.ReopenOrganizationRequest(organization_id=organization.id)


async def founding_below(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    del community, passport
    below = choir(parent_id=organization.id)
    return organization_pb2.CreateOrganizationRequest(organization=below)


async def revoking(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    request = invitation_pb2.CreateInvitationRequest(organization_id=organization.id)
    link = await community.call(request, invitation_pb2.InvitationLink, passport)
    return invitation_pb2.RevokeInvitationRequest(invitation_id=link.invitation.id)


async def planned(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> str:
    request = import_job_pb2.CreateOrganizationImportJobRequest(
        parent_id=organization.id,
        content="Name\nChess",
        file_name="chess.csv",
        kind=GROUP,
        membership_policy=APPLICATION,
    )
    return (await community.call(request, import_job_pb2.ImportJob, passport)).id


async def executing(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    job_id = await planned(community, organization, passport)
    return import_job_pb2.ExecuteImportJobRequest(import_job_id=job_id)


async def discarding(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    job_id = await planned(community, organization, passport)
    return import_job_pb2.DiscardImportJobRequest(import_job_id=job_id)


async def undoing(
    community: Community, organization: organization_pb2.Organization, passport: str
) -> Message:
    job_id = await planned(community, organization, passport)
    execute = import_job_pb2.ExecuteImportJobRequest(import_job_id=job_id)
    await community.call(execute, import_job_pb2.ImportJob, passport)

    async def is_completed() -> bool:
        request = import_job_pb2.GetImportJobRequest(import_job_id=job_id)
        job = await community.call(request, import_job_pb2.ImportJob, passport)
        return job.state == import_job_pb2.IMPORT_STATE_COMPLETED

    await eventually(is_completed)
    return import_job_pb2.UndoImportJobRequest(import_job_id=job_id)


m, o = membership_pb2, organization_pb2
CHANGES: dict[str, Made] = {
    "AcceptMembership": about_membership(m.AcceptMembershipRequest, applicant),
    "DeclineMembership": about_membership(m.DeclineMembershipRequest, applicant),
    "SuspendMembership": about_membership(m.SuspendMembershipRequest, member),
    "ReinstateMembership": reinstating,
    "EndMembership": about_membership(m.EndMembershipRequest, member),
    "RenewMembership": about_membership(m.RenewMembershipRequest, member),
    "HandOverOwnership": about_membership(m.HandOverOwnershipRequest, member),
    "GrantRole": about_membership(m.GrantRoleRequest, member, role=m.ROLE_OWNER),
    "EndRole": about_membership(m.EndRoleRequest, member, role=m.ROLE_LEADER),
    "CreateOrganization": founding_below,
    "UpdateOrganization": about_organization(
        o.UpdateOrganizationRequest,
        organization=o.Organization(description="mine"),
        update_mask=FieldMask(paths=["description"]),
    ),
    "MoveOrganization": about_organization(o.MoveOrganizationRequest, to_top=True),
    "CloseOrganization": about_organization(o.CloseOrganizationRequest),
    "ReopenOrganization": reopening,
    "DeleteOrganization": about_organization(o.DeleteOrganizationRequest),
    "CreateInvitation": about_organization(invitation_pb2.CreateInvitationRequest),
    "RevokeInvitation": revoking,
    "ExecuteImportJob": executing,
    "UndoImportJob": undoing,
    "DiscardImportJob": discarding,
}
ANSWERS = {
    method.name: method.response_type
    for file in (membership_pb2, organization_pb2, invitation_pb2, import_job_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in methods_of(service)
    if method.target and method.access.relation in RELATIONS and method.name not in PLANNING
}


def test_every_change_is_tested() -> None:
    assert CHANGES.keys() == ANSWERS.keys()


@asynccontextmanager
async def removal(
    community: Community, organization_id: str, person_id: UUID
) -> AsyncIterator[asyncpg.Connection]:
    """Takes the roles of a person, under the locks that a removal takes; commits at the end."""
    connection = await asyncpg.connect(community.platform.site.urls["organizations"])
    try:
        async with connection.transaction():
            about = UUID(organization_id), person_id
            await connection.execute(
                "SELECT 1 FROM organization WHERE id = $1 FOR NO KEY UPDATE", about[0]
            )
            await connection.execute(
                "SELECT 1 FROM membership WHERE organization_id = $1 AND person_id = $2"
                " FOR NO KEY UPDATE",
                *about,
            )
            await connection.execute(_END, *about)
            yield connection
    finally:
        await connection.close()


async def change_while_removed(
    community: Community, name: str, request: Message, passport: str, where: str, who: UUID
) -> Message:
    """Sends a change that waits for the removal of the caller, and returns its answer."""
    async with removal(community, where, who) as connection:
        change = asyncio.create_task(community.call(request, ANSWERS[name], passport))

        async def waits() -> bool:
            return change.done() or bool(await connection.fetch(_WAITING))

        await eventually(waits)
    answer: Message = await change
    return answer


@pytest.mark.parametrize("name", CHANGES)
async def test_an_owner_removed_meanwhile_changes_nothing(community: Community, name: str) -> None:
    me = uuid7()
    organization = await community.found(membership_policy=APPLICATION)
    passport = await community.holding(me, organization, "OWNER")
    request = await CHANGES[name](community, organization, passport)
    with pytest.raises(PermissionDenied):
        await change_while_removed(community, name, request, passport, organization.id, me)


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"CreateOrganization"}))
async def test_an_owner_of_what_lies_above_changes_nothing_either(
    community: Community, name: str
) -> None:
    me = uuid7()
    above = await community.found()
    organization = await community.found(
        parent_id=above.id, inherit_roles=True, membership_policy=APPLICATION
    )
    passport = await community.holding(me, above, "OWNER")
    request = await CHANGES[name](community, organization, passport)
    with pytest.raises(PermissionDenied):
        await change_while_removed(community, name, request, passport, above.id, me)


async def test_control_an_owner_who_stays_makes_each_change(community: Community) -> None:
    for name, make in CHANGES.items():
        organization = await community.found(membership_policy=APPLICATION)
        passport = await community.holding(None, organization, "OWNER")
        request = await make(community, organization, passport)
        if name != "DeleteOrganization":  # it is not empty: it has its founder
            await community.call(request, ANSWERS[name], passport)
