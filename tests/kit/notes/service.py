"""The service of notes, in which a test can replace any handler by its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, false, or_, true
from sqlmodel import col

from services.kit.bus.consumers import Consumer
from services.kit.calls import deadline
from services.kit.calls.passport import Caller
from services.kit.process import telemetry
from services.kit.process.config import ServiceSettings
from services.kit.service.running import Service
from services.kit.service.steps import Preparation, Servicer
from services.kit.work.access import (
    ADMINISTRATOR,
    SELF,
    Check,
    Relations,
    Subject,
    Visibility,
)
from services.kit.work.backlogs import Backlog
from services.kit.work.jobs import Job
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources, Shown
from services.kit.work.roles import EVERY_ROLE, Role
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import CONFLICTS, Color, Diary, Note, Table

SCOPES = frozenset({"notes.read", "notes.write"})
Handler = Callable[[Any, Work], Awaitable[Any]]


async def _owns(work: Work, note_id: Any) -> bool:
    note = await work.get(Note, note_id)
    return note.parent_id is None or note.parent_id == work.caller.person_id


async def _keeps(work: Work, organization_id: Any) -> bool:
    return organization_id in work.caller.roles


def _where_owned(row: type[Note], viewer: Viewer) -> ColumnElement[bool]:
    return or_(col(row.parent_id).is_(None), SELF.where(col(row.parent_id), viewer))


def _where_kept(organization_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    known = viewer.holding(EVERY_ROLE)
    return false() if known is None else organization_id == any_(known)


def _sees_note(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_admin:
        return true()
    return or_(col(Note.color) != Color.RED, col(Note.parent_id) == viewer.person_id)


def _sees_diary(viewer: Viewer) -> ColumnElement[bool]:
    is_own: ColumnElement[bool] = col(Diary.id) == viewer.person_id
    return is_own


RELATIONS: Relations = {
    "self": SELF,
    "administer": ADMINISTRATOR,
    "own_note": Check(_owns, Subject.ROW, _where_owned),
    "keep_notes": Check(_keeps, Subject.ORGANIZATION, _where_kept),
    "view_note": Visibility(_sees_note),
    "view_diary": Visibility(_sees_diary),
}

NOTES: Resources[Any] = Resources(Note, "view_note")
DIARIES: Resources[Any] = Resources(
    Diary, "view_diary", shown=Shown(pb.Diary, Diary, person_id=col(Diary.id))
)
LISTS = {
    name: Resources[Any](Note, None).listing(
        col(getattr(Note, name)),
        col(Note.id),
        filters={"color": col(Note.color) == given("color")},
    )
    for name in ("rank", "title", "due_date", "create_time")
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
        return await NOTES.get(request.id, work)

    async def ListNotes(self, request: Any, work: Work) -> Any:
        page = await LISTS[request.order_by or "rank"].page(request, work)
        return page.answer(pb.ListNotesResponse)

    async def UpdateNote(self, request: Any, work: Work) -> Any:
        await work.require("own_note", request.id)
        note = await work.lock(Note, request.id)
        update(note, request.note, request.update_mask, "note")
        await work.announce(note, "updated")
        return to_proto(note, pb.Note)

    async def PinNote(self, request: Any, work: Work) -> Any:
        note = await work.get(Note, request.id)
        await work.require("keep_notes", note.organization_id)
        note = await work.lock(Note, note.id)
        note.pinned = True
        await work.announce(note, "pinned")
        return to_proto(note, pb.Note)

    async def GetDiary(self, request: Any, work: Work) -> Any:
        return await DIARIES.get(request.id, work)

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

    async def ClearDiary(self, request: Any, work: Work) -> Any:
        await work.require("self", request.person_id)
        diary = await work.lock(Diary, request.person_id)
        diary.text = ""
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
    jobs: Sequence[Job] = (),
    backlogs: Sequence[Backlog] = (),
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
        jobs=lambda _: jobs,
        backlogs=backlogs,
        targets=lambda _: {"notes": target} if target else {},
    )


def caller_named(
    person_id: UUID | None,
    *,
    admin: bool = False,
    principal_id: str | None = None,
    keeps: Iterable[UUID] = (),
) -> Caller:
    """Returns a caller for units of work that no RPC has begun."""
    return Caller(
        principal_id=principal_id or f"test|{person_id}",
        person_id=person_id,
        client_id="tests",
        platform_roles=frozenset({"ADMIN"} if admin else ()),
        roles={organization_id: frozenset({Role.COORDINATOR}) for organization_id in keeps},
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
