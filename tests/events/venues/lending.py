"""What the tests of venues and bookings share: an organization that lends a room."""

from typing import Any

from banyan.events.v1 import venue_pb2 as pb

from tests.events.stage import Stage, mask

DAYS = pb.OpeningDay.keys()[1:]
# Every organization may book, at once and without a decision.
OPEN_TO_ALL = pb.VENUE_BORROWERS_EVERY_ORGANIZATION


def rules(**values: Any) -> pb.VenueRules:
    """Returns rules by which every organization may book."""
    return pb.VenueRules(**({"borrowers": OPEN_TO_ALL} | values))


def every_day(opens: str, closes: str) -> list[pb.OpeningHours]:
    """Returns the same opening hours for each day of the week."""
    return [pb.OpeningHours(day=day, opens=opens, closes=closes) for day in DAYS]


def a_room(stage: Stage, **values: Any) -> pb.Venue:
    """Returns a room of the organization, not created yet."""
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "name": "多功能厅",
        "capacity": 40,
        "time_zone": "Asia/Shanghai",
        "rules": rules(),
    }
    return pb.Venue(**(defaults | values))


async def room(stage: Stage, passport: str | None = None, **values: Any) -> pb.Venue:
    """Creates a room, as the leader unless told otherwise."""
    request = pb.CreateVenueRequest(venue=a_room(stage, **values))
    return await stage.call(request, pb.Venue, passport)


async def change(
    stage: Stage, venue: pb.Venue, passport: str | None = None, *, etag: str = "", **values: Any
) -> pb.Venue:
    """Updates some fields of a room."""
    request = pb.UpdateVenueRequest(
        venue_id=venue.id, venue=pb.Venue(etag=etag, **values), update_mask=mask(*values)
    )
    return await stage.call(request, pb.Venue, passport)


async def close(stage: Stage, venue: pb.Venue, reason: str = "") -> pb.Venue:
    """Closes a room."""
    return await stage.call(pb.CloseVenueRequest(venue_id=venue.id, reason=reason), pb.Venue)


async def reopen(stage: Stage, venue: pb.Venue) -> pb.Venue:
    """Reopens a room."""
    return await stage.call(pb.ReopenVenueRequest(venue_id=venue.id), pb.Venue)


async def get(stage: Stage, venue: pb.Venue) -> pb.Venue:
    """Returns a room as it is now."""
    return await stage.call(pb.GetVenueRequest(venue_id=venue.id), pb.Venue)
