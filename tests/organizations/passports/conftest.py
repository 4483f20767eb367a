"""What the tests about passports share."""

import pytest

from services.organizations.passports.issuers import TrustedIssuers
from tests.organizations.passports.tokens import ELSEWHERE, HERE, write


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
