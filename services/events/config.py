"""Configuration of the events service, read from the environment like that of every service."""

from pydantic import Field

from services.kit.config import ServiceSettings


class EventsSettings(ServiceSettings):
    """What events is told from outside, beside what every service is."""

    volunteers_target: str = Field(description="host:port of volunteers, who knows people's ages")
