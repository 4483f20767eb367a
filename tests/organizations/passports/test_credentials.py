"""Credentials: which tokens count, and what they say."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.catalogue import NAMES, named
from services.kit.contract.rpc import methods_of
from services.kit.errors import Unauthenticated
from services.kit.process.environment import ConfigurationError
from services.organizations.passports.credentials import SCOPES, Identity
from services.organizations.passports.issuer_keys import FixedKeys
from services.organizations.passports.issuers import TrustedIssuers
from services.organizations.passports.tokens import TokenIssuer
from tests.contract import FILES
from tests.oidc import jwk
from tests.organizations.passports.tokens import (
    ED25519,
    ELSEWHERE,
    HERE,
    KEYS,
    NOW,
    OTHER,
    RSA,
    claims,
    token,
    write,
)


class TestValid:
    @pytest.mark.parametrize("algorithm", KEYS)
    async def test_says_who_it_is(self, issuers: TrustedIssuers, algorithm: str) -> None:
        identity = await issuers.identify(token(algorithm=algorithm), NOW)
        assert identity == Identity(
            issuer=HERE,
            subject="lin",
            client_id="calendar",
            scopes=frozenset({"events.read"}),
            expires=NOW + timedelta(hours=1),
        )

    @pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "AT+JWT", "JWT", None])
    async def test_may_leave_out_its_type(self, issuers: TrustedIssuers, typ: str | None) -> None:
        assert await issuers.identify(token(typ=typ), NOW)

    async def test_may_be_for_several_audiences(self, issuers: TrustedIssuers) -> None:
        assert await issuers.identify(token(claims(aud=["other", "banyan"])), NOW)

    async def test_may_be_for_any_of_our_names(self) -> None:
        keys = FixedKeys(HERE, {"keys": [jwk(ED25519.public_key(), "EdDSA")]})
        issuer = TokenIssuer(HERE, frozenset({"banyan", "https://banyan.example"}), {}, keys)
        assert await issuer.identify(token(claims(aud="https://banyan.example")), NOW)
        with pytest.raises(Unauthenticated):
            await issuer.identify(token(claims(aud="banyan-events")), NOW)

    async def test_is_known_by_its_issuer(self, issuers: TrustedIssuers) -> None:
        content = claims(iss=ELSEWHERE, aud="banyan-events", scope=None)
        identity = await issuers.identify(token(content, key=OTHER, kid="other"), NOW)
        assert (identity.issuer, identity.scopes) == (ELSEWHERE, frozenset())

    @pytest.mark.parametrize(
        ("scope", "expected"),
        [
            ("community", {"events.read", "organizations.read"}),
            ("community profile", {"events.read", "organizations.read", "volunteers.read"}),
            ("openid profile events.write", {"volunteers.read", "events.write"}),
            ("openid", set()),
        ],
    )
    async def test_has_the_scopes_that_those_of_its_issuer_give(
        self, issuers: TrustedIssuers, scope: str, expected: set[str]
    ) -> None:
        content = claims(iss=ELSEWHERE, aud="banyan-events", scope=scope)
        identity = await issuers.identify(token(content, key=OTHER, kid="other"), NOW)
        assert identity.scopes == expected

    async def test_counts_by_the_clock_of_the_service(self, issuers: TrustedIssuers) -> None:
        ended = claims(exp=int(NOW.timestamp()) - 1)
        assert await issuers.identify(token(ended), NOW - timedelta(seconds=2))

    @pytest.mark.parametrize(
        ("scope", "expected"),
        [
            ("events.read events.write", {"events.read", "events.write"}),
            ("openid contacts.read profile", {"contacts.read"}),
            ("openid profile", set()),
            ("", set()),
            (None, set()),
            ("EVENTS.READ", set()),
        ],
    )
    async def test_is_for_those_of_our_scopes_that_it_names(
        self, issuers: TrustedIssuers, scope: str | None, expected: set[str]
    ) -> None:
        assert (await issuers.identify(token(claims(scope=scope)), NOW)).scopes == expected

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"client_id": None}, ""),
            ({"client_id": None, "azp": "app"}, "app"),
            ({"client_id": "first", "azp": "second"}, "first"),
        ],
    )
    async def test_names_the_app_if_it_does(
        self, issuers: TrustedIssuers, values: dict[str, Any], expected: str
    ) -> None:
        assert (await issuers.identify(token(claims(**values)), NOW)).client_id == expected


class TestConfiguration:
    @pytest.mark.parametrize(
        "values",
        [
            {"issuer": ""},
            {"audience": ""},
            {"audience": None},
            {"scopes": {"community": ["everything"]}},
            {"scopes": {"community": []}},
            {"scopes": {"events.read": ["events.write"]}},
            {"scopes": {"two words": ["events.write"]}},
            {"scopes": ["events.read"]},
            {"audience": []},
            {"audience": [""]},
            {"jwks_url": "https://id.example.org/jwks"},
            {"jwks": None, "issuer": "http://id.example.org"},
            {"jwks": None, "issuer": "https://id.example.org?tenant=1"},
            {"jwks": None, "issuer": "https://id.example.org#fragment"},
        ],
    )
    def test_refuses_what_it_does_not_understand(
        self, tmp_path: Path, values: dict[str, Any]
    ) -> None:
        entry = {"issuer": HERE, "audience": "banyan", "jwks": "here.json"} | values
        with pytest.raises(ConfigurationError, match="BANYAN_TRUSTED_ISSUERS: "):
            TrustedIssuers.read(write(tmp_path, entry))

    def test_refuses_an_issuer_named_twice(self, tmp_path: Path) -> None:
        entry = {"issuer": HERE, "audience": "banyan", "jwks": "here.json"}
        with pytest.raises(ConfigurationError, match="twice"):
            TrustedIssuers.read(write(tmp_path, entry, entry))

    @pytest.mark.parametrize(
        "key",
        [
            {"kty": "oct", "k": "c2VjcmV0", "alg": "HS256", "kid": "secret"},
            jwk(RSA.public_key(), "encrypts", use="enc"),
            jwk(RSA.public_key(), "", alg="RS256"),
            jwk(RSA.public_key(), "other purpose", alg="RS512"),
            jwk(ec.generate_private_key(ec.SECP384R1()).public_key(), "another curve"),
        ],
        ids=lambda key: key["kid"] or "nameless",
    )
    def test_leaves_keys_for_other_purposes_aside(
        self, tmp_path: Path, key: dict[str, Any]
    ) -> None:
        configured = write(tmp_path, {"issuer": HERE, "audience": "banyan", "jwks": "here.json"})
        (tmp_path / "here.json").write_text(json.dumps({"keys": [key]}))
        with pytest.raises(ConfigurationError, match="no public key"):
            TrustedIssuers.read(configured)


def test_the_scopes_are_those_of_the_contract() -> None:
    declared = {
        method.access.scope
        for file in FILES
        for service in file.services_by_name.values()
        for method in methods_of(service)
    }
    # A service that is new has no RPCs yet, and so none that declares its scopes.
    new = set(NAMES) - {file.package.split(".")[1] for file in FILES}
    assert declared - {""} == SCOPES.difference(*(named(name).scopes for name in new))
