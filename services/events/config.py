"""Configuration of the events service, read from the environment like that of every service."""

from typing import Annotated

from pydantic import Field

from services.kit.process.config import SecuredTarget, ServiceSettings
from services.kit.process.kinds import COMMAS, Count, Network, ReadableFile


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
    calendar_networks: Annotated[tuple[Network, ...], *COMMAS] = Field(
        (),
        description="networks besides the public internet from which calendars are fetched, without encryption too, such as"
        " 127.0.0.0/8; for development",
    )
    import_processes: Count = Field(
        1, description="how many calendars are read at once for imports, each in a process"
    )
    import_memory: Count = Field(
        256 * 1024**2, description="bytes of memory that reading one calendar may take"
    )
