"""Every refusal of calendar feeds says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from banyan.events.v1 import calendar_feed_pb2 as pb

from services.kit.process.ids import uuid7
from tests.events.calendar_feeds.feeds import entries, new_token, revoke
from tests.events.stage import Stage
from tests.remedies import Remedies, refused
from tests.services import Platform, Site

REMEDIES = Remedies(
    "events",
    "calendar_feeds",
    elsewhere={
        "CALENDAR_FEED_SHOWN_BEFORE": "below: the operator has changed the key",
        "NO_CALENDAR_FEEDS": "below: the operator sets it",
        "NO_SUCH_RESOURCE": "test_calendar_feeds.py: a new address opens the feed",
    },
)
remedy = REMEDIES.of


@remedy("CALENDAR_FEED_REVOKED")
async def create_a_new_one(stage: Stage) -> None:
    me = uuid7()
    await new_token(stage, me)
    assert (await revoke(stage, me)).state == pb.CALENDAR_FEED_STATE_REVOKED
    assert "Create a new one" in await refused(revoke(stage, me), "CALENDAR_FEED_REVOKED")
    assert await entries(stage, await new_token(stage, me)) == []


async def test_another_key_leaves_addresses_as_they_are(site: Site) -> None:
    me, request_id = uuid7(), str(uuid4())
    other = site.directory / "other.secret"
    other.write_text("n" * 40)
    async with AsyncExitStack() as stack:
        stage = Stage(await Platform.start(site, stack, ("events",)))
        token = await new_token(stage, me, request_id)
    async with AsyncExitStack() as stack:
        stage = Stage(await Platform.start(site, stack, ("events",), calendar_key=other))
        assert await entries(stage, token) == []
        message = await refused(new_token(stage, me, request_id), "CALENDAR_FEED_SHOWN_BEFORE")
        assert "Create a new one" in message
        assert await entries(stage, await new_token(stage, me)) == []
    async with AsyncExitStack() as stack:
        stage = Stage(await Platform.start(site, stack, ("events",), calendar_key=None))
        message = await refused(new_token(stage, me), "NO_CALENDAR_FEEDS")
        assert "BANYAN_CALENDAR_KEY" in message


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
