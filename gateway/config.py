"""Configuration of the gateway, read from the environment: BANYAN_LISTEN, BANYAN_GRAPHIQL and so on."""

from dataclasses import fields
from typing import Any

from pydantic import Field, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway.context import Bounds
from gateway.settings import TransportSettings
from services.kit.config import PREFIX, MetricsListen, address, from_environment

# The URL of NATS holds a password, which neither an error nor a description of the settings shows.
_FROM_ENVIRONMENT = SettingsConfigDict(env_prefix=PREFIX, hide_input_in_errors=True)


class GatewaySettings(BaseSettings):
    """What the gateway is told from outside, beside how GraphQL is carried and what it may cost."""

    model_config = _FROM_ENVIRONMENT

    listen: str = Field("127.0.0.1:8000", description="host:port for HTTP; port 0 takes a free one")
    volunteers_target: str = Field("127.0.0.1:8001", description="where the service listens")
    organizations_target: str = Field("127.0.0.1:8002", description="where the service listens")
    events_target: str = Field("127.0.0.1:8003", description="where the service listens")
    nats_url: str = Field("nats://127.0.0.1:4222", repr=False)
    metrics_listen: MetricsListen = ""
    log_level: str = "INFO"

    @property
    def targets(self) -> dict[str, str]:
        """Where each service listens."""
        return {
            "volunteers": self.volunteers_target,
            "organizations": self.organizations_target,
            "events": self.events_target,
        }

    @property
    def address(self) -> tuple[str, int]:
        """The host and the port to listen on."""
        return address(self.listen)


def transport_settings() -> TransportSettings:
    """Returns how GraphQL is carried, as the environment says: BANYAN_MAX_DEPTH and so on."""
    return TransportSettings(**_read(TransportSettings))


def bounds() -> Bounds:
    """Returns what an operation may cost, as the environment says: BANYAN_MAX_CALLS and so on."""
    return Bounds(**_read(Bounds))


def _read(settings: type[Any]) -> dict[str, Any]:
    """Returns the values of a class of settings, each from a variable of its name or by default."""
    known: dict[str, Any] = {field.name: (field.type, field.default) for field in fields(settings)}
    model = create_model(settings.__name__, __base__=BaseSettings, **known)
    model.model_config |= _FROM_ENVIRONMENT
    return from_environment(model).model_dump()
