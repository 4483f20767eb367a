"""What a device noted while it was offline: each entry by itself, as often as it is sent."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import check_in_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.events.attendance.apps import needs_second
from services.events.eligibility.queries import refuse_unqualified
from services.events.events.models import Event
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.kit.contract.values import moment_of
from services.kit.errors import DomainError, NotFound, Refused, Violation
from services.kit.work.work import Work

LONGEST_SKEW = timedelta(minutes=15)


class SyncOutcome(StrEnum):
    """What became of an entry."""

    RECORDED = "RECORDED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


async def sync(request: pb.SyncAttendanceRequest, event: Event, work: Work) -> pb.AttendanceSync:
    """Records attendance that a device noted.

    Args:
        request: The request.
        event: The event, which the caller manages.
        work: The work.

    Raises:
        Refused: The clock of the device is wrong by too much.
    """
    skew = _skew(request, work)
    sign_ups = await _lock([UUID(each.sign_up_id) for each in request.entries], event, work)
    answer = pb.AttendanceSync()
    changed: dict[UUID, SignUp] = {}
    for entry in request.entries:
        sign_up, because = sign_ups.get(UUID(entry.sign_up_id)), None
        try:
            outcome = await _record(entry, sign_up, skew, work)
        except DomainError as refused:
            outcome, because = SyncOutcome.REFUSED, refused
        told = answer.entries.add(
            sign_up_id=entry.sign_up_id,
            outcome=pb.SyncOutcome.Value(f"SYNC_OUTCOME_{outcome}"),
        )
        if because is not None:
            told.reason, told.message = because.reason or "", because.message
        if outcome == SyncOutcome.RECORDED and sign_up is not None:
            changed[sign_up.id] = sign_up
    left = {SignUpState.COMPLETED: "completed", SignUpState.CHECKED_IN: "checked_in"}
    for state, verb in left.items():
        await work.announce_all([each for each in changed.values() if each.state == state], verb)
    return answer


def _skew(request: pb.SyncAttendanceRequest, work: Work) -> timedelta:
    """Returns by how much the clock of the device is behind.

    Raises:
        Refused: It is wrong by too much.
    """
    skew: timedelta = work.now - request.device_time.ToDatetime(UTC)
    if abs(skew) > LONGEST_SKEW:
        broken = Violation(
            "device_time",
            "The clock of this device is wrong by more than {max} minutes. Set it, look over the times that it has noted,"
            " and send them again.",
            "CLOCK_WRONG",
            params={"max": int(LONGEST_SKEW.total_seconds()) // 60, "unit": "minutes"},
        )
        raise Refused.of([broken])
    return skew


async def _lock(ids: Sequence[UUID], event: Event, work: Work) -> dict[UUID, SignUp]:
    """Returns those of some sign-ups that are for an event, locked. Their people are, too."""
    found = await work.session.execute(
        select(col(SignUp.id), col(SignUp.person_id)).where(
            col(SignUp.id).in_(ids), col(SignUp.event_id) == event.id
        )
    )
    people = {row.id: row.person_id for row in found}
    if not people:
        return {}
    await work.lock_name(*(f"person:{each}" for each in sorted(set(people.values()))))
    return {each.id: each for each in await work.lock_all(SignUp, people)}


async def _record(
    entry: pb.NotedAttendance, sign_up: SignUp | None, skew: timedelta, work: Work
) -> SyncOutcome:
    """Records what a device noted of one person.

    Raises:
        DomainError: It cannot be recorded; nothing has changed.
    """
    if sign_up is None:
        raise NotFound("There is no such sign-up for this event. Sign the person up as a walk-in.")
    sign_up.refuse_own_attendance(work.actor_id)
    came = entry.check_in_time.ToDatetime(UTC) + skew
    moment = moment_of(entry, "check_out_time")
    left = None if moment is None else moment + skew
    if sign_up.is_noted(left):
        return SyncOutcome.UNCHANGED
    await refuse_unqualified(sign_up, work)
    second = await needs_second(sign_up, work)
    sign_up.note(came, left, at=work.now, by=work.actor_id, needs_second=second)
    return SyncOutcome.RECORDED
