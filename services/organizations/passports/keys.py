"""The key that signs passports."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from services.kit.calls.passport import read_key_set
from services.kit.process.environment import ConfigurationError, variable


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that signs passports.

    Attributes:
        key: The private key.
        key_id: What the services know its public part by.
    """

    key: Ed25519PrivateKey
    key_id: str

    @classmethod
    def read(cls, private_key: Path, jwks: Path) -> "SigningKey":
        """Returns the key of a PEM file, named as in the key set that the services verify with.

        Raises:
            ConfigurationError: It is not an Ed25519 key, or the key set lacks its public part.
        """
        try:
            key = load_pem_private_key(private_key.read_bytes(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise ConfigurationError(
                "passport_private_key", "must name a PEM file with an Ed25519 private key"
            )
        public = key.public_key()
        for known in read_key_set(jwks).keys:
            if isinstance(known.key, Ed25519PublicKey) and known.key == public and known.key_id:
                return cls(key, known.key_id)
        raise ConfigurationError(
            "passport_jwks",
            f"must contain the public part of {variable('passport_private_key')}, with a key ID",
        )
