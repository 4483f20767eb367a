"""Passports carry no role that has ended since they were issued, as far as this process has heard."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.kit.calls.passport import Caller, PassportVerifier, sign
from services.kit.calls.revocations import KINDS, LONGEST_LIFETIME, Revocations
from services.kit.errors import Unauthenticated, Unavailable
from services.kit.process.ids import uuid7
from tests.kit.clocks import ManualClock
from tests.passports import KEY_ID, PassportOffice

ME, GROUP, OTHER = uuid7(), uuid7(), uuid7()
UNHEARD = 10.0


class Desk:
    """Issues passports, and verifies them as a service does that hears notices.

    Attributes:
        office: Has the key.
        clock: The clock of all.
        revocations: What the service remembers.
    """

    def __init__(self, office: PassportOffice, most: int = 1000) -> None:
        self.office = office
        self.clock = ManualClock()
        self.revocations = Revocations(self.clock, UNHEARD, most=most)
        self._verifier = PassportVerifier(office.jwks, self.clock, "notes", self.revocations)
        self.revocations.begin()

    def issue(self, person_id: UUID | None = ME) -> str:
        roles = {GROUP: frozenset({"OWNER", "LEADER"}), OTHER: frozenset({"LEADER"})}
        caller = Caller("x", person_id, platform_roles=frozenset({"ADMIN"}), roles=roles)
        now = self.clock.now()
        expires = now + LONGEST_LIFETIME
        return sign(caller, key=self.office.key, key_id=KEY_ID, issued=now, expires=expires)

    def roles(self, passport: str) -> dict[UUID, frozenset[str]]:
        return dict(self._verifier.verify(passport).roles)

    def verify(self, passport: str) -> Caller:
        return self._verifier.verify(passport)

    def end(self, *left: str, organization_id: UUID = GROUP) -> None:
        """Lets the notice arrive that a role has ended now."""
        now = self.clock.now()
        self.revocations.note_roles(ME, organization_id, left, ended=now, version=now)


@pytest.fixture
def desk(office: PassportOffice) -> Desk:
    return Desk(office)


class TestEndedRole:
    def test_counts_no_more_in_passports_that_were_issued_before(self, desk: Desk) -> None:
        passport, others = desk.issue(), desk.issue(uuid7())
        before = desk.roles(passport)
        desk.clock.advance(seconds=0.01)
        desk.end("LEADER")
        assert desk.roles(passport) == before | {GROUP: frozenset({"LEADER"})}
        desk.end()
        assert desk.roles(passport) == {OTHER: before[OTHER]}
        assert desk.roles(others) == before

    def test_counts_again_in_passports_that_were_issued_later(self, desk: Desk) -> None:
        desk.end()
        desk.clock.advance(seconds=3)
        assert GROUP in desk.roles(desk.issue())

    def test_counts_again_as_soon_as_it_is_granted_again(self, desk: Desk) -> None:
        ended = desk.clock.now()
        desk.end()
        desk.clock.advance(seconds=0.1)
        passport = desk.issue()
        assert GROUP not in desk.roles(passport)
        now = desk.clock.now()
        desk.revocations.note_roles(ME, GROUP, ["OWNER"], ended=ended, version=now)
        assert desk.roles(passport)[GROUP] == {"OWNER"}

    def test_is_not_forgotten_by_a_notice_that_is_older(self, desk: Desk) -> None:
        passport, earlier = desk.issue(), desk.clock.now()
        desk.clock.advance(seconds=1)
        desk.end()
        desk.revocations.note_roles(ME, GROUP, ["OWNER"], ended=None, version=earlier)
        assert GROUP not in desk.roles(passport)

    def test_is_remembered_as_long_as_passports_live_and_no_longer(self, desk: Desk) -> None:
        passport = desk.issue()
        desk.end()
        desk.clock.advance(seconds=LONGEST_LIFETIME.total_seconds() - 1)
        assert GROUP not in desk.roles(passport)
        desk.clock.advance(seconds=2)
        desk.end(organization_id=uuid7())
        assert [key[1] for key in desk.revocations._ended] != [GROUP]
        assert len(desk.revocations._ended) == 1
        assert desk.revocations._affected == {ME: 1}

    def test_of_long_ago_needs_no_memory(self, desk: Desk) -> None:
        now = desk.clock.now()
        ended = now - LONGEST_LIFETIME - timedelta(seconds=1)
        desk.revocations.note_roles(ME, GROUP, [], ended=ended, version=now)
        desk.revocations.note_roles(ME, OTHER, ["LEADER"], ended=None, version=now)
        assert not desk.revocations._ended


class TestSuspension:
    def test_takes_every_role_until_the_person_is_reinstated(self, desk: Desk) -> None:
        passport = desk.issue()
        desk.revocations.note_suspension(ME, is_suspended=True)
        caller = desk.verify(passport)
        assert (caller.is_suspended, caller.is_admin, caller.roles) == (True, False, {})
        desk.revocations.note_suspension(ME, is_suspended=False)
        assert desk.verify(passport).is_admin


class TestSilence:
    """While notices may be missed, only new passports are accepted."""

    def test_shortens_the_life_of_passports(self, desk: Desk) -> None:
        passport, anonymous = desk.issue(), desk.issue(None)
        desk.revocations.miss()
        desk.clock.advance(seconds=UNHEARD)
        assert desk.verify(passport)
        desk.clock.advance(seconds=0.1)
        with pytest.raises(Unavailable) as refused:
            desk.verify(passport)
        assert refused.value.reason == "PASSPORT_UNCHECKED"
        assert desk.verify(desk.issue())
        assert desk.verify(anonymous).person_id is None

    def test_does_so_for_those_issued_before_it_ended(self, desk: Desk) -> None:
        passport = desk.issue()
        desk.revocations.miss()
        desk.clock.advance(seconds=60)
        desk.revocations.begin()
        with pytest.raises(Unavailable):
            desk.verify(passport)
        later = desk.issue()
        desk.clock.advance(seconds=300)
        assert desk.verify(later)  # the control: what was heard all the time is believed

    def test_is_what_a_process_begins_with(self, office: PassportOffice) -> None:
        desk = Desk(office)
        desk.revocations.miss()
        passport = desk.issue()
        desk.clock.advance(seconds=UNHEARD + 1)
        with pytest.raises(Unavailable):
            desk.verify(passport)


def test_there_is_a_bound_beyond_which_older_passports_are_exchanged(
    office: PassportOffice,
) -> None:
    desk = Desk(office, most=3)
    passport = desk.issue()
    for _ in range(4):
        desk.clock.advance(seconds=20)
        desk.end(organization_id=uuid7())
    assert len(desk.revocations._ended) == 3
    with pytest.raises(Unavailable):
        desk.verify(passport)
    assert desk.verify(desk.issue())


def test_how_many_there_are_is_known(desk: Desk) -> None:
    assert [desk.revocations.count(kind) for kind in KINDS] == [0, 0]
    desk.end()
    desk.end(organization_id=OTHER)
    desk.revocations.note_suspension(ME, is_suspended=True)
    assert {kind: desk.revocations.count(kind) for kind in KINDS} == {"role": 2, "suspension": 1}


class TestApps:
    """Passports of apps carry nothing that the app has lost."""

    APP, KEY = uuid7(), uuid7()

    def issue(self, desk: Desk) -> str:
        caller = Caller(
            "app:x",
            roles={GROUP: frozenset({"LEADER"})},
            scopes=frozenset({"members.read", "audit.read"}),
            app_id=self.APP,
            key_id=self.KEY,
        )
        now = desk.clock.now()
        expires = now + LONGEST_LIFETIME
        return sign(caller, key=desk.office.key, key_id=KEY_ID, issued=now, expires=expires)

    def note(self, desk: Desk, *roles: str, scopes: tuple[str, ...] = ("audit.read",)) -> None:
        desk.revocations.note_app(self.APP, roles, scopes, version=desk.clock.now())

    def test_a_passport_says_which_app_it_is(self, desk: Desk) -> None:
        caller = desk.verify(self.issue(desk))
        assert (caller.app_id, caller.key_id, caller.person_id) == (self.APP, self.KEY, None)
        assert caller.is_app

    def test_a_revoked_key_ends_its_passports_and_no_others(self, desk: Desk) -> None:
        passport = self.issue(desk)
        desk.revocations.note_revoked_key(uuid7())
        assert desk.verify(passport)
        desk.revocations.note_revoked_key(self.KEY)
        with pytest.raises(Unauthenticated) as refused:
            desk.verify(passport)
        assert refused.value.reason == "KEY_REVOKED"

    def test_an_app_that_may_do_nothing_is_refused_until_it_may_again(self, desk: Desk) -> None:
        passport = self.issue(desk)
        desk.clock.advance(seconds=1)
        self.note(desk)
        with pytest.raises(Unauthenticated):
            desk.verify(passport)
        desk.clock.advance(seconds=1)
        self.note(desk, "LEADER")
        assert desk.verify(passport).roles == {GROUP: {"LEADER"}}

    def test_a_smaller_role_and_fewer_scopes_narrow_it(self, desk: Desk) -> None:
        passport = self.issue(desk)
        self.note(desk, "LEADER")
        caller = desk.verify(passport)
        assert caller.roles == {GROUP: {"LEADER"}}
        assert caller.scopes == {"audit.read"}
        self.note(desk, "MEMBER")
        assert desk.verify(passport).roles == {}

    def test_a_larger_role_waits_for_the_next_passport(self, desk: Desk) -> None:
        passport = self.issue(desk)
        self.note(desk, "COORDINATOR", scopes=("audit.read", "members.read", "events.write"))
        caller = desk.verify(passport)
        assert caller.roles == {}
        assert caller.scopes == {"audit.read", "members.read"}

    def test_passports_that_were_issued_later_count_as_they_are(self, desk: Desk) -> None:
        self.note(desk)
        desk.clock.advance(seconds=3)
        assert desk.verify(self.issue(desk)).roles == {GROUP: {"LEADER"}}

    def test_an_older_notice_changes_nothing(self, desk: Desk) -> None:
        passport, before = self.issue(desk), desk.clock.now()
        desk.clock.advance(seconds=1)
        self.note(desk, "LEADER")
        desk.revocations.note_app(self.APP, [], [], version=before)
        assert desk.verify(passport).roles == {GROUP: {"LEADER"}}

    def test_while_notices_may_be_missed_an_old_one_is_not_accepted(self, desk: Desk) -> None:
        passport = self.issue(desk)
        desk.revocations.miss()
        assert desk.verify(passport)
        desk.clock.advance(seconds=UNHEARD + 1)
        with pytest.raises(Unavailable):
            desk.verify(passport)

    def test_what_had_to_be_forgotten_counts_as_missed(self, office: PassportOffice) -> None:
        desk = Desk(office, most=2)
        passport = self.issue(desk)
        desk.revocations.note_revoked_key(self.KEY)
        desk.clock.advance(seconds=UNHEARD + 1)
        for _ in range(2):
            desk.revocations.note_revoked_key(uuid7())
        with pytest.raises(Unavailable):
            desk.verify(passport)
