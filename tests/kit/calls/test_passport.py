"""Passports: signed tokens that say who is calling."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from services.kit.calls.passport import (
    Caller,
    PassportVerifier,
    sign,
)
from services.kit.calls.status import from_rpc_error
from services.kit.errors import DomainError, Unauthenticated
from services.kit.process.ids import uuid7
from tests.kit.calls.desk import PERSON, Desk, encoded, roles, without_algorithm
from tests.kit.clocks import ManualClock
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.passports import KEY_ID, LIFETIME, PassportOffice


def test_a_good_passport_names_its_caller(desk: Desk) -> None:
    organization = uuid7()
    packed = encoded(organization.bytes)
    token = desk.token(platform_roles=["ADMIN"], roles={"COORDINATOR LEADER": packed})
    caller = desk.verifier.verify(token)
    assert caller == Caller(
        principal_id="issuer|subject",
        person_id=PERSON,
        client_id="app",
        platform_roles=frozenset({"ADMIN"}),
        roles={organization: frozenset({"LEADER", "COORDINATOR"})},
        scopes=frozenset({"notes.read", "notes.write"}),
        token=token,
    )
    assert caller.is_admin
    assert caller.holding("OWNER", "LEADER") == [organization]
    assert caller.holding("OWNER") == []


def test_an_anonymous_passport_names_no_person(desk: Desk) -> None:
    assert desk.verifier.verify(desk.token(person_id=None)).person_id is None


def test_an_expired_passport_is_refused_with_a_reason_of_its_own(desk: Desk) -> None:
    token = desk.token()
    desk.clock.advance(seconds=301)
    assert desk.refusal(token) == "PASSPORT_EXPIRED"


def test_a_passport_is_good_until_the_second_of_its_expiry(desk: Desk) -> None:
    token = desk.token()
    desk.clock.advance(seconds=299.9)
    assert desk.verifier.verify(token).person_id == PERSON
    desk.clock.advance(seconds=0.1)
    assert desk.refusal(token) == "PASSPORT_EXPIRED"


class TestMemory:
    def test_a_passport_is_verified_once(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        token = desk.token()
        first = desk.verifier.verify(token)
        monkeypatch.setattr("services.kit.calls.passport.jwt.decode", refuse_to_decode)
        assert desk.verifier.verify(token) is first

    def test_what_is_remembered_expires_all_the_same(self, desk: Desk) -> None:
        token = desk.token()
        desk.verifier.verify(token)
        desk.clock.advance(minutes=5)
        assert desk.refusal(token) == "PASSPORT_EXPIRED"
        assert desk.refusal(token) == "PASSPORT_EXPIRED"

    def test_what_was_refused_is_not_remembered(self, desk: Desk) -> None:
        for _ in range(3):
            assert desk.refusal(without_algorithm(desk)) == "PASSPORT_INVALID"
        assert not desk.verifier._known

    def test_only_so_many_are_remembered(self, office: PassportOffice) -> None:
        desk = Desk(office)
        desk.verifier = PassportVerifier(office.jwks, desk.clock, "notes", remember=3)
        tokens = [desk.token(sub=f"subject {number}") for number in range(10)]
        for token in tokens:
            desk.verifier.verify(token)
        assert list(desk.verifier._known) == tokens[-3:]

    def test_what_has_expired_makes_room(self, desk: Desk) -> None:
        for number in range(5):
            desk.verifier.verify(desk.token(sub=f"subject {number}"))
        desk.clock.advance(minutes=10)
        fresh = desk.token()
        desk.verifier.verify(fresh)
        assert list(desk.verifier._known) == [fresh]


def refuse_to_decode(*_: object, **__: object) -> None:
    raise AssertionError("verified again")


def test_a_new_key_is_trusted_beside_the_old_one(office: PassportOffice, tmp_path: Path) -> None:
    """Rotation: services hold both keys while passports of both are about."""
    new = Ed25519PrivateKey.generate()
    public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(new.public_key()))
    keys = json.loads(office.jwks.read_text())["keys"]
    jwks = tmp_path / "both.json"
    jwks.write_text(json.dumps({"keys": [*keys, public | {"kid": "new", "alg": "EdDSA"}]}))
    desk = Desk(office)
    desk.verifier = PassportVerifier(jwks, desk.clock, "notes")
    for token in (desk.token(), desk.token(key=new, kid="new")):
        assert desk.verifier.verify(token).person_id == PERSON
    assert desk.refusal(desk.token(key=new)) == "PASSPORT_INVALID"


def test_it_is_refused_where_it_is_not_addressed(desk: Desk) -> None:
    assert desk.verifier.verify(desk.token(aud=["diary", "notes"])).person_id == PERSON
    assert desk.refusal(desk.token(aud=["diary"])) == "PASSPORT_INVALID"


class TestOverGrpc:
    @pytest.mark.parametrize(
        ("metadata", "reason"),
        [
            ((), "PASSPORT_REQUIRED"),
            ((("authorization", ""),), "PASSPORT_REQUIRED"),
            ((("authorization", "Bearer"),), "PASSPORT_REQUIRED"),
            ((("authorization", "Bearer "),), "PASSPORT_REQUIRED"),
            ((("authorization", "Basic dXNlcjpwYXNz"),), "PASSPORT_REQUIRED"),
            ((("authorization", "Bearer junk"),), "PASSPORT_INVALID"),
            ((("authorization-bin", b"\xff\xfe"),), "PASSPORT_REQUIRED"),
        ],
    )
    async def test_a_call_without_a_good_passport_is_unauthenticated(
        self, notes: NoteSite, metadata: Any, reason: str
    ) -> None:
        async with notes.start() as running:
            error = await refused_with(running, metadata)
        assert isinstance(error, Unauthenticated)
        assert error.reason == reason

    async def test_a_service_believes_its_own_clock(self, notes: NoteSite) -> None:
        clock = ManualClock(datetime.now(UTC))
        async with notes.start(clock=clock) as running:
            token = notes.passport(uuid7())
            await running.call(pb.ListNotesRequest(), pb.ListNotesResponse, token)
            clock.advance(seconds=LIFETIME.total_seconds() + 60)
            with pytest.raises(Unauthenticated) as refused:
                await running.call(pb.ListNotesRequest(), pb.ListNotesResponse, token)
        assert refused.value.reason == "PASSPORT_EXPIRED"


async def refused_with(running: RunningNotes, metadata: Any) -> DomainError:
    call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = running.channel.unary_unary(
        pb.METHODS["ListNotes"].path
    )
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call(b"", metadata=metadata)
    return from_rpc_error(refused.value)


@given(
    principal=st.text(min_size=1),
    person_id=st.none() | st.uuids(),
    roles=roles,
    scopes=st.frozensets(st.from_regex(r"[a-z]+\.(read|write)", fullmatch=True), max_size=3),
)
def test_what_is_signed_is_what_is_read(
    office: PassportOffice,
    principal: str,
    person_id: UUID | None,
    roles: dict[UUID, frozenset[str]],
    scopes: frozenset[str],
) -> None:
    desk = Desk(office)
    now = desk.clock.now()
    caller = Caller(principal, person_id, roles=roles, scopes=scopes)
    token = sign(
        caller, key=office.key, key_id=KEY_ID, issued=now, expires=now + timedelta(minutes=1)
    )
    read = desk.verifier.verify(token)
    assert (read.principal_id, read.person_id) == (principal, person_id)
    assert (read.roles, read.scopes) == (roles, scopes)
