"""Polls for a date: which of several times suits people, before there is an event."""

from datetime import datetime

import strawberry
from banyan.events.v1 import date_poll_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import html, text


@shows(date_poll_pb2.DatePoll)
class DatePoll(Node):
    """A question to people which of several times suits them."""

    language: auto
    translations: auto
    time_zone: auto
    options: auto
    answer_deadline: datetime
    remind_time: datetime | None
    state: auto
    answers_count: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    title = text("title")
    description = text("description")
    description_html = html("description")
    organization = reference("organization_id")
    event = reference("event_id")
    invited_people = references("invited_person_ids")
    viewer_answer = reference(
        "id",
        to=date_poll_pb2.DatePollAnswer,
        description="What the viewer has answered; null if nothing.",
    )
    answers = connection(
        date_poll_pb2.ListDatePollAnswersRequest,
        date_poll_id="id",
        description="The answers that the viewer may see, first come first.",
    )


@shows(date_poll_pb2.DatePollOption)
class DatePollOption:
    """A time that people can choose."""

    option_id: auto
    start_time: datetime
    end_time: datetime
    yes_count: auto
    if_need_be_count: auto


@shows(date_poll_pb2.DatePollTranslation)
class DatePollTranslation:
    """The texts of a poll in another language."""

    language: auto
    title: auto
    description: auto


@shows(date_poll_pb2.DatePollAnswer)
class DatePollAnswer:
    """What somebody has answered to a poll."""

    choices: auto
    update_time: datetime

    person = reference("answerer_id")


@shows(date_poll_pb2.DatePollChoice)
class DatePollChoice:
    """That an option suits somebody."""

    option_id: auto
    suits: auto


@strawberry.type
class Queries:
    """Queries for polls for a date."""

    date_poll = get(date_poll_pb2.GetDatePollRequest)


@strawberry.type
class Mutations:
    """Mutations of polls for a date."""

    create_date_poll = mutation(date_poll_pb2.CreateDatePollRequest)
    update_date_poll = mutation(date_poll_pb2.UpdateDatePollRequest)
    answer_date_poll = mutation(date_poll_pb2.AnswerDatePollRequest)
    close_date_poll = mutation(date_poll_pb2.CloseDatePollRequest)
    cancel_date_poll = mutation(date_poll_pb2.CancelDatePollRequest)
