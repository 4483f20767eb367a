"""What organizations does about the notices of events, shifts and sign-ups, of attested hours and of qualifications.

Each keeps the daily rows of its group current: what a notice changes is counted anew for the days that it concerns,
from the rows of these days. So repeats and reordering change nothing.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from banyan.events.v1 import event_pb2, feedback_pb2, shift_pb2, sign_up_pb2
from banyan.volunteers.v1 import hours_attestation_pb2, qualification_pb2
from sqlalchemy import select
from sqlmodel import col

from services.kit.bus.consumers import Consumer
from services.kit.contract.values import to_datetime
from services.kit.work.projection import project
from services.kit.work.work import Work
from services.organizations.activities.counting import count_events, count_visits
from services.organizations.activities.models import (
    Attendance,
    Attestation,
    Event,
    EventFeedback,
    Qualification,
    Shift,
)
from services.organizations.changes.models import ChangeKind
from services.organizations.changes.telling import tell
from services.organizations.memberships.models import Membership
from services.organizations.signs.marking import mark_changed
from services.organizations.signs.models import SignCheck

_OfGroup = (
    event_pb2.Event | shift_pb2.Shift | sign_up_pb2.SignUp | hours_attestation_pb2.HoursAttestation
)


def locks(message: _OfGroup) -> Sequence[str]:
    """Names the lock on the daily rows of the group."""
    return (f"group_days:{message.organization_id}",)


async def project_event(event: event_pb2.Event, work: Work) -> None:
    """Updates the projection, and the days on which the event was and is."""
    was = select(col(Event.start_time)).where(col(Event.id) == UUID(event.id))
    days = _days(event, await work.session.scalar(was))
    await project(work, Event, event)
    gone = event.state == event_pb2.EVENT_STATE_DELETED
    await tell(ChangeKind.EVENT, event.organization_id, event.id, work, removed=gone)
    group_id = UUID(event.organization_id)
    await count_events(group_id, days, work)
    await mark_changed(group_id, days, work)


async def project_shift(shift: shift_pb2.Shift, work: Work) -> None:
    """Updates the projection, and the day on which its event begins, if that is known yet."""
    await tell(ChangeKind.SHIFT, shift.organization_id, shift.id, work)
    reserved = shift.reservation.organization_id
    await project(work, Shift, shift, reserved_organization_id=UUID(reserved) if reserved else None)
    begins = select(col(Event.start_time)).where(col(Event.id) == UUID(shift.event_id))
    start = await work.session.scalar(begins)
    if start is not None:
        group_id, days = UUID(shift.organization_id), {start.date()}
        await count_events(group_id, days, work)
        await mark_changed(group_id, days, work)


async def project_attestation(
    attestation: hours_attestation_pb2.HoursAttestation, work: Work
) -> None:
    """Updates the projection of work that was attested, and its day."""
    group_id, day = UUID(attestation.organization_id), date.fromisoformat(attestation.date)
    await project(work, Attestation, attestation, work_date=day)
    await count_events(group_id, {day}, work)
    await mark_changed(group_id, {day}, work)


async def project_qualification(qualification: qualification_pb2.Qualification, work: Work) -> None:
    """Updates the projection, and has the groups of the person looked at."""
    await project(work, Qualification, qualification)
    groups = (
        select(col(SignCheck.organization_id))
        .join(Membership, col(Membership.organization_id) == col(SignCheck.organization_id))
        .where(col(Membership.person_id) == UUID(qualification.person_id))
        .order_by(col(SignCheck.organization_id))
        .distinct()
    )
    for group_id in (await work.session.scalars(groups)).all():
        await mark_changed(group_id, [work.now.date()], work)


async def project_attendance(sign_up: sign_up_pb2.SignUp, work: Work) -> None:
    """Updates the projection of who was there, and the days on which it was and is."""
    await tell(ChangeKind.SIGN_UP, sign_up.organization_id, sign_up.id, work)
    was = select(col(Attendance.start_time)).where(col(Attendance.id) == UUID(sign_up.id))
    known = await work.session.scalar(was)
    if known is None and sign_up.state != sign_up_pb2.SIGN_UP_STATE_COMPLETED:
        return  # nobody was there, and nobody had been
    await project(work, Attendance, sign_up)
    group_id, days = UUID(sign_up.organization_id), _days(sign_up, known)
    await count_visits(group_id, days, work)
    await mark_changed(group_id, days, work)


async def project_feedback(summary: feedback_pb2.FeedbackSummary, work: Work) -> None:
    """Updates the projection of what people say about events, which indicators count by the day of the event."""
    total = sum(number * count for number, count in enumerate(summary.ratings, 1))
    await project(work, EventFeedback, summary, ratings_sum=total)


def _days(message: event_pb2.Event | sign_up_pb2.SignUp, was: datetime | None) -> set[date]:
    """Returns the days on which something is, and was, if it was known."""
    starts = [to_datetime(message.start_time), *([was] if was is not None else [])]
    return {each.date() for each in starts}


CONSUMERS = (
    Consumer("organizations-event", "events", "event", event_pb2.Event, project_event, locks),
    Consumer(
        "organizations-sign_up",
        "events",
        "sign_up",
        sign_up_pb2.SignUp,
        project_attendance,
        locks,
    ),
    Consumer("organizations-shift", "events", "shift", shift_pb2.Shift, project_shift, locks),
    Consumer(
        "organizations-hours-attestation",
        "volunteers",
        "hours_attestation",
        hours_attestation_pb2.HoursAttestation,
        project_attestation,
        locks,
    ),
    Consumer(
        "organizations-qualification",
        "volunteers",
        "qualification",
        qualification_pb2.Qualification,
        project_qualification,
    ),
    Consumer(
        "organizations-feedback_summary",
        "events",
        "feedback_summary",
        feedback_pb2.FeedbackSummary,
        project_feedback,
    ),
)
