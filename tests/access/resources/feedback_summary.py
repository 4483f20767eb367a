"""Feedback in the community of the access tables: the subject has said something about the event, and organizers see it."""

from uuid import UUID

from banyan.events.v1 import feedback_pb2 as pb

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.world import World

_SAY = """
    INSERT INTO feedback (id, version, create_time, update_time, event_id, person_id, rating, comment, answers, is_named, state)
    SELECT $1, 1, now(), now(), event_id, person_id, 4, '太吵了 too loud', jsonb_build_array(jsonb_build_object(
        'question_id', (SELECT feedback_form->'questions'->0->>'question_id' FROM event WHERE id = event_id LIMIT 1),
        'rating', 4)), true, 'SHOWN'
    FROM sign_up WHERE id = $2
"""
_SUM_UP = """
    INSERT INTO feedback_summary (id, version, create_time, update_time, organization_id, start_time, feedback_count,
        mean_rating, ratings, questions)
    SELECT id, 1, now(), now(), organization_id, start_time, 1, 4, '{0,0,0,1,0}', jsonb_build_array(jsonb_build_object(
        'question_id', feedback_form->'questions'->0->>'question_id', 'answers_count', 1, 'ratings',
        '[0, 0, 0, 1, 0]'::jsonb, 'yes_count', 0))
    FROM event WHERE id = $1
"""


async def add_feedback(world: World) -> str:
    """Lets the subject have said something about the event, and returns the ID of the summary."""
    sql, sign_up = world.platform.site.sql, UUID(world.ids["sign_up"])
    await sql("events", _SAY, uuid7(), sign_up)
    await sql("events", _SUM_UP, UUID(world.ids["event"]))
    return world.ids["event"]


def _about_what_has_ended(request: pb.GiveFeedbackRequest, world: World) -> None:
    request.event_id = world.ids["checking_in"]
    request.feedback.CopyFrom(pb.Feedback(rating=5, comment="很好 good"))


def _about_the_event(request: pb.WithdrawFeedbackRequest, world: World) -> None:
    request.event_id = world.ids["event"]


RESOURCE = Resource(
    "FeedbackSummary",
    "FeedbackSummaries",
    add_feedback,
    requests={"GiveFeedback": _about_what_has_ended, "WithdrawFeedback": _about_the_event},
    parts={
        "FeedbackQuestionSummary": "questions { FIELDS }",
        "FeedbackOptionCount": "questions { options { FIELDS } }",
    },
)
