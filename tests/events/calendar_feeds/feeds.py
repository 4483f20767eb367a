"""What the tests of calendar feeds do again and again."""

from typing import Any
from uuid import UUID

from banyan.events.v1 import calendar_feed_pb2 as pb

from tests.events.stage import Stage


async def new_token(stage: Stage, person_id: UUID, request_id: str | None = None) -> str:
    """Gives a person's calendar a new address, and returns its token."""
    request = pb.CreateCalendarFeedRequest(request_id=request_id)
    answer = await stage.call(request, pb.CalendarFeedToken, stage.office.person(person_id))
    assert answer.calendar_feed.id == answer.calendar_feed.person_id == str(person_id)
    assert answer.calendar_feed.state == pb.CALENDAR_FEED_STATE_ACTIVE
    return answer.token


async def entries(stage: Stage, token: str, **values: Any) -> list[pb.CalendarEntry]:
    """Returns what a token shows to somebody who has not signed in."""
    request = pb.ListCalendarEntriesRequest(token=token, **values)
    answer = await stage.call(request, pb.ListCalendarEntriesResponse, stage.office.anonymous())
    return list(answer.entries)


async def revoke(stage: Stage, person_id: UUID, passport: str | None = None) -> pb.CalendarFeed:
    """Ends the address of a person's calendar, as the person unless told otherwise."""
    request = pb.RevokeCalendarFeedRequest(calendar_feed_id=str(person_id))
    return await stage.call(request, pb.CalendarFeed, passport or stage.office.person(person_id))
