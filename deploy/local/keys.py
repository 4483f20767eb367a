"""Signing keys for development: Ed25519 pairs, made once and kept in the state directory."""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from deploy.local.files import write_private


@dataclass(frozen=True)
class KeyPair:
    """A private key in a PEM file, and its public part in a JWK set (RFC 7517, RFC 8037)."""

    private_key: Path
    jwks: Path
    key_id: str

    @classmethod
    def kept(cls, directory: Path, name: str) -> "KeyPair":
        """Returns the pair of that name in the directory, made when it is first asked for."""
        path = directory / f"{name}.pem"
        if not path.exists():
            pem = Ed25519PrivateKey.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            )
            write_private(path, pem.decode())
        jwk = _public_jwk(_load(path))
        jwks = directory / f"{name}.jwks.json"
        write_private(jwks, json.dumps({"keys": [jwk]}, indent=2))
        return cls(path, jwks, jwk["kid"])

    def load(self) -> Ed25519PrivateKey:
        """Returns the private key."""
        return _load(self.private_key)


def _load(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds another kind of key than Ed25519")
    return key


def _public_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """Returns the public key as a JWK whose id is its thumbprint (RFC 7638)."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    required = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    canonical = json.dumps(required, separators=(",", ":"), sort_keys=True)
    thumbprint = _base64url(hashlib.sha256(canonical.encode()).digest())
    return {**required, "kid": thumbprint, "alg": "EdDSA", "use": "sig"}


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
