"""Configuration of the events service, read from the environment like that of every service."""

from typing import Annotated

from pydantic import Field

from services.kit.process.config import SecuredTarget, ServiceSettings
from services.kit.process.kinds import ReadableFile


class EventsSettings(ServiceSettings):
    """The settings of the events service, in addition to those of every service."""

    offer_seconds: Annotated[float, Field(gt=0, le=7 * 24 * 3600)] = Field(
        12 * 3600,
        description="seconds that an offered place is held, unless the shift says otherwise",
    )
    calendar_key: ReadableFile | None = Field(
        None,
        description="a file with the secret from which the addresses of personal calendars are made, 32 bytes or more;"
        " without it nobody gets one",
    )
    volunteers_target: SecuredTarget = Field(
        description="host:port of the volunteers service, which checks ages"
    )
