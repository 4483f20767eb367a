"""HoursEntryService: the ledger of hours, line by line."""

from uuid import UUID

from banyan.volunteers.v1 import hours_entry_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.values import enum_name
from services.kit.work import Work
from services.volunteers.models import HoursEntry


class HoursEntryServicer:
    """Answers what the ledger has on record."""

    service = pb.DESCRIPTOR.services_by_name["HoursEntryService"]

    async def BatchGetHoursEntries(
        self, request: pb.BatchGetHoursEntriesRequest, work: Work
    ) -> pb.BatchGetHoursEntriesResponse:
        """Gets several entries."""
        found = await work.find_all(HoursEntry, request.ids, "view_hours_entry")
        return pb.BatchGetHoursEntriesResponse(
            hours_entries=[to_proto(entry, pb.HoursEntry) for entry in found]
        )

    async def ListHoursEntries(
        self, request: pb.ListHoursEntriesRequest, work: Work
    ) -> pb.ListHoursEntriesResponse:
        """Lists the entries of a person, newest first."""
        statement = select(HoursEntry).where(
            col(HoursEntry.person_id) == UUID(request.person_id), work.visible("view_hours_entry")
        )
        if request.HasField("organization_id"):
            organization_id = UUID(request.organization_id)
            statement = statement.where(col(HoursEntry.organization_id) == organization_id)
        if request.hours_class:
            hours_class = enum_name(pb.HoursClass.DESCRIPTOR, request.hours_class)
            statement = statement.where(col(HoursEntry.hours_class) == hours_class)
        keys = (col(HoursEntry.create_time), col(HoursEntry.id))
        page = await paginate(work.session, statement, keys, request, descending=True)
        return page.answer(pb.ListHoursEntriesResponse)
