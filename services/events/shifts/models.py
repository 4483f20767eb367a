"""Shifts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import shift_pb2
from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.events.shifts.roles import (
    OPEN,
    Places,
    Sort,
    has_role,
    kinds_of_roles,
    left_for_all,
    places_of,
)
from services.events.sign_ups.states import SignUpState
from services.events.tables import Table
from services.kit.errors import Refused, Violation
from services.kit.process.ids import uuid7
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    message_field,
    messages_field,
    no_items,
    time_field,
)

# Nobody works longer without a break, and the hours of a shift are recorded as one.
LONGEST_SHIFT = timedelta(hours=24)


class ShiftState(StrEnum):
    """The states of a shift. Whether people can sign up also depends on the state of its event."""

    PLANNED = "PLANNED"
    CANCELLED = "CANCELLED"
    DELETED = "DELETED"


class Shift(Resource, Table, table=True):
    """A piece of an event that people sign up for."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("shift_event", "event_id", "start_time", "id"),
        CheckConstraint("start_time < end_time", name="shift_times"),
        CheckConstraint("places_taken >= 0", name="shift_places_taken"),
        CheckConstraint("places_taken <= capacity", name="shift_capacity"),
        CheckConstraint("places_offered BETWEEN 0 AND places_taken", name="shift_places_offered"),
        CheckConstraint(
            "places_requested BETWEEN 0 AND places_taken - places_offered",
            name="shift_places_requested",
        ),
        CheckConstraint("places_reserved BETWEEN 0 AND capacity", name="shift_places_reserved"),
        CheckConstraint("waitlist_length >= 0", name="shift_waitlist_length"),
        # The quotas: no role has more people than places, and the open places are not more than what the roles leave.
        CheckConstraint(
            "NOT jsonb_path_exists(role_places,"
            " '$[*] ? (@.places_taken > @.places || @.places_taken < 0 || @.waitlist_length < 0)')",
            name="shift_role_places",
        ),
        CheckConstraint(
            "places_taken - role_places_taken <= capacity - role_capacity",
            name="shift_open_places",
        ),
        # Where a place can be offered.
        Index(
            "shift_waitlist",
            "start_time",
            "id",
            postgresql_where=text("waitlist_length > 0 AND places_taken < capacity"),
        ),
        # What people look for.
        Index(
            "shift_start",
            "start_time",
            "id",
            postgresql_where=text(f"state = '{ShiftState.PLANNED}'"),
        ),
        # What standing sign-ups are about.
        Index(
            "shift_template",
            "template_id",
            "start_time",
            postgresql_where=text("template_id IS NOT NULL"),
        ),
        # What is to lapse.
        Index(
            "shift_reserving",
            "start_time",
            postgresql_where=text("reservation_minutes IS NOT NULL"),
        ),
        Index("shift_cancelling", "id", postgresql_where=text("sign_ups_to_cancel > 0")),
    )
    message = shift_pb2.Shift

    event_id: UUID = Field(foreign_key="event.id")
    organization_id: UUID
    title: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    capacity: int
    places_taken: int = 0
    places_offered: int = 0
    places_requested: int = 0
    waitlist_length: int = 0
    offer_seconds: int = 0
    minimum_age: int = 0
    required_skills: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    required_qualification_kind_ids: list[UUID] = Field(
        default_factory=no_items, sa_type=ARRAY(Uuid)
    )
    roles: list[dict[str, Any]] = messages_field()
    role_places: list[dict[str, Any]] = messages_field()
    # Of the roles together, for the constraints and for queries.
    role_capacity: int = derived_field(default=0)
    role_places_taken: int = derived_field(default=0)
    role_qualification_kind_ids: list[UUID] = derived_field(
        default_factory=no_items, sa_type=ARRAY(Uuid)
    )
    reservation: dict[str, Any] | None = message_field()
    places_reserved: int = 0
    # Of a reservation that has not lapsed: for whose members, and how long before the start it does.
    reserved_organization_id: UUID | None = derived_field(default=None)
    reservation_minutes: int | None = derived_field(default=None)
    state: ShiftState = enum_field(ShiftState, default=ShiftState.PLANNED)
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    cancel_reason: str = ""
    # Of a cancelled shift; see `sign_ups/cancelling.py`.
    sign_ups_to_cancel: int = 0
    # Of an occurrence of a series: the template that it was made from.
    template_id: UUID | None = None

    @property
    def places_free(self) -> int:
        """How many places nobody has taken or been offered, and that are for everybody."""
        return left_for_all(self)

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.places_taken >= self.capacity

    @property
    def has_promised(self) -> bool:
        """Whether somebody is signed up or waits, and counts on the times."""
        return bool(self.places_taken or self.waitlist_length)

    def join_waitlist(self, sort: Sort = OPEN) -> None:
        """Lengthens the waitlist by one.

        Args:
            sort: The role that is waited for; none for any place.
        """
        self.waitlist_length += 1
        self._count(sort, waiting=1)

    def take_place(self, sort: Sort = OPEN, *, is_reserved: bool = False) -> None:
        """Takes a free place.

        Args:
            sort: Its role; none for an open one.
            is_reserved: Whether it is one of those that are reserved.
        """
        self.places_taken += 1
        self.places_reserved -= is_reserved
        self._count(sort, taken=1)

    def offer_place(self, sort: Sort, waited_for: Sort, *, is_reserved: bool = False) -> None:
        """Holds a free place for one who waits.

        Args:
            sort: Its role; none for an open one.
            waited_for: The role that was waited for; none for any place.
            is_reserved: Whether it is one of those that are reserved.
        """
        self.waitlist_length -= 1
        self._count(waited_for, waiting=-1)
        self.hold_place(sort, is_reserved=is_reserved)

    def hold_place(self, sort: Sort = OPEN, *, is_reserved: bool = False) -> None:
        """Holds a free place for one who has yet to accept it, as `take_place`."""
        self.take_place(sort, is_reserved=is_reserved)
        self.places_offered += 1

    def fill_offer(self) -> None:
        """Lets an offered place be taken for good."""
        self.places_offered -= 1

    def count_request(self, state: SignUpState) -> None:
        """Counts a place that somebody has taken, if an organizer has yet to decide about it."""
        self.places_requested += state == SignUpState.REQUESTED

    def release(self, state: SignUpState, sort: Sort, *, is_reserved: bool = False) -> None:
        """Takes back what a sign-up had that was in this state: a place, or one on the waitlist.

        Args:
            state: The state.
            sort: The role of the sign-up.
            is_reserved: Whether it has a place that was reserved, and is so again unless that has lapsed.
        """
        if state == SignUpState.WAITLISTED:
            self.waitlist_length -= 1
            self._count(sort, waiting=-1)
            return
        self.places_taken -= 1
        if is_reserved and self.reservation_minutes is not None:
            self.places_reserved += 1
        self._count(sort, taken=-1)
        if state == SignUpState.OFFERED:
            self.places_offered -= 1
        elif state == SignUpState.REQUESTED:
            self.places_requested -= 1

    def _count(self, sort: Sort, *, taken: int = 0, waiting: int = 0) -> None:
        """Counts what changes of a role."""
        if sort is None:
            return
        self.role_places = [
            {
                **each,
                "places_taken": each["places_taken"] + taken,
                "waitlist_length": each["waitlist_length"] + waiting,
            }
            if each["role_id"] == str(sort)
            else each
            for each in self.role_places
        ]
        self.role_places_taken += taken

    def has_room(self, capacity: int, roles: Sequence[Mapping[str, Any]]) -> bool:
        """Returns whether everybody could keep their place, or go on waiting for a role, with other places.

        Args:
            capacity: How many places there would be.
            roles: The roles that there would be.
        """
        places = {each.get("role_id"): each["places"] for each in roles}
        is_kept = all(
            places.get(each["role_id"], 0) >= each["places_taken"]
            and (each["role_id"] in places or not each["waitlist_length"])
            for each in self.role_places
        )
        open_taken = self.places_taken - self.role_places_taken
        return is_kept and capacity - sum(places.values()) >= open_taken

    def settle_roles(self) -> None:
        """Gives new roles their IDs, and all roles their numbers, once the roles are others."""
        self.roles = [
            {**each, "role_id": each.get("role_id") or str(uuid7())} for each in self.roles
        ]
        self.role_places = [
            {
                "role_id": each["role_id"],
                "places": each["places"],
                "places_taken": (known := places_of(self, UUID(each["role_id"]))).taken,
                "waitlist_length": known.waiting,
            }
            for each in self.roles
        ]
        self.role_capacity = sum(each["places"] for each in self.roles)
        self.role_places_taken = sum(each["places_taken"] for each in self.role_places)
        self.role_qualification_kind_ids = kinds_of_roles(self)

    def settle_reservation(self, used: int = 0) -> None:
        """Reserves places anew, once the reservation or the start is another.

        Args:
            used: How many of them members have.
        """
        self.lapse()
        if self.reservation is not None:
            self.reserved_organization_id = UUID(self.reservation["organization_id"])
            self.reservation_minutes = self.reservation.get("lapse_minutes", 0)
            self.places_reserved = max(0, self.reservation["places"] - used)

    def has_lapsed(self, *, at: datetime) -> bool:
        """Returns whether the time of its reserved places is over."""
        if self.reservation_minutes is None:
            return False
        return self.start_time - timedelta(minutes=self.reservation_minutes) <= at

    def lapse(self) -> None:
        """Reserves places no more."""
        self.places_reserved = 0
        self.reserved_organization_id = self.reservation_minutes = None

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Calls the shift off.

        Raises:
            Refused: It has ended, or is no longer planned.
        """
        self.check_planned()
        if self.end_time <= at:
            raise Refused(
                "This shift has ended, and its attendance must be kept. Record who came instead.",
                reason="SHIFT_ENDED",
            )
        self.state = ShiftState.CANCELLED
        self.cancel_reason = reason

    def delete(self, *, has_sign_ups: bool) -> None:
        """Deletes the shift, and keeps its row for audit trails and references.

        Args:
            has_sign_ups: Whether somebody has ever signed up for it.

        Raises:
            Refused: Somebody has.
        """
        if has_sign_ups:
            raise Refused(
                "People have signed up for this shift, so it is kept. Cancel it instead.",
                reason="SIGN_UPS_KEPT",
            )
        self.state = ShiftState.DELETED

    def check_planned(self) -> None:
        """Refuses changes to a shift that will not take place.

        Raises:
            Refused: It is cancelled or deleted.
        """
        if self.state != ShiftState.PLANNED:
            raise Refused(
                "A cancelled or deleted shift cannot be changed. Create another one.",
                reason="SHIFT_OVER",
            )

    def check_promises(
        self, start_time: datetime, end_time: datetime, roles: Mapping[UUID, Places]
    ) -> None:
        """Refuses a change that people on the shift or its waitlist did not agree to.

        Args:
            start_time: When it began before the change.
            end_time: When it ended before the change.
            roles: The places of its roles before the change.

        Raises:
            Refused: The shift moves while people are signed up or waiting, or it, a role, or what the roles leave would have
                fewer places than are taken, or a role is gone that people have or wait for.
        """
        violations = []
        if self.has_promised and (self.start_time, self.end_time) != (start_time, end_time):
            violations.append(
                Violation(
                    "shift.start_time",
                    "People have signed up for these times. Create another shift, or cancel their"
                    " sign-ups first.",
                    "SIGN_UPS_STAND",
                )
            )
        if any(
            (not has_role(self, id_) and (had.taken or had.waiting))
            or (has_role(self, id_) and places_of(self, id_).places < had.taken)
            for id_, had in roles.items()
        ):
            violations.append(
                Violation(
                    "shift.roles",
                    "People have places in a role, or wait for one, that would be gone. Cancel their sign-ups first.",
                    "ROLE_TAKEN",
                )
            )
        if self.capacity < self.places_taken or places_of(self, OPEN).free < 0:
            violations.append(
                Violation(
                    "shift.capacity",
                    "More places than that are taken. Cancel sign-ups first.",
                    "PLACES_TAKEN",
                )
            )
        if violations:
            raise Refused.of(violations)
