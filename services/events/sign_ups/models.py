"""Sign-ups, from the waitlist to attendance."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from banyan.events.v1 import sign_up_pb2
from sqlalchemy import CheckConstraint, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlmodel import Field, col

from services.events.sign_ups.attended import Attended
from services.events.sign_ups.states import (
    ATTENDED,
    ENGAGED,
    EXPIRING,
    OPEN,
    STANDING,
    AttendanceReview,
    SignUpState,
)
from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.bulk import new_row
from services.kit.work.models import derived_field, listed, no_items, time_field

if TYPE_CHECKING:  # shifts import the states of sign-ups
    from services.events.shifts.models import Shift


def refuse_unpassable(state: str, start_time: datetime, *, at: datetime) -> None:
    """Refuses to let somebody else have a place that is none, or comes too late.

    Args:
        state: The state of its sign-up.
        start_time: When its shift starts.
        at: The time of the work.

    Raises:
        Refused: The shift has started, or there is no confirmed place.
    """
    if state != SignUpState.CONFIRMED:
        raise Refused(
            "Only a confirmed place can pass to somebody else. Check the state of the sign-up.",
            reason="NOT_CONFIRMED",
        )
    if start_time <= at:
        raise Refused(
            "This shift has started, so its places stay with their people. Ask the organizers to cancel the "
            "sign-up and to sign somebody else up.",
            reason="SHIFT_STARTED",
        )


class SignUp(Attended, Table, table=True):
    """A person's place in a shift, or on its waitlist.

    Only the shift is a foreign key: one to the event would lock the event after the shift, against the lock order.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        Index("sign_up_age", "create_time", "id"),
        Index("sign_up_shift", "shift_id", "create_time", "id"),
        Index("sign_up_person", "person_id", "create_time", "id"),
        Index("sign_up_organization", "organization_id", "create_time", "id"),
        Index("sign_up_event", "event_id", "create_time", "id"),
        Index("sign_up_person_start", "person_id", "start_time", "id"),
        Index("sign_up_organization_start", "organization_id", "start_time", "id"),
        Index(
            "sign_up_review",
            "organization_id",
            "create_time",
            "id",
            postgresql_where=text(f"attendance_review = '{AttendanceReview.PENDING}'"),
        ),
        # Who is to be checked out.
        Index(
            "sign_up_checked_in",
            "end_time",
            "id",
            postgresql_where=text(f"state = '{SignUpState.CHECKED_IN}'"),
        ),
        Index(
            "sign_up_requested",
            "organization_id",
            "create_time",
            "id",
            postgresql_where=text(f"state = '{SignUpState.REQUESTED}'"),
        ),
        Index(
            "sign_up_cancelled_late",
            "organization_id",
            "create_time",
            "id",
            postgresql_where=text("cancelled_late"),
        ),
        Index(
            "sign_up_once",
            "shift_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"state IN {listed(STANDING)}"),
        ),
        Index(
            "sign_up_waitlist",
            "shift_id",
            "create_time",
            "id",
            postgresql_where=text(f"state = '{SignUpState.WAITLISTED}'"),
        ),
        # What is left to cancel of a cancelled event.
        Index(
            "sign_up_open",
            "event_id",
            "id",
            postgresql_where=text(f"state IN {listed(OPEN)}"),
        ),
        # What a plan has proposed.
        Index(
            "sign_up_proposed",
            "schedule_plan_id",
            postgresql_where=text(
                f"state = '{SignUpState.OFFERED}' AND schedule_plan_id IS NOT NULL"
            ),
        ),
        # Nobody is in two places at once.
        ExcludeConstraint(
            (text("person_id"), "="),
            (text("tstzrange(start_time, end_time)"), "&&"),
            where=text(f"state IN {listed(ENGAGED)}"),
            name="sign_up_overlap",
        ),
        CheckConstraint("start_time < end_time", name="sign_up_times"),
        CheckConstraint(
            f"(state = '{SignUpState.OFFERED}') = (offer_expire_time IS NOT NULL)",
            name="sign_up_offer",
        ),
        CheckConstraint(
            f"(state IN {listed(ATTENDED)}) = (check_in_time IS NOT NULL)"
            f" AND (state = '{SignUpState.COMPLETED}') = (check_out_time IS NOT NULL)"
            " AND (check_in_time < check_out_time) IS NOT FALSE",
            name="sign_up_attendance",
        ),
        CheckConstraint(
            f"attendance_review = '{AttendanceReview.NOT_NEEDED}'"
            f" OR state = '{SignUpState.COMPLETED}'",
            name="sign_up_attendance_review",
        ),
    )
    message = sign_up_pb2.SignUp

    shift_id: UUID = Field(foreign_key="shift.id")
    event_id: UUID
    organization_id: UUID
    # The role of the shift in which the place is, or that the person waits for; none of an open place, or for any.
    role_id: UUID | None = None
    # Whether the event was for members when the person took the place, or joined the waitlist.
    as_member: bool = False
    # Whether the place is one of those that the shift reserves.
    has_reserved_place: bool = derived_field(default=False)
    cancel_reason: str = ""
    cancelled_late: bool = False
    offer_expire_time: datetime | None = time_field(default=None)
    # Who signed the person up, if somebody else did; and why, although something stood against it.
    creator_id: UUID | None = None
    standing_sign_up_id: UUID | None = None
    # Of a sign-up that a plan proposed to the person.
    schedule_plan_id: UUID | None = None
    override_reason: str = ""
    overridden_reasons: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))

    @property
    def proposed(self) -> bool:
        """Whether a plan proposed it to the person."""
        return self.schedule_plan_id is not None

    # Taking a place

    def offer(self, role_id: UUID | None, *, until: datetime, is_reserved: bool = False) -> None:
        """Offers a place to one who waits.

        Args:
            role_id: The role of the place; none of an open one.
            until: When the offer ends.
            is_reserved: Whether the place is one of those that the shift reserves.
        """
        self.change_state(
            {SignUpState.WAITLISTED},
            SignUpState.OFFERED,
            "Only people on the waitlist can be offered a place.",
        )
        self.role_id, self.offer_expire_time = role_id, until
        self.has_reserved_place = is_reserved

    def accept(self, *, at: datetime, as_member: bool, needs_approval: bool) -> None:
        """Takes the place that is offered.

        Args:
            at: The time.
            as_member: Whether the event is for members now.
            needs_approval: Whether an organizer decides about it.
        """
        too_late = self.offer_expire_time is not None and self.offer_expire_time <= at
        if self.state == SignUpState.EXPIRED or too_late:
            raise Refused(
                "This offer has expired. Sign up again, or join the waitlist if no place is free.",
                reason="OFFER_EXPIRED",
            )
        self.change_state(
            {SignUpState.OFFERED},
            taken_state(needs_approval=needs_approval),
            "This sign-up has no open offer. Check its state.",
        )
        self.offer_expire_time = None
        self.as_member = as_member

    def approve(self) -> None:
        """Lets the person have the place."""
        self.change_state(
            {SignUpState.REQUESTED},
            SignUpState.CONFIRMED,
            "Only a sign-up that waits for approval can be approved. Check its state.",
        )

    def decline(self, reason: str) -> None:
        """Takes the place back before the person has it for good."""
        self.change_state(
            {SignUpState.REQUESTED},
            SignUpState.DECLINED,
            "Only a sign-up that waits for approval can be declined. Check its state, and cancel it if it is confirmed.",
        )
        self.cancel_reason = reason

    def is_due(self, *, at: datetime) -> bool:
        """Returns whether the offer has expired, or the shift is over while waiting."""
        waits_until = self.offer_expire_time or self.end_time
        return self.state in EXPIRING and waits_until <= at

    def expire(self) -> None:
        """Ends an offer that was not accepted, or waiting that has become pointless."""
        self.change_state(
            EXPIRING,
            SignUpState.EXPIRED,
            "Only a place on the waitlist, an offer, or a request can expire.",
        )
        self.offer_expire_time = None

    def cancel(self, reason: str, *, at: datetime, is_late: bool = False) -> None:
        """Gives the place back, declines it, or leaves the waitlist.

        Args:
            reason: Why.
            at: The time.
            is_late: Whether a confirmed place is given back late, by its person.
        """
        if self.state == SignUpState.CANCELLED:
            raise Refused(
                "This sign-up is already cancelled. Sign up again if you want to take part.",
                reason="ALREADY_CANCELLED",
            )
        if self.state == SignUpState.EXPIRED:
            raise Refused(
                "This sign-up has expired and no longer holds a place. Sign up again if you want "
                "to take part.",
                reason="OFFER_EXPIRED",
            )
        if self.end_time <= at:
            raise Refused(
                "This shift has ended, so its sign-ups are kept. An organizer can record the "
                "attendance.",
                reason="SHIFT_ENDED",
            )
        self.cancelled_late = is_late and self.state == SignUpState.CONFIRMED
        self.change_state(
            OPEN,
            SignUpState.CANCELLED,
            "The attendance is already recorded. An organizer can reset it; then cancel the sign-up.",
        )
        self.cancel_reason = reason
        self.offer_expire_time = None

    def pass_on(self, reason: str, *, at: datetime) -> None:
        """Gives the place to somebody else, who takes it in the same transaction.

        Raises:
            Refused: The shift has started, or there is no confirmed place.
        """
        self.refuse_unpassable(at=at)
        self.state, self.cancel_reason = SignUpState.CANCELLED, reason

    def refuse_unpassable(self, *, at: datetime) -> None:
        """Refuses to let somebody else have a place that is none, or comes too late; see `refuse_unpassable`.

        Raises:
            Refused: The shift has started, or there is no confirmed place.
        """
        refuse_unpassable(self.state, self.start_time, at=at)

    def move(self, start_time: datetime, end_time: datetime) -> None:
        """Moves with the shift. An offer does not outlast it."""
        self.start_time, self.end_time = start_time, end_time
        if self.offer_expire_time is not None:
            self.offer_expire_time = min(self.offer_expire_time, end_time)

    def end_with(self, reason: str) -> None:
        """Cancels it because its event or shift is cancelled or moved, even where its shift has ended."""
        self.change_state(
            OPEN,
            SignUpState.CANCELLED,
            "Only an open sign-up is cancelled with its event or shift.",
        )
        self.cancel_reason = reason
        self.offer_expire_time = None


def taken_state(*, needs_approval: bool) -> SignUpState:
    """Returns the state of a sign-up whose person takes a place.

    Args:
        needs_approval: Whether an organizer decides about it.
    """
    return SignUpState.REQUESTED if needs_approval else SignUpState.CONFIRMED


def new_sign_up(shift: "Shift", person_id: UUID, state: SignUpState, **values: Any) -> SignUp:
    """Returns a new sign-up for a shift, not stored yet.

    Args:
        shift: The shift.
        person_id: The person.
        state: Whether they have a place or wait.
        values: What else is to be said of it.
    """
    return new_row(
        SignUp,
        shift_id=shift.id,
        event_id=shift.event_id,
        organization_id=shift.organization_id,
        person_id=person_id,
        start_time=shift.start_time,
        end_time=shift.end_time,
        state=state,
        **values,
    )


# When an offer expires, or waiting becomes pointless: what falls due is found by this.
DUE_TIME = func.coalesce(col(SignUp.offer_expire_time), col(SignUp.end_time))
Index("sign_up_due", DUE_TIME, postgresql_where=text(f"state IN {listed(EXPIRING)}"))
