"""The journey: from a real, messy file to hours in the ledger, through GraphQL alone."""

from pathlib import Path

from deploy.local.issuer import Issuer
from deploy.local.terminal import Terminal
from tests.journeys.attending import attend
from tests.journeys.cast import Cast
from tests.journeys.importing import import_directory
from tests.journeys.joining import join
from tests.journeys.signing_up import sign_up

DIRECTORY = Path(__file__).parents[1] / "data" / "community_directory.csv"


async def tell(endpoint: str, issuer: Issuer, terminal: Terminal, directory: Path) -> None:
    """Goes through the four parts.

    Args:
        endpoint: The GraphQL address of the gateway.
        issuer: Gives the people their tokens.
        terminal: Where to tell it.
        directory: The file to import.

    Raises:
        AssertionError: The platform did something else than it should.
        Refused: It refused what it should have done.
    """
    content = directory.read_text(encoding="utf-8")  # noqa: ASYNC240 # nothing else runs yet
    async with Cast.gather(endpoint, issuer) as cast:
        station = await import_directory(cast, terminal, directory.name, content)
        group = await join(cast, terminal, station)
        worked = await sign_up(cast, terminal, group)
        await attend(cast, terminal, group, worked)
