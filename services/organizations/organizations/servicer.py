"""OrganizationService: what people form, and how it hangs together."""

from contextlib import AbstractAsyncContextManager
from uuid import UUID

from banyan.organizations.v1 import organization_pb2 as pb
from sqlalchemy import Text, any_
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import Exhausted, Violation
from services.kit.process.ids import uuid7
from services.kit.service.steps import Preparation
from services.kit.text.names import is_found, search_query
from services.kit.text.tags import has_tags, tag_keys
from services.kit.work.lines import Lines
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.nearness import DISTANCE, distance, is_near, nearness
from services.kit.work.reading import Resources
from services.kit.work.viewer import IDS, TEXTS, given
from services.kit.work.work import Work
from services.organizations.areas.queries import areas_within, broken_area
from services.organizations.categories.queries import broken_category
from services.organizations.enrolments.ending import withdraw_closed
from services.organizations.memberships import joining
from services.organizations.memberships.queries import lock_person
from services.organizations.memberships.rights import (
    Place,
    hold_rights,
    lock_to_change,
    refuse_without_owner,
)
from services.organizations.organizations.closing import end_waiting, shut
from services.organizations.organizations.contacts import broken_contact
from services.organizations.organizations.emptiness import occupied_among, own_memberships
from services.organizations.organizations.hierarchy import (
    lock_to_move,
    lock_trees,
    look_below,
    move,
)
from services.organizations.organizations.models import (
    Organization,
    OrganizationState,
)

# How many moves may wait for the one that is made.
LONGEST_LINE = 50
# What a list shows unless it is asked for states.
LISTED = (OrganizationState.ACTIVE, OrganizationState.CLOSED)

ORGANIZATIONS = Resources[pb.Organization](Organization, None)
_NAME = (col(Organization.sort_name), col(Organization.id))
BY_NAME = ORGANIZATIONS.listing(
    *_NAME,
    filters={
        "parent_id": col(Organization.parent_id) == given("parent_id"),
        "states": col(Organization.state) == any_(given("states", TEXTS)),
        "listed": col(Organization.state).in_(LISTED),
        "kinds": col(Organization.kind) == any_(given("kinds", TEXTS)),
        "category_ids": col(Organization.category_id) == any_(given("category_ids", IDS)),
        "area_ids": col(Organization.area_id) == any_(areas_within(given("area_ids", IDS))),
        "tags": has_tags(col(Organization.tag_keys), given("tags", TEXTS)),
        "query": is_found(col(Organization.search_name), given("query", Text())),
        "near": is_near(Organization.place),
    },
    orders={"NAME": _NAME, DISTANCE: (distance(Organization.place), col(Organization.id))},
)


class OrganizationServicer:
    """Keeps the organizations and their hierarchy."""

    service = pb.DESCRIPTOR.services_by_name["OrganizationService"]

    def __init__(self) -> None:
        self._moves = Lines(
            "move",
            at_once=1,
            longest=LONGEST_LINE,
            full=Exhausted(
                "Too many organizations are being moved. Nothing was changed. Try again in a moment.",
                reason="TOO_MANY_AT_ONCE",
            ),
        )

    async def CreateOrganization(
        self, request: pb.CreateOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Creates an organization, whose first owner is the caller."""
        organization: Organization = create(Organization, request.organization, "organization")
        refuse_violations(await self.rules_CreateOrganization(request, work))
        founder_id = work.person_id
        known = await lock_person(founder_id, organization.id, work)
        if organization.parent_id is not None:
            await lock_trees([organization.parent_id], work)
            organization.place_under(await parent_to_fill(organization.parent_id, work))
        work.follows(organization, because="the caller may create it under that parent")
        await work.add(organization)
        await work.announce(organization, "created")
        founder = joining.found(organization, founder_id, at=work.now, **known)
        work.follows(founder, because="the founder of an organization is its first owner")
        await work.add(founder)
        await work.announce(founder, "joined")
        return to_proto(organization, pb.Organization)

    async def rules_CreateOrganization(
        self, request: pb.CreateOrganizationRequest, work: Work
    ) -> list[Violation]:
        """Finds what is wrong with the contact, the category, and the area."""
        given = request.organization
        parent_id = UUID(given.parent_id) if given.parent_id else None
        await work.require("create_organization", parent_id)
        above: list[UUID] = []
        if parent_id is not None:
            parent = await work.get(Organization, parent_id)
            work.session.expunge(parent)  # under the locks it is read again
            parent.refuse_if_closed()
            above = [*parent.ancestor_ids, parent_id]
        place = Place(uuid7(), above, given.inherit_roles)
        return [
            *await broken_contact(given.contact, place, work, founder_id=work.person_id),
            *await broken_category(given.category_id, None, work),
            *await broken_area(given.area_id, None, work),
        ]

    async def GetOrganization(
        self, request: pb.GetOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Gets an organization."""
        return await ORGANIZATIONS.get(request.organization_id, work)

    async def BatchGetOrganizations(
        self, request: pb.BatchGetOrganizationsRequest, work: Work
    ) -> pb.BatchGetOrganizationsResponse:
        """Gets several organizations."""
        found = await ORGANIZATIONS.get_all(request.ids, work)
        return pb.BatchGetOrganizationsResponse(organizations=found)

    async def ListOrganizations(
        self, request: pb.ListOrganizationsRequest, work: Work
    ) -> pb.ListOrganizationsResponse:
        """Lists organizations by name."""
        listed = None if request.states else True
        query = search_query(request.query)
        page = await BY_NAME.page(
            request,
            work,
            query=query,
            listed=listed,
            tags=tag_keys(request.tags) or None,
            **nearness(request),
        )
        return page.answer(pb.ListOrganizationsResponse)

    async def UpdateOrganization(
        self, request: pb.UpdateOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Updates the masked fields of an organization."""
        # Before any lock, so that strangers hold none.
        await work.require("manage_organization", request.organization_id)
        if {"external_id", "external_source"}.intersection(request.update_mask.paths):
            # An import that looks whether the id is free holds this until it takes it.
            await lock_trees([request.organization_id], work)
        organization = await lock_to_change("manage_organization", request.organization_id, work)
        if "inherit_roles" in request.update_mask.paths:
            # It decides whose owners count here.
            await work.require("own_organization", request.organization_id)
        organization.refuse_if_deleted()
        inherited = organization.inherit_roles
        broken = await _broken_choices(request, organization, work)
        update(
            organization,
            request.organization,
            request.update_mask,
            "organization",
            rules=lambda _: broken,
        )
        if inherited and not organization.inherit_roles:
            await refuse_without_owner(organization, work)
        await work.announce(organization, "updated")
        return to_proto(organization, pb.Organization)

    async def line_MoveOrganization(
        self, request: pb.MoveOrganizationRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets moves come one after another, as they do in the database."""
        del request, preparation
        return self._moves.turn(None)

    async def MoveOrganization(
        self, request: pb.MoveOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Moves an organization, with all below it, under another parent or to the top."""
        await work.require("manage_organization", request.organization_id)
        if request.HasField("parent_id"):
            await work.require("create_organization", request.parent_id)
        parent_id = request.parent_id if request.HasField("parent_id") else None
        await lock_to_move([request.organization_id, parent_id], work)
        organization = await lock_to_change("manage_organization", request.organization_id, work)
        organization.refuse_if_deleted()
        below = await look_below(organization, work)
        if organization.inherit_roles or below.has_heirs:
            # The ancestors decide whose owners count there.
            await work.require("own_organization", request.organization_id)
        parent = None if parent_id is None else await parent_to_fill(parent_id, work)
        await move(organization, parent, below, work)
        return to_proto(organization, pb.Organization)

    async def CloseOrganization(
        self, request: pb.CloseOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Closes an organization until it is reopened."""
        await work.require("own_organization", request.organization_id)
        await lock_trees([request.organization_id], work)
        organization = await lock_to_change("own_organization", request.organization_id, work)
        await shut(organization, work)
        await withdraw_closed(organization, work)
        await end_waiting(organization, work)
        return to_proto(organization, pb.Organization)

    async def ReopenOrganization(
        self, request: pb.ReopenOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Reopens a closed organization."""
        await work.require("own_organization", request.organization_id)
        await lock_trees([request.organization_id], work)
        organization = await lock_to_change("own_organization", request.organization_id, work)
        parent = None
        if organization.parent_id is not None:
            parent = await work.get(Organization, organization.parent_id)
        organization.reopen(parent)
        await work.announce(organization, "reopened")
        return to_proto(organization, pb.Organization)

    async def DeleteOrganization(
        self, request: pb.DeleteOrganizationRequest, work: Work
    ) -> pb.Organization:
        """Deletes an organization that is empty but for the caller's own membership."""
        await work.require("manage_organization", request.organization_id)
        await lock_trees([request.organization_id], work)
        organization = await lock_to_change("manage_organization", request.organization_id, work)
        occupied = await occupied_among([organization.id], work)
        organization.delete(is_empty=not occupied)
        await work.announce(organization, "deleted")
        for membership in await own_memberships(organization.id, work):
            work.follows(membership, because="a deleted organization has no members")
            membership.end("", at=work.now, by_member=True, other_owners=True)
            await work.announce(membership, "ended")
        return to_proto(organization, pb.Organization)


async def parent_to_fill(parent_id: str | UUID, work: Work) -> Organization:
    """Returns an organization under which the caller may put another one now, and until the commit.

    Raises:
        PermissionDenied: They may not, or may no longer.
    """
    parent = await work.get(Organization, parent_id)
    await hold_rights(work.person_id, parent, work)
    await work.require("create_organization", parent_id)
    return parent


async def _broken_choices(
    request: pb.UpdateOrganizationRequest, organization: Organization, work: Work
) -> list[Violation]:
    """Returns what is wrong with a new contact, a new category, and a new area."""
    given, paths = request.organization, request.update_mask.paths
    found: list[Violation] = []
    if "contact" in paths and given.contact.person_id != _contact_of(organization):
        inherits = given.inherit_roles if "inherit_roles" in paths else organization.inherit_roles
        place = Place(organization.id, organization.ancestor_ids, inherits)
        found += await broken_contact(given.contact, place, work)
    if "category_id" in paths:
        found += await broken_category(given.category_id, organization.category_id, work)
    if "area_id" in paths:
        found += await broken_area(given.area_id, organization.area_id, work)
    return found


def _contact_of(organization: Organization) -> str:
    return str((organization.contact or {}).get("person_id", ""))
