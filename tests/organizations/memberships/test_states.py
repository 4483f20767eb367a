"""The verbs of memberships, in every order that chance finds, on the models alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.mapping import create
from services.kit.work.roles import Role
from services.organizations.memberships import joining
from services.organizations.memberships.models import Membership
from services.organizations.organizations.models import Organization
from tests.organizations.community import choir

START = datetime(2026, 3, 1, tzinfo=UTC)
FINAL = frozenset({"ENDED", "DECLINED", "WITHDRAWN"})
LIVING = frozenset({"APPLIED", "ACTIVE", "SUSPENDED"})
MOVES = {
    ("APPLIED", "ACTIVE"),
    ("APPLIED", "DECLINED"),
    ("APPLIED", "WITHDRAWN"),
    ("ACTIVE", "SUSPENDED"),
    ("SUSPENDED", "ACTIVE"),
    ("ACTIVE", "ENDED"),
    ("SUSPENDED", "ENDED"),
}
ROLES = st.sampled_from([role for role in Role if role != Role.MEMBER])
# Few people, so that chance often means the same one twice.
MOST_PEOPLE = 4
INDEXES = st.integers(0, MOST_PEOPLE - 1)


class OrganizationLife(RuleBasedStateMachine):
    """An organization whose people do whatever the verbs allow."""

    organization: Organization
    memberships: list[Membership]

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.states: dict[UUID, str] = {}

    @initialize(policy=st.sampled_from(["OPEN", "APPLICATION", "INVITATION"]))
    def found(self, policy: str) -> None:
        self.organization = organization(policy)
        founder = joining.found(self.organization, uuid7(), at=self.now)
        self.memberships = [founder]
        self.states = {founder.id: founder.state}

    def chosen(self, index: int) -> Membership:
        return self.memberships[index % len(self.memberships)]

    def has_other_owners(self, membership: Membership) -> bool:
        return any(other.is_owner for other in self.memberships if other is not membership)

    @rule()
    def time_passes(self) -> None:
        self.now += timedelta(days=1)

    @precondition(lambda self: len(self.memberships) < MOST_PEOPLE)
    @rule(was_removed=st.booleans())
    def apply(self, *, was_removed: bool) -> None:
        try:
            membership = joining.apply(
                self.organization, uuid7(), at=self.now, was_removed=was_removed
            )
        except Refused:
            closed = self.organization.state == "CLOSED"
            assert closed or self.organization.membership_policy == "INVITATION"
        else:
            assert membership.state == "APPLIED" or not was_removed
            self.memberships.append(membership)
            self.states[membership.id] = membership.state

    @precondition(lambda self: len(self.memberships) == MOST_PEOPLE)
    @rule()
    def close(self) -> None:
        try:
            self.organization.close(active_below=False)
        except Refused:
            assert self.organization.state == "CLOSED"

    @rule(index=INDEXES)
    def accept(self, index: int) -> None:
        self.attempt(lambda each: each.accept(self.organization, at=self.now), index)

    @rule(index=INDEXES)
    def decline(self, index: int) -> None:
        self.attempt(lambda each: each.decline("full"), index)

    @rule(index=INDEXES)
    def withdraw(self, index: int) -> None:
        self.attempt(lambda each: each.withdraw(), index)

    @rule(index=INDEXES)
    def suspend(self, index: int) -> None:
        self.attempt(
            lambda each: each.suspend(
                "quarrel", at=self.now, other_owners=self.has_other_owners(each)
            ),
            index,
        )

    @rule(index=INDEXES)
    def reinstate(self, index: int) -> None:
        self.attempt(lambda each: each.reinstate(), index)

    @rule(index=INDEXES, by_member=st.booleans())
    def end(self, index: int, *, by_member: bool) -> None:
        def end(each: Membership) -> None:
            others = self.has_other_owners(each)
            each.end("", at=self.now, by_member=by_member, other_owners=others)

        self.attempt(end, index)

    @rule(index=INDEXES, role=ROLES)
    def grant(self, index: int, role: Role) -> None:
        self.attempt(lambda each: each.grant(role, at=self.now), index)

    @rule(index=INDEXES, role=ROLES)
    def end_role(self, index: int, role: Role) -> None:
        self.attempt(
            lambda each: each.end_role(role, at=self.now, other_owners=self.has_other_owners(each)),
            index,
        )

    def attempt(self, verb: Callable[[Membership], object], index: int) -> None:
        """Tries a verb on a membership: if it is refused, nothing has changed."""
        membership = self.chosen(index)
        before = snapshot(membership)
        try:
            verb(membership)
        except Refused as error:
            refused = error
        else:
            return
        assert refused.message.endswith(".")
        assert snapshot(membership) == before

    @invariant()
    def there_is_an_owner(self) -> None:
        assert any(membership.is_owner for membership in self.memberships)

    @invariant()
    def states_move_as_the_contract_says_and_the_last_ones_are_final(self) -> None:
        for membership in self.memberships:
            before, after = self.states[membership.id], membership.state
            assert before == after or (before, after) in MOVES
            assert before not in FINAL or after == before
            self.states[membership.id] = after

    @invariant()
    def only_members_hold_roles(self) -> None:
        for membership in self.memberships:
            held = membership.roles_held
            assert len(held) == len(set(held))
            assert not held or membership.state in {"ACTIVE", "SUSPENDED"}
            assert "SUPERVISOR" not in held or len(held) == 1
            assert all(membership.holds(role) for role in held)

    @invariant()
    def times_are_in_order(self) -> None:
        for membership in self.memberships:
            assert (membership.start_time is not None) == (
                membership.state in {"ACTIVE", "SUSPENDED", "ENDED"}
            )
            assert (membership.end_time is not None) == (membership.state == "ENDED")
            starts = [role.start_time for role in membership.role_rows]
            assert starts == sorted(starts)
            for role in membership.role_rows:
                assert role.end_time is None or role.start_time <= role.end_time


def organization(policy: str) -> Organization:
    row: Organization = create(
        Organization, choir(), "organization", membership_policy=policy, id=uuid7()
    )
    return row


def snapshot(membership: Membership) -> object:
    return (
        membership.state,
        membership.reason,
        membership.start_time,
        membership.end_time,
        [(role.role, role.start_time, role.end_time) for role in membership.role_rows],
    )


TestOrganizationLife = OrganizationLife.TestCase
TestOrganizationLife.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


class TestTheGuardOfOwners:
    """Without the word that nobody else is an owner, the machine above would find the hole."""

    def test_is_what_keeps_the_last_owner(self) -> None:
        founders = [joining.found(organization("OPEN"), uuid7(), at=START) for _ in range(3)]
        founders[0].suspend("", at=START, other_owners=True)
        founders[1].end("", at=START, by_member=True, other_owners=True)
        founders[2].end_role(Role.OWNER, at=START, other_owners=True)
        assert not any(founder.is_owner for founder in founders)
