"""What an app records about those who may have its key."""

from sqlalchemy import Uuid, any_, select

from services.events.memberships.models import Membership
from services.events.sign_ups.models import SignUp
from services.kit.work.holding import another
from services.kit.work.memberships import MembershipState
from services.kit.work.query import Query
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

# Those who manage the organization of the app, or that of the event.
_HELD = another(Membership)
_MANAGES = Query(
    select(_HELD.id)
    .where(
        _HELD.person_id == given("person_id", Uuid()),
        _HELD.organization_id == any_(given("organization_ids", IDS)),
        _HELD.state == MembershipState.ACTIVE,
        _HELD.roles.overlap(list(MANAGERS)),
    )
    .limit(1)
)


async def needs_second(sign_up: SignUp, work: Work) -> bool:
    """Returns whether a second person must review what the caller records.

    Nobody records their own attendance. An app has no own, but whoever has its key could record theirs through it. So
    what an app says of people who manage its organization counts once a second person has reviewed it.
    """
    if not work.caller.is_app:
        return False
    organizations = [sign_up.organization_id, *work.caller.roles]
    return bool(
        await work.fetch(_MANAGES, person_id=sign_up.person_id, organization_ids=organizations)
    )
