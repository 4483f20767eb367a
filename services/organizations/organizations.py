"""OrganizationService: what people form, and how it hangs together."""

from typing import Any, cast
from uuid import UUID

from banyan.organizations.v1 import organization_pb2 as pb
from sqlalchemy import ColumnElement, Uuid, exists, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.kit.mapping import create, to_proto, update
from services.kit.names import is_found
from services.kit.paging import paginate
from services.kit.values import enum_name
from services.kit.work import Work
from services.organizations.models import Membership, Organization
from services.organizations.models.organization import MOST_LEVELS
from services.organizations.rosters import hold_person

# Whoever changes what lies above or below an organization holds this, so that no two changes
# together make what neither of them would: a cycle, a level too many, an active organization below
# a closed one. It comes after the person and before the organization.
HIERARCHY = "organization.hierarchy"
_ancestor_ids: Any = Organization.ancestor_ids


class OrganizationServicer:
    """Keeps the organizations and their hierarchy."""

    service = pb.DESCRIPTOR.services_by_name["OrganizationService"]

    async def CreateOrganization(
        self, request: pb.CreateOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Creates an organization, whose first owner is the caller."""
        organization: Organization = create(Organization, request.organization, "organization")
        await work.require("create_organization", organization.parent_id)
        founder_id = work.person_id
        known = await hold_person(founder_id, organization.id, work)
        if organization.parent_id is not None:
            await work.lock_name(HIERARCHY)
            organization.place_under(await work.get(Organization, organization.parent_id))
        await work.add(organization)
        await work.announce(organization, "created")
        founder = Membership.found(organization, founder_id, at=work.now, **known)
        await work.add(founder)
        await work.announce(founder, "joined")
        return to_proto(organization, pb.Organization)

    async def GetOrganization(
        self, request: pb.GetOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Gets an organization."""
        return to_proto(await work.get(Organization, request.organization_id), pb.Organization)

    async def BatchGetOrganizations(
        self, request: pb.BatchGetOrganizationsRequest, work: Work
    ) -> pb.BatchGetOrganizationsResponse:
        """Gets several organizations."""
        found = await work.find_all(Organization, request.ids, None)
        return pb.BatchGetOrganizationsResponse(
            organizations=[to_proto(organization, pb.Organization) for organization in found]
        )

    async def ListOrganizations(
        self, request: pb.ListOrganizationsRequest, work: Work
    ) -> pb.ListOrganizationsResponse:
        """Lists organizations by name."""
        statement = select(Organization)
        if request.HasField("parent_id"):
            statement = statement.where(col(Organization.parent_id) == UUID(request.parent_id))
        if request.kind:
            kind = enum_name(pb.OrganizationKind.DESCRIPTOR, request.kind)
            statement = statement.where(col(Organization.kind) == kind)
        if request.query:
            statement = statement.where(is_found(col(Organization.search_name), request.query))
        keys = [col(Organization.sort_name), col(Organization.id)]
        page = await paginate(work.session, statement, keys, request)
        return page.answer(pb.ListOrganizationsResponse)

    async def UpdateOrganization(
        self, request: pb.UpdateOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Updates the masked fields of an organization."""
        await work.require("manage_organization", request.organization_id)
        if "inherit_roles" in request.update_mask.paths:
            # It decides whose owners count here.
            await work.require("own_organization", request.organization_id)
        if "external_id" in request.update_mask.paths:
            # An import that looks whether the id is free holds this until it takes it.
            await work.lock_name(HIERARCHY)
        organization = await work.lock(Organization, request.organization_id)
        update(organization, request.organization, request.update_mask, "organization")
        await work.announce(organization, "updated")
        return to_proto(organization, pb.Organization)

    async def MoveOrganization(
        self, request: pb.MoveOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Moves an organization, with all below it, under another parent or to the top."""
        await work.require("manage_organization", request.organization_id)
        if request.HasField("parent_id"):
            await work.require("create_organization", request.parent_id)
        await work.lock_name(HIERARCHY)
        organization = await work.lock(Organization, request.organization_id)
        if await has_heirs(organization, work):
            # What lies above decides whose owners count there.
            await work.require("own_organization", request.organization_id)
        parent = None
        if request.HasField("parent_id"):
            parent = await work.get(Organization, request.parent_id)
        levels_above = len(organization.ancestor_ids)
        levels = await deepest_level(organization, work) - levels_above
        organization.place_under(parent, levels=levels)
        await work.announce(organization, "moved")
        followers = await work.change_all(
            Organization,
            is_below(organization),
            ancestor_ids=func.array_cat(
                literal(organization.ancestor_ids, ARRAY(Uuid)),
                _ancestor_ids[levels_above + 1 : MOST_LEVELS],
            ),
        )
        followers.sort(key=lambda follower: len(follower.ancestor_ids))
        await work.announce_all(followers, "moved")
        return to_proto(organization, pb.Organization)

    async def CloseOrganization(
        self, request: pb.CloseOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Closes an organization for good."""
        await work.require("own_organization", request.organization_id)
        await work.lock_name(HIERARCHY)
        organization = await work.lock(Organization, request.organization_id)
        active_below = exists().where(
            col(Organization.parent_id) == organization.id, col(Organization.state) == "ACTIVE"
        )
        organization.close(active_below=bool(await work.session.scalar(select(active_below))))
        await work.announce(organization, "closed")
        return to_proto(organization, pb.Organization)


def is_below(organization: Organization) -> ColumnElement[bool]:
    """The organizations on any level below one."""
    return cast("ColumnElement[bool]", _ancestor_ids.contains([organization.id]))


async def has_heirs(organization: Organization, work: Work) -> bool:
    """Tells whether an organization, or one below it, lets roles held above count."""
    heir = exists().where(is_below(organization), col(Organization.inherit_roles))
    return organization.inherit_roles or bool(await work.session.scalar(select(heir)))


async def deepest_level(organization: Organization, work: Work) -> int:
    """Returns the level, counted from the top, of what lies lowest in and below an organization."""
    lowest = select(func.max(func.cardinality(_ancestor_ids))).where(is_below(organization))
    return 1 + (await work.session.scalar(lowest) or len(organization.ancestor_ids))
