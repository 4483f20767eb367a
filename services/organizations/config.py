"""Configuration of the organizations service."""

from pathlib import Path

from pydantic import Field, field_validator

from services.kit.config import Count, Positive, ServiceSettings


class OrganizationsSettings(ServiceSettings):
    """What organizations is told beside what every service is told. Durations are in seconds."""

    passport_private_key: Path = Field(description="the Ed25519 key that signs passports, as PEM")
    passport_lifetime: Count = Field(300, description="how long a passport is valid")
    trusted_issuers: Path = Field(description="whose credentials count; see issuers.py")
    issuer_keys_renewal: Positive = Field(600.0, description="time between two looks at the keys")
    issuer_keys_pause: Positive = Field(5.0, description="time for which an issuer is left alone")
    issuer_keys_retention: Positive = Field(
        24 * 3600.0, description="time for which keys serve while their issuer is away"
    )
    administrators: str = Field(
        "", description="who administers the platform: issuer|subject, separated by commas or lines"
    )
    invitation_url: str = Field(
        "http://127.0.0.1:8000/join#{token}",
        description="the page that greets the invited; {token} in the fragment reaches no server",
    )

    @field_validator("invitation_url")
    @classmethod
    def _refuse_without_token(cls, value: str) -> str:
        if value.count("{token}") != 1:
            raise ValueError("write {token} where the token is to stand, once")
        return value

    @field_validator("administrators")
    @classmethod
    def _refuse_incomplete(cls, value: str) -> str:
        if not all(issuer and subject for issuer, subject in _pairs(value)):
            raise ValueError("write each administrator as issuer|subject")
        return value

    @property
    def administrator_identities(self) -> frozenset[tuple[str, str]]:
        """The administrators, each as issuer and subject."""
        return _pairs(self.administrators)


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    entries = (entry.strip() for entry in text.replace("\n", ",").split(","))
    # A subject may hold a bar; an issuer, which is a URL, holds none.
    parts = (entry.partition("|") for entry in entries if entry)
    return frozenset((issuer, subject) for issuer, _, subject in parts)
