"""Every refusal of polls for a date says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import date_poll_pb2 as pb

from services.events.date_polls.models import MOST_ANSWERS
from services.events.date_polls.queries import MOST_OPEN
from services.kit.process.ids import uuid7
from tests.events.date_polls.test_date_polls import YES, Asking
from tests.events.stage import Stage, in_hours
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "date_polls")
remedy = REMEDIES.of


@remedy("DATE_POLL_NOT_OPEN")
async def ask_again(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await asking.cancel()
    for attempt in (asking.close(), asking.answer(stage.leader, YES)):
        assert "Create a new one" in await refused(attempt, "DATE_POLL_NOT_OPEN")
    assert (await Asking.begin(stage)).poll.state == pb.DATE_POLL_STATE_OPEN


@remedy("DATE_POLL_OVER", "DEADLINE_NOT_AHEAD")
async def set_a_later_deadline(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await stage.sql(
        "UPDATE date_poll SET answer_deadline = now() - interval '1 minute' WHERE id = $1",
        UUID(asking.poll.id),
    )
    assert "later one" in await refused(asking.answer(stage.leader, YES), "DATE_POLL_OVER")
    past = asking.update("answer_deadline", answer_deadline=in_hours(-1))
    assert "in the future" in await refused(past, "DEADLINE_NOT_AHEAD")
    await asking.update("answer_deadline", answer_deadline=in_hours(30))
    assert (await asking.answer(stage.leader, YES)).answers_count == 1


@remedy("TOO_MANY_ANSWERS")
async def choose(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await stage.sql(
        "UPDATE date_poll SET answers_count = $2 WHERE id = $1", UUID(asking.poll.id), MOST_ANSWERS
    )
    assert "choose an option" in await refused(asking.answer(stage.leader, YES), "TOO_MANY_ANSWERS")
    assert (await asking.close()).event_id


@remedy("TOO_MANY_DATE_POLLS")
async def close_one(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await stage.sql(
        "INSERT INTO date_poll SELECT gen_random_uuid(), version, create_time, update_time, organization_id, title,"
        " description, language, translations, time_zone, options, answer_deadline, invited_person_ids, state,"
        " answers_count, event_id FROM date_poll, generate_series(2, $2) WHERE id = $1",
        UUID(asking.poll.id),
        MOST_OPEN,
    )
    assert "Close or cancel" in await refused(Asking.begin(stage), "TOO_MANY_DATE_POLLS")
    await asking.cancel()
    assert (await Asking.begin(stage)).poll.state == pb.DATE_POLL_STATE_OPEN


@remedy("UNKNOWN_OPTION")
async def read_the_options_again(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    known, asking.options = asking.options, [str(uuid7())]
    for attempt in (asking.answer(stage.leader, YES), asking.close()):
        assert "Read the options" in await refused(attempt, "UNKNOWN_OPTION")
    asking.options = known
    assert (await asking.answer(stage.leader, YES)).answers_count == 1


@remedy("OPTION_NOT_AHEAD", "OPTION_LENGTH")
async def choose_other_times(stage: Stage) -> None:
    def options(start: float, end: float) -> list[pb.DatePollOption]:
        return [pb.DatePollOption(start_time=in_hours(start), end_time=in_hours(end))] * 2

    late = Asking.begin(stage, options=options(-2, -1))
    assert "in the future" in await refused(late, "OPTION_NOT_AHEAD")
    assert "after the start" in await refused(
        Asking.begin(stage, options=options(2, 1)), "OPTION_LENGTH"
    )
    assert (await Asking.begin(stage, options=options(2, 3))).options


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
