"""How far groups would meet another version of their programme."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import Uuid, select
from sqlmodel import col

from services.kit.work.paging import Listing
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.enrolments.standing import standing_of
from services.organizations.indicators.queries import histories
from services.organizations.programmes.models import Programme

# Its parameters are the version, the organization that it belongs to, and the first version of the programme.
ELSEWHERE: Listing[Any] = Listing(
    lambda _: (
        select(
            col(Enrolment.id),
            col(Enrolment.organization_id),
            col(Enrolment.stage_key),
            col(Enrolment.stage_start_time),
            col(Programme.stages),
        )
        .select_from(Enrolment)
        .join(Programme, col(Programme.id) == col(Enrolment.programme_id))
        .where(
            col(Enrolment.cultivator_id) == given("cultivator_id", Uuid()),
            col(Enrolment.first_version_id) == given("first_version_id", Uuid()),
            col(Enrolment.programme_id) != given("programme_id", Uuid()),
            col(Enrolment.state).in_(AT_A_STAGE),
        )
    ),
    None,
    [col(Enrolment.id)],  # IDs increase with time
    relation="view_enrolment_standing",
)


async def list_outlooks(
    request: pb.ListEnrolmentOutlooksRequest, programme: programme_pb2.Programme, work: Work
) -> pb.ListEnrolmentOutlooksResponse:
    """Returns how far the groups at other versions of a programme would meet this one."""
    page = await ELSEWHERE.page(
        request,
        work,
        cultivator_id=UUID(programme.organization_id),
        first_version_id=UUID(programme.first_version_id),
    )
    known = await histories([row[1] for row in page.items], work)
    found = []
    for id_, organization_id, stage_key, since, stages in (row[:5] for row in page.items):
        now = [ParseDict(each, programme_pb2.ProgrammeStage()) for each in stages]
        outlook = pb.EnrolmentOutlook(enrolment_id=str(id_))
        for version, field in (
            (now, outlook.standing),
            (programme.stages, outlook.new_standing),
        ):
            if any(each.key == stage_key for each in version):
                standing = standing_of(
                    version, stage_key, known[organization_id], since=since, day=work.now.date()
                )
                standing.enrolment_id = str(id_)
                field.CopyFrom(standing)
        found.append(outlook)
    return replace(page, items=found).answer(pb.ListEnrolmentOutlooksResponse)
