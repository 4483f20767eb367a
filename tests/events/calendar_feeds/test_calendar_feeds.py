"""Calendar feeds: an address opens the sign-ups of its person, until another replaces it or it ends."""

import asyncio
from uuid import uuid4

import pytest
from banyan.events.v1 import calendar_feed_pb2 as pb
from banyan.events.v1 import sign_up_pb2

from services.kit.errors import NotFound, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.process.links import token_hash
from tests.events.calendar_feeds.feeds import entries, new_token, revoke
from tests.events.people.test_suspension import suspend
from tests.events.stage import Stage, in_hours

CONFIRMED, CANCELLED = sign_up_pb2.SIGN_UP_STATE_CONFIRMED, sign_up_pb2.SIGN_UP_STATE_CANCELLED
_TEXTS = "SELECT string_agg(t::text, ' ') AS text FROM {} t"


async def test_shows_the_sign_ups_of_its_person_and_of_nobody_else(stage: Stage) -> None:
    me, other = uuid7(), uuid7()
    later = await stage.shift(await stage.published(start_time=in_hours(60)), title="later")
    shift = await stage.shift()
    kept, left = await stage.sign_up(shift, me), await stage.sign_up(later, me)
    await stage.sign_up(shift, other)
    await stage.cancel(left)
    found = await entries(stage, await new_token(stage, me))
    assert [(each.sign_up.id, each.sign_up.state) for each in found] == [
        (kept.id, CONFIRMED),
        (left.id, CANCELLED),
    ]
    assert [each.shift.title for each in found] == ["搬椅子", "later"]
    assert {each.event.id for each in found} == {shift.event_id, later.event_id}
    assert {each.sign_up.person_id for each in found} == {str(me)}
    early = await entries(stage, await new_token(stage, me), start_time_before=in_hours(48))
    assert [each.sign_up.id for each in early] == [kept.id]
    pages = await entries(stage, await new_token(stage, me), page_size=1)
    assert [each.sign_up.id for each in pages] == [kept.id]


async def test_a_new_address_ends_the_old_one(stage: Stage) -> None:
    me = uuid7()
    old = await new_token(stage, me)
    new = await new_token(stage, me)
    assert old != new
    assert await entries(stage, new) == []
    for token in (old, "x", new[:-1], f"{new}x"):
        with pytest.raises(NotFound):
            await entries(stage, token)
    await revoke(stage, me)
    with pytest.raises(NotFound):
        await entries(stage, new)
    assert await entries(stage, await new_token(stage, me)) == []


async def test_a_retry_gets_the_same_token_and_nothing_keeps_it(stage: Stage) -> None:
    me, request_id = uuid7(), str(uuid4())
    token = await new_token(stage, me, request_id)
    assert await new_token(stage, me, request_id) == token
    assert await entries(stage, token) == []
    tables = await stage.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    texts = [str((await stage.sql(_TEXTS.format(each["tablename"])))[0]["text"]) for each in tables]
    kept = " ".join(texts)
    assert token not in kept
    assert token_hash(token).hex() in kept  # the control: the hash is found


async def test_of_many_new_addresses_at_once_one_works(stage: Stage) -> None:
    me = uuid7()
    tokens = await asyncio.gather(*(new_token(stage, me) for _ in range(8)))
    assert len(set(tokens)) == 8
    found = await asyncio.gather(*(entries(stage, each) for each in tokens), return_exceptions=True)
    assert sorted(isinstance(each, NotFound) for each in found) == [False, *[True] * 7]


async def test_ends_with_a_suspension(stage: Stage) -> None:
    me = uuid7()
    token, others = await new_token(stage, me), await new_token(stage, uuid7())
    await suspend(stage, me)
    with pytest.raises(NotFound):
        await entries(stage, token)
    assert await entries(stage, others) == []
    get = pb.GetCalendarFeedRequest(calendar_feed_id=str(me))
    found = await stage.call(get, pb.CalendarFeed, stage.office.person(me))
    assert found.state == pb.CALENDAR_FEED_STATE_REVOKED
    # An address from a race with the notice shows nothing either, as long as the suspension lasts.
    await stage.sql(
        "UPDATE calendar_feed SET state = 'ACTIVE', token_hash = $2 WHERE id = $1",
        me,
        token_hash(token),
    )
    with pytest.raises(NotFound):
        await entries(stage, token)
    await stage.sql("UPDATE person SET state = 'ACTIVE' WHERE id = $1", me)
    assert await entries(stage, token) == []  # the control


async def test_is_for_its_person_alone(stage: Stage) -> None:
    me = uuid7()
    await new_token(stage, me)
    get = pb.GetCalendarFeedRequest(calendar_feed_id=str(me))
    for passport in (stage.leader, stage.office.person(admin=True), stage.office.person()):
        with pytest.raises(PermissionDenied):
            await stage.call(get, pb.CalendarFeed, passport)
        with pytest.raises(PermissionDenied):
            await revoke(stage, me, passport)
    assert (await stage.call(get, pb.CalendarFeed, stage.office.person(me))).id == str(me)
