"""The organizations service as an operator configures it, without anything to run it on."""

import json
from pathlib import Path
from typing import Any

from services.organizations.config import OrganizationsSettings
from services.organizations.passports.issuers import TrustedIssuers


def settings(trusted_issuers: Path, **values: Any) -> OrganizationsSettings:
    """Returns the configuration that names a file of issuers."""
    unused = Path(__file__)
    return OrganizationsSettings(
        database_url="postgresql://127.0.0.1/unused",
        passport_jwks=unused,
        passport_private_key=unused,
        trusted_issuers=trusted_issuers,
        volunteers_target="127.0.0.1:1",
        **values,
    )


def trusting(directory: Path, *entries: dict[str, Any], **values: Any) -> TrustedIssuers:
    """Returns the issuers of a file with these entries."""
    path = directory / "trusted_issuers.json"
    path.write_text(json.dumps(entries))
    return TrustedIssuers.read(settings(path, **values))
