"""What events say that a change would do, and what it then does."""

from uuid import UUID

import pytest
from banyan.dryruns.v1 import dry_run_pb2 as pb
from banyan.events.v1 import event_pb2, sign_up_pb2
from google.protobuf.message import Message

from services.events.sign_ups import cancelling
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.events.sign_ups.test_cancelling import cancel, crowded, settled
from tests.events.stage import Stage


async def dry_run(stage: Stage, request: Message, passport: str | None = None) -> pb.DryRunResponse:
    asked = pb.DryRunRequest()
    asked.request.Pack(request)
    client = stage.platform.client
    return await client.call(
        asked, pb.DryRunResponse, passport=passport or stage.leader, service="events"
    )


def counts(answer: pb.DryRunResponse) -> dict[str, int]:
    return {each.resource.rpartition(".")[2]: each.count for each in answer.counts}


async def test_the_change_does_what_was_said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of seven sign-ups two are cancelled with the event, and five in the background."""
    monkeypatch.setattr(cancelling, "BATCH", 2)
    shift = await crowded(stage)
    request = event_pb2.CancelEventRequest(event_id=shift.event_id)
    said = await dry_run(stage, request)
    assert counts(said) == {"Event": 1, "Shift": 1, "SignUp": 7}
    listed = {each.id for each in said.resources}
    assert {shift.event_id, shift.id} < listed
    assert len(listed) == 1 + 1 + 2  # those that follow are counted alone
    before = await stage.get_shift(shift)
    assert (before.places_taken, before.waitlist_length) == (4, 3)
    await cancel(stage, shift.event_id)
    await settled(stage, shift.event_id)
    rows = await stage.sql(
        "SELECT id FROM sign_up WHERE shift_id = $1 AND state = 'CANCELLED'", UUID(shift.id)
    )
    assert len(rows) == counts(said)["SignUp"]
    assert listed - {shift.event_id, shift.id} <= {str(row["id"]) for row in rows}


async def test_the_request_id_stays_free(stage: Stage) -> None:
    shift, request_id = await stage.shift(), str(uuid7())
    request = event_pb2.CancelEventRequest(event_id=shift.event_id, request_id=request_id)
    await dry_run(stage, request)
    done = await cancel(stage, shift.event_id, reason="", request_id=request_id)
    assert done.state == event_pb2.EVENT_STATE_CANCELLED


async def test_it_is_refused_as_the_change_is(stage: Stage) -> None:
    sign_up = await stage.sign_up(await stage.shift())
    request = event_pb2.DeleteEventRequest(event_id=sign_up.event_id)
    with pytest.raises(Refused) as refused:
        await dry_run(stage, request)
    assert refused.value.reason == "SIGN_UPS_KEPT"


async def test_who_cancels_their_own_sees_nobody_else(stage: Stage) -> None:
    shift, person_id = await stage.shift(capacity=1), uuid7()
    sign_up = await stage.sign_up(shift, person_id)
    await stage.wait_for(shift)
    said = await dry_run(
        stage,
        sign_up_pb2.CancelSignUpRequest(sign_up_id=sign_up.id),
        stage.office.person(person_id),
    )
    assert counts(said) == {"Shift": 1, "SignUp": 1}
    assert {each.id for each in said.resources} == {shift.id, sign_up.id}
