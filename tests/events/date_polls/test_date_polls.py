"""DatePollService, called over gRPC: from a question to the draft of an event."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import date_poll_pb2 as pb
from banyan.events.v1 import event_pb2

from services.events.date_polls.jobs import jobs
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from tests.events.stage import Stage, in_hours, mask

YES, MAYBE, NO = (
    pb.DATE_POLL_SUITS_YES,
    pb.DATE_POLL_SUITS_IF_NEED_BE,
    pb.DATE_POLL_SUITS_NO,
)


def new_poll(stage: Stage, **values: Any) -> pb.DatePoll:
    """Returns a poll about three evenings, not created yet."""
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "title": "茶话会",
        "language": "zh-Hans",
        "translations": [pb.DatePollTranslation(language="en", title="Tea")],
        "time_zone": "Asia/Shanghai",
        "answer_deadline": in_hours(24),
        "options": [
            pb.DatePollOption(start_time=in_hours(24 * day), end_time=in_hours(24 * day + 2))
            for day in (2, 3, 4)
        ],
    }
    return pb.DatePoll(**(defaults | values))


class Asking:
    """A poll of an organization."""

    def __init__(self, stage: Stage, poll: pb.DatePoll) -> None:
        self.stage, self.poll = stage, poll
        self.options = [each.option_id for each in poll.options]

    @classmethod
    async def begin(cls, stage: Stage, **values: Any) -> "Asking":
        """Creates a poll."""
        request = pb.CreateDatePollRequest(date_poll=new_poll(stage, **values))
        return cls(stage, await stage.call(request, pb.DatePoll))

    async def answer(self, passport: str, *suits: pb.DatePollSuits) -> pb.DatePoll:
        """Answers for each option in turn."""
        choices = [
            pb.DatePollChoice(option_id=id_, suits=each)
            for id_, each in zip(self.options, suits, strict=False)
        ]
        request = pb.AnswerDatePollRequest(date_poll_id=self.poll.id, choices=choices)
        return await self.stage.call(request, pb.DatePoll, passport)

    async def close(self, passport: str | None = None, option: int = 0) -> pb.DatePoll:
        """Chooses an option."""
        request = pb.CloseDatePollRequest(date_poll_id=self.poll.id, option_id=self.options[option])
        return await self.stage.call(request, pb.DatePoll, passport)

    async def cancel(self, passport: str | None = None) -> pb.DatePoll:
        """Cancels the poll."""
        request = pb.CancelDatePollRequest(date_poll_id=self.poll.id)
        return await self.stage.call(request, pb.DatePoll, passport)

    async def update(self, *paths: str, **values: Any) -> pb.DatePoll:
        """Changes the poll."""
        request = pb.UpdateDatePollRequest(
            date_poll_id=self.poll.id, date_poll=pb.DatePoll(**values), update_mask=mask(*paths)
        )
        return await self.stage.call(request, pb.DatePoll)

    async def seen(self, passport: str) -> pb.DatePoll:
        request = pb.GetDatePollRequest(date_poll_id=self.poll.id)
        return await self.stage.call(request, pb.DatePoll, passport)

    async def answers(self, passport: str | None = None) -> list[pb.DatePollAnswer]:
        request = pb.ListDatePollAnswersRequest(date_poll_id=self.poll.id)
        found = await self.stage.call(request, pb.ListDatePollAnswersResponse, passport)
        return list(found.date_poll_answers)


def counts(poll: pb.DatePoll) -> list[tuple[int, int]]:
    return [(each.yes_count, each.if_need_be_count) for each in poll.options]


async def test_what_suits_most_becomes_an_event(stage: Stage) -> None:
    guest = uuid7()
    asking = await Asking.begin(stage, invited_person_ids=[str(guest)])
    assert len(set(asking.options)) == 3
    member, invited = await stage.member(), stage.office.person(guest)
    await asking.answer(member, YES, MAYBE, NO)
    assert counts(await asking.answer(invited, NO, YES, YES)) == [(1, 0), (1, 1), (1, 0)]
    # The answer takes the place of the one before, and what is left out does not suit.
    changed = await asking.answer(member, MAYBE)
    assert (counts(changed), changed.answers_count) == ([(0, 1), (1, 0), (1, 0)], 2)
    (own,) = await asking.answers(member)
    assert [each.suits for each in own.choices] == [MAYBE]
    assert len(await asking.answers(stage.holding("SUPERVISOR"))) == 2
    closed = await asking.close(option=1)
    assert closed.state == pb.DATE_POLL_STATE_CLOSED
    event = await stage.call(event_pb2.GetEventRequest(event_id=closed.event_id), event_pb2.Event)
    assert (event.title, event.state) == ("茶话会", event_pb2.EVENT_STATE_DRAFT)
    assert (event.start_time, event.end_time) == (in_hours(72), in_hours(74))
    assert [each.title for each in event.translations] == ["Tea"]


async def test_only_who_is_asked_answers_and_only_organizers_decide(stage: Stage) -> None:
    asking, member = await Asking.begin(stage), await stage.member()
    stranger, coordinator = stage.office.person(), stage.holding("COORDINATOR")
    for attempt in (asking.answer(stranger, YES), asking.seen(stranger)):
        with pytest.raises(PermissionDenied):
            await attempt
    assert await asking.answers(stranger) == []
    for passport in (member, stage.holding("SUPERVISOR"), stranger):
        for denied in (asking.close(passport), asking.cancel(passport)):
            with pytest.raises(PermissionDenied):
                await denied
        creating = pb.CreateDatePollRequest(date_poll=new_poll(stage))
        with pytest.raises(PermissionDenied):
            await stage.call(creating, pb.DatePoll, passport)
    assert (await asking.cancel(coordinator)).state == pb.DATE_POLL_STATE_CANCELLED


async def test_of_many_at_once_all_are_counted_and_one_chooses(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    members = [await stage.member() for _ in range(6)]
    await asyncio.gather(*(asking.answer(each, YES, MAYBE) for each in (*members, *members)))
    found = await asking.seen(stage.leader)
    assert (counts(found), found.answers_count) == ([(6, 0), (0, 6), (0, 0)], 6)
    done = await asyncio.gather(
        *(asking.close(option=place) for place in range(3)), return_exceptions=True
    )
    (closed,) = [each for each in done if isinstance(each, pb.DatePoll)]
    rows = await stage.sql("SELECT id FROM event WHERE organization_id = $1", stage.organization_id)
    assert [each["id"] for each in rows] == [UUID(closed.event_id)]
    with pytest.raises(Refused) as refused:
        await asking.answer(members[0], YES)
    assert refused.value.reason == "DATE_POLL_NOT_OPEN"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"answer_deadline": in_hours(-1)}, "DEADLINE_NOT_AHEAD"),
        (
            {
                "options": [
                    pb.DatePollOption(start_time=in_hours(start), end_time=in_hours(start + 1))
                    for start in (-3, 3)
                ]
            },
            "OPTION_NOT_AHEAD",
        ),
        (
            {
                "options": [
                    pb.DatePollOption(start_time=in_hours(3), end_time=in_hours(end))
                    for end in (2, 5)
                ]
            },
            "OPTION_LENGTH",
        ),
    ],
)
async def test_times_make_sense(stage: Stage, values: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await Asking.begin(stage, **values)
    assert [each.reason for each in refused.value.violations] == [reason]


async def reminded(stage: Stage, asking: Asking) -> int:
    """Lets two replicas remind at once; returns the version of the poll, which each reminder increases by one."""
    units = stage.platform.services["events"].units
    (job,) = jobs(None)  # type: ignore[arg-type] # it takes nothing from it
    await asyncio.gather(*(run_once(job, units, Caller("test")) for _ in range(2)))
    (row,) = await stage.sql("SELECT version FROM date_poll WHERE id = $1", UUID(asking.poll.id))
    return int(row["version"])


async def test_people_are_reminded_once_before_each_deadline(timed: Stage) -> None:
    far, near = in_hours(24 * 5), in_hours(8)
    long = await Asking.begin(timed, answer_deadline=far)
    short = await Asking.begin(timed, answer_deadline=near)
    over = await Asking.begin(timed, answer_deadline=far)
    assert [await reminded(timed, each) for each in (long, short)] == [1, 1]
    timed.clock.advance(hours=5)  # more than half of the time of the short one
    assert [await reminded(timed, each) for each in (long, short)] == [1, 2]
    await over.cancel()  # which is a version, too
    timed.clock.advance(hours=24 * 4 - 4)
    assert [await reminded(timed, each) for each in (long, short, over)] == [2, 2, 2]
    found = await timed.call(pb.GetDatePollRequest(date_poll_id=long.poll.id), pb.DatePoll)
    assert found.HasField("remind_time")
    notices = await timed.notices(until=f"date_poll.{long.poll.id}.closing_soon")
    assert f"date_poll.{over.poll.id}.closing_soon" not in notices
    timed.clock.advance(hours=1)
    assert await reminded(timed, long) == 2
    await long.update("answer_deadline", answer_deadline=in_hours(24 * 8))
    assert await reminded(timed, long) == 3  # the change alone: it is not near yet
    timed.clock.advance(hours=24 * 3)
    assert await reminded(timed, long) == 4
