"""The tables of founding proposals and of the support for them."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import founding_proposal_pb2
from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    listed,
    no_items,
    time_field,
)
from services.organizations.organizations.models import OrganizationKind
from services.organizations.tables import Table

GATHERING_TIME = timedelta(days=90)


class FoundingProposalState(StrEnum):
    """The states of a proposal."""

    GATHERING = "GATHERING"
    WAITING = "WAITING"
    QUESTIONED = "QUESTIONED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


State = FoundingProposalState
UNDECIDED = (State.GATHERING, State.WAITING, State.QUESTIONED)
_ACCEPTABLE = (State.WAITING, State.QUESTIONED)
_NOT_WAITING = (
    "Only a proposal with enough support that is not decided can be accepted. Look at its state."
)
_DECIDED = "This proposal is decided, withdrawn, or lapsed. Make or support another one."


class FoundingProposal(Resource, Table, table=True):
    """A proposal to found a group under an organization."""

    __tablename__ = "founding_proposal"
    __table_args__ = (
        Index("founding_proposal_organization", "organization_id", "id"),
        Index("founding_proposal_supporters", "organization_id", "supporters_count", "id"),
        Index("founding_proposal_person", "person_id", "id"),
        Index(
            "founding_proposal_terms",
            "terms",
            postgresql_using="gin",
            postgresql_where=text(f"state IN {listed(UNDECIDED)}"),
        ),
        Index(
            "founding_proposal_due",
            "answer_due_time",
            postgresql_where=text("answer_due_time IS NOT NULL AND NOT is_overdue"),
        ),
        Index(
            "founding_proposal_expiring",
            "expire_time",
            postgresql_where=text("expire_time IS NOT NULL"),
        ),
        CheckConstraint(
            f"(state = '{State.ACCEPTED}') = (founded_organization_id IS NOT NULL)",
            name="founding_proposal_founded",
        ),
    )
    message = founding_proposal_pb2.FoundingProposal

    organization_id: UUID = Field(foreign_key="organization.id")
    person_id: UUID
    name: str
    purpose: str
    kind: OrganizationKind = enum_field(OrganizationKind)
    area: str = ""
    area_id: UUID | None = Field(default=None, foreign_key="area.id")
    audience: str = ""
    co_founder_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    # What the name and the purpose consist of, by which similar proposals are found; see `similar.py`.
    terms: list[str] = derived_field(default_factory=no_items, sa_type=ARRAY(Text))
    state: FoundingProposalState = enum_field(FoundingProposalState, default=State.GATHERING)
    supporters_count: int = 0
    supporters_needed: int
    days_to_answer: int
    answer_due_time: datetime | None = time_field(default=None)
    is_overdue: bool = False
    expire_time: datetime | None = time_field(default=None)
    question: str = ""
    answer: str = ""
    reason: str = ""
    decider_id: UUID | None = None
    decide_time: datetime | None = time_field(default=None)
    founded_organization_id: UUID | None = Field(default=None, foreign_key="organization.id")
    enrolment_id: UUID | None = Field(default=None, foreign_key="enrolment.id")

    @property
    def has_enough_support(self) -> bool:
        """Whether so many people support it as the organization asks for."""
        return self.supporters_count >= self.supporters_needed

    def begin(self, *, at: datetime) -> None:
        """Lets the proposal gather support."""
        self.expire_time = at + GATHERING_TIME

    def support(self, *, at: datetime) -> None:
        """Counts one more person who supports it.

        Raises:
            Refused: It is decided.
        """
        self._stay_undecided()
        self.supporters_count += 1
        if self.state == State.GATHERING:
            self._settle(at)

    def support_no_more(self, *, at: datetime) -> None:
        """Counts one person fewer who supports it.

        Raises:
            Refused: It is decided.
        """
        self._stay_undecided()
        self.supporters_count -= 1
        if self.state == State.WAITING and not self.has_enough_support:
            self._settle(at)

    def refuse_if_decided(self) -> None:
        """Lets nothing more happen to a proposal that is decided.

        Raises:
            Refused: It is.
        """
        if self.state not in UNDECIDED:
            raise Refused(_DECIDED, reason="PROPOSAL_DECIDED")

    def _stay_undecided(self) -> None:
        self.change_state(set(UNDECIDED), self.state, _DECIDED, reason="PROPOSAL_DECIDED")

    def _settle(self, at: datetime) -> None:
        """Lets it wait for an answer if enough people support it, and gather support otherwise."""
        self.is_overdue = False
        if self.has_enough_support:
            self.state, self.expire_time = State.WAITING, None
            self.answer_due_time = at + timedelta(days=self.days_to_answer)
        elif self.state != State.GATHERING:
            self.state, self.answer_due_time = State.GATHERING, None
            self.expire_time = at + GATHERING_TIME

    def ask(self, question: str, *, at: datetime) -> None:
        """Asks the proposer something; until they answer, nobody is late.

        Raises:
            Refused: A question is open already, or the proposal is decided.
        """
        self.change_state(
            {State.GATHERING, State.WAITING},
            State.QUESTIONED,
            "Only a proposal that gathers support or waits for an answer can be asked about. Look at its state.",
        )
        self.question, self.answer = question, ""
        self.answer_due_time, self.is_overdue = None, False
        self.expire_time = at + GATHERING_TIME

    def reply(self, answer: str, *, at: datetime) -> None:
        """Answers the question.

        Raises:
            Refused: None is open.
        """
        self.change_state(
            {State.QUESTIONED},
            State.WAITING if self.has_enough_support else State.GATHERING,
            "No question about this proposal is open. Look at its state.",
        )
        self.answer, self.answer_due_time = answer, None
        self.expire_time = at + GATHERING_TIME
        self._settle(at)

    def decline(self, reason: str, *, by: UUID, at: datetime) -> None:
        """Declines it.

        Raises:
            Refused: It is decided.
        """
        self._close(State.DECLINED, at)
        self.reason, self.decider_id = reason, by

    def withdraw(self, *, at: datetime) -> None:
        """Takes it back.

        Raises:
            Refused: It is decided.
        """
        self._close(State.WITHDRAWN, at)

    def lapse(self, *, at: datetime, reason: str = "") -> None:
        """Ends a proposal for which nothing more is to be expected."""
        self._close(State.LAPSED, at)
        self.reason = reason

    def refuse_unacceptable(self) -> None:
        """Lets nobody accept a proposal that too few people support, or that is decided.

        Raises:
            Refused: It is so.
        """
        if self.state not in _ACCEPTABLE:
            raise Refused(_NOT_WAITING, reason="PROPOSAL_NOT_WAITING")
        if not self.has_enough_support:
            raise Refused(
                "{count} people support this proposal, and {min} must. Wait until enough do.",
                reason="NOT_ENOUGH_SUPPORT",
                params={"count": self.supporters_count, "min": self.supporters_needed},
            )

    def accept(self, group_id: UUID, enrolment_id: UUID | None, *, by: UUID, at: datetime) -> None:
        """Accepts it.

        Args:
            group_id: The group that was founded.
            enrolment_id: The enrolment of the group, if it has one.
            by: Who accepts it.
            at: When.

        Raises:
            Refused: Too few people support it, or it is decided.
        """
        self.refuse_unacceptable()
        self.change_state(
            set(_ACCEPTABLE), State.ACCEPTED, _NOT_WAITING, reason="PROPOSAL_NOT_WAITING"
        )
        self._end(at)
        self.founded_organization_id, self.enrolment_id = group_id, enrolment_id
        self.decider_id = by

    def _close(self, state: FoundingProposalState, at: datetime) -> None:
        self.change_state(set(UNDECIDED), state, _DECIDED, reason="PROPOSAL_DECIDED")
        self._end(at)

    def _end(self, at: datetime) -> None:
        self.decide_time, self.answer_due_time, self.expire_time = at, None, None


class FoundingSupport(Table, table=True):
    """That a person supports a proposal: each person once."""

    __tablename__ = "founding_support"
    __table_args__ = (
        Index("founding_support_once", "founding_proposal_id", "supporter_id", unique=True),
        Index("founding_support_person", "supporter_id", "founding_proposal_id"),
        Index("founding_support_order", "founding_proposal_id", "create_time", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    founding_proposal_id: UUID = Field(foreign_key="founding_proposal.id")
    supporter_id: UUID
    create_time: datetime = time_field()
