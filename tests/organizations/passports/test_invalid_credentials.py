"""Credentials that are no good: forged, expired, foreign or broken."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Unauthenticated
from services.organizations.passports.issuer_keys import FixedKeys
from services.organizations.passports.issuers import TrustedIssuers
from services.organizations.passports.tokens import TokenIssuer
from tests.oidc import jwk
from tests.organizations.passports.tokens import (
    ED25519,
    ELSEWHERE,
    HERE,
    NOW,
    OTHER,
    RSA,
    claims,
    token,
)


def by_hand(header: Any, payload: Any, signature: bytes = b"signature") -> str:
    """Returns something in the form of a token that no library would make."""
    parts = [
        part if isinstance(part, bytes) else json.dumps(part).encode()
        for part in (header, payload, signature)
    ]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


async def refusal(issuers: TrustedIssuers, credential: str) -> str:
    """Returns the reason for which a credential is refused."""
    with pytest.raises(Unauthenticated) as refused:
        await issuers.identify(credential, NOW)
    if refused.value.reason == "CREDENTIAL_INVALID":
        assert refused.value.message == "The access token is not valid. Sign in again."
    return refused.value.reason


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
