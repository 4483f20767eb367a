"""Schedule plans: a question, the search for its answer, and what the answer says."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any
from uuid import UUID, uuid4

from banyan.events.v1 import schedule_plan_pb2
from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import (
    TIME,
    Resource,
    derived_field,
    enum_field,
    message_field,
    messages_field,
    no_items,
    time_field,
)

# A search whose worker has not been heard of for so long is taken over by another.
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
DEFAULT_SECONDS = 60


class SchedulePlanState(StrEnum):
    """The states of a plan."""

    DRAFT = "DRAFT"
    SOLVING = "SOLVING"
    READY = "READY"
    PUBLISHED = "PUBLISHED"
    DISCARDED = "DISCARDED"
    FAILED = "FAILED"


# In which a plan can be changed, solved and discarded.
AT_REST = frozenset({SchedulePlanState.DRAFT, SchedulePlanState.READY, SchedulePlanState.FAILED})


_OVER = "This plan is published or discarded and cannot be changed. Create another one."


class PlanFailure(StrEnum):
    """Why no plan was found."""

    NOTHING_TO_PLAN = "NOTHING_TO_PLAN"
    NO_PLAN = "NO_PLAN"
    NOT_ENOUGH_TIME = "NOT_ENOUGH_TIME"
    TOO_LARGE = "TOO_LARGE"
    INTERNAL = "INTERNAL"


class PlanAssignmentState(StrEnum):
    """What became of an assignment."""

    PLANNED = "PLANNED"
    SIGNED_UP = "SIGNED_UP"
    REFUSED = "REFUSED"
    PROPOSED = "PROPOSED"
    DECLINED = "DECLINED"
    UNANSWERED = "UNANSWERED"
    WITHDRAWN = "WITHDRAWN"


# Who has the shift by the plan, or is to have it.
HAVING = (
    PlanAssignmentState.PLANNED,
    PlanAssignmentState.SIGNED_UP,
    PlanAssignmentState.PROPOSED,
)


class SchedulePlan(Resource, Table, table=True):
    """A plan of who takes which shift of an organization in a time."""

    __tablename__ = "schedule_plan"
    __table_args__ = (
        Index("schedule_plan_organization", "organization_id", "create_time", "id"),
        Index("schedule_plan_solving", "search_time", postgresql_where=text("state = 'SOLVING'")),
        Index("schedule_plan_publishing", "id", postgresql_where=text("sign_ups_to_make > 0")),
    )
    message = schedule_plan_pb2.SchedulePlan

    organization_id: UUID
    title: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    time_zone: str
    limits: dict[str, Any] | None = message_field()
    aims: dict[str, Any] | None = message_field()
    decisions: list[dict[str, Any]] = messages_field()
    time_limit_seconds: int = 0
    state: SchedulePlanState = enum_field(SchedulePlanState, default=SchedulePlanState.DRAFT)
    progress: dict[str, Any] | None = derived_field(default=None, sa_type=JSONB(none_as_null=True))
    is_optimal: bool = False
    places: int = 0
    places_filled: int = 0
    people_count: int = 0
    failure: PlanFailure | None = enum_field(PlanFailure, default=None)
    sign_ups_to_make: int = 0
    sign_ups_refused: int = 0
    publisher_id: UUID | None = None
    # Until when people are asked to answer, and how long whoever is asked later has; none if nobody is asked.
    answer_by_time: datetime | None = time_field(default=None)
    answer_seconds: int = derived_field(default=0)
    # The search: when it was asked for, which worker has it and until when, and whether it is to end.
    search_time: datetime | None = derived_field(default=None, sa_type=TIME)
    search_id: UUID | None = derived_field(default=None)
    search_expire_time: datetime | None = derived_field(default=None, sa_type=TIME)
    search_attempts: int = derived_field(default=0)
    is_search_stopped: bool = derived_field(default=False)

    @property
    def seconds(self) -> int:
        """For how many seconds to search."""
        return self.time_limit_seconds or DEFAULT_SECONDS

    def check_at_rest(self) -> None:
        """Refuses changes while the plan is solved, and once it is published or discarded.

        Raises:
            Refused: It is.
        """
        if self.state == SchedulePlanState.SOLVING:
            raise Refused(
                "This plan is being solved. Wait until it is ready, or stop it first.",
                reason="PLAN_SOLVING",
            )
        if self.state not in AT_REST:
            raise Refused(_OVER, reason="PLAN_OVER")

    def reopen(self) -> None:
        """Makes it a draft, because its question has changed."""
        self.state = SchedulePlanState.DRAFT
        self._forget_outcome()

    def _forget_outcome(self) -> None:
        self.progress, self.is_optimal, self.failure = None, False, None

    def solve(self, *, at: datetime) -> None:
        """Asks for a search.

        Raises:
            Refused: It is being solved, published or discarded.
        """
        self.check_at_rest()
        self.change_state(AT_REST, SchedulePlanState.SOLVING, _OVER, reason="PLAN_OVER")
        self.search_time, self.search_id, self.search_expire_time = at, None, None
        self.search_attempts, self.is_search_stopped = 0, False
        self._forget_outcome()

    def stop(self, *, at: datetime) -> None:
        """Ends the search: at once if nobody searches, or else as soon as its worker looks.

        Raises:
            Refused: It is not being solved.
        """
        is_held = self._is_held(at)
        self.change_state(
            {SchedulePlanState.SOLVING},
            SchedulePlanState.SOLVING if is_held else SchedulePlanState.DRAFT,
            "Only a plan that is being solved can be stopped. Check the state of the plan.",
            reason="PLAN_NOT_SOLVING",
        )
        self.is_search_stopped = True

    def is_free(self, *, at: datetime) -> bool:
        """Returns whether a worker may search: it is asked for, and no other worker is at it."""
        return self.state == SchedulePlanState.SOLVING and not self._is_held(at)

    def _is_held(self, at: datetime) -> bool:
        """Returns whether a worker has the search."""
        return self.search_expire_time is not None and self.search_expire_time > at

    def begin_search(self, *, at: datetime) -> UUID:
        """Gives the search to a worker, and returns what the worker knows it by."""
        self.search_id = uuid4()
        self.search_expire_time = at + LEASE
        self.search_attempts += 1
        return self.search_id

    def renew(self, *, at: datetime) -> None:
        """Keeps the search with its worker for some more time."""
        self.search_expire_time = at + LEASE

    def is_searched_by(self, search_id: UUID) -> bool:
        """Returns whether a worker still has the search, and nobody took it over or ended it."""
        return self.state == SchedulePlanState.SOLVING and self.search_id == search_id

    def end_search(self) -> None:
        """Takes the search from its worker."""
        self.search_id = self.search_expire_time = None

    def find(self, is_optimal: bool, places: int, filled: int, people: int) -> None:
        """Notes that there is an answer.

        Args:
            is_optimal: Whether it is proven that none is better.
            places: How many places were free.
            filled: How many of them are filled.
            people: How many people could be assigned.
        """
        self.state = SchedulePlanState.READY
        self.is_optimal, self.places, self.places_filled = is_optimal, places, filled
        self.people_count = people

    def fail(self, failure: PlanFailure) -> None:
        """Notes that there is no answer."""
        self.state, self.failure = SchedulePlanState.FAILED, failure

    def publish(self, assignments: int, *, by: UUID, at: datetime, until: datetime | None) -> None:
        """Begins to sign people up, or to ask them.

        Args:
            assignments: How many of them there are to sign up.
            by: Who publishes it.
            at: The time.
            until: Until when they are asked to answer; None to sign them up without asking.

        Raises:
            Refused: There is no answer yet, or it is published already.
        """
        self.change_state(
            {SchedulePlanState.READY},
            SchedulePlanState.PUBLISHED,
            "Only a plan that is ready can be published. Solve it first.",
            reason="PLAN_NOT_READY",
        )
        self.sign_ups_to_make, self.publisher_id = assignments, by
        if until is not None:
            self.answer_by_time, self.answer_seconds = until, ceil((until - at).total_seconds())

    def answer_until(self, start_time: datetime, *, at: datetime) -> datetime:
        """Returns until when somebody is asked to answer who is asked now.

        Args:
            start_time: When their shift starts, which nobody is asked beyond.
            at: The time.
        """
        until = at + timedelta(seconds=self.answer_seconds)
        if self.answer_by_time is not None and self.answer_by_time > at:
            until = self.answer_by_time
        return min(until, start_time)

    def discard(self, *, is_asking: bool = False) -> None:
        """Gives the plan up.

        Args:
            is_asking: Whether somebody has yet to answer a proposal of it.

        Raises:
            Refused: It is being solved, published or discarded.
        """
        if not (self.is_published and is_asking):
            self.check_at_rest()
        sources = AT_REST | {SchedulePlanState.PUBLISHED}
        self.change_state(sources, SchedulePlanState.DISCARDED, _OVER, reason="PLAN_OVER")
        self.sign_ups_to_make = 0

    @property
    def is_published(self) -> bool:
        """Whether people are signed up by it."""
        return self.state == SchedulePlanState.PUBLISHED

    def check_changeable(self) -> None:
        """Refuses to change or compare a plan that says nothing, or is being published.

        Raises:
            Refused: It has no answer, or people are still being signed up.
        """
        if self.state not in (SchedulePlanState.READY, SchedulePlanState.PUBLISHED):
            raise Refused(
                "This plan says nothing yet, or no more. Solve it first.", reason="PLAN_NOT_READY"
            )
        if self.sign_ups_to_make:
            raise Refused(
                "This plan is being published. Wait until no more sign-ups are to be made.",
                reason="PLAN_PUBLISHING",
            )

    def note_change(self, filled: int) -> None:
        """Notes that it was changed by hand.

        Args:
            filled: How many places are filled by it now.
        """
        self.places_filled, self.is_optimal = filled, False

    def note_sign_up(self, *, refused: bool) -> None:
        """Notes that one more assignment has become a sign-up, or was refused."""
        self.sign_ups_to_make -= 1
        self.sign_ups_refused += refused


class PlanAssignment(Table, table=True):
    """Somebody in a shift by a plan."""

    __tablename__ = "plan_assignment"
    __table_args__ = (
        Index("plan_assignment_start", "schedule_plan_id", "start_time", "shift_id", "person_id"),
        Index("plan_assignment_person", "schedule_plan_id", "person_id", "start_time"),
        # Whose places are kept for the next.
        Index("plan_assignment_kept", "shift_id", postgresql_where=text("keeps_place")),
    )

    schedule_plan_id: UUID = Field(
        sa_column_args=[ForeignKey("schedule_plan.id", ondelete="CASCADE")], primary_key=True
    )
    shift_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    role_id: UUID | None = None
    start_time: datetime = time_field()
    state: PlanAssignmentState = enum_field(
        PlanAssignmentState, default=PlanAssignmentState.PLANNED
    )
    grounds: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    able_count: int = 0
    free_count: int = 0
    refused_reasons: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    answer_by_time: datetime | None = time_field(default=None)
    # Whether the place, which the person does not take, is kept for the next best.
    keeps_place: bool = derived_field(default=False)

    def propose(self, until: datetime) -> None:
        """Notes that the person is asked until a time."""
        self.state, self.answer_by_time = PlanAssignmentState.PROPOSED, until

    def refuse(self, reasons: Collection[str]) -> None:
        """Notes that the person cannot be signed up, and why."""
        self.state, self.refused_reasons = PlanAssignmentState.REFUSED, sorted(set(reasons))


class PlanGap(Table, table=True):
    """Places of a shift that stay empty by a plan."""

    __tablename__ = "plan_gap"
    __table_args__ = (Index("plan_gap_start", "schedule_plan_id", "start_time", "shift_id"),)

    schedule_plan_id: UUID = Field(
        sa_column_args=[ForeignKey("schedule_plan.id", ondelete="CASCADE")], primary_key=True
    )
    shift_id: UUID = Field(primary_key=True)
    start_time: datetime = time_field()
    missing: int
    reasons: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    remedy: dict[str, Any] | None = message_field()
    # Of a shift with roles, as `PlanRoleGap`.
    roles: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)


def role_gap(role_id: UUID | None, missing: int) -> dict[str, Any]:
    """Returns that places of a sort stay empty, as `PlanRoleGap`, where nothing is known of the reasons.

    Args:
        role_id: The role; none of open places.
        missing: How many.
    """
    return {**({"role_id": str(role_id)} if role_id else {}), "missing": missing}


class PlanShare(Table, table=True):
    """How much somebody has by a plan, and why."""

    __tablename__ = "plan_share"
    __table_args__ = (Index("plan_share_minutes", "schedule_plan_id", "minutes", "person_id"),)

    schedule_plan_id: UUID = Field(
        sa_column_args=[ForeignKey("schedule_plan.id", ondelete="CASCADE")], primary_key=True
    )
    person_id: UUID = Field(primary_key=True)
    minutes: int
    size: str
    possible_count: int
    had_more_before: bool
    reasons: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
