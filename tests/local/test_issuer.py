"""The development token issuer and the keys it keeps."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from deploy.local.issuer import AUDIENCE, ISSUER, Issuer
from deploy.local.keys import KeyPair
from deploy.local.people import ADMINISTRATOR, PEOPLE


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path / "keys")


def verified(token: str, issuer: Issuer, audience: str = AUDIENCE) -> dict[str, Any]:
    """Returns the claims, as anyone does who has nothing but the list of trusted issuers."""
    (trusted,) = json.loads(issuer.trusted_issuers.read_text())
    keys = jwt.PyJWKSet.from_json(Path(trusted["jwks"]).read_text())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return dict(jwt.decode(token, key, ["EdDSA"], audience=audience, issuer=trusted["issuer"]))


def test_a_token_says_who_it_is_for(issuer: Issuer) -> None:
    token = issuer.token_for(PEOPLE["lin"], scope="roster.read events.write")
    claims = verified(token, issuer)
    assert jwt.get_unverified_header(token)["typ"] == "at+jwt"
    assert claims["exp"] - claims["iat"] == 24 * 3600
    assert claims["client_id"] == claims["azp"] == "banyan-development"
    expected = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "demo-lin",
        "name": "林秀英",
        "family_name": "林",
        "given_name": "秀英",
        "scope": "roster.read events.write",
    }
    assert {name: claims[name] for name in expected} == expected


def test_every_token_has_an_id_of_its_own(issuer: Issuer) -> None:
    tokens = [issuer.mint("someone", "Some One") for _ in range(3)]
    assert len({verified(token, issuer)["jti"] for token in tokens}) == 3


def test_what_is_not_said_is_left_out(issuer: Issuer) -> None:
    claims = verified(issuer.mint("someone", "Some One", scope=None, client_id=None), issuer)
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "jti", "name"}


def test_tokens_that_must_be_refused_can_be_minted(issuer: Issuer) -> None:
    expired = issuer.mint("someone", "Some One", lifetime=timedelta(seconds=-1))
    with pytest.raises(jwt.ExpiredSignatureError):
        verified(expired, issuer)
    elsewhere = issuer.mint("someone", "Some One", audience="another")
    with pytest.raises(jwt.InvalidAudienceError):
        verified(elsewhere, issuer)


def test_another_issuers_tokens_are_not_its_own(issuer: Issuer, tmp_path: Path) -> None:
    stranger = Issuer(tmp_path / "strange").mint("someone", "Some One")
    with pytest.raises(KeyError):
        verified(stranger, issuer)


def test_keys_are_kept_private_and_their_public_part_is_public_only(tmp_path: Path) -> None:
    pair = KeyPair.kept(tmp_path, "passport")
    assert pair == KeyPair.kept(tmp_path, "passport")
    assert pair.private_key.stat().st_mode & 0o777 == 0o600
    assert load_pem_private_key(pair.private_key.read_bytes(), None)
    (jwk,) = json.loads(pair.jwks.read_text())["keys"]
    assert set(jwk) == {"crv", "kty", "x", "kid", "alg", "use"}


def test_the_issuer_keeps_its_key(issuer: Issuer, tmp_path: Path) -> None:
    token = issuer.mint("someone", "Some One")
    assert verified(token, Issuer(tmp_path / "keys"))["sub"] == "someone"


def test_the_administrator_is_one_of_the_people() -> None:
    assert PEOPLE["admin"] is ADMINISTRATOR
    assert ADMINISTRATOR.subject == "demo-admin"
