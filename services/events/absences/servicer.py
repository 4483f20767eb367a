"""AbsenceService: people say once that they cannot come for a while."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from banyan.events.v1 import absence_pb2 as pb

from services.events.absences.deciding import Decision, Manner, Outcome, decide
from services.events.absences.queries import MISSED, MOST_SIGN_UPS
from services.events.events.sign_up_rules import Rules
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.servicer import COUNTS
from services.events.sign_ups.states import SignUpState
from services.events.slots.windows import broken_window
from services.events.stand_ins.servicer import ask_for_stand_ins
from services.events.waitlist.jobs import leave_place, queue_lock
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name
from services.kit.errors import Refused, Violation
from services.kit.work.bulk import new_row
from services.kit.work.work import Work

LONGEST_ABSENCE = timedelta(days=366)
_Request = pb.ReportAbsenceRequest | pb.CheckAbsenceRequest


class Missed(NamedTuple):
    """A sign-up within the absence.

    Attributes:
        sign_up: The sign-up.
        stand_in_id: The open request for a stand-in; None without one.
        rules: The rules of its event.
    """

    sign_up: SignUp
    stand_in_id: UUID | None
    rules: Rules

    def is_late(self, now: datetime) -> bool:
        """Returns whether giving it back now is late."""
        is_confirmed = self.sign_up.state == SignUpState.CONFIRMED
        return is_confirmed and self.rules.is_late(self.sign_up.start_time, at=now)


class AbsenceServicer:
    """Cancels what people miss, or asks for stand-ins."""

    service = pb.DESCRIPTOR.services_by_name["AbsenceService"]

    async def rules_ReportAbsence(
        self, request: pb.ReportAbsenceRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the span of time."""
        del work
        return broken_window(request, LONGEST_ABSENCE)

    async def ReportAbsence(self, request: pb.ReportAbsenceRequest, work: Work) -> pb.AbsenceReport:
        """Gives back what the caller cannot keep."""
        refuse_violations(list(broken_window(request, LONGEST_ABSENCE)))
        # Nobody signs them up meanwhile, or offers them a place.
        await work.lock_name(f"person:{work.person_id}")
        found = await _missed(request, work)
        asked = {each.sign_up.id: each.stand_in_id for each in found}
        manner = _manner(request)
        shifts = await _lock_shifts([each.sign_up for each in found], manner, work)
        sign_ups = {each.id: each for each in await work.lock_all(SignUp, asked)}
        current = [each._replace(sign_up=sign_ups[each.sign_up.id]) for each in found]
        decided = _decided(current, manner, work)
        late = {each.sign_up.id for each in current if each.is_late(work.now)}
        await _cancel(
            [each for each, decision in decided if decision.outcome == Outcome.CANCELLED],
            shifts,
            request.reason,
            work,
        )
        to_ask = [
            each.sign_up
            for each, decision in decided
            if decision.outcome == Outcome.STAND_IN_ASKED and each.stand_in_id is None
        ]
        asked |= {
            each.sign_up_id: each.id for each in await ask_for_stand_ins(to_ask, request.note, work)
        }
        return _shown(decided, asked, late)

    async def rules_CheckAbsence(
        self, request: pb.CheckAbsenceRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the span of time."""
        del work
        return broken_window(request, LONGEST_ABSENCE)

    async def CheckAbsence(self, request: pb.CheckAbsenceRequest, work: Work) -> pb.AbsenceReport:
        """Says what an absence would mean."""
        refuse_violations(list(broken_window(request, LONGEST_ABSENCE)))
        found = await _missed(request, work)
        asked = {each.sign_up.id: each.stand_in_id for each in found}
        late = {each.sign_up.id for each in found if each.is_late(work.now)}
        return _shown(_decided(found, _manner(request), work), asked, late)


async def _missed(request: _Request, work: Work) -> list[Missed]:
    """Returns the caller's sign-ups within an absence, by the start of the shift, not locked.

    Raises:
        Refused: There are too many.
    """
    rows = await work.fetch(
        MISSED,
        earliest=request.start_time.ToDatetime(UTC),
        latest=request.end_time.ToDatetime(UTC),
    )
    if len(rows) > MOST_SIGN_UPS:
        raise Refused(
            "You have more than {max} sign-ups in this time. Choose a shorter time, and say the rest afterwards.",
            reason="TOO_MUCH_AT_ONCE",
            params={"max": MOST_SIGN_UPS},
        )
    return [
        Missed(
            new_row(
                SignUp,
                id=id_,
                shift_id=shift_id,
                state=SignUpState(state),
                start_time=start_time,
                end_time=end_time,
            ),
            stand_in_id,
            Rules.of(rules),
        )
        for id_, shift_id, state, start_time, end_time, stand_in_id, rules in rows
    ]


def _decided(found: Sequence[Missed], manner: Manner, work: Work) -> list[tuple[Missed, Decision]]:
    """Returns what becomes of sign-ups, without those that somebody else has ended meanwhile."""
    return [
        (each, decision)
        for each in found
        if (decision := decide(each.sign_up, manner, work, is_asked=bool(each.stand_in_id)))
    ]


async def _lock_shifts(sign_ups: Sequence[SignUp], manner: Manner, work: Work) -> dict[UUID, Shift]:
    """Locks the shifts of which places become free, in order."""
    ids = sorted(
        {
            each.shift_id
            for each in sign_ups
            if manner == Manner.CANCEL or each.state != SignUpState.CONFIRMED
        }
    )
    if not ids:
        return {}
    await work.lock_name(*map(queue_lock, ids))
    return {each.id: each for each in await work.lock_all(Shift, ids)}


async def _cancel(
    missed: Sequence[Missed], shifts: Mapping[UUID, Shift], reason: str, work: Work
) -> None:
    """Cancels sign-ups, and offers their places to the people who wait."""
    sign_ups = [each.sign_up for each in missed]
    if not sign_ups:
        return
    left: list[UUID] = []
    for each in missed:
        sign_up, state = each.sign_up, each.sign_up.state
        sign_up.cancel(reason, at=work.now, is_late=each.is_late(work.now))
        if await leave_place(sign_up, shifts[sign_up.shift_id], state, work):
            left.append(sign_up.shift_id)
    freed = [shifts[id_] for id_ in dict.fromkeys(left)]
    work.follows(*freed, because=COUNTS)
    await work.announce_all(freed, "freed")
    await work.announce_all(sign_ups, "cancelled")


def _manner(request: _Request) -> Manner:
    return Manner(enum_name(pb.AbsenceManner.DESCRIPTOR, request.manner))


def _shown(
    decided: Sequence[tuple[Missed, Decision]], asked: Mapping[UUID, Any], late: Collection[UUID]
) -> pb.AbsenceReport:
    answer = pb.AbsenceReport()
    for (sign_up, *_), (outcome, because) in decided:
        shown = answer.sign_ups.add(
            sign_up_id=str(sign_up.id),
            outcome=pb.AbsenceOutcome.Value(f"ABSENCE_OUTCOME_{outcome}"),
            late=outcome == Outcome.CANCELLED and sign_up.id in late,
        )
        if outcome == Outcome.STAND_IN_ASKED and asked[sign_up.id]:
            shown.stand_in_id = str(asked[sign_up.id])
        if because is not None:
            shown.reason, shown.message = because.reason, because.message
    return answer
