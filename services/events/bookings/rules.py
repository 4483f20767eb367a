"""Every reason against a booking, as a pure function of what is known. The rules are those of `VenueRules`."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from banyan.events.v1 import venue_pb2

from services.kit.errors import Violation

FURTHEST_DAYS, LONGEST_MINUTES = 366, 31 * 24 * 60
# How many coming bookings an organization can have at one venue.
MOST_COMING = 500
VENUE, START, END = "booking.venue_id", "booking.start_time", "booking.end_time"

VENUE_TAKEN = Violation(
    START,
    "is a time at which the venue is booked, or needed between two bookings. Choose another time or another venue"
    " (SearchFreeSlots lists them)",
    "VENUE_TAKEN",
)


class Facts(NamedTuple):
    """What is known of a booking that somebody wants.

    Attributes:
        now: The time.
        start: When it starts.
        end: When it ends.
        rules: The rules of the venue.
        is_lent: Whether the venue and its organization are active.
        is_admitted: Whether the organization is one of those that may book.
        has_first_call: Whether the organization has used the venue less than others, where that counts.
        is_open: Whether the venue is open at the whole time.
        is_taken: Whether another booking takes some of the time.
        minutes_used: How many minutes the organization has booked in that month.
        coming: How many coming bookings the organization has at the venue.
    """

    now: datetime
    start: datetime
    end: datetime
    rules: venue_pb2.VenueRules
    is_lent: bool = True
    is_admitted: bool = True
    has_first_call: bool = True
    is_open: bool = True
    is_taken: bool = False
    minutes_used: int = 0
    coming: int = 0


def reasons_against(facts: Facts) -> list[Violation]:
    """Returns every reason against a booking; none if it is possible."""
    if not facts.is_lent:
        return [
            Violation(
                VENUE,
                "is a venue that is closed. Choose another one (ListVenues)",
                "VENUE_NOT_LENT",
            )
        ]
    return [*_about_borrower(facts), *_about_time(facts), *_about_amount(facts)]


def has_first_call(minutes: Mapping[UUID, float], organization_id: UUID) -> bool:
    """Returns whether an organization may book first: it has used the venue less than the others.

    That is less than the average of those that have used it, or not at all.

    Args:
        minutes: How many minutes each organization has used it.
        organization_id: The organization.
    """
    used = [each for each in minutes.values() if each > 0]
    own = max(0, minutes.get(organization_id, 0))
    return own == 0 or own * len(used) < sum(used)


def _about_borrower(facts: Facts) -> Iterator[Violation]:
    if not facts.is_admitted:
        yield Violation(
            VENUE,
            "is not lent to this organization. Choose another venue, or ask its organization to book for you",
            "VENUE_NOT_FOR_YOU",
        )
    if facts.coming >= MOST_COMING:
        yield Violation(
            VENUE,
            "is a venue at which this organization has {max} coming bookings, which is the most. Cancel one first",
            "TOO_MANY_BOOKINGS",
            params={"max": MOST_COMING},
        )


def _about_time(facts: Facts) -> Iterator[Violation]:
    rules, notice = facts.rules, facts.rules.shortest_notice_minutes
    if facts.start < facts.now:
        yield Violation(START, "must not be in the past. Choose a later time", "TIME_PAST")
    elif facts.start < facts.now + timedelta(minutes=notice):
        yield Violation(
            START,
            "must be at least {min} minutes from now: this venue is booked that long before. Choose a later time",
            "NOTICE_TOO_SHORT",
            params={"min": notice, "unit": "minutes"},
        )
    furthest = rules.furthest_ahead_days or FURTHEST_DAYS
    others = rules.first_call.others_ahead_days
    if facts.start > facts.now + timedelta(days=furthest):
        yield Violation(
            START,
            "must be at most {max} days ahead. Choose an earlier time, or book it later",
            "TOO_FAR_AHEAD",
            params={"max": furthest, "unit": "days"},
        )
    elif others and not facts.has_first_call and facts.start > facts.now + timedelta(days=others):
        yield Violation(
            START,
            "must be at most {max} days ahead for this organization: it has used the venue more than others, who have"
            " the first call. Choose an earlier time, or book it later",
            "FIRST_CALL_OF_OTHERS",
            params={"max": others, "unit": "days"},
        )
    if not facts.is_open:
        yield Violation(
            START,
            "must lie within the opening hours of the venue, up to the end. Choose a time at which it is open",
            "VENUE_NOT_OPEN",
        )
    if facts.is_taken:
        yield VENUE_TAKEN


def _about_amount(facts: Facts) -> Iterator[Violation]:
    minutes = int((facts.end - facts.start).total_seconds() / 60)
    longest = facts.rules.longest_minutes or LONGEST_MINUTES
    if facts.end - facts.start > timedelta(minutes=longest):
        yield Violation(
            END,
            "must be at most {max} minutes after the start. Shorten the booking",
            "BOOKING_TOO_LONG",
            params={"max": longest, "unit": "minutes"},
        )
    hours = facts.rules.monthly_hours
    if hours and facts.minutes_used + minutes > hours * 60:
        yield Violation(
            END,
            "exceeds the {max} hours that an organization can book here in a month; {left} minutes are left. Shorten"
            " the booking, cancel another one, or choose another month",
            "QUOTA_SPENT",
            params={"max": hours, "left": max(0, hours * 60 - facts.minutes_used), "unit": "hours"},
        )
