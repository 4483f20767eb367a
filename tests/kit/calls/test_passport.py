"""Passports: signed tokens that say who is calling."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from services.kit.calls import passport
from services.kit.calls.passport import (
    MOST_BYTES,
    Caller,
    PassportVerifier,
    sign,
)
from services.kit.calls.status import from_rpc_error
from services.kit.errors import DomainError, Unauthenticated
from services.kit.process.ids import uuid7
from tests.kit.clocks import ManualClock
from tests.kit.notes import contract as pb
from tests.kit.notes.service import caller_named
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.passports import KEY_ID, LIFETIME, PassportOffice

PERSON = uuid7()
NESTED = b'{"kid":' * 900


class Desk:
    """Signs what no office would sign, and verifies it.

    Attributes:
        clock: The clock of the verifier.
        verifier: The verifier.
    """

    def __init__(self, office: PassportOffice) -> None:
        self.office = office
        self.clock = ManualClock()
        self.verifier = PassportVerifier(office.jwks, self.clock)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Returns the claims of a good passport, but for the changes; None takes a claim away."""
        now = int(self.clock.now().timestamp())
        good: dict[str, Any] = {
            "iss": "banyan",
            "aud": "banyan-services",
            "sub": "issuer|subject",
            "iat": now,
            "exp": now + 300,
            "client_id": "app",
            "scope": "notes.read notes.write",
            "platform_roles": [],
            "roles": {},
            "has_more_roles": False,
            "person_id": str(PERSON),
        }
        return {name: value for name, value in (good | changes).items() if value is not None}

    def token(
        self, key: Any = None, algorithm: str = "EdDSA", kid: Any = KEY_ID, **changes: Any
    ) -> str:
        """Returns a signed token with those claims."""
        header = {} if kid is None else {"kid": kid}
        signer = self.office.key if key is None else key
        return jwt.encode(self.claims(**changes), signer, algorithm=algorithm, headers=header)

    def refusal(self, token: str) -> str:
        """Returns the reason for which a token is refused."""
        with pytest.raises(Unauthenticated) as refused:
            self.verifier.verify(token)
        return refused.value.reason


@pytest.fixture
def desk(office: PassportOffice) -> Desk:
    return Desk(office)


def part(value: object) -> str:
    return encoded(json.dumps(value).encode())


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def public_pem(office: PassportOffice) -> bytes:
    return office.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


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


def hmac_with_the_public_key(desk: Desk) -> str:
    """The confusion of algorithms: the public key, which everybody has, as the secret of an HMAC."""
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': KEY_ID})}.{part(desk.claims())}"
    tag = hmac.new(public_pem(desk.office), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encoded(tag)}"


def hmac_with_the_raw_public_key(desk: Desk) -> str:
    raw = desk.office.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = f"{part({'alg': 'HS256', 'kid': KEY_ID})}.{part(desk.claims())}"
    return f"{signed}.{encoded(hmac.new(raw, signed.encode(), hashlib.sha256).digest())}"


def without_algorithm(desk: Desk) -> str:
    return f"{part({'alg': 'none', 'kid': KEY_ID})}.{part(desk.claims())}."


def signed_for_another_text(desk: Desk) -> str:
    head, _, signature = desk.token().split(".")
    return f"{head}.{part(desk.claims(platform_roles=['ADMIN']))}.{signature}"


def with_its_own_key_in_the_header(desk: Desk) -> str:
    key = Ed25519PrivateKey.generate()
    public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key()))
    header = {"jwk": public, "kid": KEY_ID}
    return jwt.encode(desk.claims(), key, algorithm="EdDSA", headers=header)


@pytest.mark.parametrize(
    "forge",
    [
        hmac_with_the_public_key,
        hmac_with_the_raw_public_key,
        without_algorithm,
        signed_for_another_text,
        with_its_own_key_in_the_header,
        lambda desk: desk.token(key=Ed25519PrivateKey.generate()),
        lambda desk: desk.token(kid="another"),
        lambda desk: desk.token(kid=None),
        lambda desk: desk.token(iss="https://accounts.example"),
        lambda desk: desk.token(iss=None),
        lambda desk: desk.token(aud="somebody-else"),
        lambda desk: desk.token(aud=None),
        lambda desk: desk.token(exp=None),
        lambda desk: desk.token(sub=None),
        lambda desk: desk.token(exp="soon"),
        lambda desk: desk.token(person_id="林"),
        lambda desk: desk.token(person_id=7),
        lambda desk: desk.token(roles=["OWNER"]),
        lambda desk: desk.token(roles={"OWNER": ["林"]}),
        lambda desk: desk.token(roles={"OWNER": "林"}),
        lambda desk: desk.token(roles={"OWNER": encoded(PERSON.bytes[:15])}),
        lambda desk: desk.token(roles={"OWNER": encoded(PERSON.bytes + PERSON.bytes[:1])}),
        lambda desk: desk.token(roles={"OWNER": encoded(PERSON.bytes)[:-1]}),
        lambda desk: desk.token(roles={"OWNER": f" {encoded(PERSON.bytes)}"}),
        lambda desk: desk.token(has_more_roles=None),
        lambda desk: desk.token(scope=["notes.read"]),
        lambda desk: desk.token(platform_roles=7),
        lambda desk: desk.token(client_id=None),
    ],
)
def test_a_forged_or_foreign_passport_is_refused(desk: Desk, forge: Callable[[Desk], str]) -> None:
    assert desk.refusal(forge(desk)) == "PASSPORT_INVALID"


@pytest.mark.parametrize(
    "token",
    [
        "junk",
        "a.b.c",
        "..",
        ".",
        "eyJhbGciOiJFZERTQSJ9",
        f"{part({'alg': 'EdDSA', 'kid': [KEY_ID]})}.{part({})}.AAAA",
        f"{part({'alg': 'EdDSA', 'kid': {}})}.{part({})}.AAAA",
        f"{part([])}.{part({})}.AAAA",
        f"{part(7)}.{part({})}.AAAA",
        f"{encoded(b'[' * 5000)}.{part({})}.AAAA",
        f"{encoded(NESTED)}.{part({})}.AAAA",
        "林.林.林",
        "\x00.\x00.\x00",
        "\ud800.a.b",
        " " * 8000,
    ],
)
def test_a_malformed_passport_is_refused(desk: Desk, token: str) -> None:
    assert desk.refusal(token) == "PASSPORT_INVALID"


def test_a_truncated_passport_is_refused_wherever_it_ends(desk: Desk) -> None:
    token = desk.token()
    for length in range(0, len(token), 7):
        assert desk.refusal(token[:length]) == "PASSPORT_INVALID"


@given(st.data())
def test_a_passport_with_another_character_is_refused(office: PassportOffice, data: Any) -> None:
    desk = Desk(office)
    token = desk.token()
    place = data.draw(st.integers(0, len(token) - 2))  # the last holds bits that base64 ignores
    character = data.draw(st.characters(codec="ascii", categories=["L", "N", "P"]))
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        assert desk.refusal(changed) == "PASSPORT_INVALID"


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
        desk.verifier = PassportVerifier(office.jwks, desk.clock, remember=3)
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
    desk.verifier = PassportVerifier(jwks, desk.clock)
    for token in (desk.token(), desk.token(key=new, kid="new")):
        assert desk.verifier.verify(token).person_id == PERSON
    assert desk.refusal(desk.token(key=new)) == "PASSPORT_INVALID"


def test_a_passport_leaves_out_what_comes_last_and_says_so(desk: Desk) -> None:
    caller = caller_with_roles(1000)
    known = desk.verifier.verify(passport_of(desk.office, caller))
    assert list(known.roles) == list(caller.roles)[: len(known.roles)]
    assert known.has_more_roles


def test_a_passport_uses_the_room_that_it_has(desk: Desk) -> None:
    """One organization more than fits is left out, and no other."""
    caller = caller_with_roles(1000)
    room = len(desk.verifier.verify(passport_of(desk.office, caller)).roles)
    assert 150 < room < 250
    for count, fits in ((room, True), (room + 1, False)):
        some = replace(caller, roles=dict(list(caller.roles.items())[:count]))
        token = passport_of(desk.office, some)
        known = desk.verifier.verify(token)
        assert MOST_BYTES - 40 < len(token) <= MOST_BYTES
        assert known.has_more_roles is not fits
        assert len(known.roles) == room


def test_a_passport_that_is_full_without_roles_lists_none(desk: Desk) -> None:
    caller = replace(caller_with_roles(3), client_id="c" * MOST_BYTES)
    known = desk.verifier.verify(passport_of(desk.office, caller))
    assert known.roles == {}
    assert known.has_more_roles


async def test_the_largest_passport_passes_through_grpc(notes: NoteSite) -> None:
    token = passport_of(notes.office, caller_with_roles(1000))
    assert len(token) > MOST_BYTES - 40
    async with notes.start() as running:
        for _ in range(20):
            await running.call(pb.ListNotesRequest(), pb.ListNotesResponse, token)


async def test_control_a_passport_without_the_bound_would_not_pass(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passport, "MOST_BYTES", 1_000_000)
    token = passport_of(notes.office, caller_with_roles(1000))
    async with notes.start() as running:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await running.ask("ListNotes", passport=token)
    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def caller_with_roles(count: int) -> Caller:
    person = caller_named(uuid7())
    return Caller(
        principal_id="https://accounts.example.org/realms/neighbourhood|" + "s" * 36,
        person_id=person.person_id,
        client_id="c" * 36,
        roles={uuid7(): frozenset({"LEADER"}) for _ in range(count)},
        scopes=frozenset({"notes.read"} | {f"scope{number}.write" for number in range(10)}),
    )


def passport_of(office: PassportOffice, caller: Caller) -> str:
    now = datetime.now(UTC)
    return sign(
        caller, key=office.key, key_id=KEY_ID, issued=now, expires=now + timedelta(minutes=5)
    )


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


roles = st.dictionaries(st.uuids(), st.frozensets(st.sampled_from(["OWNER", "LEADER"])), max_size=3)


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
