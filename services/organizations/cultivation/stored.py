"""The rows about how groups were from day to day: reading them with what they follow from, and writing what differs."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.cultivation.models import FOREVER, EnrolmentDay, EnrolmentStep
from services.organizations.cultivation.spans import GroupState, Span
from services.organizations.cultivation.states import Basis
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.indicators.history import DAY
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme

_STATE = [getattr(EnrolmentDay, name) for name in GroupState._fields]
_KEYS = ("enrolment_id", "basis", "day")


@dataclass(frozen=True, slots=True)
class Followed:
    """An enrolment of a group.

    Attributes:
        row: How it is now.
        steps: Its steps, in order.
        stages: The stages of the versions in which it was, by their keys.
    """

    row: Any
    steps: Sequence[EnrolmentStep]
    stages: Mapping[UUID, Mapping[str, programme_pb2.ProgrammeStage]]

    def step_on(self, day: date) -> EnrolmentStep | None:
        """Returns where it stood at the end of a day; None if it was at no stage."""
        last = None
        for step in self.steps:
            if step.time.date() > day:
                break
            last = step
        return last if last is not None and last.state in AT_A_STAGE else None

    def state(self, step: EnrolmentStep, **values: Any) -> GroupState:
        """Returns how the group was at a step."""
        since = step.stage_start_time or step.time
        stage = self.stages.get(step.programme_id, {}).get(step.stage_key)
        expected = stage.expected_days if stage is not None else 0
        return GroupState(
            programme_id=step.programme_id,
            stage_key=step.stage_key,
            stage_start_time=since,
            stuck_day=since.date() + (expected + 1) * DAY if expected else FOREVER,
            state=step.state,
            **values,
        )


async def followed(group_id: UUID, work: Work) -> list[Followed]:
    """Returns the enrolments of a group that are at a stage, or were when it was last looked at."""
    unfinished = select(col(EnrolmentDay.enrolment_id)).where(
        col(EnrolmentDay.enrolment_id) == col(Enrolment.id),
        col(EnrolmentDay.until_day) == FOREVER,
    )
    rows = await work.session.execute(
        select(
            col(Enrolment.id),
            col(Enrolment.cultivator_id),
            col(Enrolment.first_version_id),
            col(Enrolment.is_ready),
            col(Enrolment.members_count),
            col(Organization.kind),
            col(Enrolment.is_fading),
            col(Organization.area_id),
        )
        .join(Organization, col(Organization.id) == col(Enrolment.organization_id))
        .where(
            col(Enrolment.organization_id) == group_id,
            or_(col(Enrolment.state).in_(AT_A_STAGE), unfinished.exists()),
        )
        .order_by(col(Enrolment.id))
    )
    enrolments = rows.all()
    steps: defaultdict[UUID, list[EnrolmentStep]] = defaultdict(list)
    asked = (
        select(EnrolmentStep)
        .where(col(EnrolmentStep.enrolment_id).in_([each.id for each in enrolments]))
        .order_by(col(EnrolmentStep.time))
    )
    for step in await work.session.scalars(asked):
        steps[step.enrolment_id].append(step)
    versions = {each.programme_id for of_one in steps.values() for each in of_one}
    stages = await _stages(versions, work)
    return [Followed(each, steps[each.id], stages) for each in enrolments]


async def _stages(
    versions: Collection[UUID], work: Work
) -> Mapping[UUID, Mapping[str, programme_pb2.ProgrammeStage]]:
    rows = await work.session.execute(
        select(col(Programme.id), col(Programme.stages)).where(col(Programme.id).in_(versions))
    )
    return {
        id_: {each["key"]: ParseDict(each, programme_pb2.ProgrammeStage()) for each in stages}
        for id_, stages in rows.all()
    }


async def spans_since(
    enrolment_ids: Collection[UUID], since: date, work: Work
) -> Mapping[tuple[UUID, Basis], list[Span]]:
    """Returns what is written down of the days since a day, and of the span before."""
    rows = await work.session.execute(
        select(
            col(EnrolmentDay.enrolment_id),
            col(EnrolmentDay.basis),
            col(EnrolmentDay.day),
            col(EnrolmentDay.until_day),
            *_STATE,
        )
        .where(
            col(EnrolmentDay.enrolment_id).in_(enrolment_ids), col(EnrolmentDay.until_day) >= since
        )
        .order_by(col(EnrolmentDay.day))
    )
    found: defaultdict[tuple[UUID, Basis], list[Span]] = defaultdict(list)
    for id_, basis, day, until_day, *state in rows.all():
        found[id_, basis].append(Span(day, until_day, GroupState(*state)))
    return found


async def write(
    enrolment: Followed, basis: Basis, was: Sequence[Span], now: Sequence[Span], work: Work
) -> None:
    """Makes the rows of an enrolment equal to some spans, as far as they differ from those that are written."""
    gone = {each.day for each in was} - {each.day for each in now}
    if gone:
        await work.session.execute(
            delete(EnrolmentDay).where(
                col(EnrolmentDay.enrolment_id) == enrolment.row.id,
                col(EnrolmentDay.basis) == basis,
                col(EnrolmentDay.day).in_(gone),
            )
        )
    written = set(was)
    rows = [
        {
            "enrolment_id": enrolment.row.id,
            "basis": basis,
            "day": each.day,
            "until_day": each.until_day,
            "cultivator_id": enrolment.row.cultivator_id,
            "first_version_id": enrolment.row.first_version_id,
            **each.state._asdict(),
        }
        for each in now
        if each not in written
    ]
    if rows:
        new = insert(EnrolmentDay).values(rows)
        changed = {name: new.excluded[name] for name in rows[0] if name not in _KEYS}
        await work.session.execute(new.on_conflict_do_update(index_elements=_KEYS, set_=changed))
