"""Configuration of the organizations service."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from services.kit.calls.revocations import LONGEST_LIFETIME
from services.kit.process.config import SecuredTarget, ServiceSettings
from services.kit.process.kinds import COMMAS, Count, Network, Positive, ReadableFile


class OrganizationsSettings(ServiceSettings):
    """The settings of organizations, in addition to those of every service. Durations are in seconds."""

    passport_private_key: ReadableFile = Field(
        description="a PEM file with the Ed25519 key that signs passports"
    )
    passport_lifetime: Count = Field(
        300,
        le=int(LONGEST_LIFETIME.total_seconds()),
        description="seconds that a passport is valid, 3600 at most: services remember ended roles "
        "for so long",
    )
    trusted_issuers: ReadableFile = Field(
        description="a JSON file of the trusted OpenID providers; see passports/issuers.py"
    )
    issuer_keys_renewal: Positive = Field(
        600.0, description="seconds between two refreshes of an issuer's keys"
    )
    issuer_keys_pause: Positive = Field(
        5.0, description="minimum seconds between two requests to an issuer"
    )
    issuer_keys_retention: Positive = Field(
        24 * 3600.0,
        description="seconds that cached keys stay valid while their issuer is unreachable",
    )
    administrators: str = Field(
        "",
        description="the platform's administrators as issuer|subject, separated by commas or "
        "newlines",
    )
    volunteers_target: SecuredTarget = Field(
        description="host:port of the volunteers service, which knows who has registered"
    )
    invitation_url: str = Field(
        "http://127.0.0.1:8000/join#{token}",
        description="the page that an invitation link opens; {token} is in the fragment, so no "
        "server sees it",
    )
    claim_url: str = Field(
        "http://127.0.0.1:8000/claim#{token}",
        description="the page on which a person who was entered by hand claims their record; {token} "
        "is in the fragment",
    )

    membership_notice_days: Count = Field(
        30,
        description="days before the end of a membership that ends by itself from which on it is told and shown as near",
    )
    sign_sharing_days: Count = Field(
        7,
        description="days after which a sign that a group shows is shared with its mentor and the organization that "
        "cultivates it, if it still shows it",
    )
    second_look_days: Count = Field(
        30, description="days after a decision within which a group can ask for a second look at it"
    )
    app_key_pepper: ReadableFile | None = Field(
        None,
        description="a file with the secret with which the keys of apps are hashed, 32 bytes or more; "
        "without it no app has a key",
    )
    app_key_former_pepper: ReadableFile | None = Field(
        None,
        description="a file with the secret before; a key that is used moves to the new one",
    )
    app_key_kind: Literal["live", "test"] = Field(
        "live",
        description="what keys of apps say they are for: live or test; those of the other kind do not work",
    )

    webhook_key: ReadableFile | None = Field(
        None,
        description="a file with the secret from which the secrets of webhook endpoints follow, 32 bytes or more; "
        "without it no webhooks are sent",
    )
    webhook_former_key: ReadableFile | None = Field(
        None,
        description="a file with that secret before; endpoints go on with it until their secret is changed",
    )
    webhook_networks: Annotated[tuple[Network, ...], *COMMAS] = Field(
        (),
        description="networks besides the public internet to which webhooks are sent, without encryption too, such as "
        "127.0.0.0/8; for development",
    )
    webhook_senders: Annotated[int, Field(ge=0)] = Field(
        8,
        description="how many webhooks this process sends at once; 0 leaves it to other processes",
    )

    import_processes: Count = Field(
        2, description="how many files of imports are read and planned at once, each in a process"
    )
    import_memory: Count = Field(
        512 * 1024**2, description="bytes of memory that planning one import may take"
    )

    @field_validator("invitation_url", "claim_url")
    @classmethod
    def _refuse_without_token(cls, value: str) -> str:
        if value.count("{token}") != 1:
            raise ValueError("must contain {token} exactly once, where the token goes")
        return value

    @field_validator("administrators")
    @classmethod
    def _refuse_incomplete(cls, value: str) -> str:
        if not all(issuer and subject for issuer, subject in _pairs(value)):
            raise ValueError("must list administrators as issuer|subject")
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
