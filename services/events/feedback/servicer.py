"""FeedbackService: what those who came to an event say about it afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from banyan.events.v1 import feedback_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.events.events.models import Event
from services.events.feedback.jobs import SHOW, lock_summary, sum_up_without
from services.events.feedback.models import Feedback, form_to_fill_in
from services.events.feedback.queries import FEEDBACK_SUMMARIES, OF_EVENT, own_feedback
from services.kit.calls.passport import Caller
from services.kit.contract.validation import refuse_violations
from services.kit.errors import PermissionDenied, Violation
from services.kit.work.mapping import create, to_proto
from services.kit.work.work import Work

# The field of an answer, by the kind of its question.
_FIELDS = {
    "FEEDBACK_QUESTION_KIND_RATING": "rating",
    "FEEDBACK_QUESTION_KIND_YES_NO": "yes",
    "FEEDBACK_QUESTION_KIND_TEXT": "text",
    "FEEDBACK_QUESTION_KIND_CHOICE": "option_ids",
}


class FeedbackServicer:
    """Takes feedback, and shows it."""

    service = pb.DESCRIPTOR.services_by_name["FeedbackService"]

    def locks_GiveFeedback(self, request: pb.GiveFeedbackRequest, caller: Caller) -> Sequence[str]:
        """Names the lock on what the caller says about the event: they say it once."""
        return (f"feedback:{request.event_id}:{caller.person_id}",)

    async def GiveFeedback(self, request: pb.GiveFeedbackRequest, work: Work) -> pb.Feedback:
        """Takes what the caller says in the place of what they said before."""
        event = await work.get(Event, request.event_id)
        await work.require("give_feedback", event)
        form = form_to_fill_in(event, at=work.now)
        refuse_violations(list(_broken_answers(request.feedback, form)))
        given = await _locked(event.id, work)
        values: dict[str, Any] = {
            "event_id": event.id,
            "person_id": work.person_id,
            "is_named": form.get("shows_names", False),
        }
        feedback: Feedback = create(Feedback, request.feedback, "feedback", **values)
        if given is None:
            given = feedback
            await work.add(given)
        else:
            given.change(feedback)
        work.follows(given, because="who came says what they think")
        work.trigger(SHOW)
        return _shown(given)

    def locks_WithdrawFeedback(
        self, request: pb.WithdrawFeedbackRequest, caller: Caller
    ) -> Sequence[str]:
        """Names the same lock."""
        return (f"feedback:{request.event_id}:{caller.person_id}",)

    async def WithdrawFeedback(
        self, request: pb.WithdrawFeedbackRequest, work: Work
    ) -> pb.Feedback:
        """Takes back what the caller has said, and sums up what is left."""
        event = await work.get(Event, request.event_id)
        await work.require("withdraw_feedback", event)
        summary = await lock_summary(event, work)
        given = await _locked(event.id, work)
        if given is None:
            raise PermissionDenied
        shown = _shown(given)
        work.follows(given, because="who said it takes it back")
        await work.session.delete(given)
        await work.transaction.flush()
        await sum_up_without(summary, work)
        return shown

    async def BatchGetFeedback(
        self, request: pb.BatchGetFeedbackRequest, work: Work
    ) -> pb.BatchGetFeedbackResponse:
        """Gets what the caller has said about several events."""
        return pb.BatchGetFeedbackResponse(feedback=await own_feedback(request.ids, work))

    async def ListFeedback(
        self, request: pb.ListFeedbackRequest, work: Work
    ) -> pb.ListFeedbackResponse:
        """Lists what is shown of an event."""
        return (await OF_EVENT.page(request, work)).answer(pb.ListFeedbackResponse)

    async def BatchGetFeedbackSummaries(
        self, request: pb.BatchGetFeedbackSummariesRequest, work: Work
    ) -> pb.BatchGetFeedbackSummariesResponse:
        """Gets the summaries of several events."""
        found = await FEEDBACK_SUMMARIES.get_all(request.ids, work)
        return pb.BatchGetFeedbackSummariesResponse(feedback_summaries=found)


async def _locked(event_id: UUID, work: Work) -> Feedback | None:
    """Returns what the caller has said about an event, locked, if anything."""
    found = await work.session.scalar(
        select(col(Feedback.id)).where(
            col(Feedback.event_id) == event_id, col(Feedback.person_id) == work.person_id
        )
    )
    return None if found is None else await work.lock(Feedback, found)


def _broken_answers(feedback: pb.Feedback, form: Mapping[str, Any]) -> Iterator[Violation]:
    """Yields what is wrong with answers to the questions of a form."""
    questions = {each["question_id"]: each for each in form.get("questions", ())}
    for index, answer in enumerate(feedback.answers):
        question = questions.get(answer.question_id)
        wanted = None if question is None else _FIELDS[question["kind"]]
        path = f"feedback.answers[{index}]"
        if wanted is None:
            yield Violation(
                f"{path}.question_id",
                "is no question of this event. Read the form of the event again",
                "UNKNOWN_QUESTION",
            )
        elif {field.name for field, _ in answer.ListFields()} != {"question_id", wanted}:
            yield Violation(
                path,
                "must have the field {field} and no other, as its question asks",
                "ANSWER_DOES_NOT_FIT",
                params={"field": wanted},
            )
        elif question is not None and wanted == "option_ids":
            yield from _broken_choice(answer, question, path)


def _broken_choice(
    answer: pb.FeedbackAnswer, question: Mapping[str, Any], path: str
) -> Iterator[Violation]:
    """Yields what is wrong with the options that somebody chooses."""
    known = {each["option_id"] for each in question["options"]}
    if not known.issuperset(answer.option_ids):
        yield Violation(
            f"{path}.option_ids",
            "name an option that the question does not have. Read the form of the event again",
            "UNKNOWN_OPTION",
        )
    elif len(answer.option_ids) > 1 and not question.get("several"):
        yield Violation(
            f"{path}.option_ids",
            "must name one option alone, as the question asks",
            "ONE_OPTION_ONLY",
        )


def _shown(feedback: Feedback) -> pb.Feedback:
    """Returns feedback as everybody sees it: with a name only where the form said so."""
    shown = to_proto(feedback, pb.Feedback)
    if not feedback.is_named:
        shown.ClearField("person_id")
    return shown
