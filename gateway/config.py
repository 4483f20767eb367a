"""Configuration of the gateway, read from the environment: BANYAN_LISTEN, BANYAN_GRAPHIQL and so on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic import Field, create_model
from pydantic_settings import BaseSettings

from gateway.backend.allowances import Allowances
from gateway.backend.backend import Bounds
from gateway.transport.settings import TransportSettings
from services.catalogue import SERVICES
from services.kit.process.config import (
    FROM_ENVIRONMENT,
    LOG_LEVELS,
    NATS_URLS,
    ImageSettings,
    SecuredNatsUrl,
    SecuredTarget,
    TlsSettings,
)
from services.kit.process.environment import from_environment
from services.kit.process.kinds import (
    Count,
    Listen,
    LogLevel,
    OptionalListen,
    WebAddress,
    address,
)


class GatewaySettings(ImageSettings, TlsSettings):
    """The settings of the process. Transport and limits have classes of their own.

    The targets of the services are added to them. What it listens on is plain HTTP: a proxy ends the TLS of clients.
    """

    listen: Listen = Field(
        "127.0.0.1:8000", description="host:port for HTTP; port 0 picks a free port"
    )
    nats_url: SecuredNatsUrl = Field("nats://127.0.0.1:4222", repr=False, description=NATS_URLS)
    budget_copies: Count = Field(
        1, description="NATS servers that keep what callers have spent: 1, or 3 in a cluster"
    )
    metrics_listen: OptionalListen = Field(
        "", description="host:port for metrics; port 0 picks a free port; empty disables metrics"
    )
    log_level: LogLevel = Field("INFO", description=LOG_LEVELS)
    image_url: WebAddress = Field(
        "http://127.0.0.1:8000/images", description="where browsers find `/images` of this gateway"
    )
    image_processes: Count = Field(1, description="how many images are made at once")
    image_memory: Count = Field(
        512 * 1024**2, description="bytes of memory that making one image may take"
    )

    @property
    def address(self) -> tuple[str, int]:
        """The host and the port to listen on."""
        return address(self.listen)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that an operator sets.

    Attributes:
        process: The settings of the process.
        targets: The gRPC target of each service, by name.
        transport: How GraphQL is carried.
        bounds: The limits of an operation.
        allowances: How much callers may ask for.
    """

    process: GatewaySettings
    targets: Mapping[str, str]
    transport: TransportSettings
    bounds: Bounds
    allowances: Allowances


def read() -> Configuration:
    """Reads the configuration from the environment.

    Raises:
        SystemExit: A setting is missing or wrong. The text has one line for each variable.
    """
    process, transport, bounds, allowances = from_environment(*models())
    assert isinstance(process, GatewaySettings)  # noqa: S101
    return Configuration(
        process,
        {entry.name: getattr(process, entry.target_setting) for entry in SERVICES},
        TransportSettings(**transport.model_dump()),
        Bounds(**bounds.model_dump()),
        Allowances(**allowances.model_dump()),
    )


def models() -> tuple[type[BaseSettings], ...]:
    """Returns the classes of all settings of the process."""
    defaults = {entry.target_setting: f"127.0.0.1:{entry.port}" for entry in SERVICES}
    about = "host:port of this service, or dns:///host:port of all its replicas"
    targets = {
        name: (SecuredTarget, Field(default, description=about))
        for name, default in defaults.items()
    }
    return (
        _model("GatewaySettings", targets, GatewaySettings),
        _model_of(TransportSettings),
        _model_of(Bounds),
        _model_of(Allowances),
    )


def _model_of(settings: type[Any]) -> type[BaseSettings]:
    """Returns the settings that have the fields of a data class."""
    return _model(
        settings.__name__, {each.name: (each.type, each.default) for each in fields(settings)}
    )


def _model(
    name: str, known: Mapping[str, Any], base: type[BaseSettings] = BaseSettings
) -> type[BaseSettings]:
    model = create_model(name, __base__=base, **known)
    model.model_config |= FROM_ENVIRONMENT
    return model
