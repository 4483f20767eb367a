"""RosterFieldService: what organizations note about the people on their rosters."""

from collections.abc import Iterator

from banyan.organizations.v1 import roster_field_pb2 as pb
from sqlalchemy import delete
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import Refused, Violation
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.roster_fields.checking import broken_field
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldState,
    RosterValueRow,
)

MOST_FIELDS = 50  # of an organization
_CREATION = (col(RosterField.id),)  # IDs increase with time

FIELDS = Resources[pb.RosterField](RosterField, "view_roster_field")
OLDEST_FIRST = FIELDS.listing(
    *_CREATION,
    where=[
        col(RosterField.organization_id) == given("organization_id"),
        col(RosterField.state) == RosterFieldState.ACTIVE,
    ],
    filters={"only_asked": RosterField.is_asked()},
    orders={
        "CREATE_TIME": _CREATION,
        "POSITION": (col(RosterField.position), col(RosterField.id)),
    },
)


class RosterFieldServicer:
    """Manages fields. A change locks the organization first, so that no more are made than there may be."""

    service = pb.DESCRIPTOR.services_by_name["RosterFieldService"]

    async def CreateRosterField(
        self, request: pb.CreateRosterFieldRequest, work: Work
    ) -> pb.RosterField:
        """Creates a field."""
        wanted = request.roster_field
        organization = await lock_to_change("manage_organization", wanted.organization_id, work)
        refuse_violations(list(broken_field(wanted)))
        of_organization = col(RosterField.organization_id) == organization.id
        count = await work.count(of_organization, col(RosterField.state) == RosterFieldState.ACTIVE)
        if count >= MOST_FIELDS:
            raise Refused(
                "The roster of this organization has {max} fields, and more are not possible. Delete one "
                "that you no longer use.",
                reason="TOO_MANY_ROSTER_FIELDS",
                params={"max": MOST_FIELDS},
            )
        field = create(RosterField, wanted, "roster_field")
        await work.add(field)
        await work.announce(field, "created")
        return to_proto(field, pb.RosterField)

    async def rules_CreateRosterField(
        self, request: pb.CreateRosterFieldRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the choices, and with their translations."""
        del work
        return broken_field(request.roster_field)

    async def GetRosterField(self, request: pb.GetRosterFieldRequest, work: Work) -> pb.RosterField:
        """Gets a field."""
        return await FIELDS.get(request.roster_field_id, work)

    async def BatchGetRosterFields(
        self, request: pb.BatchGetRosterFieldsRequest, work: Work
    ) -> pb.BatchGetRosterFieldsResponse:
        """Gets several fields."""
        found = await FIELDS.get_all(request.ids, work)
        return pb.BatchGetRosterFieldsResponse(roster_fields=found)

    async def ListRosterFields(
        self, request: pb.ListRosterFieldsRequest, work: Work
    ) -> pb.ListRosterFieldsResponse:
        """Lists the fields of an organization, oldest first."""
        page = await OLDEST_FIRST.page(request, work)
        return page.answer(pb.ListRosterFieldsResponse)

    async def UpdateRosterField(
        self, request: pb.UpdateRosterFieldRequest, work: Work
    ) -> pb.RosterField:
        """Updates the masked properties of a field."""
        field = await _lock(request.roster_field_id, work)
        field.refuse_if_deleted()
        update(field, request.roster_field, request.update_mask, "roster_field", rules=broken_field)
        await work.announce(field, "updated")
        return to_proto(field, pb.RosterField)

    async def DeleteRosterField(
        self, request: pb.DeleteRosterFieldRequest, work: Work
    ) -> pb.RosterField:
        """Deletes a field, with the values in it."""
        field = await _lock(request.roster_field_id, work)
        field.delete()
        await work.session.execute(
            delete(RosterValueRow)
            .where(col(RosterValueRow.roster_field_id) == field.id)
            .execution_options(synchronize_session=False)
        )
        await work.announce(field, "deleted")
        return to_proto(field, pb.RosterField)


async def _lock(field_id: str, work: Work) -> RosterField:
    """Returns a field, locked after its organization, that the caller may change."""
    return await lock_owned(RosterField, field_id, "manage_organization", work)
