"""A desk that issues and verifies passports, for the tests about them."""

import base64
import json
from typing import Any

import jwt
import pytest
from hypothesis import strategies as st

from services.kit.calls.passport import (
    PassportVerifier,
)
from services.kit.errors import Unauthenticated
from services.kit.process.ids import uuid7
from tests.kit.clocks import ManualClock
from tests.passports import KEY_ID, PassportOffice

PERSON = uuid7()


class Desk:
    """Signs what no office would sign, and verifies it.

    Attributes:
        clock: The clock of the verifier.
        verifier: The verifier.
    """

    def __init__(self, office: PassportOffice) -> None:
        self.office = office
        self.clock = ManualClock()
        self.verifier = PassportVerifier(office.jwks, self.clock, "notes")

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Returns the claims of a good passport, but for the changes; None takes a claim away."""
        now = int(self.clock.now().timestamp())
        good: dict[str, Any] = {
            "iss": "banyan",
            "aud": "banyan-services",
            "sub": "issuer|subject",
            "iat": now,
            "exp": now + 300,
            "client_id": "app",
            "scope": "notes.read notes.write",
            "platform_roles": [],
            "roles": {},
            "has_more_roles": False,
            "person_id": str(PERSON),
        }
        return {name: value for name, value in (good | changes).items() if value is not None}

    def token(
        self, key: Any = None, algorithm: str = "EdDSA", kid: Any = KEY_ID, **changes: Any
    ) -> str:
        """Returns a signed token with those claims."""
        header = {} if kid is None else {"kid": kid}
        signer = self.office.key if key is None else key
        return jwt.encode(self.claims(**changes), signer, algorithm=algorithm, headers=header)

    def refusal(self, token: str) -> str:
        """Returns the reason for which a token is refused."""
        with pytest.raises(Unauthenticated) as refused:
            self.verifier.verify(token)
        return refused.value.reason


def part(value: object) -> str:
    return encoded(json.dumps(value).encode())


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def without_algorithm(desk: Desk) -> str:
    return f"{part({'alg': 'none', 'kid': KEY_ID})}.{part(desk.claims())}."


roles = st.dictionaries(st.uuids(), st.frozensets(st.sampled_from(["OWNER", "LEADER"])), max_size=3)
