"""Polls for a date in the community of the access tables: one of the group, which the subject has answered."""

from typing import Any

from banyan.events.v1 import date_poll_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World, in_hours


def new_date_poll(world: World) -> pb.DatePoll:
    """Returns a poll of the group, not created yet."""
    return pb.DatePoll(
        organization_id=world.ids["group"],
        title="茶话会",
        description="**带杯子**",
        language="zh-Hans",
        translations=[
            pb.DatePollTranslation(language="en", title="Tea", description="Bring a cup")
        ],
        time_zone="Asia/Shanghai",
        answer_deadline=in_hours(24),
        options=[
            pb.DatePollOption(start_time=in_hours(start), end_time=in_hours(start + 2))
            for start in (48, 72)
        ],
        invited_person_ids=[world.people["subject"]],
    )


async def add_date_poll(world: World) -> str:
    """Creates a poll of the group, which the subject answers, and returns its ID. Adds "poll_option"."""
    request = pb.CreateDatePollRequest(date_poll=new_date_poll(world))
    poll = await world.call("coordinator", request, pb.DatePoll)
    world.ids["poll_option"] = poll.options[0].option_id
    answer = pb.AnswerDatePollRequest(date_poll_id=poll.id, choices=[_choice(world)])
    await world.call("subject", answer, pb.DatePoll)
    return poll.id


def _choice(world: World) -> pb.DatePollChoice:
    return pb.DatePollChoice(option_id=world.ids["poll_option"], suits=pb.DATE_POLL_SUITS_YES)


def _answered(request: Any, world: World) -> None:
    request.choices.append(_choice(world))


def _chosen(request: Any, world: World) -> None:
    request.option_id = world.ids["poll_option"]


def _renamed(request: Any, _: World) -> None:
    request.date_poll.title = "新名字"
    request.update_mask.CopyFrom(FieldMask(paths=["title"]))


RESOURCE = Resource(
    "DatePoll",
    "DatePolls",
    add_date_poll,
    requests={
        "CreateDatePoll": lambda request, world: request.date_poll.CopyFrom(new_date_poll(world)),
        "UpdateDatePoll": _renamed,
        "AnswerDatePoll": _answered,
        "CloseDatePoll": _chosen,
    },
    arguments={"datePoll": 'id: "<date_poll>"'},
    parts={
        "DatePollOption": "options { FIELDS }",
        "DatePollTranslation": "translations { FIELDS }",
        "DatePollAnswer": "answers { nodes { FIELDS } }",
        "DatePollChoice": "answers { nodes { choices { FIELDS } } }",
    },
)
