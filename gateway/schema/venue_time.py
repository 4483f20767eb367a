"""When venues are free and busy, and who uses them."""

import strawberry
from banyan.events.v1 import venue_time_pb2
from strawberry import auto

from gateway.binding.fields import answer, reference
from gateway.binding.messages import shows


@shows(venue_time_pb2.FreeSlots)
class FreeSlots:
    """When venues are free."""

    slots: auto
    is_complete: auto


@shows(venue_time_pb2.FreeSlot)
class FreeSlot:
    """A time in which a venue can be booked for the duration that was asked for, at any time within it."""

    start_time: auto
    end_time: auto

    venue = reference("venue_id")


@shows(venue_time_pb2.BusyTime)
class BusyTime:
    """A time at which a venue is booked."""

    start_time: auto
    end_time: auto
    is_tentative: auto

    booking = reference("booking_id")
    event = reference("event_id")


@shows(venue_time_pb2.VenueUse)
class VenueUse:
    """How a venue is used."""

    shares: auto


@shows(venue_time_pb2.VenueUseShare)
class VenueUseShare:
    """For how long an organization uses a venue in a month."""

    month: auto
    minutes: auto
    booking_count: auto

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for the times of venues."""

    free_slots = answer(
        venue_time_pb2.SearchFreeSlotsRequest,
        description="When venues are free for as long as they are needed. Looks among 50 venues at most: the given ones,"
        " or the first that match, with `near` the nearest. Gives the first 500 slots.",
    )
