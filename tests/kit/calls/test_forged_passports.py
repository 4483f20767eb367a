"""Passports that are forged, foreign, damaged or expired are refused."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calls.desk import PERSON, Desk, encoded, part, without_algorithm
from tests.passports import KEY_ID, PassportOffice

NESTED = b'{"kid":' * 900


def public_pem(office: PassportOffice) -> bytes:
    return office.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def hmac_with_the_public_key(desk: Desk) -> str:
    """The confusion of algorithms: the public key, which everybody has, as the secret of an HMAC."""
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': KEY_ID})}.{part(desk.claims())}"
    tag = hmac.new(public_pem(desk.office), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encoded(tag)}"


def hmac_with_the_raw_public_key(desk: Desk) -> str:
    raw = desk.office.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = f"{part({'alg': 'HS256', 'kid': KEY_ID})}.{part(desk.claims())}"
    return f"{signed}.{encoded(hmac.new(raw, signed.encode(), hashlib.sha256).digest())}"


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
