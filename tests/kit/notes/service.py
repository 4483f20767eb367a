"""The service of notes, in which a test can replace any handler by its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import col, select

from services.kit import deadline, telemetry
from services.kit.access import Check, Relations, Visibility
from services.kit.config import ServiceSettings
from services.kit.consumers import Consumer
from services.kit.due import Due
from services.kit.mapping import create, to_proto, update
from services.kit.paging import paginate
from services.kit.passport import Caller
from services.kit.server import Preparation, Servicer
from services.kit.service import Service
from services.kit.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import CONFLICTS, Diary, Note, Table

SCOPES = frozenset({"notes.read", "notes.write"})
Handler = Callable[[Any, Work], Awaitable[Any]]


async def _owns(work: Work, note_id: Any) -> bool:
    note = await work.get(Note, note_id)
    return note.parent_id is None or note.parent_id == work.caller.person_id


def _sees_note(caller: Caller) -> ColumnElement[bool]:
    if caller.is_admin:
        return true()
    return or_(col(Note.color) != "RED", col(Note.parent_id) == caller.person_id)


def _sees_diary(caller: Caller) -> ColumnElement[bool]:
    return col(Diary.id) == caller.person_id


RELATIONS: Relations = {
    "own_note": Check(_owns),
    "view_note": Visibility(_sees_note),
    "view_diary": Visibility(_sees_diary),
}


class NoteServicer:
    """Keeps notes. A handler given by name stands in for the method's own."""

    service = pb.SERVICE

    def __init__(self, **handlers: Handler) -> None:
        for name, handler in handlers.items():
            assert hasattr(self, name)
            setattr(self, name, handler)

    async def CreateNote(self, request: Any, work: Work) -> Any:
        note = create(Note, request.note, "note")
        await work.add(note)
        await work.announce(note, "created")
        return to_proto(note, pb.Note)

    async def GetNote(self, request: Any, work: Work) -> Any:
        return to_proto(await work.find(Note, request.id, "view_note"), pb.Note)

    async def ListNotes(self, request: Any, work: Work) -> Any:
        key = col(getattr(Note, request.order_by or "rank"))
        notes = select(Note)
        if request.HasField("color"):
            notes = notes.where(col(Note.color) == ["UNSPECIFIED", "RED", "BLUE"][request.color])
        page = await paginate(work.session, notes, (key, col(Note.id)), request)
        return page.answer(pb.ListNotesResponse)

    async def UpdateNote(self, request: Any, work: Work) -> Any:
        await work.require("own_note", request.id)
        note = await work.lock(Note, request.id)
        update(note, request.note, request.update_mask, "note")
        await work.announce(note, "updated")
        return to_proto(note, pb.Note)

    async def GetDiary(self, request: Any, work: Work) -> Any:
        return to_proto(await work.find(Diary, request.id, "view_diary"), pb.Diary)

    async def UpdateDiary(self, request: Any, work: Work) -> Any:
        assert work.caller.person_id is not None
        found = await work.session.get(Diary, work.caller.person_id)
        if found is None:
            found = Diary(id=work.caller.person_id)
            await work.add(found)
        diary = await work.lock(Diary, found.id)
        diary.text, diary.cover = request.diary.text, request.diary.cover
        await work.session.flush()
        return to_proto(diary, pb.Diary)

    async def prepare_Ask(self, request: Any, preparation: Preparation) -> Any:
        left = deadline.remaining()
        assert left is not None
        answer = pb.AskResponse(seconds_left=[left], trace_ids=[telemetry.trace_id()])
        if request.hops > 0:
            further = pb.AskRequest(hops=request.hops - 1)
            answer.MergeFrom(await preparation.call(further, pb.AskResponse))
        return answer

    async def Ask(self, request: Any, work: Work) -> Any:
        del request
        return work.prepared


def note_service(
    *,
    servicer: NoteServicer | None = None,
    relations: Relations = RELATIONS,
    consumers: Sequence[Consumer] = (),
    due: Sequence[Due] = (),
    target: str | None = None,
) -> Service[ServiceSettings]:
    """Returns the service; `target` is where its `Ask` finds the next of its kind."""

    def servicers(settings: ServiceSettings) -> Sequence[Servicer]:
        del settings
        return (servicer or NoteServicer(),)

    return Service(
        name="notes",
        settings=ServiceSettings,
        tables=Table,
        servicers=servicers,
        relations=relations,
        conflicts=CONFLICTS,
        consumers=consumers,
        due=lambda _: due,
        targets=lambda _: {"notes": target} if target else {},
    )


def caller_named(
    person_id: UUID | None, *, admin: bool = False, principal_id: str | None = None
) -> Caller:
    """Returns a caller for units of work that no RPC has begun."""
    return Caller(
        principal_id=principal_id or f"test|{person_id}",
        person_id=person_id,
        client_id="tests",
        platform_roles=frozenset({"ADMIN"} if admin else ()),
        scopes=SCOPES,
    )


class Gate:
    """Holds handlers until it is opened, and tells when one has come.

    Attributes:
        reached: Set once a handler stands before the gate.
    """

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._opened = asyncio.Event()

    async def pass_through(self) -> None:
        """Waits until the gate is open."""
        self.reached.set()
        await self._opened.wait()

    def open(self) -> None:
        """Lets everyone through, now and later."""
        self._opened.set()
