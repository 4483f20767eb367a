"""Keeping of each group what views of many groups show: whether it is ready for the next stage, and how many it is."""

from uuid import UUID

from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import select, update
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.enrolments.standing import standing_of
from services.organizations.indicators.catalogue import active_members
from services.organizations.indicators.history import History
from services.organizations.programmes.models import Programme


async def take_pulse(group_id: UUID, history: History, work: Work) -> None:
    """Writes how a group is to its enrolments. It is no part of them as others see them: their versions stay."""
    today = work.now.date()
    rows = await work.session.execute(
        select(
            col(Enrolment.id),
            col(Enrolment.stage_key),
            col(Enrolment.stage_start_time),
            col(Programme.stages),
        )
        .join(Programme, col(Programme.id) == col(Enrolment.programme_id))
        .where(col(Enrolment.organization_id) == group_id, col(Enrolment.state).in_(AT_A_STAGE))
        .order_by(col(Enrolment.id))
    )
    for id_, stage_key, since, stages in rows.all():
        messages = [ParseDict(each, programme_pb2.ProgrammeStage()) for each in stages]
        standing = standing_of(messages, stage_key, history, since=since, day=today)
        pulse = {"is_ready": standing.is_met, "members_count": active_members(history, today)}
        await work.session.execute(
            update(Enrolment)
            # A group that has come to another stage meanwhile is looked at again.
            .where(col(Enrolment.id) == id_, col(Enrolment.stage_key) == stage_key)
            .values(pulse)
            .execution_options(synchronize_session=False)
        )
