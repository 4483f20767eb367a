"""Closing, reopening and deleting organizations, and lists by state."""

from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

import pytest
from banyan.organizations.v1 import invitation_pb2, membership_pb2
from banyan.organizations.v1 import organization_pb2 as pb
from banyan.places.v1.place_pb2 import Contact, Place
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.kit.errors import AlreadyExists, InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.importing import Imports, below
from tests.organizations.programmes.making import create

T = TypeVar("T", bound=Message)


async def act(
    community: Community,
    request_type: type[Message],
    organization: pb.Organization,
    passport: str | None = None,
    request_id: str | None = None,
) -> pb.Organization:
    request = request_type(organization_id=organization.id, request_id=request_id)
    return await community.call(request, pb.Organization, passport or community.admin)


async def get(community: Community, organization: pb.Organization) -> pb.Organization:
    request = pb.GetOrganizationRequest(organization_id=organization.id)
    return await community.call(request, pb.Organization, community.admin)


async def imported(community: Community, name: str = "Choir") -> pb.Organization:
    """Returns an organization that an import has made: it has no members."""
    imports = await below(community)
    await imports.execute(await imports.plan(f"Name,ID,Phone,Notes\n{name},7,010,quiet\n"))
    return (await imports.children())[name]


class TestReopen:
    async def test_what_is_closed_is_as_it_was(self, community: Community) -> None:
        founder = uuid7()
        organization = await community.found(founder)
        owner = community.passport(founder)
        await act(community, pb.CloseOrganizationRequest, organization, owner)
        request_id = str(uuid7())
        reopened = await act(
            community, pb.ReopenOrganizationRequest, organization, owner, request_id
        )
        assert reopened.state == pb.ORGANIZATION_STATE_ACTIVE
        assert reopened.etag == organization.etag
        assert await community.owners(organization) == [founder]
        again = await act(community, pb.ReopenOrganizationRequest, organization, owner, request_id)
        assert again == reopened
        said = spoken(await published(community.platform.site, "organizations", 4))
        assert said[-1] == "organization.reopened"
        with pytest.raises(Refused) as refused:
            await act(community, pb.ReopenOrganizationRequest, organization, owner)
        assert refused.value.reason == "ORGANIZATION_NOT_CLOSED"

    @pytest.mark.parametrize("role", ["LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"])
    async def test_is_for_owners(self, community: Community, role: str) -> None:
        organization = await community.found()
        await act(community, pb.CloseOrganizationRequest, organization)
        passport = await community.holding(None, organization, role)
        with pytest.raises(PermissionDenied):
            await act(community, pb.ReopenOrganizationRequest, organization, passport)

    async def test_not_below_what_is_closed(self, community: Community) -> None:
        parent = await community.found()
        organization = await community.found(parent_id=parent.id)
        for each in (organization, parent):
            await act(community, pb.CloseOrganizationRequest, each)
        with pytest.raises(Refused) as refused:
            await act(community, pb.ReopenOrganizationRequest, organization)
        assert refused.value.reason == "PARENT_NOT_ACTIVE"
        await act(community, pb.ReopenOrganizationRequest, parent)
        await act(community, pb.ReopenOrganizationRequest, organization)

    async def test_its_external_id_may_be_taken(self, community: Community) -> None:
        organization = await imported(community)
        await act(community, pb.CloseOrganizationRequest, organization)
        imports = Imports(
            community,
            await get(community, pb.Organization(id=organization.parent_id)),
        )
        job = await imports.execute(await imports.plan("Name,ID\nChoir,7\n"))
        assert (job.create_count, job.conflict_count) == (1, 0)
        with pytest.raises(AlreadyExists) as refused:
            await act(community, pb.ReopenOrganizationRequest, organization)
        assert refused.value.reason == "EXTERNAL_ID_TAKEN"


class TestDelete:
    async def test_keeps_the_name_and_erases_the_rest(self, community: Community) -> None:
        organization = await imported(community)
        leader = await community.holding(uuid7(), organization.parent_id, "LEADER")
        deleted = await act(community, pb.DeleteOrganizationRequest, organization, leader)
        assert deleted.state == pb.ORGANIZATION_STATE_DELETED
        assert (deleted.name, deleted.parent_id) == ("Choir", organization.parent_id)
        assert (deleted.description, deleted.external_id) == ("", "")
        assert not deleted.HasField("contact")
        assert await get(community, organization) == deleted
        for request_type in (
            pb.DeleteOrganizationRequest,
            pb.CloseOrganizationRequest,
            pb.ReopenOrganizationRequest,
        ):
            with pytest.raises(Refused):
                await act(community, request_type, organization)
        update = pb.UpdateOrganizationRequest(
            organization_id=organization.id,
            organization=pb.Organization(name="Band"),
            update_mask=FieldMask(paths=["name"]),
        )
        move = pb.MoveOrganizationRequest(organization_id=organization.id, to_top=True)
        for request in (update, move):
            with pytest.raises(Refused) as refused:
                await community.call(request, pb.Organization, community.admin)
            assert refused.value.reason == "ORGANIZATION_DELETED"
        with pytest.raises(Refused):
            await community.apply(organization)

    async def test_founders_delete_what_they_founded_by_mistake(self, community: Community) -> None:
        founder = uuid7()
        organization = await community.found(founder)
        owner = community.passport(founder)
        await act(community, pb.DeleteOrganizationRequest, organization, owner)
        membership = await community.membership(organization, founder)
        assert membership.state == membership_pb2.MEMBERSHIP_STATE_ENDED
        said = spoken(await published(community.platform.site, "organizations", 4))
        assert said[-2:] == ["organization.deleted", "membership.ended"]

    @pytest.mark.parametrize("role", ["COORDINATOR", "SUPERVISOR", "MEMBER"])
    async def test_is_for_owners_and_leaders(self, community: Community, role: str) -> None:
        organization = await imported(community)
        passport = await community.holding(None, organization, role)
        with pytest.raises(PermissionDenied):
            await act(community, pb.DeleteOrganizationRequest, organization, passport)

    async def test_not_while_somebody_or_something_belongs_to_it(
        self, community: Community
    ) -> None:
        applied, invited, parent, importing = [
            await imported(community, name) for name in ("a", "b", "c", "d")
        ]
        membership = await community.apply(applied)
        await community.call(
            membership_pb2.DeclineMembershipRequest(membership_id=membership.id, reason="no"),
            membership_pb2.Membership,
            community.admin,
        )
        await community.call(
            invitation_pb2.CreateInvitationRequest(organization_id=invited.id),
            invitation_pb2.InvitationLink,
            community.admin,
        )
        child = await community.found(parent_id=parent.id)
        await act(community, pb.CloseOrganizationRequest, child)
        await Imports(community, importing).plan("Name\nx\n")
        event = (
            "INSERT INTO event (id, organization_id, state, visibility, start_time)"
            " VALUES ($1, $2, 'DRAFT', 'PUBLIC', now())"
        )
        planned = await imported(community, "e")
        await community.platform.site.sql("organizations", event, uuid7(), UUID(planned.id))
        for organization in (applied, invited, parent, importing, planned):
            with pytest.raises(Refused) as refused:
                await act(community, pb.DeleteOrganizationRequest, organization)
            assert refused.value.reason == "ORGANIZATION_NOT_EMPTY"
        await community.platform.site.sql("organizations", "UPDATE event SET state = 'DELETED'")
        await act(community, pb.DeleteOrganizationRequest, planned)

    async def test_not_while_it_cultivates_or_is_cultivated(self, community: Community) -> None:
        station, group, mentor = [await imported(community, name) for name in ("a", "b", "c")]
        await create(community, station)
        planted = await Garden.plant(community)
        garden = replace(planted, group=group, leader=community.admin)
        enrolment = await garden.enrolled()
        await garden.mentor(enrolment, mentor.id)
        for organization in (station, group, mentor):
            with pytest.raises(Refused) as refused:
                await act(community, pb.DeleteOrganizationRequest, organization)
            assert refused.value.reason == "ORGANIZATION_NOT_EMPTY"

    async def test_what_lay_below_and_is_deleted_does_not_count(self, community: Community) -> None:
        organization = await imported(community)
        child = await community.found(parent_id=organization.id)
        founder = (await community.owners(child))[0]
        owner = community.passport(founder)
        await act(community, pb.DeleteOrganizationRequest, child, owner)
        await act(community, pb.DeleteOrganizationRequest, organization)


class TestStates:
    async def test_the_list_leaves_out_what_is_deleted_unless_asked(
        self, community: Community
    ) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("Name\nactive\nclosed\ndeleted\n"))
        children = await imports.children()
        await act(community, pb.CloseOrganizationRequest, children["closed"])
        await act(community, pb.DeleteOrganizationRequest, children["deleted"])
        active, closed, deleted = (
            pb.ORGANIZATION_STATE_ACTIVE,
            pb.ORGANIZATION_STATE_CLOSED,
            pb.ORGANIZATION_STATE_DELETED,
        )
        for states, names in (
            ([], ["active", "closed"]),
            ([active], ["active"]),
            ([closed, deleted], ["closed", "deleted"]),
        ):
            request = pb.ListOrganizationsRequest(parent_id=imports.parent.id, states=states)
            answer = await community.call(request, pb.ListOrganizationsResponse, community.admin)
            assert [each.name for each in answer.organizations] == names
        with pytest.raises(InvalidArgument):
            await community.call(
                pb.ListOrganizationsRequest(states=[pb.ORGANIZATION_STATE_UNSPECIFIED]),
                pb.ListOrganizationsResponse,
                community.admin,
            )


class TestValues:
    async def test_phone_email_and_website_by_mutation(self, community: Community) -> None:
        organization = await community.found(
            contact=Contact(phones=["\u202a010 1234\u202c"], email="olga@münchen.de"),
            website="\u200ehttps://例子.中国",
        )
        assert organization.contact.phones == ["010 1234"]
        assert organization.contact.email == "olga@münchen.de"
        assert organization.website == "https://例子.中国"
        refusals: dict[str, dict[str, Any]] = {
            "contact.email": {"contact": Contact(email="olga@münchen")},
            "website": {"website": "example.org"},
            "place.online_url": {"place": Place(online_url="example.org")},
        }
        for field, values in refusals.items():
            with pytest.raises(InvalidArgument) as refused:
                await community.found(None, **values)
            assert refused.value.violations[0].field == f"organization.{field}"
