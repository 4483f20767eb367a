"""Lists of several organizations and shifts: what single questions would be answered, in few statements."""

from typing import Any

from banyan.events.v1 import event_pb2, sign_up_pb2
from google.protobuf.message import Message

from services.kit.process.ids import uuid7
from tests.events.stage import Stage
from tests.plans import statements


async def singly(
    stage: Stage, questions: list[Any], answer_type: type[Message], passport: str
) -> list[Message]:
    return [await stage.call(question, answer_type, passport) for question in questions]


class TestBatchListEvents:
    async def test_answers_what_single_questions_would(self, stage: Stage) -> None:
        other = Stage(stage.platform)
        for each, number in ((stage, 3), (other, 1)):
            for _ in range(number):
                await each.published()
        draft = await stage.draft()
        ask = event_pb2.ListEventsRequest
        ours, theirs = str(stage.organization_id), str(other.organization_id)
        first = await stage.call(
            ask(organization_id=ours, page_size=1), event_pb2.ListEventsResponse
        )
        questions = [
            ask(organization_id=theirs, page_size=2),
            ask(organization_id=ours, page_size=2),
            ask(organization_id=str(uuid7())),
            ask(organization_id=ours, states=[event_pb2.EVENT_STATE_DRAFT]),
            ask(organization_id=theirs, states=[event_pb2.EVENT_STATE_DRAFT]),
            ask(organization_id=ours, page_size=1, page_token=first.next_page_token),
            ask(page_size=1),
            ask(organization_id=ours, page_size=1),
        ]
        for passport in (stage.leader, stage.office.anonymous()):
            answer = await stage.call(
                event_pb2.BatchListEventsRequest(requests=questions),
                event_pb2.BatchListEventsResponse,
                passport,
            )
            single = await singly(stage, questions, event_pb2.ListEventsResponse, passport)
            assert list(answer.responses) == single
            assert [len(each.events) for each in answer.responses[:3]] == [1, 2, 0]
            drafts = [each.id for each in answer.responses[3].events]
            assert drafts == ([draft.id] if passport == stage.leader else [])

    async def test_takes_one_statement_for_questions_of_a_kind(self, stage: Stage) -> None:
        questions = [event_pb2.ListEventsRequest(organization_id=str(uuid7())) for _ in range(20)]
        call = stage.call(
            event_pb2.BatchListEventsRequest(requests=questions), event_pb2.BatchListEventsResponse
        )
        asked = await statements(["event"], call)
        assert len([sql for sql, _ in asked if "unnest" in sql]) == 1


class TestBatchListSignUps:
    async def test_answers_what_single_questions_would(self, stage: Stage) -> None:
        shifts = [await stage.shift(capacity=3) for _ in range(2)]
        mine = uuid7()
        for shift, number in zip(shifts, (2, 1), strict=True):
            for _ in range(number):
                await stage.sign_up(shift)
        await stage.sign_up(shifts[0], mine)
        ask = sign_up_pb2.ListSignUpsRequest
        questions = [
            ask(shift_id=shifts[1].id),
            ask(shift_id=shifts[0].id, page_size=2),
            ask(shift_id=shifts[0].id, person_id=str(mine)),
            ask(shift_id=shifts[1].id, person_id=str(mine)),
            ask(organization_id=str(stage.organization_id), page_size=3),
            ask(organization_id=str(uuid7())),
            ask(person_id=str(mine)),
        ]
        for passport, seen in ((stage.leader, 2), (stage.office.person(mine), 1)):
            answer = await stage.call(
                sign_up_pb2.BatchListSignUpsRequest(requests=questions),
                sign_up_pb2.BatchListSignUpsResponse,
                passport,
            )
            single = await singly(stage, questions, sign_up_pb2.ListSignUpsResponse, passport)
            assert list(answer.responses) == single
            assert len(answer.responses[1].sign_ups) == seen
