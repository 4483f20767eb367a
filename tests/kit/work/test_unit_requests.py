"""The unit of work: a request is done once, and a reading is in the trail."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.errors import (
    Conflict,
    InvalidArgument,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from services.kit.work.claim import Claim
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import NoteServicer, note_service
from tests.kit.notes.site import NoteSite
from tests.kit.work.units import NOTHING, ONE_OF_EACH, caller, counts, creation, write


class TestRequestId:
    async def test_the_same_request_20_times_at_once_has_one_effect_and_equal_answers(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request = caller(), creation(request_id=uuid7())
        answers = await asyncio.gather(*(write(units, request, who) for _ in range(20)))
        assert len({answer.SerializeToString() for answer in answers}) == 1
        assert answers[0].title == "groceries"
        assert await counts(engine) == ONE_OF_EACH

    async def test_control_without_the_claim_there_are_20_effects(
        self, units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def nothing(*_: object) -> None:
            return None

        monkeypatch.setattr(Claim, "take", nothing)
        who, request = caller(), creation(request_id=uuid7())
        await asyncio.gather(*(write(units, request, who) for _ in range(20)))
        assert (await counts(engine))["note"] == 20

    async def test_the_same_request_20_times_over_grpc_has_one_effect(
        self, notes: NoteSite
    ) -> None:
        passport, request = notes.passport(uuid7()), creation(request_id=uuid7())
        async with notes.start() as running:
            answers = await asyncio.gather(
                *(running.call(request, pb.Note, passport) for _ in range(20))
            )
        assert len({answer.SerializeToString() for answer in answers}) == 1
        assert await notes.sql("SELECT count(*) FROM note") == [(1,)]

    async def test_another_body_is_refused_and_names_the_field(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request_id = caller(), uuid7()
        await write(units, creation("first", request_id), who)
        with pytest.raises(InvalidArgument) as refused:
            await write(units, creation("second", request_id), who)
        (violation,) = refused.value.violations
        assert (violation.field, violation.reason) == ("request_id", "REQUEST_ID_REUSED")
        assert await counts(engine) == ONE_OF_EACH

    async def test_another_body_at_the_same_moment_is_refused(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request_id = caller(), uuid7()
        results = await asyncio.gather(
            *(write(units, creation(title, request_id), who) for title in ("first", "second")),
            return_exceptions=True,
        )
        assert sorted(isinstance(each, InvalidArgument) for each in results) == [False, True]
        assert await counts(engine) == ONE_OF_EACH

    async def test_a_failure_is_not_replayed(self, units: Units, engine: AsyncEngine) -> None:
        who, request = caller(), creation(request_id=uuid7())

        async def refuses(request: Any, work: Work) -> Any:
            await NoteServicer().CreateNote(request, work)
            raise Refused("Not today.")

        with pytest.raises(Refused):
            await write(units, request, who, refuses)
        assert await counts(engine) == NOTHING
        assert (await write(units, request, who)).title == "groceries"
        assert await counts(engine) == ONE_OF_EACH

    async def test_who_waits_for_one_that_fails_goes_next(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request = caller(), creation(request_id=uuid7())
        first = True

        async def fails_once(request: Any, work: Work) -> Any:
            nonlocal first
            answer = await NoteServicer().CreateNote(request, work)
            if first:
                first = False
                raise Refused("Not the first.")
            return answer

        results = await asyncio.gather(
            *(write(units, request, who, fails_once) for _ in range(5)), return_exceptions=True
        )
        assert sum(isinstance(each, Refused) for each in results) == 1
        assert await counts(engine) == ONE_OF_EACH

    async def test_another_principal_with_the_same_id_is_another_request(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        request = creation(request_id=uuid7())
        first, second = await write(units, request), await write(units, request)
        assert first.id != second.id
        assert (await counts(engine))["answer"] == 2

    async def test_another_method_with_the_same_id_is_another_request(self, units: Units) -> None:
        who, request_id = caller(), str(uuid7())
        await write(units, creation(request_id=UUID(request_id)), who)
        diary = pb.UpdateDiaryRequest(diary=pb.Diary(cover="red"), request_id=request_id)
        assert (await write(units, diary, who)).cover == "red"

    async def test_a_request_without_an_id_is_never_the_same(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request = caller(), creation()
        first, second = await write(units, request, who), await write(units, request, who)
        assert first.id != second.id
        assert (await counts(engine))["answer"] == 0

    async def test_an_answer_is_given_again_although_the_state_has_moved_on(
        self, units: Units
    ) -> None:
        who, request = caller(), creation(request_id=uuid7())
        first = await write(units, request, who)
        change = pb.UpdateNoteRequest(id=first.id, note=pb.Note(title="changed"))
        change.update_mask.paths.append("title")
        await write(units, change, who)
        assert await write(units, request, who) == first

    async def test_who_waits_too_long_for_the_first_is_told_to_try_again(
        self, notes: NoteSite
    ) -> None:
        who, request = uuid7(), creation(request_id=uuid7())
        reached, released = asyncio.Event(), asyncio.Event()

        async def waits(request: Any, work: Work) -> Any:
            reached.set()
            await released.wait()
            return await NoteServicer().CreateNote(request, work)

        service = note_service(servicer=NoteServicer(CreateNote=waits))
        async with notes.start(service, lock_timeout=0.05) as running:
            first = asyncio.create_task(running.call(request, pb.Note, notes.passport(who)))
            await reached.wait()
            with pytest.raises(Conflict) as refused:
                await running.call(request, pb.Note, notes.passport(who))
            released.set()
            assert (await first).title == "groceries"
        assert refused.value.reason == "BUSY"


class TestAuditedReading:
    async def test_a_reading_of_what_is_confidential_leaves_an_audit_row(
        self, notes: NoteSite
    ) -> None:
        me = uuid7()
        passport = notes.passport(me, client_id="reader")
        async with notes.start() as running:
            update_request = pb.UpdateDiaryRequest(diary=pb.Diary(text="canary"))
            await running.call(update_request, pb.Diary, passport)
            diary = await running.call(pb.GetDiaryRequest(id=str(me)), pb.Diary, passport)
        assert diary.text == "canary"
        rows = await notes.sql("SELECT * FROM audit WHERE method LIKE '%GetDiary'")
        assert [(row["person_id"], row["client_id"]) for row in rows] == [(me, "reader")]
        assert rows[0]["resource_ids"] == f'["{me}"]'
        assert rows[0]["changes"] == "[]"

    async def test_a_reading_that_is_refused_shows_nothing_and_leaves_nothing(
        self, notes: NoteSite
    ) -> None:
        async with notes.start() as running:
            with pytest.raises(PermissionDenied):
                await running.call(
                    pb.GetDiaryRequest(id=str(uuid7())), pb.Diary, notes.passport(uuid7())
                )
        assert await notes.sql("SELECT count(*) FROM audit") == [(0,)]

    async def test_other_readings_leave_no_row(self, notes: NoteSite) -> None:
        async with notes.start() as running:
            await running.call(pb.ListNotesRequest(), pb.ListNotesResponse, notes.passport(uuid7()))
        assert await notes.sql("SELECT count(*) FROM audit") == [(0,)]
