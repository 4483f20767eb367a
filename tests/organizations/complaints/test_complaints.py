"""ComplaintService: who files, sees and answers complaints, and the sign that the group shows meanwhile."""

import pytest
from banyan.audit.v1 import audit_pb2
from banyan.organizations.v1 import complaint_pb2 as pb
from banyan.organizations.v1 import group_sign_pb2

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.signs.test_signs import grown, look, signs
from tests.waiting import eventually

OPEN, ANSWERED, CLOSED = (
    pb.COMPLAINT_STATE_OPEN,
    pb.COMPLAINT_STATE_ANSWERED,
    pb.COMPLAINT_STATE_CLOSED,
)
COMPLAINTS = group_sign_pb2.GROUP_SIGN_KIND_COMPLAINTS


async def file(garden: Garden, passport: str) -> pb.Complaint:
    request = pb.FileComplaintRequest(organization_id=garden.group.id, text="他们从不回复")
    return await garden.community.call(request, pb.Complaint, passport)


async def answer(
    garden: Garden, complaint: pb.Complaint, passport: str | None = None
) -> pb.Complaint:
    request = pb.AnswerComplaintRequest(complaint_id=complaint.id, answer="我们会和他们谈")
    return await garden.community.call(request, pb.Complaint, passport or garden.owner)


async def close(
    garden: Garden, complaint: pb.Complaint, passport: str | None = None
) -> pb.Complaint:
    request = pb.CloseComplaintRequest(complaint_id=complaint.id)
    return await garden.community.call(request, pb.Complaint, passport or garden.owner)


async def listed(garden: Garden, passport: str) -> list[pb.Complaint]:
    request = pb.ListComplaintsRequest(cultivator_id=garden.station.id)
    answer = await garden.community.call(request, pb.ListComplaintsResponse, passport)
    return list(answer.complaints)


async def test_a_resident_complains_and_the_station_answers(community: Community) -> None:
    garden = await Garden.plant(community)
    await garden.enrolled()
    resident, other = uuid7(), community.passport()
    own = community.passport(resident)
    complaint = await file(garden, own)
    assert (complaint.cultivator_id, complaint.state) == (garden.station.id, OPEN)
    assert complaint.complainant_id == str(resident)
    supervisor = await community.holding(None, garden.station, "SUPERVISOR")
    for passport in (own, garden.owner, supervisor, community.admin):
        assert await listed(garden, passport) == [complaint]
    for passport in (garden.leader, other):
        assert await listed(garden, passport) == []
        with pytest.raises(PermissionDenied):
            await answer(garden, complaint, passport)
        with pytest.raises(PermissionDenied):
            await close(garden, complaint, passport)
    with pytest.raises(PermissionDenied):
        await answer(garden, complaint, supervisor)
    answered = await answer(garden, complaint)
    assert (answered.state, answered.answer) == (ANSWERED, "我们会和他们谈")
    closed = await close(garden, complaint, own)
    assert (closed.state, closed.HasField("close_time")) == (CLOSED, True)
    for table in ("outbox", "change", "audit"):
        rows = await community.platform.site.sql(
            "organizations", f"SELECT 1 FROM {table} AS row WHERE row::text LIKE '%从不回复%'"
        )
        assert rows == [], table


async def test_the_trail_of_the_group_does_not_say_who_complained(community: Community) -> None:
    garden = await Garden.plant(community)
    await garden.enrolled()
    complaint = await file(garden, community.passport(uuid7()))

    async def trail(organization_id: str) -> list[str]:
        request = audit_pb2.ListAuditEntriesRequest(organization_id=organization_id, page_size=100)
        page = await community.platform.call(
            request, audit_pb2.ListAuditEntriesResponse, community.admin, "organizations"
        )
        return [id_ for each in page.audit_entries for id_ in each.resource_ids]

    async def told() -> bool:
        return complaint.id in await trail(garden.station.id)

    await eventually(told)
    assert complaint.id not in await trail(garden.group.id)


async def test_the_group_shows_a_sign_while_a_complaint_waits(community: Community) -> None:
    garden, _ = await grown(community)

    async def shown() -> list[tuple[int, int]]:
        await look(community)
        return [(each.state, each.value) for each in await signs(garden) if each.kind == COMPLAINTS]

    assert await shown() == []
    first = await file(garden, community.passport(uuid7()))
    second = await file(garden, community.passport(uuid7()))
    assert await shown() == [(group_sign_pb2.GROUP_SIGN_STATE_OPEN, 2)]
    await answer(garden, first)
    await close(garden, second)
    # It was over on the day on which it began: as if it never had been.
    assert [state for state, _ in await shown()] == [group_sign_pb2.GROUP_SIGN_STATE_CORRECTED]
