"""Notes in the community of the access tables: one about the group that it must not read. Its coordinator is the mentor."""

from banyan.organizations.v1 import enrolment_note_pb2 as pb

from tests.access.resource import Resource
from tests.world import World


def _note() -> pb.EnrolmentNote:
    return pb.EnrolmentNote(
        audience=pb.ENROLMENT_NOTE_AUDIENCE_MENTORS,
        meeting_date="2026-11-28",
        text="他们在找新的带头人",
    )


async def add_enrolment_note(world: World) -> str:
    """Writes a note about the group, and returns its ID."""
    request = pb.CreateEnrolmentNoteRequest(
        enrolment_id=world.ids["enrolment"], enrolment_note=_note()
    )
    return (await world.call("administrator", request, pb.EnrolmentNote)).id


RESOURCE = Resource(
    "EnrolmentNote",
    "EnrolmentNotes",
    add_enrolment_note,
    requests={"CreateEnrolmentNote": lambda request, _: request.enrolment_note.CopyFrom(_note())},
    arguments={"enrolmentNote": 'id: "<enrolment_note>"'},
)
