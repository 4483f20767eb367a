"""The table of goals."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import enrolment_goal_pb2
from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import Resource, enum_field, time_field
from services.organizations.tables import Table


class EnrolmentGoalState(StrEnum):
    """The states of a goal."""

    OPEN = "OPEN"
    REACHED = "REACHED"
    MISSED = "MISSED"


class EnrolmentGoal(Resource, Table, table=True):
    """What was agreed on for the stage of a group, and whether it was reached."""

    __tablename__ = "enrolment_goal"
    __table_args__ = (Index("enrolment_goal_enrolment", "enrolment_id", "id"),)
    message = enrolment_goal_pb2.EnrolmentGoal

    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    stage_key: str
    author_id: UUID
    text: str
    due_date: date | None = None
    state: EnrolmentGoalState = enum_field(EnrolmentGoalState, default=EnrolmentGoalState.OPEN)
    decider_id: UUID | None = None
    decide_time: datetime | None = time_field(default=None)

    def decide(self, *, is_reached: bool, by: UUID, at: datetime) -> None:
        """Says whether the goal was reached.

        Args:
            is_reached: Whether it was.
            by: Who says so.
            at: When.

        Raises:
            Refused: That was said already.
        """
        self.change_state(
            {EnrolmentGoalState.OPEN},
            EnrolmentGoalState.REACHED if is_reached else EnrolmentGoalState.MISSED,
            "It was said already whether this goal was reached. Agree on another goal.",
            reason="GOAL_DECIDED",
        )
        self.decider_id, self.decide_time = by, at
