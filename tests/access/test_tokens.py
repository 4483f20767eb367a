"""Tokens: wrong, expired, foreign and absent ones, from the frontend to the services."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import jwt
import pytest
from banyan.volunteers.v1 import person_pb2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.issuer import Issuer
from services.kit.errors import Unauthenticated
from tests.access.community import Community

VIEWER = "{ viewer { personId } }"


def tampered(token: str) -> str:
    """Returns the token with another subject under the old signature."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    changed = json.dumps(claims | {"sub": "administrator"}).encode()
    return ".".join((header, base64.urlsafe_b64encode(changed).decode().rstrip("="), signature))


def unsigned(issuer: Issuer) -> str:
    claims = jwt.decode(issuer.mint("lin", "林"), options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none")


def confused(issuer: Issuer) -> str:
    """Returns a token signed with the issuer's public key, as if it were a shared secret."""
    claims = jwt.decode(issuer.mint("lin", "林"), options={"verify_signature": False})
    (key,) = json.loads(issuer.jwks.read_text())["keys"]
    return jwt.encode(claims, key["x"] * 2, algorithm="HS256", headers={"kid": key["kid"]})


def of_a_stranger(issuer: Issuer) -> str:
    """Returns a token with every claim right, signed with a key of somebody else's."""
    token = issuer.mint("lin", "林")
    claims = jwt.decode(token, options={"verify_signature": False})
    headers = {"kid": jwt.get_unverified_header(token)["kid"]}
    return jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=headers)


async def test_a_good_token_names_the_viewer(community: Community) -> None:
    platform, gateway = community.world.platform, community.gateway
    answer = await gateway.ask(VIEWER, platform.site.issuer.mint("lin", "林"))
    assert answer["viewer"]["personId"]


async def test_an_absent_token_is_anonymous(community: Community) -> None:
    assert await community.gateway.ask(VIEWER) == {"viewer": None}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
async def test_every_other_token_is_refused_in_the_same_words(
    community: Community, tmp_path: Path, scheme: str
) -> None:
    platform, gateway = community.world.platform, community.gateway
    issuer = platform.site.issuer
    foreign = Issuer(tmp_path / "elsewhere")
    bad = {
        "wrong": "no.token.atall",
        "tampered": tampered(issuer.mint("lin", "林")),
        "foreign": foreign.mint("lin", "林"),
        "a stranger's": of_a_stranger(issuer),
        "for another audience": issuer.mint("lin", "林", audience="elsewhere"),
        "unsigned": unsigned(issuer),
        "confused": confused(issuer),
        "a passport": platform.office.person(admin=True),
        "endless": "x" * 9000,
    }
    for what, token in bad.items():
        response = await gateway.http.post(
            gateway.url, json={"query": VIEWER}, headers={"authorization": f"{scheme} {token}"}
        )
        assert response.status_code == 401, what
        assert response.headers["www-authenticate"].startswith("Bearer"), what
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "UNAUTHENTICATED", what
        assert token not in response.text, what


async def test_an_expired_token_is_refused(community: Community) -> None:
    platform, gateway = community.world.platform, community.gateway
    token = platform.site.issuer.mint("lin", "林", lifetime=timedelta(seconds=-1))
    response = await gateway.http.post(
        gateway.url, json={"query": VIEWER}, headers={"authorization": f"Bearer {token}"}
    )
    assert response.status_code == 401


async def test_services_take_passports_and_no_tokens(community: Community) -> None:
    platform = community.world.platform
    person = person_pb2.Person(display_name="林", time_zone="Asia/Shanghai")
    expired = platform.office.person(lifetime=timedelta(seconds=-1))
    token = platform.site.issuer.mint("lin", "林")
    for passport in (None, "", "junk", expired, token, tampered(platform.office.person())):
        with pytest.raises(Unauthenticated):
            await platform.call(
                person_pb2.RegisterPersonRequest(person=person), person_pb2.Person, passport
            )
