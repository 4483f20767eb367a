"""Configuration of the volunteers service, read from the environment like that of every service."""

from pydantic import Field

from services.kit.process.config import SecuredTarget, ServiceSettings


class VolunteersSettings(ServiceSettings):
    """The settings of the volunteers service, in addition to those of every service."""

    organizations_target: SecuredTarget = Field(
        description="host:port of the organizations service, which knows who is still a member"
    )
