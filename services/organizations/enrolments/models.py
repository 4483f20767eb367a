"""The tables of enrolments and mentorships."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.models import Resource, derived_field, enum_field, listed, time_field
from services.organizations.programmes.models import Programme
from services.organizations.tables import Table


class EnrolmentState(StrEnum):
    """The states of an enrolment."""

    APPLIED = "APPLIED"
    ENROLLED = "ENROLLED"
    ON_HOLD = "ON_HOLD"
    GRADUATED = "GRADUATED"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"


AT_A_STAGE = (EnrolmentState.ENROLLED, EnrolmentState.ON_HOLD)
# A group has at most one enrolment of these states in a programme.
CURRENT = (EnrolmentState.APPLIED, *AT_A_STAGE)


class Enrolment(Resource, Table, table=True):
    """The cultivation of a group by a programme."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("enrolment_organization", "organization_id", "id"),
        Index("enrolment_cultivator", "cultivator_id", "id"),
        Index("enrolment_mentor", "mentor_person_id"),
        Index("enrolment_mentor_organization", "mentor_organization_id"),
        Index(
            "enrolment_current",
            "organization_id",
            "first_version_id",
            unique=True,
            postgresql_where=text(f"state IN {listed(CURRENT)}"),
        ),
    )
    message = enrolment_pb2.Enrolment

    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    programme_id: UUID = Field(foreign_key="programme.id")
    first_version_id: UUID
    state: EnrolmentState = enum_field(EnrolmentState, default=EnrolmentState.APPLIED)
    stage_key: str = ""
    stage_start_time: datetime | None = time_field(default=None)
    application_message: str = ""
    reason: str = ""
    mentor_organization_id: UUID | None = Field(default=None, foreign_key="organization.id")
    mentor_person_id: UUID | None = None
    mentor_start_time: datetime | None = time_field(default=None)
    enrol_time: datetime | None = time_field(default=None)
    end_time: datetime | None = time_field(default=None)
    is_completed: bool = False
    # How the group was at the last look at its signs, for views of many groups; see `signs/checking.py`.
    is_ready: bool = derived_field(default=False)
    is_fading: bool = derived_field(default=False)
    members_count: int = derived_field(default=0)

    @property
    def is_at_a_stage(self) -> bool:
        """Whether the group is at a stage now."""
        return self.state in AT_A_STAGE

    def accept(self, programme: Programme, *, at: datetime) -> None:
        """Lets the group begin at the first stage.

        Args:
            programme: The version.
            at: When it began there.

        Raises:
            Refused: It has not applied.
        """
        self.change_state(
            {EnrolmentState.APPLIED},
            EnrolmentState.ENROLLED,
            "Only an application can be accepted. Look at the state of the enrolment.",
        )
        self.enrol_time = at
        self.reach(programme.stages[0]["key"], at=at)

    def reach(self, stage_key: str, *, at: datetime) -> None:
        """Puts the group at a stage."""
        self.stage_key, self.stage_start_time, self.is_ready = stage_key, at, False

    def pause(self, reason: str) -> None:
        """Puts the enrolment on hold.

        Raises:
            Refused: The group is at no stage, or on hold already.
        """
        self.change_state(
            {EnrolmentState.ENROLLED},
            EnrolmentState.ON_HOLD,
            "Only a group that is enrolled can be put on hold. Look at the state of the enrolment.",
        )
        self.reason = reason

    def resume(self) -> None:
        """Lets the group go on.

        Raises:
            Refused: It is not on hold.
        """
        self.change_state(
            {EnrolmentState.ON_HOLD},
            EnrolmentState.ENROLLED,
            "Only a group that is on hold can go on. Look at the state of the enrolment.",
        )
        self.reason = ""

    def end(self, reason: str, *, at: datetime, is_completed: bool = False) -> None:
        """Ends the enrolment, or declines the application.

        Args:
            reason: Why.
            at: When.
            is_completed: Whether the group has done what it was for, or goes on in another one.

        Raises:
            Refused: It has ended already, or what has only been applied for is said to be completed.
        """
        if is_completed and self.state == EnrolmentState.APPLIED:
            self.refuse_unless_at_a_stage()
        self._finish(EnrolmentState.ENDED, reason, at=at)
        self.is_completed = is_completed

    def withdraw(self, reason: str, *, at: datetime) -> None:
        """Ends the enrolment for the group.

        Raises:
            Refused: It has ended already.
        """
        self._finish(EnrolmentState.WITHDRAWN, reason, at=at)

    def _finish(self, state: EnrolmentState, reason: str, *, at: datetime) -> None:
        self.change_state(
            set(CURRENT),
            state,
            "This enrolment has ended already. There is nothing left to do.",
            reason="ENROLMENT_ENDED",
        )
        self.reason, self.end_time = reason, at

    def graduate(self, *, at: datetime) -> None:
        """Lets the group go out into the world.

        Raises:
            Refused: It is not enrolled.
        """
        self.refuse_unless_enrolled()
        self.state, self.end_time = EnrolmentState.GRADUATED, at

    def restore(self, stage_key: str, since: datetime, *, at: datetime) -> "Mentorship | None":
        """Puts the group back where it was before a decision, with the mentor that it had.

        Args:
            stage_key: The stage.
            since: Since when it was there.
            at: When this happens.

        Returns:
            A new row of the history of mentors, if the decision had ended the enrolment.
        """
        had_ended = not self.is_at_a_stage
        self.state, self.end_time, self.reason = EnrolmentState.ENROLLED, None, ""
        self.is_completed = False
        self.reach(stage_key, at=since)
        if not had_ended or self.mentor_organization_id is None:
            return None
        return self.assign(self.mentor_organization_id, self.mentor_person_id, at=at)

    def refuse_unless_enrolled(self) -> None:
        """Lets nothing be decided about a group that is at no stage, or on hold.

        Raises:
            Refused: It is.
        """
        if self.state != EnrolmentState.ENROLLED:
            raise Refused(
                "Only a group that is enrolled can be reviewed. Accept it, or let it go on, first.",
                reason="NOT_ENROLLED",
            )

    def refuse_unless_at_a_stage(self) -> None:
        """Lets nobody move or mentor a group that is at no stage.

        Raises:
            Refused: It is at none.
        """
        if not self.is_at_a_stage:
            raise Refused(
                "The group is at no stage. Accept its application first.",
                reason="NOT_AT_A_STAGE",
            )

    def move(
        self,
        programme: Programme,
        stage_key: str,
        *,
        at: datetime,
        since: datetime | None = None,
    ) -> None:
        """Moves the group to another version of its programme.

        Args:
            programme: The version.
            stage_key: The stage there.
            at: When.
            since: Since when it is at that stage, if somebody says; by default since now, or as long as it is there.

        Raises:
            Refused: It is no version of the same programme, or has no such stage.
        """
        self.refuse_unless_at_a_stage()
        if programme.first_version_id != self.first_version_id:
            raise Refused(
                "That is another programme. Choose a version of the programme in which the group is "
                "enrolled.",
                reason="OTHER_PROGRAMME",
            )
        if stage_key not in [each["key"] for each in programme.stages]:
            raise Refused(
                "That version has no such stage. Choose one of its stages.",
                reason="NO_SUCH_STAGE",
            )
        self.programme_id = programme.id
        if stage_key != self.stage_key or since is not None:
            self.reach(stage_key, at=since or at)

    def lose_mentor(self) -> None:
        """Leaves the group without a mentor."""
        self.mentor_organization_id = self.mentor_person_id = self.mentor_start_time = None

    def assign(
        self, organization_id: UUID, person_id: UUID | None, *, at: datetime
    ) -> "Mentorship":
        """Gives the group a mentor, and returns the new row of the history."""
        self.refuse_unless_at_a_stage()
        self.mentor_organization_id, self.mentor_person_id = organization_id, person_id
        self.mentor_start_time = at
        return Mentorship(
            enrolment_id=self.id,
            mentor_organization_id=organization_id,
            mentor_person_id=person_id,
            start_time=at,
        )


class Mentorship(Table, table=True):
    """A time for which somebody mentors a group; a change is a new row."""

    __tablename__ = "mentorship"
    __table_args__ = (
        Index("mentorship_enrolment", "enrolment_id", "start_time", "id"),
        Index(
            "mentorship_current",
            "enrolment_id",
            unique=True,
            postgresql_where=text("end_time IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    mentor_organization_id: UUID = Field(foreign_key="organization.id")
    mentor_person_id: UUID | None = None
    start_time: datetime = time_field()
    end_time: datetime | None = time_field(default=None)
