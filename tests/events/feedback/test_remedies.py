"""Every refusal of feedback says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import event_pb2
from banyan.events.v1 import feedback_pb2 as pb

from services.kit.process.ids import uuid7
from tests.events.feedback.test_feedback import CHOICE, Evening
from tests.events.stage import Stage, mask
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "feedback")
remedy = REMEDIES.of


async def set_form(evening: Evening, form: pb.FeedbackForm | None) -> None:
    """Lets the organizers change the form."""
    request = event_pb2.UpdateEventRequest(
        event_id=evening.shift.event_id,
        event=event_pb2.Event(feedback_form=form),
        update_mask=mask("feedback_form"),
    )
    await evening.stage.call(request, event_pb2.Event)


@remedy("FEEDBACK_NOT_ASKED")
async def set_the_form(stage: Stage) -> None:
    evening = await Evening.held(stage)
    guest = await evening.guest()
    await set_form(evening, None)
    assert "set the form" in await refused(evening.says(guest, 4), "FEEDBACK_NOT_ASKED")
    await set_form(evening, pb.FeedbackForm())
    assert (await evening.says(guest, 4)).rating == 4


@remedy("FEEDBACK_NOT_OPEN")
async def wait_for_the_end(timed: Stage) -> None:
    evening = await Evening.held(timed, ended=-1)
    guest = await evening.guest()
    assert "after its end time" in await refused(evening.says(guest, 4), "FEEDBACK_NOT_OPEN")
    timed.clock.advance(hours=1, minutes=1)
    assert (await evening.says(guest, 4)).rating == 4


@remedy("FEEDBACK_CLOSED")
async def give_more_days(stage: Stage) -> None:
    evening = await Evening.held(stage, ended=24 * 3, open_days=2)
    guest = await evening.guest()
    assert "more days" in await refused(evening.says(guest, 4), "FEEDBACK_CLOSED")
    await set_form(evening, pb.FeedbackForm(open_days=4))
    assert (await evening.says(guest, 4)).rating == 4


@remedy("UNKNOWN_QUESTION", "ANSWER_DOES_NOT_FIT")
async def answer_what_is_asked(stage: Stage) -> None:
    evening = await Evening.held(stage)
    guest, question = await evening.guest(), evening.questions[0]
    for answer, reason in (
        (pb.FeedbackAnswer(question_id=str(uuid7()), rating=3), "UNKNOWN_QUESTION"),
        (pb.FeedbackAnswer(question_id=question, yes=True), "ANSWER_DOES_NOT_FIT"),
    ):
        said = await refused(evening.says(guest, 4, answers=[answer]), reason)
        assert "Read the form" in said or "must have the field rating" in said
    right = pb.FeedbackAnswer(question_id=question, rating=3)
    assert (await evening.says(guest, 4, answers=[right])).answers == [right]


@remedy("UNKNOWN_OPTION", "ONE_OPTION_ONLY")
async def choose_what_there_is(stage: Stage) -> None:
    evening = await Evening.held(stage, questions=[CHOICE])
    guest, (question,) = await evening.guest(), evening.questions
    options = evening.options
    for chosen, reason, words in (
        ([str(uuid7())], "UNKNOWN_OPTION", "Read the form"),
        (options, "ONE_OPTION_ONLY", "one option alone"),
    ):
        answer = pb.FeedbackAnswer(question_id=question, option_ids=chosen)
        assert words in await refused(evening.says(guest, 4, answers=[answer]), reason)
    right = pb.FeedbackAnswer(question_id=question, option_ids=options[:1])
    assert (await evening.says(guest, 4, answers=[right])).answers == [right]


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(timed: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, timed)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
