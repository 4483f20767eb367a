"""How far groups would meet another version of their programme."""

from collections.abc import Sequence
from typing import Any

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.kit.work.paging import Listing
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.enrolments.standing import standing_of
from services.organizations.indicators.queries import histories
from services.organizations.programmes.models import Programme

_OTHER = aliased(Programme)
ELSEWHERE: Listing[Any] = Listing(
    lambda _: (
        select(
            col(Enrolment.id),
            col(Enrolment.organization_id),
            col(Enrolment.stage_key),
            col(Enrolment.stage_start_time),
            col(Programme.stages),
            col(_OTHER.stages),
        )
        .select_from(Enrolment)
        .join(Programme, col(Programme.id) == col(Enrolment.programme_id))
        .join(_OTHER, col(_OTHER.first_version_id) == col(Programme.first_version_id))
        .where(
            col(_OTHER.id) == given("programme_id"),
            col(Enrolment.programme_id) != col(_OTHER.id),
            col(Enrolment.state).in_(AT_A_STAGE),
        )
    ),
    None,
    [col(Enrolment.id)],  # IDs increase with time
    relation="view_enrolment_standing",
)


async def outlooks(rows: Sequence[Any], work: Work) -> list[pb.EnrolmentOutlook]:
    """Returns the outlooks of a page of `ELSEWHERE`."""
    known = await histories([row[1] for row in rows], work)
    found = []
    for id_, organization_id, stage_key, since, stages, others in (row[:6] for row in rows):
        now, then = (
            [ParseDict(each, programme_pb2.ProgrammeStage()) for each in version]
            for version in (stages, others)
        )
        outlook = pb.EnrolmentOutlook(enrolment_id=str(id_))
        for version, field in ((now, outlook.standing), (then, outlook.new_standing)):
            if any(each.key == stage_key for each in version):
                standing = standing_of(
                    version, stage_key, known[organization_id], since=since, day=work.now.date()
                )
                standing.enrolment_id = str(id_)
                field.CopyFrom(standing)
        found.append(outlook)
    return found
