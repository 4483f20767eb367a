"""EnrolmentNoteService: who can read a note, and when it is forgotten."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import enrolment_note_pb2 as pb
from banyan.organizations.v1 import enrolment_pb2

from services.kit.calls.passport import Caller
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.enrolment_notes.jobs import FORGET_NOTES
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden

GROUP, MENTORS = pb.ENROLMENT_NOTE_AUDIENCE_GROUP, pb.ENROLMENT_NOTE_AUDIENCE_MENTORS
_ENDED = "UPDATE enrolment SET end_time = now() - $2 * interval '1 day' WHERE id = $1"


async def write(
    garden: Garden,
    enrolment: enrolment_pb2.Enrolment,
    audience: pb.EnrolmentNoteAudience,
    passport: str | None = None,
) -> pb.EnrolmentNote:
    note = pb.EnrolmentNote(audience=audience, meeting_date="2026-11-28", text="他们在找新的带头人")
    request = pb.CreateEnrolmentNoteRequest(enrolment_id=enrolment.id, enrolment_note=note)
    return await garden.community.call(request, pb.EnrolmentNote, passport or garden.owner)


async def delete(garden: Garden, note: pb.EnrolmentNote, passport: str) -> pb.EnrolmentNote:
    request = pb.DeleteEnrolmentNoteRequest(enrolment_note_id=note.id)
    return await garden.community.call(request, pb.EnrolmentNote, passport)


async def listed(
    garden: Garden, enrolment: enrolment_pb2.Enrolment, passport: str
) -> list[pb.EnrolmentNote]:
    request = pb.ListEnrolmentNotesRequest(enrolment_id=enrolment.id)
    answer = await garden.community.call(request, pb.ListEnrolmentNotesResponse, passport)
    return list(answer.enrolment_notes)


async def test_the_group_never_reads_what_is_for_mentors(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment, mentor = await garden.enrolled(), uuid7()
    guide = await community.holding(mentor, garden.station, "MEMBER")
    await garden.mentor(enrolment, garden.station.id, str(mentor))
    shared = await write(garden, enrolment, GROUP, guide)
    kept = await write(garden, enrolment, MENTORS)
    assert (shared.stage_key, shared.author_id) == ("seed", str(mentor))
    supervisor = await community.holding(None, garden.station, "SUPERVISOR")
    for passport in (garden.owner, guide, supervisor, community.admin):
        assert await listed(garden, enrolment, passport) == [kept, shared]
    assert await listed(garden, enrolment, garden.leader) == [shared]
    asking = pb.GetEnrolmentNoteRequest(enrolment_note_id=kept.id)
    with pytest.raises(PermissionDenied):
        await community.call(asking, pb.EnrolmentNote, garden.leader)
    member = await community.holding(None, garden.group, "MEMBER")
    for passport in (member, community.passport()):
        assert await listed(garden, enrolment, passport) == []
    for passport in (garden.leader, member):
        with pytest.raises(PermissionDenied):
            await write(garden, enrolment, GROUP, passport)
    # Who mentors no more reads no more.
    await garden.mentor(enrolment, garden.station.id)
    assert await listed(garden, enrolment, guide) == []


async def test_who_wrote_a_note_deletes_it(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    note = await write(garden, enrolment, MENTORS)
    other = await community.holding(None, garden.station, "OWNER")
    with pytest.raises(PermissionDenied):
        await delete(garden, note, other)
    assert await delete(garden, note, garden.owner) == note
    assert await listed(garden, enrolment, garden.owner) == []


async def test_notes_are_announced_to_nobody(community: Community) -> None:
    garden = await Garden.plant(community)
    note = await write(garden, await garden.enrolled(), GROUP)
    for table in ("outbox", "change", "audit"):
        rows = await community.platform.site.sql(
            "organizations",
            f"SELECT 1 FROM {table} AS row WHERE row::text LIKE $1",
            f"%{note.text}%",
        )
        assert rows == [], table


async def test_notes_are_forgotten_two_years_after_the_end(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    note = await write(garden, enrolment, GROUP)
    await garden.do(enrolment_pb2.EndEnrolmentRequest(enrolment_id=enrolment.id, reason="完成"))
    units = community.platform.services["organizations"].units
    for days, left in ((729, [note]), (731, [])):
        await community.platform.site.sql("organizations", _ENDED, UUID(enrolment.id), days)
        await run_once(FORGET_NOTES, units, Caller("job:forget_enrolment_notes"))
        assert await listed(garden, enrolment, garden.owner) == left
