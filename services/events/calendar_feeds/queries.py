"""What a feed shows, and what ends one."""

from uuid import UUID

from banyan.events.v1 import calendar_feed_pb2 as pb
from sqlalchemy import Select, select
from sqlmodel import col

from services.events.calendar_feeds.models import CalendarFeed, CalendarFeedState
from services.events.events.models import Event
from services.events.events.queries import SHOWN as SHOWN_EVENT
from services.events.people.models import Person, PersonState
from services.events.shifts.models import Shift
from services.events.shifts.queries import SHOWN
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import SHOWN as SHOWN_SIGN_UP
from services.kit.errors import NotFound
from services.kit.process.links import token_hash
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import given
from services.kit.work.work import Work

_OWNER = Query(
    select(col(CalendarFeed.id))
    .outerjoin(Person, col(Person.id) == col(CalendarFeed.id))
    .where(
        col(CalendarFeed.token_hash) == given("hash"),
        col(Person.state).is_distinct_from(PersonState.SUSPENDED),
    )
)


def _with_event(statement: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return statement.join(Event, col(Event.id) == col(SignUp.event_id)).join(
        Shift, col(Shift.id) == col(SignUp.shift_id)
    )


# The token says who may see them, so no relation does.
BY_START = Resources(
    SignUp,
    None,
    shown=Shown(
        pb.CalendarEntry,
        sign_up=SHOWN_SIGN_UP,
        event=SHOWN_EVENT,
        shift=SHOWN,
    ),
    shape=_with_event,
).listing(
    col(SignUp.start_time),
    col(SignUp.id),
    where=[col(SignUp.person_id) == given("person_id")],
    filters={
        "end_time_after": col(SignUp.end_time) > given("end_time_after"),
        "start_time_before": col(SignUp.start_time) < given("start_time_before"),
    },
)


async def owner_of(token: str, work: Work) -> UUID:
    """Returns the person whose feed a token opens.

    Raises:
        NotFound: It opens none: it never did, another one has replaced it, it was revoked, or the person is suspended.
    """
    for row in await work.fetch(_OWNER, hash=token_hash(token)):
        person_id: UUID = row[0]
        return person_id
    raise NotFound(
        "This address of a calendar does not work. Create a new one, and give it to your calendar."
    )


async def end_feed(person_id: UUID, work: Work) -> None:
    """Ends the feed of a person, if they have one. The person is locked."""
    for feed in await work.lock_all(CalendarFeed, [person_id]):
        if feed.state == CalendarFeedState.ACTIVE:
            feed.revoke()
            await work.announce(feed, "revoked")
