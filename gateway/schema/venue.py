"""Venues."""

from datetime import datetime

import strawberry
from banyan.events.v1 import booking_pb2, venue_pb2, venue_time_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import answer, get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import html, text


@shows(venue_pb2.Venue)
class Venue(Node):
    """A room or another place of an organization, which it may lend to others. All of its fields are public."""

    language: auto
    translations: auto
    capacity: auto
    features: auto
    place: auto
    cover: auto
    time_zone: auto
    opening_hours: auto
    opening_exceptions: auto
    rules: auto
    state: auto
    close_reason: auto
    bookings_to_cancel: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    name = text("name")
    description = text("description")
    description_html = html("description")
    organization = reference("organization_id")
    area = reference("area_id")
    use = answer(
        venue_time_pb2.SummarizeVenueUseRequest,
        venue_id="id",
        description="For how long each organization uses the venue in each month, by the confirmed bookings that the"
        " viewer may see: members of its organization see everybody's.",
    )
    busy_times = connection(
        venue_time_pb2.ListBusyTimesRequest,
        venue_id="id",
        description="When it is booked, ordered by start time. Everyone sees the times; who has booked, only those who"
        " may see the booking.",
    )
    bookings = connection(
        booking_pb2.ListBookingsRequest,
        venue_id="id",
        description="The bookings of the venue that the viewer may see, ordered by start time.",
    )


@shows(venue_pb2.VenueTranslation)
class VenueTranslation:
    """The texts of a venue in another language."""

    language: auto
    name: auto
    description: auto


@shows(venue_pb2.OpeningHours)
class OpeningHours:
    """A time at which a venue is open on one day of each week."""

    day: auto
    opens: auto
    closes: auto


@shows(venue_pb2.OpeningException)
class OpeningException:
    """The hours of a venue on one date, in place of those of its day of the week."""

    date: auto
    times: auto


@shows(venue_pb2.OpeningTime)
class OpeningTime:
    """A time at which a venue is open on one date."""

    opens: auto
    closes: auto


@shows(venue_pb2.VenueRules)
class VenueRules:
    """Who may book a venue, and for which times."""

    borrowers: auto
    needs_approval: auto
    decide_within_days: auto
    shortest_notice_minutes: auto
    furthest_ahead_days: auto
    longest_minutes: auto
    monthly_hours: auto
    buffer_minutes: auto
    first_call: auto


@shows(venue_pb2.FirstCall)
class FirstCall:
    """Lets those organizations book first that have used a venue less."""

    last_days: auto
    others_ahead_days: auto


@strawberry.type
class Queries:
    """Queries for venues."""

    venue = get(venue_pb2.GetVenueRequest)
    venues = connection(venue_pb2.ListVenuesRequest)


@strawberry.type
class Mutations:
    """Mutations of venues."""

    create_venue = mutation(venue_pb2.CreateVenueRequest)
    update_venue = mutation(venue_pb2.UpdateVenueRequest)
    close_venue = mutation(venue_pb2.CloseVenueRequest)
    reopen_venue = mutation(venue_pb2.ReopenVenueRequest)
