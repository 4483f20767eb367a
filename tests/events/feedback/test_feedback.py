"""FeedbackService, called over gRPC: what those who came say, and when organizers see it."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import feedback_pb2 as pb

from services.events.feedback.jobs import jobs
from services.events.reminders import jobs as reminder_jobs
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from tests.events.stage import Stage, in_hours, mask
from tests.waiting import eventually

RATING, YES_NO, TEXT = (
    pb.FEEDBACK_QUESTION_KIND_RATING,
    pb.FEEDBACK_QUESTION_KIND_YES_NO,
    pb.FEEDBACK_QUESTION_KIND_TEXT,
)
CHOICE = pb.FeedbackQuestion(
    kind=pb.FEEDBACK_QUESTION_KIND_CHOICE,
    text="哪个时间？",
    options=[pb.FeedbackOption(text=each) for each in ("上午", "下午", "晚上")],
)
QUESTIONS = (
    pb.FeedbackQuestion(kind=RATING, text="场地怎么样？"),
    pb.FeedbackQuestion(kind=YES_NO, text="Would you come again?"),
    pb.FeedbackQuestion(kind=TEXT, text="What did you miss?"),
)


class Evening:
    """An event that has ended, with the people who came to it."""

    def __init__(self, stage: Stage, shift: shift_pb2.Shift, questions: list[str]) -> None:
        self.stage, self.shift, self.questions = stage, shift, questions
        self.options: list[str] = []  # of the last question

    @classmethod
    async def held(cls, stage: Stage, *, ended: float = 2, **form: Any) -> "Evening":
        """Holds an event that ended so many hours ago."""
        event = await stage.published(
            start_time=in_hours(-ended - 2),
            end_time=in_hours(-ended),
            feedback_form=pb.FeedbackForm(**({"questions": QUESTIONS} | form)),
        )
        shift = await stage.shift(event, capacity=30)
        questions = event.feedback_form.questions
        self = cls(stage, shift, [each.question_id for each in questions])
        self.options = [one.option_id for each in questions[-1:] for one in each.options]
        return self

    async def guest(self, state: str = "COMPLETED") -> UUID:
        """Returns somebody who came."""
        person_id = uuid7()
        await self.stage.sql(
            "INSERT INTO sign_up (id, version, create_time, update_time, shift_id, event_id, organization_id, person_id,"
            " state, start_time, end_time, cancel_reason, attendance_review, check_in_time, check_out_time, override_reason,"
            " overridden_reasons, as_member, cancelled_late, checked_out_automatically, self_checked_in)"
            " SELECT gen_random_uuid(), 1, now(), now(), id, event_id, organization_id, $2, $3::text, start_time, end_time, '',"
            " 'NOT_NEEDED', CASE WHEN $3 = 'COMPLETED' THEN start_time END, CASE WHEN $3 = 'COMPLETED' THEN end_time END, '', '{}',"
            " false, false, false, false FROM shift WHERE id = $1",
            UUID(self.shift.id),
            person_id,
            state,
        )
        return person_id

    async def says(
        self, person_id: UUID, rating: int, comment: str = "", **answers: Any
    ) -> pb.Feedback:
        """Lets somebody say what they think."""
        said = pb.Feedback(rating=rating, comment=comment, answers=answers.get("answers", ()))
        request = pb.GiveFeedbackRequest(event_id=self.shift.event_id, feedback=said)
        return await self.stage.call(request, pb.Feedback, self.stage.office.person(person_id))

    async def several_say(self, *ratings: int) -> list[UUID]:
        """Lets several people say what they think."""
        people = [await self.guest() for _ in ratings]
        for person_id, rating in zip(people, ratings, strict=True):
            await self.says(person_id, rating)
        return people

    async def withdraws(self, person_id: UUID) -> pb.Feedback:
        """Lets somebody take back what they said."""
        request = pb.WithdrawFeedbackRequest(event_id=self.shift.event_id)
        return await self.stage.call(request, pb.Feedback, self.stage.office.person(person_id))

    async def shown(self, passport: str | None = None) -> list[pb.Feedback]:
        request = pb.ListFeedbackRequest(event_id=self.shift.event_id)
        return list((await self.stage.call(request, pb.ListFeedbackResponse, passport)).feedback)

    async def summary(self, passport: str | None = None) -> pb.FeedbackSummary | None:
        request = pb.BatchGetFeedbackSummariesRequest(ids=[self.shift.event_id])
        answer = await self.stage.call(request, pb.BatchGetFeedbackSummariesResponse, passport)
        return answer.feedback_summaries[0] if answer.feedback_summaries else None

    async def settle(self) -> None:
        """Shows what can be shown by now."""
        units = self.stage.platform.services["events"].units
        (show,) = jobs(None)  # type: ignore[arg-type] # it takes nothing from it
        await run_once(show, units, Caller("test"))


async def test_choices_are_counted_by_option(timed: Stage) -> None:
    several = pb.FeedbackQuestion()
    several.CopyFrom(CHOICE)
    several.several = True
    evening = await Evening.held(timed, questions=[several], shows_names=True)
    (question,), (morning, noon, night) = evening.questions, evening.options
    for chosen in ([morning, night], [night], [night, noon, morning]):
        answer = pb.FeedbackAnswer(question_id=question, option_ids=chosen)
        await evening.says(await evening.guest(), 4, answers=[answer])
    await evening.says(await evening.guest(), 4)  # who leaves it out is not counted
    await evening.settle()
    summary = await evening.summary()
    assert summary is not None
    (told,) = summary.questions
    assert told.answers_count == 3
    counts = [(each.option_id, each.people_count) for each in told.options]
    assert counts == [(night, 3), (morning, 2), (noon, 1)]


@pytest.mark.parametrize(
    "question",
    [
        pb.FeedbackQuestion(kind=CHOICE.kind, text="?", options=CHOICE.options[:1]),
        pb.FeedbackQuestion(kind=RATING, text="?", options=CHOICE.options),
    ],
    ids=["too few", "of another kind"],
)
async def test_options_are_for_choices_alone(timed: Stage, question: pb.FeedbackQuestion) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await Evening.held(timed, questions=[question])
    assert [each.reason for each in refused.value.violations] == ["FEEDBACK_QUESTION_OPTIONS"]


async def test_people_take_back_what_they_said(timed: Stage) -> None:
    evening = await Evening.held(timed, shows_names=True)
    one, other = await evening.several_say(1, 5)
    await evening.settle()
    summary = await evening.summary()
    assert summary is not None
    assert summary.mean_rating == 3
    for person_id in (uuid7(), await evening.guest()):  # who said nothing
        with pytest.raises(PermissionDenied):
            await evening.withdraws(person_id)
    timed.clock.advance(days=15)  # also when the time for feedback is over
    assert (await evening.withdraws(one)).rating == 1
    assert [each.rating for each in await evening.shown()] == [5]
    summary = await evening.summary()
    assert summary is not None
    assert (summary.feedback_count, summary.mean_rating, list(summary.ratings)) == (
        1,
        5,
        [0, 0, 0, 0, 1],
    )
    with pytest.raises(PermissionDenied):
        await evening.withdraws(one)
    await evening.withdraws(other)
    summary = await evening.summary()
    assert summary is not None
    assert (summary.feedback_count, summary.mean_rating, list(summary.questions)) == (0, 0, [])


async def test_what_is_taken_back_before_it_is_shown_is_never_shown(timed: Stage) -> None:
    evening = await Evening.held(timed)
    people = await evening.several_say(5, 4, 4, 3)
    await evening.withdraws(people[0])
    await evening.several_say(2)
    await evening.settle()
    assert (await evening.shown(), await evening.summary()) == ([], None)  # four are too few
    await evening.says(people[0], 1)  # they may say something again
    await evening.settle()
    summary = await evening.summary()
    assert summary is not None
    assert list(summary.ratings) == [1, 1, 1, 2, 0]


async def test_nobody_sees_what_one_of_few_says(timed: Stage) -> None:
    evening = await Evening.held(timed)
    rating, yes, text = evening.questions
    people = await evening.several_say(5, 4, 4, 3)
    await evening.settle()
    assert (await evening.shown(), await evening.summary()) == ([], None)
    last = await evening.guest()
    answers = [
        pb.FeedbackAnswer(question_id=rating, rating=2),
        pb.FeedbackAnswer(question_id=yes, yes=True),
        pb.FeedbackAnswer(question_id=text, text="更多茶 more tea"),
    ]
    given = await evening.says(last, 1, "太吵了 too loud", answers=answers)
    assert not given.HasField("person_id")
    await evening.settle()
    summary = await evening.summary(timed.holding("SUPERVISOR"))
    assert summary is not None
    assert (summary.feedback_count, summary.mean_rating) == (5, 3.4)
    assert list(summary.ratings) == [1, 0, 1, 2, 1]
    by_question = {each.question_id: each for each in summary.questions}
    assert list(by_question[rating].ratings) == [0, 1, 0, 0, 0]
    assert (by_question[yes].yes_count, by_question[text].answers_count) == (1, 1)
    shown = await evening.shown()
    assert {each.comment for each in shown} == {"", "太吵了 too loud"}
    assert not any(each.HasField("person_id") for each in shown)
    # One more, and one who changes their mind, are shown with others only.
    await evening.several_say(1)
    await evening.says(people[0], 1)
    await evening.settle()
    assert (await evening.summary()) == summary
    # The rest is shown when the time is over.
    timed.clock.advance(days=15)
    await evening.settle()
    summary = await evening.summary()
    assert summary is not None
    assert list(summary.ratings) == [3, 0, 1, 2, 0]


async def test_too_few_are_kept_back_for_good_and_names_are_shown_where_the_form_says_so(
    timed: Stage,
) -> None:
    few, named = await Evening.held(timed), await Evening.held(timed, shows_names=True, open_days=1)
    await few.several_say(1, 2, 3, 4)
    (person_id,) = await named.several_say(4)
    timed.clock.advance(days=15)
    for evening in (few, named):
        await evening.settle()
    assert (await few.shown(), await few.summary()) == ([], None)
    (shown,) = await named.shown()
    assert (shown.person_id, shown.rating) == (str(person_id), 4)
    # Everybody sees their own.
    (own,) = await few.shown(timed.office.person(await _one_of(few)))
    assert own.rating


async def _one_of(evening: Evening) -> UUID:
    rows = await evening.stage.sql(
        "SELECT person_id FROM feedback WHERE event_id = $1 LIMIT 1", UUID(evening.shift.event_id)
    )
    found: UUID = rows[0]["person_id"]
    return found


async def test_who_came_says_it_once_and_in_time(timed: Stage) -> None:
    evening = await Evening.held(timed)
    stayed_away = await evening.guest("NO_SHOW")
    for person_id in (uuid7(), stayed_away):
        with pytest.raises(PermissionDenied):
            await evening.says(person_id, 5)
    me = await evening.guest()
    await asyncio.gather(*(evening.says(me, rating) for rating in (1, 2, 3)))
    await evening.says(me, 4)
    request = pb.BatchGetFeedbackRequest(ids=[evening.shift.event_id])
    for passport, ratings in ((timed.office.person(me), [4]), (timed.leader, [])):
        found = await timed.call(request, pb.BatchGetFeedbackResponse, passport)
        assert [each.rating for each in found.feedback] == ratings
    for wrong in (
        pb.FeedbackAnswer(question_id=str(uuid7()), yes=True),
        pb.FeedbackAnswer(question_id=evening.questions[0], yes=True),
        pb.FeedbackAnswer(question_id=evening.questions[0], rating=1, text="both"),
    ):
        with pytest.raises(InvalidArgument):
            await evening.says(me, 4, answers=[wrong])
    timed.clock.advance(days=14)
    with pytest.raises(Refused) as refused:
        await evening.says(me, 5)
    assert refused.value.reason == "FEEDBACK_CLOSED"


async def test_an_event_that_asks_nothing_or_goes_on_takes_none(timed: Stage) -> None:
    early, silent = await Evening.held(timed, ended=-1), await Evening.held(timed)
    clear = event_pb2.UpdateEventRequest(
        event_id=silent.shift.event_id, event=event_pb2.Event(), update_mask=mask("feedback_form")
    )
    await timed.call(clear, event_pb2.Event)
    for evening, reason in ((early, "FEEDBACK_NOT_OPEN"), (silent, "FEEDBACK_NOT_ASKED")):
        with pytest.raises(Refused) as refused:
            await evening.says(await evening.guest(), 5)
        assert refused.value.reason == reason


async def test_only_who_oversees_the_organization_sees_it(timed: Stage) -> None:
    evening = await Evening.held(timed)
    people = await evening.several_say(5, 5, 5, 5, 5)
    await evening.settle()
    assert len(await evening.shown(timed.holding("COORDINATOR"))) == 5
    for passport in (await timed.member(), timed.office.person()):
        assert (await evening.shown(passport), await evening.summary(passport)) == ([], None)
    assert len(await evening.shown(timed.office.person(people[0]))) == 1
    # No trail of the organization says who gave it.
    rows = await timed.sql(
        "SELECT organization_id, changes::text AS changes FROM audit WHERE method LIKE '%GiveFeedback'"
    )
    assert rows
    assert all(
        row["organization_id"] is None and '"rating": 5' not in row["changes"] for row in rows
    )


async def test_who_came_is_asked_once(timed: Stage) -> None:
    evening = await Evening.held(timed)
    quiet, said = await evening.guest(), await evening.guest()
    await evening.guest("NO_SHOW")
    await evening.says(said, 3)
    units = timed.platform.services["events"].units

    async def told() -> list[Any]:
        for each in reminder_jobs.jobs(None):  # type: ignore[arg-type] # they take nothing from it
            await run_once(each, units, Caller("test"))
        return await timed.sql(
            "SELECT person_id, state FROM reminder WHERE kind = 'FEEDBACK' AND event_id = $1",
            UUID(evening.shift.event_id),
        )

    async def is_told() -> bool:
        return [tuple(row) for row in await told()] == [(quiet, "TOLD")]

    await eventually(is_told)
    assert [tuple(row) for row in await told()] == [(quiet, "TOLD")]
