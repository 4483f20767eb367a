"""Configuration of a service, read from the environment: BANYAN_DATABASE_URL and so on."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What every service is told from outside. Durations are in seconds."""

    model_config = SettingsConfigDict(env_prefix="BANYAN_")

    database_url: str = Field(description="postgresql://user:password@host:port/database")
    nats_url: str = "nats://127.0.0.1:4222"
    listen: str = Field("127.0.0.1:0", description="host:port for gRPC; port 0 takes a free one")
    passport_jwks: Path = Field(description="the public keys that sign passports (RFC 7517)")
    log_level: str = "INFO"

    database_pool_size: int = 10
    lock_timeout: float = 2.0
    statement_timeout: float = 4.0
    maximum_concurrent_rpcs: int = 500
    answer_retention: float = 24 * 3600

    relay_poll: float = 1.0
    ack_wait: float = Field(30.0, description="time after which an unanswered notice comes again")
    redelivery_delays: tuple[float, ...] = (1, 5, 30, 60, 300)
    handler_attempts: int = Field(8, description="errors of a handler before a dead letter")
    stream_replicas: int = 1
    stream_max_bytes: int = 1024**3

    drain: float = Field(0.0, description="time between NOT_SERVING and the end of listening")
    grace: float = Field(20.0, description="time that running RPCs get to finish")
