"""Who takes part in the journey, each with a frontend of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from deploy.local.issuer import Issuer
from deploy.local.people import ADMINISTRATOR
from tests.journeys.frontend import Frontend

# Names of residents, by the short names that the story uses.
RESIDENTS = {"zhou": "周敏", "wang": "王芳", "zhao": "赵磊", "sofia": "Sofía Núñez"}


@dataclass(frozen=True)
class Cast:
    """The people of one run of the journey.

    Attributes:
        administrator: Administers the platform.
        zhou: Will coordinate the group.
        wang: A resident, who volunteers and joins by application.
        zhao: A resident, who volunteers and joins by invitation.
        sofia: A resident, who neither volunteers nor joins.
        visitor: Somebody who has not signed in.
    """

    administrator: Frontend
    zhou: Frontend
    wang: Frontend
    zhao: Frontend
    sofia: Frontend
    visitor: Frontend

    @classmethod
    @asynccontextmanager
    async def gather(cls, endpoint: str, issuer: Issuer) -> AsyncIterator["Cast"]:
        """Gives everybody a frontend; the residents are new ones in each run."""
        run = uuid4().hex[:8]
        tokens = {name: issuer.mint(f"{name}-{run}", shown) for name, shown in RESIDENTS.items()}
        tokens["administrator"] = issuer.token_for(ADMINISTRATOR)
        tokens["visitor"] = ""
        async with AsyncExitStack() as stack:
            frontends = {
                name: await stack.enter_async_context(Frontend(endpoint, token))
                for name, token in tokens.items()
            }
            yield cls(**frontends)
