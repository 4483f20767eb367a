"""What an event must be like beyond the rules of its fields."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from banyan.places.v1 import place_pb2
from sqlalchemy import Uuid, literal, select

from services.events.events.models import Event
from services.events.memberships.queries import where_member
from services.kit.contract.values import known_moment
from services.kit.errors import Violation
from services.kit.work.work import Work

LONGEST = timedelta(days=31)
LONGEST_AGO, LONGEST_AHEAD = timedelta(days=366), timedelta(days=3653)
START, END = "event.start_time", "event.end_time"


class Times(NamedTuple):
    """The times of an event; None where there is none, or none that is valid.

    Attributes:
        start: When it starts.
        end: When it ends.
        deadline: Until when people can sign up.
        opens: From when on.
    """

    start: datetime | None
    end: datetime | None
    deadline: datetime | None
    opens: datetime | None

    @classmethod
    def of(cls, event: Any) -> "Times":
        """Returns the times that a message says."""
        start, end = known_moment(event, "start_time"), known_moment(event, "end_time")
        return cls(
            start,
            end,
            known_moment(event, "sign_up_deadline"),
            known_moment(event, "sign_up_open_time"),
        )

    @classmethod
    def now_of(cls, event: Event) -> "Times":
        """Returns the times that an event has."""
        return cls(
            event.start_time, event.end_time, event.sign_up_deadline, event.sign_up_open_time
        )


def broken_order(times: Times) -> Iterator[Violation]:
    """Yields what is wrong with the order of the times and with the length."""
    start, end, deadline, opens = times
    if start is not None and end is not None:
        if end <= start:
            yield Violation(END, "must be after the start time", "END_NOT_AFTER_START")
        elif end - start > LONGEST:
            yield Violation(
                END,
                "must be at most {max} days after the start time",
                "EVENT_TOO_LONG",
                params={"max": LONGEST.days, "unit": "days"},
            )
    if deadline is not None and end is not None and deadline > end:
        yield Violation(
            "event.sign_up_deadline",
            "must not be after the end of the event",
            "DEADLINE_TOO_LATE",
        )
    closes = deadline or end
    if opens is not None and closes is not None and opens >= closes:
        yield Violation(
            "event.sign_up_open_time",
            "must be before the deadline for signing up, or before the end of the event if it has none",
            "OPENING_TOO_LATE",
        )


def far_away(
    times: Times, now: datetime, fields: tuple[str, str] = (START, END)
) -> Iterator[Violation]:
    """Yields which times do not lie near the present, as those that are meant do. Each field is named once.

    Args:
        times: The times.
        now: The time.
        fields: The fields of the request that say when the event starts and ends.
    """
    far = {
        field: None
        for field, moment in zip(fields, times[:2], strict=True)
        if moment is not None and not now - LONGEST_AGO <= moment <= now + LONGEST_AHEAD
    }
    for field in far:
        yield Violation(
            field,
            "must be within {max_past} days in the past and {max_ahead} years in the future",
            "TIME_OUT_OF_RANGE",
            params={"max_past": LONGEST_AGO.days, "max_ahead": 10},
        )


async def broken_contact(
    contact: place_pb2.Contact, organization_id: UUID, work: Work, path: str = "event"
) -> list[Violation]:
    """Returns what is wrong with a contact: a person whom an event names belongs to the organization.

    Args:
        contact: The contact.
        organization_id: The organization.
        work: The work.
        path: The path of what names it in the request.
    """
    if not contact.person_id:
        return []
    person_id = UUID(contact.person_id)
    if person_id == work.caller.person_id and organization_id in work.caller.roles:
        return []  # the notice of it may still be on its way
    found = select(where_member(literal(organization_id, Uuid), person_id))
    if await work.session.scalar(found):
        return []
    return [
        Violation(
            f"{path}.contact.person_id",
            "is not an active member of the organization. Name a member, or a phone number or email address",
            "CONTACT_NOT_MEMBER",
        )
    ]
