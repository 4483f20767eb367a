"""Coverage: a handler commits only changes to the subjects that it has checked."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.calls.passport import Caller
from services.kit.errors import Internal
from services.kit.process.ids import uuid7
from services.kit.work import unit
from services.kit.work.access import ADMINISTRATOR
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Diary, Note
from tests.kit.notes.service import (
    RELATIONS,
    SCOPES,
    NoteServicer,
    caller_named,
    note_service,
)
from tests.kit.notes.site import NoteSite
from tests.kit.work.units import NOTHING, counts, creation, store, write

OURS, THEIRS = uuid7(), uuid7()
ME, ANOTHER = uuid7(), uuid7()
UNCOVERED = "changes what it has not checked: {}"


def keeper(*organizations: UUID) -> Caller:
    """Returns me, who keeps the notes of organizations."""
    return caller_named(ME, keeps=organizations)


def pin(note: Note) -> Any:
    return pb.PinNoteRequest(id=str(note.id), request_id=str(uuid7()))


async def write_diary(units: Units, person_id: UUID) -> Diary:
    """Stores the diary of a person."""
    async with units.writing(caller_named(person_id)) as work:
        diary = Diary(id=person_id, text="secret")
        await work.add(diary)
    return diary


async def pinned(units: Units) -> list[bool | None]:
    """Returns for each note whether it is pinned, the oldest first."""
    async with units.reading() as session:
        return list(await session.scalars(select(col(Note.pinned)).order_by(col(Note.id))))


class Planted:
    """Handlers that check one subject and change another.

    Args:
        checked: What they check.
        changed: The row that they change.
    """

    def __init__(self, checked: Any, changed: Note | Diary) -> None:
        self._checked = checked
        self._changed = changed

    async def pin(self, request: Any, work: Work) -> Any:
        """Checks the wrong organization for PinNote."""
        del request
        await work.require("keep_notes", self._checked)
        note = await work.lock(Note, self._changed.id)
        note.pinned = True
        await work.announce(note, "pinned")
        return to_proto(note, pb.Note)

    async def clear(self, request: Any, work: Work) -> Any:
        """Checks the wrong person for ClearDiary."""
        del request
        await work.require("self", self._checked)
        diary = await work.lock(Diary, self._changed.id)
        diary.text = ""
        await work.session.flush()
        return to_proto(diary, pb.Diary)


class TestOrganization:
    async def test_a_handler_that_changes_the_one_that_it_checked_commits(
        self, units: Units
    ) -> None:
        note = await store(units, organization_id=OURS)
        await write(units, pin(note), keeper(OURS))
        assert await pinned(units) == [True]

    async def test_a_handler_that_checks_another_changes_nothing(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        note = await store(units, organization_id=THEIRS)
        with pytest.raises(RuntimeError, match=f"PinNote {UNCOVERED.format(f'note {note.id}')}"):
            await write(units, pin(note), keeper(OURS), Planted(OURS, note).pin)
        assert await pinned(units) == [None]
        assert await counts(engine) == NOTHING | {"note": 1}

    async def test_control_without_the_guard_the_same_handler_commits(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(unit, "refuse_uncovered", lambda *_: None)
        note = await store(units, organization_id=THEIRS)
        await write(units, pin(note), keeper(OURS), Planted(OURS, note).pin)
        assert await pinned(units) == [True]

    async def test_the_caller_is_told_nothing_and_the_log_names_the_method(
        self, notes: NoteSite, units: Units, caplog: pytest.LogCaptureFixture
    ) -> None:
        note = await store(units, organization_id=THEIRS)
        servicer = NoteServicer(PinNote=Planted(OURS, note).pin)
        passport = notes.office.person(ME, roles={OURS: ["COORDINATOR"]}, scopes=SCOPES)
        async with notes.start(note_service(servicer=servicer)) as running:
            with pytest.raises(Internal) as refused:
                await running.call(pin(note), pb.Note, passport)
        assert str(refused.value) == str(Internal())
        (record,) = [each for each in caplog.records if each.message == "a request failed"]
        assert vars(record)["method"] == "/banyan.notes.v1.NoteService/PinNote"
        assert await pinned(units) == [None]

    async def test_every_changed_one_must_have_been_checked(self, units: Units) -> None:
        ours, theirs = [await store(units, organization_id=each) for each in (OURS, THEIRS)]

        async def pins_both(request: Any, work: Work) -> Any:
            del request
            await work.require("keep_notes", OURS)
            for note in await work.lock_all(Note, [ours.id, theirs.id]):
                note.pinned, note.title = True, str(note.id)
            return pb.Note()

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {theirs.id}")):
            await write(units, pin(ours), keeper(OURS), pins_both)
        assert await pinned(units) == [None, None]

    async def test_several_may_be_checked(self, units: Units) -> None:
        both = [await store(units, organization_id=each) for each in (OURS, THEIRS)]

        async def pins_both(request: Any, work: Work) -> Any:
            del request
            for note in await work.lock_all(Note, [each.id for each in both]):
                await work.require("keep_notes", note.organization_id)
                note.pinned, note.title = True, str(note.id)
            return pb.Note()

        await write(units, pin(both[0]), keeper(OURS, THEIRS), pins_both)
        assert await pinned(units) == [True, True]

    async def test_a_row_cannot_be_drawn_into_the_one_that_was_checked(self, units: Units) -> None:
        note = await store(units, organization_id=THEIRS)

        async def takes_over(request: Any, work: Work) -> Any:
            await work.require("keep_notes", OURS)
            (await work.lock(Note, request.id)).organization_id = OURS
            return pb.Note()

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {note.id}")):
            await write(units, pin(note), keeper(OURS), takes_over)

    async def test_a_conditional_update_is_a_change(self, units: Units) -> None:
        note = await store(units, organization_id=THEIRS)

        async def updates(request: Any, work: Work) -> Any:
            del request
            await work.require("keep_notes", OURS)
            await work.change_all(Note, col(Note.id) == note.id, pinned=True)
            return pb.Note()

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {note.id}")):
            await write(units, pin(note), keeper(OURS), updates)

    async def test_a_deletion_is_a_change(self, units: Units) -> None:
        note = await store(units, organization_id=THEIRS)

        async def deletes(request: Any, work: Work) -> Any:
            await work.require("keep_notes", OURS)
            await work.session.delete(await work.lock(Note, request.id))
            return pb.Note()

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {note.id}")):
            await write(units, pin(note), keeper(OURS), deletes)

    async def test_what_another_relation_was_asked_of_does_not_count(self, units: Units) -> None:
        note = await store(units, organization_id=THEIRS)

        async def asks_both(request: Any, work: Work) -> Any:
            await work.require("own_note", request.id)
            return await Planted(OURS, note).pin(request, work)

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {note.id}")):
            await write(units, pin(note), keeper(OURS), asks_both)

    async def test_what_belongs_to_a_person_is_not_covered(self, units: Units) -> None:
        note, diary = await store(units, organization_id=OURS), await write_diary(units, ME)

        async def clears(request: Any, work: Work) -> Any:
            await work.require("keep_notes", OURS)
            return await Planted(ME, diary).clear(request, work)

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"diary {ME}")):
            await write(units, pin(note), keeper(OURS), clears)


class TestPerson:
    async def test_a_handler_that_changes_the_one_that_it_checked_commits(
        self, units: Units
    ) -> None:
        await write_diary(units, ME)
        answer = await write(units, pb.ClearDiaryRequest(person_id=str(ME)), keeper())
        assert answer.text == ""

    async def test_a_handler_that_checks_another_changes_nothing(self, units: Units) -> None:
        diary = await write_diary(units, ANOTHER)
        request = pb.ClearDiaryRequest(person_id=str(ANOTHER))
        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"diary {ANOTHER}")):
            await write(units, request, keeper(), Planted(ME, diary).clear)
        async with units.reading() as session:
            assert (await session.scalars(select(col(Diary.text)))).one() == "secret"

    async def test_without_a_relation_it_is_the_caller(self, units: Units) -> None:
        """A method for all who have signed in changes what is the caller's own."""
        await write_diary(units, ME)
        diary = await write_diary(units, ANOTHER)

        async def writes(request: Any, work: Work) -> Any:
            (await work.lock(Diary, diary.id)).text = request.diary.text
            return pb.Diary()

        request = pb.UpdateDiaryRequest(diary=pb.Diary(text="mine now"))
        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"diary {ANOTHER}")):
            await write(units, request, keeper(), writes)
        assert (await write(units, request, keeper())).text == "mine now"

    async def test_without_a_relation_no_organization_is_covered(self, units: Units) -> None:
        async def creates(request: Any, work: Work) -> Any:
            del request
            await work.add(Note(organization_id=OURS))
            return pb.Note()

        with pytest.raises(RuntimeError, match="CreateNote changes what it has not checked: note"):
            await write(units, creation(), keeper(OURS), creates)


KEPT: Resources[Any] = Resources(Note, "keep_notes")


class TestVisibility:
    async def test_whoever_sees_a_row_changes_their_own_alone(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await write_diary(units, ME)
        note = await store(units, organization_id=THEIRS)
        monkeypatch.setitem(RELATIONS, "keep_notes", RELATIONS["view_note"])

        async def pins(request: Any, work: Work) -> Any:
            await KEPT.get(request.id, work)
            (await work.lock(Note, request.id)).pinned = True
            return pb.Note()

        async def writes(request: Any, work: Work) -> Any:
            await KEPT.get(request.id, work)
            (await work.lock(Diary, ME)).text = "a note that I have seen"
            return pb.Note()

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {note.id}")):
            await write(units, pin(note), keeper(OURS), pins)
        await write(units, pin(note), keeper(OURS), writes)


class TestRow:
    async def test_the_row_that_was_checked_is_covered_and_no_other(self, units: Units) -> None:
        mine, other = await store(units), await store(units)

        async def renames(request: Any, work: Work) -> Any:
            await work.require("own_note", request.id)
            (await work.lock(Note, other.id)).title = "renamed"
            return pb.Note()

        request = pb.UpdateNoteRequest(id=str(mine.id))
        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {other.id}")):
            await write(units, request, keeper(), renames)
        request = pb.UpdateNoteRequest(id=str(other.id))
        await write(units, request, keeper(), renames)


class TestPlatform:
    async def test_whoever_administers_it_may_change_every_row(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(RELATIONS, "keep_notes", ADMINISTRATOR)
        note = await store(units, organization_id=THEIRS)
        await write(units, pin(note), caller_named(ME, admin=True), Planted(None, note).pin)
        assert await pinned(units) == [True]


class TestWhatFollows:
    async def test_a_row_that_follows_by_rule_may_change(self, units: Units) -> None:
        ours, theirs = [await store(units, organization_id=each) for each in (OURS, THEIRS)]

        async def pins_both(request: Any, work: Work) -> Any:
            await NoteServicer().PinNote(request, work)
            note = await work.lock(Note, theirs.id)
            note.rank = 1
            work.follows(note, because="a pinned note pushes the others down")
            return pb.Note()

        await write(units, pin(ours), keeper(OURS), pins_both)
        assert await pinned(units) == [True, None]

    async def test_no_other_row_does(self, units: Units) -> None:
        ours, theirs = [await store(units, organization_id=each) for each in (OURS, THEIRS)]

        async def pins_both(request: Any, work: Work) -> Any:
            await Planted(OURS, theirs).pin(request, work)
            work.follows(ours, because="it is the wrong row")
            return pb.Note()

        with pytest.raises(RuntimeError, match=UNCOVERED.format(f"note {theirs.id}")):
            await write(units, pin(ours), keeper(OURS), pins_both)


async def test_jobs_and_consumers_have_no_caller_to_check(units: Units) -> None:
    """They run units of work of their own, which no relation guards."""
    note = await store(units, organization_id=THEIRS)
    async with units.writing(Caller(principal_id="job:tidy")) as work:
        (await work.lock(Note, note.id)).pinned = True
    assert await pinned(units) == [True]
