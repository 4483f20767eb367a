"""The table of first steps."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import first_step_pb2
from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    messages_field,
    time_field,
)
from services.kit.work.roles import Role
from services.organizations.tables import Table


class FirstStepState(StrEnum):
    """The states of a step."""

    OPEN = "OPEN"
    DONE = "DONE"
    DROPPED = "DROPPED"


State = FirstStepState


class FirstStep(Resource, Table, table=True):
    """Something that a new group has to do."""

    __tablename__ = "first_step"
    __table_args__ = (Index("first_step_organization", "organization_id", "position", "id"),)
    message = first_step_pb2.FirstStep

    organization_id: UUID = Field(foreign_key="organization.id")
    position: int = derived_field(default=0)
    title: str
    description: str = ""
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    role: Role = enum_field(Role)
    due_time: datetime | None = time_field(default=None)
    state: FirstStepState = enum_field(FirstStepState, default=State.OPEN)
    done_time: datetime | None = time_field(default=None)
    doer_id: UUID | None = None

    def complete(self, *, by: UUID, at: datetime) -> None:
        """Notes that the step is done.

        Raises:
            Refused: It is done or dropped.
        """
        self._end(State.DONE)
        self.doer_id, self.done_time = by, at

    def drop(self) -> None:
        """Notes that the group does not need the step.

        Raises:
            Refused: It is done or dropped.
        """
        self._end(State.DROPPED)

    def _end(self, state: FirstStepState) -> None:
        self.change_state(
            {State.OPEN},
            state,
            "This step is done or dropped already. Reopen it first, if it is to be done again.",
            reason="STEP_NOT_OPEN",
        )

    def reopen(self) -> None:
        """Takes the step up again.

        Raises:
            Refused: It is open.
        """
        self.change_state(
            {State.DONE, State.DROPPED},
            State.OPEN,
            "This step is still open. There is nothing left to do.",
            reason="STEP_OPEN",
        )
        self.doer_id = self.done_time = None
