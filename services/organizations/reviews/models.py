"""The table of reviews."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import review_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, message_field, time_field
from services.organizations.tables import Table


class ReviewState(StrEnum):
    """The states of a review."""

    OPEN = "OPEN"
    OVERRIDE_PROPOSED = "OVERRIDE_PROPOSED"
    DECIDED = "DECIDED"


class ReviewOutcome(StrEnum):
    """How a group goes on."""

    ADVANCE = "ADVANCE"
    HOLD = "HOLD"
    FALL_BACK = "FALL_BACK"
    GRADUATE = "GRADUATE"
    END = "END"


UNDECIDED = (ReviewState.OPEN, ReviewState.OVERRIDE_PROPOSED)
# A group must meet the requirements of its stage for these.
EARNED = (ReviewOutcome.ADVANCE, ReviewOutcome.GRADUATE)


class Review(Resource, Table, table=True):
    """A review of a group at its stage, and what was decided."""

    __tablename__ = "review"
    __table_args__ = (
        Index("review_enrolment", "enrolment_id", "id"),
        Index(
            "review_undecided",
            "enrolment_id",
            unique=True,
            postgresql_where=text(f"state <> '{ReviewState.DECIDED}'"),
        ),
    )
    message = review_pb2.Review

    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    state: ReviewState = enum_field(ReviewState, default=ReviewState.OPEN)
    stage_key: str
    next_stage_key: str = ""
    outcome: ReviewOutcome | None = enum_field(ReviewOutcome, default=None)
    reason: str = ""
    is_override: bool = False
    proposer_id: UUID | None = None
    decider_id: UUID | None = None
    decide_time: datetime | None = time_field(default=None)
    standing: dict[str, Any] | None = message_field()
    assessments_count: int = 0
    assessments_show_time: datetime | None = time_field(default=None)
    reply: str = ""
    reply_time: datetime | None = time_field(default=None)

    def show_assessments(self, *, at: datetime) -> None:
        """Shows the assessments to all who see the review, from now on."""
        self.assessments_show_time = self.assessments_show_time or at

    def refuse_if_shown(self) -> None:
        """Lets nobody give or change an assessment once they are shown.

        Raises:
            Refused: They are.
        """
        if self.assessments_show_time is not None:
            raise Refused(
                "The assessments of this review are shown already, so none can be given or changed. Say it in the "
                "next review.",
                reason="ASSESSMENTS_SHOWN",
            )

    def answer(self, reply: str, *, at: datetime) -> None:
        """Replies to the decision, for the group.

        Raises:
            Refused: Nothing is decided, or the group has replied.
        """
        self.change_state(
            {ReviewState.DECIDED},
            ReviewState.DECIDED,
            "Nothing is decided yet, so there is nothing to reply to. Wait for the decision.",
            reason="REVIEW_NOT_DECIDED",
        )
        if self.reply:
            raise Refused(
                "The group has replied to this decision already. Talk to its mentor.",
                reason="REVIEW_REPLIED",
            )
        self.reply, self.reply_time = reply, at

    def propose(self, outcome: ReviewOutcome, reason: str, *, by: UUID) -> None:
        """Proposes an override, in the place of an earlier proposal.

        Raises:
            Refused: The review is decided.
        """
        self.change_state(
            set(UNDECIDED),
            ReviewState.OVERRIDE_PROPOSED,
            "This review is decided. Open another one.",
            reason="REVIEW_DECIDED",
        )
        self.outcome, self.reason, self.proposer_id = outcome, reason, by

    def confirm(self, *, by: UUID, at: datetime) -> None:
        """Confirms a proposed override.

        Raises:
            Refused: Nothing is proposed, or the same person proposed it.
        """
        self.change_state(
            {ReviewState.OVERRIDE_PROPOSED},
            ReviewState.DECIDED,
            "Nothing is proposed. Propose an override first, or decide the review.",
            reason="NO_OVERRIDE_PROPOSED",
        )
        if self.proposer_id == by:
            raise Refused(
                "A second person must confirm an override. Ask somebody else who manages the organization.",
                reason="SECOND_PERSON_NEEDED",
            )
        self.is_override, self.decider_id, self.decide_time = True, by, at
        self.show_assessments(at=at)

    def decide(self, outcome: ReviewOutcome, reason: str, *, by: UUID | None, at: datetime) -> None:
        """Decides the review; a proposal falls.

        Args:
            outcome: How the group goes on.
            reason: Why.
            by: Who decides it; nobody if it follows by a rule.
            at: When.

        Raises:
            Refused: It is decided.
        """
        self.change_state(
            set(UNDECIDED),
            ReviewState.DECIDED,
            "This review is decided. Open another one.",
            reason="REVIEW_DECIDED",
        )
        self.outcome, self.reason, self.proposer_id = outcome, reason, None
        self.decider_id, self.decide_time = by, at
        self.show_assessments(at=at)
