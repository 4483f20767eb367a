"""Signs in words: what was seen, and what usually helps."""

from collections.abc import Iterable
from typing import NamedTuple

from banyan.organizations.v1 import group_sign_pb2 as pb
from sqlalchemy import Text, cast, func
from sqlmodel import col

from services.kit.language import phrase, worded
from services.kit.work.reading import Shown
from services.organizations.signs.models import GroupSign, GroupSignKind


class _Words(NamedTuple):
    """The templates of a sign.

    Attributes:
        observation: What was seen.
        advice: What usually helps.
    """

    observation: str
    advice: str


_WORDS = {
    GroupSignKind.FADING: _Words(
        phrase("No event took place for {value} days. Usually there is one every {compared} days."),
        phrase(
            "Hold one small event with whoever is there, and ask two members what they would come for."
        ),
    ),
    GroupSignKind.ONE_PERSON: _Words(
        phrase(
            "There are {value} members, and one person did half of the work of the last {compared} days or more, or "
            "is alone."
        ),
        phrase(
            "Split what this person does into tasks of an hour, and ask others to take one each."
        ),
    ),
    GroupSignKind.NO_DEPUTY: _Words(
        phrase(
            "{value} people hold office. For {compared} days nobody could have stood in for anybody."
        ),
        phrase("Make a member coordinator or leader, and let them lead the next event."),
    ),
    GroupSignKind.SHRINKING: _Words(
        phrase("There are {value} members. 90 days before there were {compared}."),
        phrase("Ask those who left why they did, and invite neighbours to an event for everyone."),
    ),
    GroupSignKind.CANCELLING: _Words(
        phrase("{value} of {compared} events of the last 90 days were cancelled."),
        phrase("Plan fewer events, and for each a second person who can hold it."),
    ),
    GroupSignKind.COMPLAINTS: _Words(
        phrase(
            "{value} complaints about the group wait for an answer. In the last 90 days there were {compared}."
        ),
        phrase(
            "Talk to those who cultivate the group, and tell all members how they can say what bothers them."
        ),
    ),
}
# What is selected in the place of the words: they are in the language of the request.
SHOWN = Shown(
    pb.GroupSign,
    GroupSign,
    observation=func.concat_ws(
        " ", cast(col(GroupSign.kind), Text), col(GroupSign.value), col(GroupSign.compared)
    ),
    advice=cast(col(GroupSign.kind), Text),
)


def in_words(signs: Iterable[pb.GroupSign]) -> list[pb.GroupSign]:
    """Returns signs with what was selected put into words, as far as it was selected."""
    told = list(signs)
    for sign in told:
        if sign.observation:
            kind, value, compared = sign.observation.split()
            sign.observation = worded(
                _WORDS[GroupSignKind(kind)].observation, {"value": value, "compared": compared}
            )
        if sign.advice:
            sign.advice = worded(_WORDS[GroupSignKind(sign.advice)].advice)
    return told
