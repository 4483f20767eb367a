"""docs/feedback.md: its operations, from the form of an event to what its organizers read."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.subscribers import new_shift, sign_up
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_sign_ups import published
from tests.waiting import eventually
from tests.world import World

DOCS = Path(__file__).parents[2] / "docs"


def operation(name: str) -> str:
    """Returns an operation of the page."""
    return (DOCS / "operations" / f"{name}.graphql").read_text(encoding="utf-8")


async def done(gateway: Gateway, token: str, name: str, **variables: Any) -> Json:
    """Returns the payload of a mutation of the page that succeeds."""
    asked = gateway.ask(operation(name), token, requestId=str(uuid4()), **variables)
    payload: Json
    (payload,) = (await asked).values()
    assert payload["errors"] == []
    return payload


def test_the_page_names_its_operations() -> None:
    named = re.findall(r"operations/(\w+)\.graphql", (DOCS / "feedback.md").read_text("utf-8"))
    assert named == ["SetFeedbackForm", "FeedbackToGive", "GiveFeedback", "EventFeedback"]


async def test_a_form_is_filled_in_and_read(gateway: Gateway, world: World) -> None:
    event_id, leader = await published(world), world.tokens["leader"]
    event = global_id("Event", event_id)
    shift = await new_shift(gateway, world, event_id, capacity=10)
    text = {"kind": "YES_NO", "text": "下次还来吗？"}
    question = text | {"translations": [{"language": "en", "text": "Would you come again?"}]}
    form = {"showsNames": False, "questions": [question]}
    told = await done(gateway, leader, "SetFeedbackForm", eventId=event, feedbackForm=form)
    (asked,) = told["event"]["feedbackForm"]["questions"]
    people = [await newcomer(gateway, world) for _ in range(5)]
    for person in people:
        await sign_up(gateway, person, shift)
    sql = world.platform.site.sql
    await sql(
        "events",
        "UPDATE sign_up SET state = 'COMPLETED', check_in_time = start_time, check_out_time = end_time WHERE event_id = $1",
        UUID(event_id),
    )
    over = "UPDATE event SET start_time = now() - interval '2 hours', end_time = now() - interval '1 minute' WHERE id = $1"
    await sql("events", over, UUID(event_id))
    variables = {"eventId": event, "language": "en-GB"}
    found = (await gateway.ask(operation("FeedbackToGive"), people[0], **variables))["event"]
    assert found["viewerCanGiveFeedback"]
    assert found["viewerFeedback"] is None
    assert found["feedbackForm"]["questions"][0]["text"] == "Would you come again?"
    for rating, person in enumerate(people, 1):
        answers = [{"questionId": asked["questionId"], "yes": rating > 2}]
        said = {"rating": rating, "comment": "谢谢 thanks", "answers": answers}
        given = await done(gateway, person, "GiveFeedback", eventId=event, **said)
        assert given["feedback"]["rating"] == rating

    async def is_shown() -> Json | None:
        shown = (await gateway.ask(operation("EventFeedback"), leader, eventId=event))["event"]
        # The summary and the list are read one after the other, and may have the showing between them.
        return shown if shown["feedbackSummary"] and shown["feedback"]["nodes"] else None

    shown = await eventually(is_shown)
    assert shown is not None
    summary = shown["feedbackSummary"]
    assert (summary["feedbackCount"], summary["meanRating"]) == (5, 3.0)
    assert summary["questions"][0]["yesCount"] == 3
    assert [each["person"] for each in shown["feedback"]["nodes"]] == [None] * 5
    stranger = (await gateway.ask(operation("EventFeedback"), people[0], eventId=event))["event"]
    assert stranger["feedbackSummary"] is None
    assert [each["rating"] for each in stranger["feedback"]["nodes"]] == [1]
