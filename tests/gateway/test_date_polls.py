"""docs/date-polls.md: its operations, from a question to the draft of an event."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.gateway.conftest import Gateway, Json, global_id
from tests.world import World

DOCS = Path(__file__).parents[2] / "docs"


def operation(name: str) -> str:
    """Returns an operation of the page."""
    return (DOCS / "operations" / f"{name}.graphql").read_text(encoding="utf-8")


async def done(gateway: Gateway, token: str, name: str, **variables: Any) -> Json:
    """Returns the payload of a mutation of the page that succeeds."""
    payload: Json
    (payload,) = (await gateway.ask(operation(name), token, **variables)).values()
    assert payload["errors"] == []
    return payload


def test_the_page_names_its_operations() -> None:
    page = (DOCS / "date-polls.md").read_text("utf-8")
    named = re.findall(r"operations/(\w+)\.graphql", page)
    assert named == [
        "CreateDatePoll",
        "DatePollToAnswer",
        "AnswerDatePoll",
        "DatePolls",
        "CloseDatePoll",
    ]


async def test_a_poll_becomes_an_event(gateway: Gateway, world: World) -> None:
    group, leader = global_id("Organization", world.ids["group"]), world.tokens["leader"]
    starts = [datetime.now(UTC) + timedelta(days=day) for day in (3, 4)]
    options = [
        {"startTime": each.isoformat(), "endTime": (each + timedelta(hours=2)).isoformat()}
        for each in starts
    ]
    asked = {
        "organizationId": group,
        "title": "茶话会",
        "language": "zh-Hans",
        "translations": [{"language": "en", "title": "Tea"}],
        "timeZone": "Asia/Shanghai",
        "options": options,
        "answerDeadline": (starts[0] - timedelta(days=1)).isoformat(),
        "requestId": str(uuid4()),
    }
    poll = (await done(gateway, leader, "CreateDatePoll", input=asked))["datePoll"]
    first, second = [each["optionId"] for each in poll["options"]]
    member, about = world.tokens["member"], {"datePollId": poll["id"]}
    seen = await gateway.ask(operation("DatePollToAnswer"), member, language="en", **about)
    assert (seen["datePoll"]["title"], seen["datePoll"]["viewerCanAnswer"]) == ("Tea", True)
    choices = [
        {"optionId": first, "suits": "IF_NEED_BE"},
        {"optionId": second, "suits": "YES"},
    ]
    given = {"choices": choices, "requestId": str(uuid4()), **about}
    answered = await done(gateway, member, "AnswerDatePoll", **given)
    assert answered["datePoll"]["viewerAnswer"]["choices"] == choices
    listed = await gateway.ask(operation("DatePolls"), leader, organizationId=group)
    found = {each["id"]: each for each in listed["organization"]["datePolls"]["nodes"]}[poll["id"]]
    assert [each["yesCount"] for each in found["options"]] == [0, 1]
    assert len(found["answers"]["nodes"]) == 1
    choosing = {"optionId": second, "requestId": str(uuid4()), **about}
    closed = (await done(gateway, leader, "CloseDatePoll", **choosing))["datePoll"]
    assert (closed["state"], closed["event"]["state"]) == ("CLOSED", "DRAFT")
