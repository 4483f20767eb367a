"""VenueService: the venues of organizations."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from banyan.events.v1 import venue_pb2 as pb
from sqlalchemy import Text, any_
from sqlmodel import col

from services.events.areas.queries import areas_within, broken_area
from services.events.bookings.closing import cancel_batch
from services.events.bookings.queries import lock_venues
from services.events.organizations.queries import check_organization
from services.events.venues.checking import broken_hours
from services.events.venues.models import Venue, VenueState
from services.kit.contract.validation import refuse_violations
from services.kit.errors import Refused, Violation
from services.kit.text.names import is_found, search_query
from services.kit.text.tags import has_tags, tag_keys
from services.kit.work.batches import Batch
from services.kit.work.bounds import refuse_beyond
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.nearness import DISTANCE, distance, is_near, nearness
from services.kit.work.paging import Page
from services.kit.work.reading import Resources
from services.kit.work.viewer import IDS, TEXTS, given
from services.kit.work.work import Work

MOST_ACTIVE = 500  # of an organization
TOO_MANY = Refused(
    "This organization has {max} venues, which is the most. Close one that is no longer lent.",
    reason="TOO_MANY_VENUES",
    params={"max": MOST_ACTIVE},
)
VENUES = Resources[pb.Venue](Venue, None)
OLDEST_FIRST = VENUES.listing(
    col(Venue.id),
    filters={
        "organization_id": col(Venue.organization_id) == given("organization_id"),
        "states": col(Venue.state) == any_(given("states", TEXTS)),
        "capacity": col(Venue.capacity) >= given("capacity"),
        "features": has_tags(col(Venue.tag_keys), given("features", TEXTS)),
        "area_ids": col(Venue.area_id) == any_(areas_within(given("area_ids", IDS))),
        "query": is_found(col(Venue.search_name), given("query", Text())),
        "near": is_near(Venue.place),
    },
    orders={
        "CREATE_TIME": [col(Venue.id)],  # IDs increase with time
        "CAPACITY": [col(Venue.capacity), col(Venue.id)],
        DISTANCE: [distance(Venue.place), col(Venue.id)],
    },
)
OF_ORGANIZATIONS = Batch(
    OLDEST_FIRST, "organization_id", alone=("query", "near", "features", "area_ids")
)


class VenueServicer:
    """Manages the venues of organizations."""

    service = pb.DESCRIPTOR.services_by_name["VenueService"]

    async def CreateVenue(self, request: pb.CreateVenueRequest, work: Work) -> pb.Venue:
        """Creates a venue."""
        violations = list(await self.rules_CreateVenue(request, work))
        organization_id = UUID(request.venue.organization_id)
        await check_organization(organization_id, work)
        refuse_violations(violations)
        await _refuse_too_many(organization_id, work)
        venue = create(Venue, request.venue, "venue")
        await work.add(venue)
        await work.announce(venue, "created")
        return to_proto(venue, pb.Venue)

    async def rules_CreateVenue(
        self, request: pb.CreateVenueRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the opening hours and the area."""
        await work.require("manage_venues", UUID(request.venue.organization_id))
        area = await broken_area(request.venue.area_id, None, work, field="venue.area_id")
        return chain(broken_hours(request.venue), area)

    async def GetVenue(self, request: pb.GetVenueRequest, work: Work) -> pb.Venue:
        """Gets a venue."""
        return await VENUES.get(request.venue_id, work)

    async def BatchGetVenues(
        self, request: pb.BatchGetVenuesRequest, work: Work
    ) -> pb.BatchGetVenuesResponse:
        """Gets several venues."""
        return pb.BatchGetVenuesResponse(venues=await VENUES.get_all(request.ids, work))

    async def ListVenues(self, request: pb.ListVenuesRequest, work: Work) -> pb.ListVenuesResponse:
        """Lists venues, oldest first."""
        return (await list_venues(request, work)).answer(pb.ListVenuesResponse)

    async def BatchListVenues(
        self, request: pb.BatchListVenuesRequest, work: Work
    ) -> pb.BatchListVenuesResponse:
        """Lists the venues of several organizations."""
        pages = await OF_ORGANIZATIONS.pages(request.requests, work, list_venues)
        return pb.BatchListVenuesResponse(
            responses=[page.answer(pb.ListVenuesResponse) for page in pages]
        )

    async def UpdateVenue(self, request: pb.UpdateVenueRequest, work: Work) -> pb.Venue:
        """Updates the masked fields of a venue."""
        venue = await _lock(request.venue_id, work)
        venue.check_active()
        await check_organization(venue.organization_id, work)
        area: list[Violation] = []
        if "area_id" in request.update_mask.paths:
            known = venue.area_id
            area = await broken_area(request.venue.area_id, known, work, field="venue.area_id")
        update(
            venue,
            request.venue,
            request.update_mask,
            "venue",
            rules=lambda merged: chain(broken_hours(merged), area),
        )
        await work.announce(venue, "updated")
        return to_proto(venue, pb.Venue)

    async def CloseVenue(self, request: pb.CloseVenueRequest, work: Work) -> pb.Venue:
        """Closes a venue, and cancels its coming bookings."""
        found = await work.get(Venue, request.venue_id)
        await work.require("manage_venues", found.organization_id)
        await lock_venues(work, found.id)  # bookings that have begun are made once this holds
        venue = await work.lock(Venue, found.id)
        venue.close(request.reason)
        await cancel_batch(venue, "closed", work)
        return to_proto(venue, pb.Venue)

    async def ReopenVenue(self, request: pb.ReopenVenueRequest, work: Work) -> pb.Venue:
        """Reopens a closed venue."""
        venue = await _lock(request.venue_id, work)
        venue.reopen()
        await check_organization(venue.organization_id, work)
        await _refuse_too_many(venue.organization_id, work)
        await work.announce(venue, "reopened")
        return to_proto(venue, pb.Venue)


async def list_venues(request: pb.ListVenuesRequest, work: Work) -> Page[pb.Venue]:
    """Returns the page that a request asks for."""
    return await OLDEST_FIRST.page(
        request,
        work,
        query=search_query(request.query),
        features=tag_keys(request.features) or None,
        **nearness(request),
    )


async def _lock(venue_id: str, work: Work) -> Venue:
    """Returns a venue that the caller manages, locked."""
    venue = await work.lock(Venue, venue_id)
    await work.require("manage_venues", venue.organization_id)
    return venue


async def _refuse_too_many(organization_id: UUID, work: Work) -> None:
    """Refuses one more venue than an organization may have."""
    await refuse_beyond(
        MOST_ACTIVE,
        TOO_MANY,
        work,
        col(Venue.organization_id) == organization_id,
        col(Venue.state) == VenueState.ACTIVE,
        name=f"venues:{organization_id}",
    )
