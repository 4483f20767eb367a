"""The verbs of founding proposals, in every order that chance finds, on the model alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.organizations.proposals.models import (
    UNDECIDED,
    FoundingProposal,
    FoundingProposalState,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
MOVES = {
    ("GATHERING", "WAITING"),
    ("GATHERING", "QUESTIONED"),
    ("WAITING", "GATHERING"),
    ("WAITING", "QUESTIONED"),
    ("QUESTIONED", "GATHERING"),
    ("QUESTIONED", "WAITING"),
    ("WAITING", "ACCEPTED"),
    ("QUESTIONED", "ACCEPTED"),
    *((each, end) for each in UNDECIDED for end in ("DECLINED", "WITHDRAWN", "LAPSED")),
}


class ProposalLife(RuleBasedStateMachine):
    """A proposal with which everybody does whatever the verbs allow."""

    proposal: FoundingProposal

    @initialize(needed=st.integers(1, 3))
    def propose(self, needed: int) -> None:
        self.now, self.worker, self.supporters = START, uuid7(), 0
        self.proposal = FoundingProposal(
            organization_id=uuid7(),
            person_id=uuid7(),
            name="合唱团",
            purpose="唱歌",
            supporters_needed=needed,
            days_to_answer=7,
        )
        self.proposal.begin(at=self.now)
        self.before = self.proposal.state

    def attempt(self, verb: Callable[[], None]) -> bool:
        """Does something if it is allowed, and returns whether it was."""
        self.now += timedelta(hours=1)
        values = self.proposal.model_dump()
        self.before = self.proposal.state
        try:
            verb()
        except Refused:
            assert self.proposal.model_dump() == values
            return False
        return True

    @rule()
    def support(self) -> None:
        self.supporters += self.attempt(lambda: self.proposal.support(at=self.now))

    @rule()
    def support_no_more(self) -> None:
        if self.supporters:
            self.supporters -= self.attempt(lambda: self.proposal.support_no_more(at=self.now))

    @rule()
    def ask(self) -> None:
        self.attempt(lambda: self.proposal.ask("在哪里?", at=self.now))

    @rule()
    def reply(self) -> None:
        self.attempt(lambda: self.proposal.reply("在这里", at=self.now))

    @rule(end=st.sampled_from(["decline", "withdraw", "lapse"]), rarely=st.integers(0, 5))
    def end(self, end: str, rarely: int) -> None:
        if rarely:
            return
        if end == "decline":
            self.attempt(lambda: self.proposal.decline("不", by=self.worker, at=self.now))
        else:
            self.attempt(lambda: getattr(self.proposal, end)(at=self.now))

    @rule()
    def accept(self) -> None:
        group_id: UUID = uuid7()
        enough = self.supporters >= self.proposal.supporters_needed
        done = self.attempt(
            lambda: self.proposal.accept(group_id, None, by=self.worker, at=self.now)
        )
        assert not done or enough
        assert not done or self.proposal.founded_organization_id == group_id

    @invariant()
    def moves_only_where_it_may(self) -> None:
        state = self.proposal.state
        assert state == self.before or (self.before, state) in MOVES
        self.before = state

    @invariant()
    def counts_and_times_belong_to_the_state(self) -> None:
        proposal, state = self.proposal, self.proposal.state
        assert proposal.supporters_count == self.supporters
        if state in ("GATHERING", "WAITING"):
            assert (state == "WAITING") == proposal.has_enough_support
        assert (proposal.answer_due_time is not None) == (state == "WAITING")
        assert (proposal.expire_time is not None) == (state in ("GATHERING", "QUESTIONED"))
        assert (proposal.decide_time is not None) == (state not in UNDECIDED)
        assert (proposal.founded_organization_id is not None) == (
            state == FoundingProposalState.ACCEPTED
        )
        assert not proposal.is_overdue


TestProposalLife = ProposalLife.TestCase
