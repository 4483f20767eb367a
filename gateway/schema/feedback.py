"""Feedback: what those who came to an event say about it afterwards."""

from datetime import datetime

import strawberry
from banyan.events.v1 import feedback_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(feedback_pb2.FeedbackForm)
class FeedbackForm:
    """What an event asks of those who came, besides a rating from 1 to 5."""

    shows_names: auto
    open_days: auto
    questions: auto


@shows(feedback_pb2.FeedbackQuestion)
class FeedbackQuestion:
    """A question to those who came to an event."""

    question_id: auto
    kind: auto
    translations: auto
    options: auto
    several: auto

    text = text("text")


@shows(feedback_pb2.FeedbackOption)
class FeedbackOption:
    """Something that people can choose."""

    option_id: auto
    translations: auto

    text = text("text")


@shows(feedback_pb2.FeedbackOptionTranslation)
class FeedbackOptionTranslation:
    """An option in another language."""

    language: auto
    text: auto


@shows(feedback_pb2.FeedbackQuestionTranslation)
class FeedbackQuestionTranslation:
    """A question in another language."""

    language: auto
    text: auto


@shows(feedback_pb2.Feedback)
class Feedback:
    """What somebody says about an event."""

    rating: auto
    comment: auto
    answers: auto

    event = reference("event_id")
    person = reference("person_id")


@shows(feedback_pb2.FeedbackAnswer)
class FeedbackAnswer:
    """An answer to a question of an event."""

    question_id: auto
    rating: auto
    yes: auto
    text: auto
    option_ids: auto


@shows(feedback_pb2.FeedbackSummary)
class FeedbackSummary(Node):
    """What the feedback about an event says together, as far as it is shown."""

    start_time: datetime
    feedback_count: auto
    mean_rating: auto
    ratings: auto
    questions: auto
    create_time: datetime
    update_time: datetime

    event = reference("event_id")
    organization = reference("organization_id")


@shows(feedback_pb2.FeedbackQuestionSummary)
class FeedbackQuestionSummary:
    """What people answered to a question. Texts are in the feedback itself."""

    question_id: auto
    answers_count: auto
    ratings: auto
    yes_count: auto
    options: auto


@shows(feedback_pb2.FeedbackOptionCount)
class FeedbackOptionCount:
    """How many people chose an option."""

    option_id: auto
    people_count: auto


@strawberry.type
class Mutations:
    """Mutations of feedback."""

    give_feedback = mutation(feedback_pb2.GiveFeedbackRequest)
    withdraw_feedback = mutation(feedback_pb2.WithdrawFeedbackRequest)
