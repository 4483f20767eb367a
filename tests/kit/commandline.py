"""Commands of the note service, run in this process."""

import io
from typing import Any

from services.kit.process.config import ServiceSettings
from services.kit.process.terminal import Output
from services.kit.service.command_line import parser
from services.kit.service.commands import Command
from services.kit.service.running import Service


class Screen(io.StringIO):
    """A terminal that keeps what it was sent."""

    def isatty(self) -> bool:
        """Says that it is one."""
        return True


async def execute(
    service: Service[Any], settings: ServiceSettings, line: str, stream: io.StringIO | None = None
) -> tuple[int, str]:
    """Runs a command; returns its exit status and what it printed."""
    stream = stream or io.StringIO()
    arguments = parser(service).parse_args(line.split())
    status = await Command(service, settings, settings, arguments, Output(stream)).execute()
    return status, stream.getvalue()
