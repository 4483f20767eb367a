"""EnrolmentNoteService: notes about groups, and about meetings with them. Confidential: never announced."""

from banyan.organizations.v1 import enrolment_note_pb2 as pb
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.enrolment_notes.models import EnrolmentNote
from services.organizations.enrolments.queries import lock_guided

NOTES = Resources[pb.EnrolmentNote](EnrolmentNote, "view_enrolment_note")
_CREATION = (col(EnrolmentNote.id),)  # IDs increase with time
LATEST_FIRST = NOTES.listing(
    *_CREATION,
    where=[col(EnrolmentNote.enrolment_id) == given("enrolment_id")],
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
MOST_NOTES = 500


class EnrolmentNoteServicer:
    """Keeps notes. Locks come in this order: organization, enrolment, note."""

    service = pb.DESCRIPTOR.services_by_name["EnrolmentNoteService"]

    async def CreateEnrolmentNote(
        self, request: pb.CreateEnrolmentNoteRequest, work: Work
    ) -> pb.EnrolmentNote:
        """Writes a note."""
        enrolment = await lock_guided(request.enrolment_id, work)
        enrolment.refuse_unless_at_a_stage()
        if await work.count(col(EnrolmentNote.enrolment_id) == enrolment.id) >= MOST_NOTES:
            raise Refused(
                "This group has {most} notes, which is the most. Delete one.",
                reason="TOO_MANY_NOTES",
                params={"most": MOST_NOTES},
            )
        note: EnrolmentNote = create(
            EnrolmentNote,
            request.enrolment_note,
            "enrolment_note",
            enrolment_id=enrolment.id,
            organization_id=enrolment.organization_id,
            cultivator_id=enrolment.cultivator_id,
            stage_key=enrolment.stage_key,
            author_id=work.person_id,
        )
        work.follows(note, because="who guides a group keeps notes about it")
        await work.add(note)
        return to_proto(note, pb.EnrolmentNote)

    async def DeleteEnrolmentNote(
        self, request: pb.DeleteEnrolmentNoteRequest, work: Work
    ) -> pb.EnrolmentNote:
        """Deletes a note."""
        known = await work.get(EnrolmentNote, request.enrolment_note_id)
        await work.require("delete_enrolment_note", known)
        note = await work.lock(EnrolmentNote, known.id)
        answer = to_proto(note, pb.EnrolmentNote)
        await work.session.delete(note)
        return answer

    async def GetEnrolmentNote(
        self, request: pb.GetEnrolmentNoteRequest, work: Work
    ) -> pb.EnrolmentNote:
        """Gets a note."""
        return await NOTES.get(request.enrolment_note_id, work)

    async def BatchGetEnrolmentNotes(
        self, request: pb.BatchGetEnrolmentNotesRequest, work: Work
    ) -> pb.BatchGetEnrolmentNotesResponse:
        """Gets several notes."""
        found = await NOTES.get_all(request.ids, work)
        return pb.BatchGetEnrolmentNotesResponse(enrolment_notes=found)

    async def ListEnrolmentNotes(
        self, request: pb.ListEnrolmentNotesRequest, work: Work
    ) -> pb.ListEnrolmentNotesResponse:
        """Lists the notes in an enrolment, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListEnrolmentNotesResponse)
