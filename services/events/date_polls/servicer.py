"""DatePollService: which of several times suits people, before there is an event."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

from banyan.events.v1 import date_poll_pb2 as pb
from google.protobuf.json_format import MessageToDict

from services.events.date_polls.models import DatePoll, DatePollAnswer
from services.events.date_polls.queries import (
    DATE_POLLS,
    FIRST_COME_FIRST,
    OLDEST_FIRST,
    answer_of_caller,
    broken_choices,
    broken_deadline,
    broken_options,
    own_answers,
    refuse_too_many,
    unknown_option,
)
from services.events.events.models import Event, EventVisibility
from services.events.organizations.queries import check_organization, refuse_closed
from services.kit.contract.validation import refuse_violations
from services.kit.errors import Violation
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.work import Work


class DatePollServicer:
    """Manages polls for a date. Each change holds the poll, whose options count the answers."""

    service = pb.DESCRIPTOR.services_by_name["DatePollService"]

    async def CreateDatePoll(self, request: pb.CreateDatePollRequest, work: Work) -> pb.DatePoll:
        """Creates a poll."""
        refuse_violations(list(await self.rules_CreateDatePoll(request, work)))
        await refuse_too_many(UUID(request.date_poll.organization_id), work)
        poll: DatePoll = create(DatePoll, request.date_poll, "date_poll")
        poll.begin()
        await work.add(poll)
        await work.announce(poll, "created")
        return to_proto(poll, pb.DatePoll)

    async def rules_CreateDatePoll(
        self, request: pb.CreateDatePollRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the times."""
        organization_id = UUID(request.date_poll.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        poll = request.date_poll
        return chain(broken_options(poll, work.now), broken_deadline(poll, work.now))

    async def GetDatePoll(self, request: pb.GetDatePollRequest, work: Work) -> pb.DatePoll:
        """Gets a poll."""
        return await DATE_POLLS.get(request.date_poll_id, work)

    async def BatchGetDatePolls(
        self, request: pb.BatchGetDatePollsRequest, work: Work
    ) -> pb.BatchGetDatePollsResponse:
        """Gets several polls."""
        return pb.BatchGetDatePollsResponse(date_polls=await DATE_POLLS.get_all(request.ids, work))

    async def ListDatePolls(
        self, request: pb.ListDatePollsRequest, work: Work
    ) -> pb.ListDatePollsResponse:
        """Lists the polls of an organization, oldest first."""
        return (await OLDEST_FIRST.page(request, work)).answer(pb.ListDatePollsResponse)

    async def UpdateDatePoll(self, request: pb.UpdateDatePollRequest, work: Work) -> pb.DatePoll:
        """Updates the masked fields of an open poll."""
        poll = await _lock(request.date_poll_id, work)
        poll.refuse_unless_open()
        is_set = "answer_deadline" in request.update_mask.paths
        update(
            poll,
            request.date_poll,
            request.update_mask,
            "date_poll",
            rules=lambda merged: broken_deadline(merged, work.now) if is_set else iter(()),
        )
        await work.announce(poll, "updated")
        return to_proto(poll, pb.DatePoll)

    async def AnswerDatePoll(self, request: pb.AnswerDatePollRequest, work: Work) -> pb.DatePoll:
        """Takes what suits the caller in the place of what they said before."""
        await work.require("answer_date_poll", await work.get(DatePoll, request.date_poll_id))
        poll = await work.lock(DatePoll, request.date_poll_id)
        refuse_violations(list(broken_choices(request, poll)))
        choices = [
            MessageToDict(each, preserving_proto_field_name=True) for each in request.choices
        ]
        known = await answer_of_caller(poll.id, work)
        poll.answer(None if known is None else known.choices, choices, at=work.now)
        if known is None:
            known = DatePollAnswer(
                date_poll_id=poll.id, answerer_id=work.person_id, update_time=work.now
            )
            work.session.add(known)
        known.choices, known.update_time = choices, work.now
        await work.announce(poll, "answered")
        return to_proto(poll, pb.DatePoll)

    async def CloseDatePoll(self, request: pb.CloseDatePollRequest, work: Work) -> pb.DatePoll:
        """Chooses an option, and creates the draft of an event at that time."""
        poll = await _lock(request.date_poll_id, work)
        await refuse_closed(poll.organization_id, work)
        option = poll.option(request.option_id)
        if option is None:
            refuse_violations([unknown_option("option_id")])
            raise AssertionError("it is refused")
        event = Event(
            organization_id=poll.organization_id,
            title=poll.title,
            description=poll.description,
            language=poll.language,
            translations=poll.translations,
            start_time=datetime.fromisoformat(option["start_time"]),
            end_time=datetime.fromisoformat(option["end_time"]),
            time_zone=poll.time_zone,
            visibility=EventVisibility.MEMBERS,
        )
        poll.close(event.id)
        await work.add(event)
        await work.announce(event, "created")
        await work.announce(poll, "closed")
        return to_proto(poll, pb.DatePoll)

    async def CancelDatePoll(self, request: pb.CancelDatePollRequest, work: Work) -> pb.DatePoll:
        """Cancels a poll."""
        poll = await _lock(request.date_poll_id, work)
        poll.cancel()
        await work.announce(poll, "cancelled")
        return to_proto(poll, pb.DatePoll)

    async def BatchGetDatePollAnswers(
        self, request: pb.BatchGetDatePollAnswersRequest, work: Work
    ) -> pb.BatchGetDatePollAnswersResponse:
        """Gets what the caller has answered to several polls."""
        answers = await own_answers(request.ids, work)
        return pb.BatchGetDatePollAnswersResponse(date_poll_answers=answers)

    async def ListDatePollAnswers(
        self, request: pb.ListDatePollAnswersRequest, work: Work
    ) -> pb.ListDatePollAnswersResponse:
        """Lists who answered what, first come first."""
        page = await FIRST_COME_FIRST.page(request, work)
        return page.answer(pb.ListDatePollAnswersResponse)


async def _lock(date_poll_id: str, work: Work) -> DatePoll:
    """Returns a poll, locked, of an organization whose events the caller manages."""
    poll = await work.lock(DatePoll, date_poll_id)
    await work.require("manage_events", poll.organization_id)
    return poll
