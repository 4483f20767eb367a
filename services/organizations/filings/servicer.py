"""FilingService: with which authorities organizations are on file."""

from typing import Any

from banyan.organizations.v1 import filing_pb2 as pb
from sqlalchemy import case
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work
from services.organizations.filings.models import Filing, FilingState
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.organizations.access import oversees

MOST_FILINGS = 100  # of an organization, ended ones too


def _number(viewer: Viewer) -> Any:
    """The number, for those who oversee the organization."""
    return case((oversees.where(col(Filing.organization_id), viewer), col(Filing.number)), else_="")


FILINGS = Resources[pb.Filing](Filing, None, shown=Shown(pb.Filing, Filing, number=_number))
LATEST_FIRST = FILINGS.listing(
    col(Filing.id),
    filters={
        "organization_id": col(Filing.organization_id) == given("organization_id"),
        "current": col(Filing.state) == FilingState.CURRENT,
    },
    descending=True,
    orders={"CREATE_TIME": [col(Filing.id)]},  # IDs increase with time
)


class FilingServicer:
    """Manages filings. A change locks the organization first."""

    service = pb.DESCRIPTOR.services_by_name["FilingService"]

    async def CreateFiling(self, request: pb.CreateFilingRequest, work: Work) -> pb.Filing:
        """Notes a filing of an organization."""
        owned = request.filing.organization_id
        organization = await lock_to_change("own_organization", owned, work)
        organization.refuse_if_closed()
        if await work.count(col(Filing.organization_id) == organization.id) >= MOST_FILINGS:
            raise Refused(
                "This organization has {max} filings, ended ones too, which is the most. Change one of them instead.",
                reason="TOO_MANY_FILINGS",
                params={"max": MOST_FILINGS},
            )
        filing = create(Filing, request.filing, "filing")
        await work.add(filing)
        await work.announce(filing, "created")
        return to_proto(filing, pb.Filing)

    async def GetFiling(self, request: pb.GetFilingRequest, work: Work) -> pb.Filing:
        """Gets a filing."""
        return await FILINGS.get(request.filing_id, work)

    async def BatchGetFilings(
        self, request: pb.BatchGetFilingsRequest, work: Work
    ) -> pb.BatchGetFilingsResponse:
        """Gets several filings."""
        return pb.BatchGetFilingsResponse(filings=await FILINGS.get_all(request.ids, work))

    async def ListFilings(
        self, request: pb.ListFilingsRequest, work: Work
    ) -> pb.ListFilingsResponse:
        """Lists filings, latest first."""
        current = None if request.include_ended else True
        page = await LATEST_FIRST.page(request, work, current=current)
        return page.answer(pb.ListFilingsResponse)

    async def UpdateFiling(self, request: pb.UpdateFilingRequest, work: Work) -> pb.Filing:
        """Updates the masked fields of a filing."""
        filing = await lock_owned(Filing, request.filing_id, "own_organization", work)
        filing.refuse_if_ended()
        update(filing, request.filing, request.update_mask, "filing")
        await work.announce(filing, "updated")
        return to_proto(filing, pb.Filing)

    async def EndFiling(self, request: pb.EndFilingRequest, work: Work) -> pb.Filing:
        """Ends a filing that no longer holds."""
        filing = await lock_owned(Filing, request.filing_id, "own_organization", work)
        filing.end()
        await work.announce(filing, "ended")
        return to_proto(filing, pb.Filing)
