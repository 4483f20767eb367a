"""Credentials: which tokens count, and what they say."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue import NAMES, named
from services.kit.contract.rpc import methods_of
from services.kit.errors import Unauthenticated
from services.kit.process.config import ConfigurationError
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.credentials import SCOPES, Identity
from services.organizations.passports.issuer_keys import FixedKeys
from services.organizations.passports.issuers import TrustedIssuers
from services.organizations.passports.tokens import TokenIssuer
from tests.contract import FILES
from tests.oidc import jwk
from tests.organizations.operators import settings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, ELSEWHERE = "https://id.example.org", "https://id.example.com"
ED25519 = Ed25519PrivateKey.generate()
P256 = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)
OTHER = Ed25519PrivateKey.generate()
KEYS: dict[str, Any] = {"EdDSA": ED25519, "ES256": P256, "RS256": RSA}


def claims(**values: Any) -> dict[str, Any]:
    """Returns the claims of a valid token, with some changed; None takes one away."""
    content = {
        "iss": HERE,
        "aud": "banyan",
        "sub": "lin",
        "exp": int((NOW + timedelta(hours=1)).timestamp()),
        "client_id": "calendar",
        "scope": "openid events.read",
    } | values
    return {key: value for key, value in content.items() if value is not None}


def token(
    content: dict[str, Any] | None = None,
    *,
    algorithm: str = "EdDSA",
    key: Any = None,
    kid: str | None = None,
    **headers: Any,
) -> str:
    """Returns a token, signed."""
    payload = json.dumps(claims() if content is None else content).encode()
    names = {"kid": kid or algorithm, "typ": "at+jwt"} | headers
    return jwt.PyJWS().encode(payload, key or KEYS[algorithm], algorithm, headers=names)


def by_hand(header: Any, payload: Any, signature: bytes = b"signature") -> str:
    """Returns something in the form of a token that no library would make."""
    parts = [
        part if isinstance(part, bytes) else json.dumps(part).encode()
        for part in (header, payload, signature)
    ]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def write(directory: Path, *entries: dict[str, Any]) -> OrganizationsSettings:
    """Writes the operator's file; the keys of HERE and ELSEWHERE stand beside it."""
    (directory / "here.json").write_text(
        json.dumps({"keys": [jwk(key.public_key(), kid) for kid, key in KEYS.items()]})
    )
    (directory / "elsewhere.json").write_text(
        json.dumps({"keys": [jwk(OTHER.public_key(), "other")]})
    )
    path = directory / "trusted_issuers.json"
    path.write_text(json.dumps(entries))
    return settings(path)


@pytest.fixture(scope="module")
def issuers(tmp_path_factory: pytest.TempPathFactory) -> TrustedIssuers:
    path = write(
        tmp_path_factory.mktemp("issuers"),
        {"issuer": HERE, "audience": "banyan", "jwks": "here.json"},
        {
            "issuer": ELSEWHERE,
            "audience": "banyan-events",
            "jwks": "elsewhere.json",
            "scopes": {
                "community": ["events.read", "organizations.read"],
                "profile": ["volunteers.read"],
            },
        },
    )
    return TrustedIssuers.read(path)


async def refusal(issuers: TrustedIssuers, credential: str) -> str:
    """Returns the reason for which a credential is refused."""
    with pytest.raises(Unauthenticated) as refused:
        await issuers.identify(credential, NOW)
    if refused.value.reason == "CREDENTIAL_INVALID":
        assert refused.value.message == "The access token is not valid. Sign in again."
    return refused.value.reason


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


class TestExpired:
    @pytest.mark.parametrize("seconds", [0, 1, 3600])
    async def test_says_so(self, issuers: TrustedIssuers, seconds: int) -> None:
        ended = token(claims(exp=int(NOW.timestamp()) - seconds))
        assert await refusal(issuers, ended) == "CREDENTIAL_EXPIRED"

    async def test_says_nothing_to_who_cannot_sign(self, issuers: TrustedIssuers) -> None:
        ended = token(claims(exp=1), key=OTHER)
        assert await refusal(issuers, ended) == "CREDENTIAL_INVALID"


INVALID: dict[str, Callable[[], str]] = {
    "empty": lambda: " ",
    "not a token": lambda: "hello",
    "too few parts": lambda: "a.b",
    "not base64": lambda: "?.?.?",
    "not JSON": lambda: by_hand(b"{", b"{"),
    "header is a list": lambda: by_hand([], claims()),
    "claims are a list": lambda: by_hand({"alg": "EdDSA", "kid": "EdDSA"}, []),
    "claims nested too deep": lambda: by_hand({"alg": "EdDSA"}, b"[" * 3000),
    "header nested too deep": lambda: by_hand(b"[" * 3000, claims()),
    "issuer is a list": lambda: token(claims(iss=[HERE])),
    "foreign issuer": lambda: token(claims(iss="https://evil.example")),
    "issuer with a slash more": lambda: token(claims(iss=HERE + "/")),
    "no issuer": lambda: token(claims(iss=None)),
    "wrong audience": lambda: token(claims(aud="somebody-else")),
    "audience of another issuer": lambda: token(claims(aud="banyan-events")),
    "no audience": lambda: token(claims(aud=None)),
    "no subject": lambda: token(claims(sub=None)),
    "empty subject": lambda: token(claims(sub="")),
    "subject is a number": lambda: token(claims(sub=7)),
    "subject too long": lambda: token(claims(sub="x" * 256)),
    "subject with NUL": lambda: token(claims(sub="a\x00b")),
    "subject with a surrogate": lambda: token(claims(sub="\ud800")),
    "no expiry": lambda: token(claims(exp=None)),
    "expiry is text": lambda: token(claims(exp="9999999999")),
    "expiry is true": lambda: token(claims(exp=True)),
    "expiry is not a number": lambda: token(claims(exp=float("nan"))),
    "expiry is infinite": lambda: token(claims(exp=float("inf"))),
    "expiry beyond the calendar": lambda: token(claims(exp=10**18)),
    "not valid yet": lambda: token(claims(nbf=int(NOW.timestamp()) + 61)),
    "scope is a list": lambda: token(claims(scope=["events.read"])),
    "client is a number": lambda: token(claims(client_id=7)),
    "signed by another": lambda: token(key=OTHER),
    "unknown key": lambda: token(kid="nobody's"),
    "for another purpose": lambda: token(typ="logout+jwt"),
    "an ID token, for us": lambda: token(claims(at_hash="77QmUPtjPfzWtF2AnpK9RQ"), typ="JWT"),
    "an ID token, for the app": lambda: token(claims(aud="calendar", nonce="n"), typ="JWT"),
    "key id is a list": lambda: by_hand({"alg": "EdDSA", "kid": ["EdDSA"]}, claims()),
    "no key id": lambda: jwt.encode(claims(), ED25519, "EdDSA"),
    "key of another issuer": lambda: token(key=OTHER, kid="other"),
    "key of another issuer, as that one": lambda: token(claims(iss=ELSEWHERE, aud="banyan-events")),
    "unknown critical header": lambda: token(crit=["b64"], b64=True),
    "algorithm of another key": lambda: token(key=ED25519, kid="ES256"),
    "no signature": lambda: by_hand({"alg": "EdDSA", "kid": "EdDSA"}, claims(), b""),
    "none": lambda: jwt.encode(claims(), None, "none", headers={"kid": "EdDSA"}),  # type: ignore[arg-type] # no key
    "None, spelt otherwise": lambda: by_hand({"alg": "nOnE", "kid": "EdDSA"}, claims(), b""),
    "public key as a secret": lambda: by_hmac(RSA.public_key(), "RS256"),
    "changed after signing": lambda: changed(token()),
}


def by_hmac(public: Any, kid: str) -> str:
    """Returns a token that a service accepts if it lets the token choose the algorithm."""
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = by_hand({"alg": "HS256", "kid": kid}, claims()).rpartition(".")[0]
    signature = hmac.new(secret, unsigned.encode(), hashlib.sha256).digest()
    return f"{unsigned}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def changed(original: str) -> str:
    header, _, signature = original.split(".")
    _, payload, _ = by_hand({}, claims(sub="somebody else")).split(".")
    return f"{header}.{payload}.{signature}"


class TestInvalid:
    @pytest.mark.parametrize("make", INVALID.values(), ids=INVALID.keys())
    async def test_is_refused_without_a_word_why(
        self, issuers: TrustedIssuers, make: Callable[[], str]
    ) -> None:
        assert await refusal(issuers, make()) == "CREDENTIAL_INVALID"

    async def test_is_refused_by_an_issuer_who_is_not_its_own(self) -> None:
        """Even with the key of that issuer, such as one that serves several tenants."""
        with pytest.raises(Unauthenticated):
            await _issuer().identify(token(claims(iss=ELSEWHERE)), NOW)

    async def test_clocks_may_differ_a_little(self, issuers: TrustedIssuers) -> None:
        soon = int(NOW.timestamp()) + 59
        assert await issuers.identify(token(claims(nbf=soon, iat=soon)), NOW)


_SIGNED = token()


@given(st.text(max_size=200))
async def test_no_text_is_a_credential(text: str) -> None:
    with pytest.raises(Unauthenticated):
        await TrustedIssuers({}).identify(text, NOW)


@given(st.integers(0, len(_SIGNED) - 1), st.sampled_from("ABCabc019-_.= \n\x00é"))
async def test_no_token_survives_a_change(position: int, character: str) -> None:
    forged = _SIGNED[:position] + character + _SIGNED[position + 1 :]
    issuers = TrustedIssuers({HERE: _issuer()})
    try:
        identity = await issuers.identify(forged, NOW)
    except Unauthenticated:
        return
    assert forged == _SIGNED
    assert identity.subject == "lin"


def _issuer() -> TokenIssuer:
    keys = FixedKeys(HERE, {"keys": [jwk(ED25519.public_key(), "EdDSA")]})
    return TokenIssuer(HERE, frozenset({"banyan"}), {}, keys)


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
