"""ComplaintService: complaints about groups. Confidential: never announced."""

from datetime import timedelta

from banyan.organizations.v1 import complaint_pb2 as pb
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.complaints.models import Complaint
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.models import Organization
from services.organizations.signs.marking import mark_changed

COMPLAINTS = Resources[pb.Complaint](Complaint, "view_complaint")
_CREATION = (col(Complaint.id),)  # IDs increase with time
LATEST_FIRST = COMPLAINTS.listing(
    *_CREATION,
    where=[col(Complaint.cultivator_id) == given("cultivator_id")],
    filters={"states": col(Complaint.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
MOST_A_DAY = 10


class ComplaintServicer:
    """Manages complaints. Locks come in this order: organization, complaint."""

    service = pb.DESCRIPTOR.services_by_name["ComplaintService"]

    async def FileComplaint(self, request: pb.FileComplaintRequest, work: Work) -> pb.Complaint:
        """Complains about a group."""
        await work.lock_name(f"person:{work.person_id}")
        group = await work.get(Organization, request.organization_id)
        cultivator_id = await work.session.scalar(
            select(col(Enrolment.cultivator_id))
            .where(col(Enrolment.organization_id) == group.id, col(Enrolment.state).in_(AT_A_STAGE))
            .order_by(col(Enrolment.enrol_time), col(Enrolment.id))
            .limit(1)
        )
        if cultivator_id is None:
            raise Refused(
                "Nobody cultivates this group. Talk to those who lead it, or to a platform administrator.",
                reason="NOT_CULTIVATED",
            )
        lately = col(Complaint.create_time) > work.now - timedelta(days=1)
        filed = await work.count(col(Complaint.complainant_id) == work.person_id, lately)
        if filed >= MOST_A_DAY:
            raise Refused(
                "You have filed {max} complaints within a day. Wait until tomorrow.",
                reason="TOO_MANY_COMPLAINTS",
                params={"max": MOST_A_DAY},
            )
        complaint = Complaint(
            organization_id=group.id,
            cultivator_id=cultivator_id,
            complainant_id=work.person_id,
            text=request.text,
        )
        work.follows(complaint, because="everyone who has signed in may complain")
        await work.add(complaint)
        await mark_changed(group.id, [work.now.date()], work)
        return to_proto(complaint, pb.Complaint)

    async def AnswerComplaint(self, request: pb.AnswerComplaintRequest, work: Work) -> pb.Complaint:
        """Answers a complaint."""
        known = await work.get(Complaint, request.complaint_id)
        await lock_to_change("answer_complaint", known.cultivator_id, work, subject=known)
        complaint = await work.lock(Complaint, known.id)
        complaint.give(request.answer, by=work.person_id, at=work.now)
        await mark_changed(complaint.organization_id, [work.now.date()], work)
        return to_proto(complaint, pb.Complaint)

    async def CloseComplaint(self, request: pb.CloseComplaintRequest, work: Work) -> pb.Complaint:
        """Closes a complaint."""
        known = await work.get(Complaint, request.complaint_id)
        await lock_to_change("close_complaint", known.cultivator_id, work, subject=known)
        complaint = await work.lock(Complaint, known.id)
        complaint.close(at=work.now)
        await mark_changed(complaint.organization_id, [work.now.date()], work)
        return to_proto(complaint, pb.Complaint)

    async def GetComplaint(self, request: pb.GetComplaintRequest, work: Work) -> pb.Complaint:
        """Gets a complaint."""
        return await COMPLAINTS.get(request.complaint_id, work)

    async def BatchGetComplaints(
        self, request: pb.BatchGetComplaintsRequest, work: Work
    ) -> pb.BatchGetComplaintsResponse:
        """Gets several complaints."""
        found = await COMPLAINTS.get_all(request.ids, work)
        return pb.BatchGetComplaintsResponse(complaints=found)

    async def ListComplaints(
        self, request: pb.ListComplaintsRequest, work: Work
    ) -> pb.ListComplaintsResponse:
        """Lists the complaints to an organization, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListComplaintsResponse)
