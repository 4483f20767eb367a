"""Keeping of each group what views of many groups show: whether it is ready or fading, and how many it is."""

from uuid import UUID

from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import select, update
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.enrolments.standing import meets
from services.organizations.indicators.history import History
from services.organizations.indicators.measures import active_members
from services.organizations.programmes.models import Programme
from services.organizations.signs.models import GroupSign, GroupSignKind, GroupSignState


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
    shared = select(col(GroupSign.id)).where(
        col(GroupSign.organization_id) == group_id,
        col(GroupSign.kind) == GroupSignKind.FADING,
        col(GroupSign.state) == GroupSignState.OPEN,
        col(GroupSign.is_shared),
    )
    is_fading = await work.session.scalar(shared.limit(1)) is not None
    for id_, stage_key, since, stages in rows.all():
        messages = [ParseDict(each, programme_pb2.ProgrammeStage()) for each in stages]
        stage = next((each for each in messages if each.key == stage_key), None)
        is_ready = stage is not None and meets(stage, history, since=since, day=today)
        pulse = {
            "is_ready": is_ready,
            "is_fading": is_fading,
            "members_count": active_members(history, today),
        }
        await work.session.execute(
            update(Enrolment)
            # A group that has come to another stage meanwhile is looked at again.
            .where(col(Enrolment.id) == id_, col(Enrolment.stage_key) == stage_key)
            .values(pulse)
            .execution_options(synchronize_session=False)
        )
