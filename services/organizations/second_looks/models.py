"""The table of second looks."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import second_look_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, listed, time_field
from services.organizations.tables import Table


class SecondLookState(StrEnum):
    """The states of a second look."""

    REQUESTED = "REQUESTED"
    ASSIGNED = "ASSIGNED"
    UPHELD = "UPHELD"
    ADVISED = "ADVISED"
    TAKEN_BACK = "TAKEN_BACK"
    DECLINED = "DECLINED"
    LAPSED = "LAPSED"


State = SecondLookState
WAITING = (State.REQUESTED, State.ASSIGNED, State.ADVISED)
_NOT_ADVISED = (
    "There is no second opinion against this decision, or it was answered already. Look at the state of the second "
    "look."
)


class SecondLook(Resource, Table, table=True):
    """A second look at the decision of a review."""

    __tablename__ = "second_look"
    __table_args__ = (
        Index("second_look_review", "review_id", unique=True),
        Index("second_look_reviewer", "reviewer_id"),
        Index(
            "second_look_waiting",
            "cultivator_id",
            "id",
            postgresql_where=text(f"state IN {listed(WAITING)}"),
        ),
    )
    message = second_look_pb2.SecondLook

    review_id: UUID = Field(foreign_key="review.id")
    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    state: SecondLookState = enum_field(SecondLookState, default=State.REQUESTED)
    request: str
    requester_id: UUID
    reviewer_organization_id: UUID | None = Field(default=None, foreign_key="organization.id")
    reviewer_id: UUID | None = None
    opinion: str = ""
    opinion_time: datetime | None = time_field(default=None)
    reason: str = ""
    new_review_id: UUID | None = Field(default=None, foreign_key="review.id")

    def assign(self, organization_id: UUID, person_id: UUID) -> None:
        """Names who looks again, in the place of the one before.

        Raises:
            Refused: The opinion is given.
        """
        self.change_state(
            {State.REQUESTED, State.ASSIGNED},
            State.ASSIGNED,
            "The second opinion is given already, so nobody else can be named. Read it.",
            reason="SECOND_OPINION_GIVEN",
        )
        self.reviewer_organization_id, self.reviewer_id = organization_id, person_id

    def give(self, opinion: str, *, upholds: bool, at: datetime) -> None:
        """Says whether the decision should stand.

        Args:
            opinion: The opinion.
            upholds: Whether it should.
            at: When.

        Raises:
            Refused: The opinion is given.
        """
        self.change_state(
            {State.ASSIGNED},
            State.UPHELD if upholds else State.ADVISED,
            "The second opinion is given already. What is new belongs into the next review.",
            reason="SECOND_OPINION_GIVEN",
        )
        self.opinion, self.opinion_time = opinion, at

    def refuse_unless_advised(self) -> None:
        """Lets nothing be taken back that no second opinion is against.

        Raises:
            Refused: None is.
        """
        if self.state != State.ADVISED:
            raise Refused(_NOT_ADVISED, reason="NO_SECOND_OPINION")

    def take_back(self, new_review_id: UUID) -> None:
        """Notes the new decision.

        Raises:
            Refused: No second opinion asks for one.
        """
        self.change_state(
            {State.ADVISED}, State.TAKEN_BACK, _NOT_ADVISED, reason="NO_SECOND_OPINION"
        )
        self.new_review_id = new_review_id

    def decline(self, reason: str) -> None:
        """Gives the reasons why the decision stands despite the opinion.

        Raises:
            Refused: No second opinion is against it.
        """
        self.change_state({State.ADVISED}, State.DECLINED, _NOT_ADVISED, reason="NO_SECOND_OPINION")
        self.reason = reason

    def lapse(self, reason: str) -> None:
        """Ends what nobody can decide any more."""
        self.state, self.reason = State.LAPSED, reason
