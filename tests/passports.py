"""Passports for tests, signed with a key that the services under test trust."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import OKPAlgorithm

from services.kit.calls.passport import APP_PRINCIPAL, Caller, sign
from services.kit.process.ids import uuid7
from services.organizations.passports.credentials import SCOPES

KEY_ID = "test"
LIFETIME = timedelta(days=60)  # longer than any test moves a clock
EVERY_SCOPE = SCOPES
READING = frozenset(scope for scope in EVERY_SCOPE if scope.endswith(".read"))


class PassportOffice:
    """Signs passports, and keeps the files that services are configured with.

    Attributes:
        jwks: The file with the public key.
        private_key: The file with the private key, for the organizations service.
        image_key: The file with the secret that signs uploads.
        app_key_pepper: The file with the secret with which keys of apps are hashed.
        calendar_key: The file with the secret from which the addresses of personal calendars are made.
        webhook_key: The file with the secret from which those of webhook endpoints follow.
        image_store: Where images are.
    """

    def __init__(self, directory: Path) -> None:
        self.key = Ed25519PrivateKey.generate()
        public = json.loads(OKPAlgorithm.to_jwk(self.key.public_key()))
        self.jwks = directory / "passport.jwks.json"
        self.jwks.write_text(json.dumps({"keys": [public | {"kid": KEY_ID, "alg": "EdDSA"}]}))
        self.private_key = directory / "passport.pem"
        self.private_key.write_bytes(
            self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        self.image_key = directory / "images.secret"
        self.image_key.write_text(token_hex(32))
        self.app_key_pepper = directory / "app-keys.secret"
        self.app_key_pepper.write_text(token_hex(32))
        self.calendar_key = directory / "calendars.secret"
        self.calendar_key.write_text(token_hex(32))
        self.webhook_key = directory / "webhooks.secret"
        self.webhook_key.write_text(token_hex(32))
        self.image_store = directory / "images"
        self.image_store.mkdir()

    def anonymous(self) -> str:
        """Returns the passport of nobody in particular."""
        return self._sign(Caller("anonymous", scopes=READING))

    def person(
        self,
        person_id: UUID | None = None,
        *,
        roles: Mapping[UUID, Iterable[str]] | None = None,
        has_more_roles: bool = False,
        admin: bool = False,
        suspended: bool = False,
        scopes: Iterable[str] = EVERY_SCOPE,
        client_id: str = "tests",
        lifetime: timedelta = LIFETIME,
    ) -> str:
        """Returns the passport of a person, new unless given.

        No passport lists plain memberships. Tests write them to the table that the service asks.
        """
        held = {key: frozenset(names) for key, names in (roles or {}).items() if names}
        assert not any("MEMBER" in names for names in held.values())
        person_id = person_id or uuid7()
        caller = Caller(
            principal_id=f"test|{person_id}",
            person_id=person_id,
            client_id=client_id,
            platform_roles=frozenset({"ADMIN"} if admin else ()),
            roles=held,
            has_more_roles=has_more_roles,
            is_suspended=suspended,
            scopes=frozenset(scopes),
        )
        return self._sign(caller, lifetime)

    def app(self, app_id: UUID, organization_id: UUID, role: str, scopes: Iterable[str]) -> str:
        """Returns the passport of an app that calls with a key."""
        caller = Caller(
            principal_id=f"{APP_PRINCIPAL}{app_id}",
            roles={organization_id: frozenset({role})},
            scopes=frozenset(scopes),
            app_id=app_id,
            key_id=uuid7(),
        )
        return self._sign(caller)

    def _sign(self, caller: Caller, lifetime: timedelta = LIFETIME) -> str:
        now = datetime.now(UTC)
        return sign(caller, key=self.key, key_id=KEY_ID, issued=now, expires=now + lifetime)
