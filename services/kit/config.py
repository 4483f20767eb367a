"""Configuration of a service, read from the environment: BANYAN_DATABASE_URL and so on."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

PREFIX = "BANYAN_"
S = TypeVar("S", bound=BaseSettings)
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


def address(listen: str) -> tuple[str, int]:
    """Returns the host and the port of "host:port"; an IPv6 address stands in brackets.

    Raises:
        ValueError: It is not of that form.
    """
    host, _, port = listen.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 1 << 16):
        raise ValueError("must be host:port, such as 127.0.0.1:9000")
    return host.strip("[]"), int(port)


def _address_or_nothing(listen: str) -> str:
    if listen:
        address(listen)
    return listen


MetricsListen = Annotated[
    str,
    AfterValidator(_address_or_nothing),
    Field(description="host:port for metrics; port 0 takes a free one; empty for none"),
]


class ServiceSettings(BaseSettings):
    """What every service is told from outside. Durations are in seconds."""

    # The URLs hold passwords, which neither an error nor a description of the settings shows.
    model_config = SettingsConfigDict(env_prefix=PREFIX, hide_input_in_errors=True)

    database_url: str = Field(
        description="postgresql://user:password@host:port/database", repr=False
    )
    nats_url: str = Field("nats://127.0.0.1:4222", repr=False)
    listen: str = Field("127.0.0.1:0", description="host:port for gRPC; port 0 takes a free one")
    passport_jwks: Path = Field(description="the public keys that sign passports (RFC 7517)")
    metrics_listen: MetricsListen = ""
    log_level: str = "INFO"

    database_pool_size: Count = 10
    lock_timeout: Positive = 2.0
    statement_timeout: Positive = 4.0
    maximum_concurrent_rpcs: Count = 500
    answer_retention: Positive = 24 * 3600

    relay_poll: Positive = 1.0
    ack_wait: Positive = Field(
        30.0, description="time after which an unanswered notice comes again"
    )
    redelivery_delays: tuple[Positive, ...] = Field((1, 5, 30, 60, 300), min_length=1)
    handler_attempts: Count = Field(8, description="errors of a handler before a dead letter")
    stream_replicas: Count = 1
    stream_max_bytes: int = 1024**3

    drain: NotNegative = Field(0.0, description="time between NOT_SERVING and the end of listening")
    grace: NotNegative = Field(20.0, description="time that running RPCs get to finish")


def from_environment(settings: type[S]) -> S:
    """Reads the configuration of a process from the environment.

    Raises:
        SystemExit: Something is missing or wrong; a line for each says which variable.
    """
    try:
        return settings()
    except ValidationError as error:
        problems = [
            f"{PREFIX}{str(each['loc'][0]).upper()}: {each['msg']}"
            for each in error.errors(include_url=False, include_input=False)
        ]
    except SettingsError as error:
        field = str(error).split('"')[1]
        problems = [f"{PREFIX}{field.upper()}: must be JSON, such as [1, 5]"]
    raise SystemExit("\n".join(problems))
