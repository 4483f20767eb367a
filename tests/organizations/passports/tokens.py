"""Access tokens of issuers, for the tests about credentials."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.organizations.config import OrganizationsSettings
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
