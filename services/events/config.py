"""Configuration of the events service, read from the environment like that of every service."""

from typing import Annotated

from pydantic import Field

from services.kit.config import ServiceSettings


class EventsSettings(ServiceSettings):
    """What events is told from outside, beside what every service is."""

    offer_seconds: Annotated[float, Field(gt=0, le=7 * 24 * 3600)] = Field(
        12 * 3600, description="for how long an offered place is held where the shift does not say"
    )
    volunteers_target: str = Field(description="host:port of volunteers, who knows people's ages")
