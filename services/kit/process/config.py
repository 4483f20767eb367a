"""The settings of processes: what each variable of the environment says (`services.kit.process.environment` reads them)."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.kit.process.environment import PREFIX
from services.kit.process.kinds import (
    COMMAS,
    Count,
    DatabaseUrl,
    Listen,
    LogLevel,
    NatsUrl,
    NotNegative,
    OptionalListen,
    Positive,
    ReadableFile,
    StorePlace,
    Target,
)
from services.kit.process.places import (
    bus_is_elsewhere,
    database_is_elsewhere,
    target_is_elsewhere,
)

LOG_LEVELS = "what is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL, and what is worse"
NATS_URLS = "nats://user:password@host:port, or tls://, of one server or of several"
# The URLs contain passwords, so neither errors nor descriptions of the settings show them.
FROM_ENVIRONMENT = SettingsConfigDict(env_prefix=PREFIX, hide_input_in_errors=True)
TRAIL_KEPT = timedelta(days=2 * 365)


_UNLESS = "or set BANYAN_INSECURE=true where the network encrypts by itself"
_TLS_VARIABLES = "BANYAN_TLS_CERTIFICATE, BANYAN_TLS_KEY and BANYAN_TLS_AUTHORITIES"


def _must_be_secure(info: ValidationInfo) -> bool:
    """Returns whether connections to other machines must be encrypted; not if that setting is itself wrong."""
    return info.data.get("insecure") is False


def _secured_database(value: str, info: ValidationInfo) -> str:
    if _must_be_secure(info) and database_is_elsewhere(value):
        options = parse_qs(urlsplit(value).query)
        if options.get("sslmode") != ["verify-full"] or "sslrootcert" not in options:
            raise ValueError(
                "names a database on another machine and must say"
                f" ?sslmode=verify-full&sslrootcert=FILE, {_UNLESS}"
            )
    return value


def _secured_bus(value: str, info: ValidationInfo) -> str:
    is_plain = not all(each.strip().startswith("tls://") for each in value.split(","))
    if _must_be_secure(info) and is_plain and bus_is_elsewhere(value):
        raise ValueError(f"names another machine and must begin with tls://, {_UNLESS}")
    return value


def _secured(value: str, info: ValidationInfo) -> str:
    has_none = info.data.get("tls_certificate", True) is None
    if _must_be_secure(info) and has_none and target_is_elsewhere(value):
        raise ValueError(f"reaches beyond this machine: set {_TLS_VARIABLES}, {_UNLESS}")
    return value


SecuredDatabaseUrl = Annotated[DatabaseUrl, AfterValidator(_secured_database)]
SecuredNatsUrl = Annotated[NatsUrl, AfterValidator(_secured_bus)]
SecuredTarget = Annotated[Target, AfterValidator(_secured)]
SecuredListen = Annotated[Listen, AfterValidator(_secured)]


def _all_or_none(value: Path | None, info: ValidationInfo) -> Path | None:
    others = [info.data.get(name, value) for name in ("tls_certificate", "tls_key")]
    if any((each is None) != (value is None) for each in others):
        raise ValueError("must be set together with BANYAN_TLS_CERTIFICATE and BANYAN_TLS_KEY")
    return value


class ConnectionSettings(BaseSettings):
    """What is said of connections to other machines. It comes first: the addresses are held against it."""

    model_config = FROM_ENVIRONMENT

    insecure: bool = Field(
        False,
        description="lets connections to other machines be unencrypted, as where a service mesh encrypts them",
    )


class TlsSettings(ConnectionSettings):
    """The certificates with which processes know each other. All three are set, or none."""

    tls_certificate: ReadableFile | None = Field(
        None, description="a PEM file with the certificate of this process"
    )
    tls_key: ReadableFile | None = Field(None, description="a PEM file with its private key")
    tls_authorities: Annotated[ReadableFile | None, AfterValidator(_all_or_none)] = Field(
        None,
        validate_default=True,
        description="a PEM file with the authorities that sign the certificates of all processes",
    )


class DatabaseSettings(ConnectionSettings):
    """The settings of units of work, which are all that a command on the data needs. Durations are in seconds."""

    database_url: SecuredDatabaseUrl = Field(
        description="postgresql://user:password@host:port/database", repr=False
    )
    log_level: LogLevel = Field("INFO", description=LOG_LEVELS)

    database_pool_size: Count = Field(
        10,
        description="connections for requests, and twice as many at most; background work has as many of its own",
    )
    database_pooled: bool = Field(
        False,
        description="whether a pooler in transaction mode, such as PgBouncer, stands before the database; `migrate`, which"
        " has to connect past it, then gives the time limits to the role",
    )
    lock_timeout: Positive = Field(2.0, description="seconds that a statement waits for a lock")
    statement_timeout: Positive = Field(4.0, description="seconds that a statement may take")

    metrics_listen: OptionalListen = Field(
        "", description="host:port for metrics; port 0 picks a free port; empty disables metrics"
    )
    audit_retention: Positive = Field(
        TRAIL_KEPT.total_seconds(), description="seconds that the audit trail is kept"
    )
    change_budget: Count = Field(
        6000, description="rows that a principal may change per BANYAN_BUDGET_SECONDS"
    )
    byte_budget: Count = Field(
        16 * 1024**2, description="bytes that a principal may announce per BANYAN_BUDGET_SECONDS"
    )
    budget_seconds: Positive = Field(
        600.0, description="seconds after which such a budget is full again"
    )


class ImageSettings(BaseSettings):
    """The settings of images, which gateway and services share. Without them nobody can upload any."""

    model_config = FROM_ENVIRONMENT

    image_key: ReadableFile | None = Field(
        None, description="a file with the secret that signs uploads, 32 bytes or more"
    )
    image_store: StorePlace = Field(
        "", description="where images are kept: a directory, or s3://bucket/folder"
    )

    @model_validator(mode="after")
    def _refuse_half(self) -> Self:
        if (self.image_key is None) != (not self.image_store):
            raise ValueError("must be set together with BANYAN_IMAGE_STORE, or neither")
        return self


class ServiceSettings(DatabaseSettings, ImageSettings, TlsSettings):
    """The settings that every service has. Durations are in seconds."""

    nats_url: SecuredNatsUrl = Field("nats://127.0.0.1:4222", repr=False, description=NATS_URLS)
    listen: SecuredListen = Field(
        "127.0.0.1:0", description="host:port for gRPC; port 0 picks a free port"
    )
    tls_callers: Annotated[tuple[str, ...], *COMMAS] = Field(
        (),
        description="names of the certificates whose processes may call; empty for all that the authorities"
        " have signed",
    )
    probe_listen: OptionalListen = Field(
        "",
        description="host:port for probes that speak no TLS, such as those of Kubernetes: it answers nothing"
        " but gRPC health; empty for none",
    )
    reflection: bool = Field(
        False,
        description="whether the service tells every caller its contract, by gRPC reflection, for tools such"
        " as grpcurl",
    )
    passport_jwks: ReadableFile = Field(
        description="a file with the public keys that verify passports, as a key set (RFC 7517)"
    )
    passport_unheard: Positive = Field(
        10.0,
        description="seconds that a passport is accepted while the bus is away, and ended roles "
        "cannot be heard of",
    )

    maximum_concurrent_rpcs: Count = Field(
        500, description="calls at once; those beyond are refused"
    )
    answer_retention: Positive = Field(
        24 * 3600, description="seconds that a change can be repeated with its request ID"
    )
    audit_sealing: Positive = Field(
        5.0, description="seconds until new entries of the audit trail are sealed"
    )
    dead_letter_retention: Positive = Field(
        30 * 24 * 3600.0, description="seconds that a notice is kept that could not be handled"
    )

    relay_poll: Positive = Field(
        1.0, description="seconds between two looks at the outbox, besides those after a commit"
    )
    ack_wait: Positive = Field(
        30.0, description="seconds until an unacknowledged notice is redelivered"
    )
    redelivery_delays: Annotated[tuple[Positive, ...], *COMMAS] = Field(
        (1, 5, 30, 60, 300),
        min_length=1,
        description="seconds until a notice is handled again that failed once, twice and so on",
    )
    handler_attempts: Count = Field(
        8, description="errors of a handler before the notice becomes a dead letter"
    )
    stream_replicas: Count = Field(
        1, description="NATS servers that keep the stream: 1, or 3 in a cluster"
    )
    stream_max_bytes: Count = Field(
        1024**3, description="bytes that the stream may take; beyond, notices wait in the outbox"
    )
    stream_tail: Positive = Field(
        3600.0,
        description="seconds that notices stay in the stream after everyone has handled them",
    )

    drain: NotNegative = Field(
        0.0, description="seconds between NOT_SERVING and the end of listening"
    )
    grace: NotNegative = Field(20.0, description="seconds that running RPCs get to finish")
