"""AppKeyService: the keys with which apps sign in."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from banyan.organizations.v1 import app_key_pb2 as pb
from sqlalchemy import Date, Text, case, literal, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import known_moment
from services.kit.errors import Refused, Violation
from services.kit.process.ids import uuid7
from services.kit.work.mapping import to_proto
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.app_keys.models import USE_KEPT, AppKey, AppKeyDay, AppKeyState
from services.organizations.app_keys.queries import forget_ended, working_keys
from services.organizations.app_keys.secrets import HINT_CHARACTERS, Secrets
from services.organizations.apps.models import App
from services.organizations.apps.queries import APPS
from services.organizations.config import OrganizationsSettings
from services.organizations.invitations.tokens import broken_expiry
from services.organizations.memberships.rights import lock_owned

LIFETIME = timedelta(days=365)
LONGEST_LIFETIME = timedelta(days=400)
MOST_KEYS = 2  # that work, of an app
# For how long a retry gets the secret again, and of how many keys one process remembers it.
RETRY_SECONDS = 60.0
_MOST_REMEMBERED = 100
_MOST_COUNTED = 2**31 - 1

# What `AppKey.state_at` says.
_STATE = case(
    (col(AppKey.revoke_time).is_not(None), literal(AppKeyState.REVOKED, Text)),
    (col(AppKey.expire_time) <= given("now", TIME), literal(AppKeyState.EXPIRED, Text)),
    else_=literal(AppKeyState.ACTIVE, Text),
)
APP_KEYS = Resources(AppKey, "view_app_key", shown=Shown(pb.AppKey, AppKey, state=_STATE))
NEWEST_FIRST = APP_KEYS.listing(
    col(AppKey.id),  # IDs increase with time
    where=[col(AppKey.app_id) == given("app_id")],
    descending=True,
)

_USAGE = Query(
    select(col(AppKeyDay.day), col(AppKeyDay.app_key_id), col(AppKeyDay.operations))
    .where(col(AppKeyDay.app_id) == given("app_id"), col(AppKeyDay.day) > given("since", Date()))
    .order_by(col(AppKeyDay.day), col(AppKeyDay.app_key_id))
)


class AppKeyServicer:
    """Manages the keys of apps.

    Args:
        secrets: Makes and hashes the secrets.
    """

    service = pb.DESCRIPTOR.services_by_name["AppKeyService"]

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        # The secrets that were just made, and until when a retry gets them. Nothing that lasts has them.
        self._new: OrderedDict[str, tuple[str, float]] = OrderedDict()

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "AppKeyServicer":
        """Returns the servicer that the configuration describes."""
        return cls(Secrets.from_settings(settings))

    async def CreateAppKey(self, request: pb.CreateAppKeyRequest, work: Work) -> pb.AppKeySecret:
        """Creates a key. The secret is added once this answer is stored without it."""
        app = await lock_owned(App, request.app_id, "own_organization", work)
        app.refuse_if_deleted()
        await self._refuse_another(app.id, work)
        refuse_violations(list(broken_expiry(request, work.now, LONGEST_LIFETIME)))
        secret = self._secrets.new()
        key = AppKey(
            id=uuid7(),
            app_id=app.id,
            organization_id=app.organization_id,
            hint=secret[-HINT_CHARACTERS:],
            secret_hash=self._secrets.hashes(secret)[0],
            expire_time=known_moment(request, "expire_time") or work.now + LIFETIME,
        )
        await forget_ended(app.id, work)
        await work.add(key)
        await work.announce(key, "created")
        self._remember(key.id, secret)
        return pb.AppKeySecret(app_key=_show(key, work))

    async def rules_CreateAppKey(
        self, request: pb.CreateAppKeyRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the time at which it expires."""
        return broken_expiry(request, work.now, LONGEST_LIFETIME)

    def complete_CreateAppKey(self, answer: pb.AppKeySecret) -> None:
        """Adds the secret.

        Raises:
            Refused: This is a late retry, or one at another replica, and nobody knows the secret any more.
        """
        secret, until = self._new.get(answer.app_key.id, ("", 0.0))
        if time.monotonic() > until:
            self._new.pop(answer.app_key.id, None)
            raise Refused(
                "This key was already shown and cannot be shown again. Revoke it and create a new one.",
                reason="KEY_TOLD_BEFORE",
            )
        answer.secret = secret

    async def GetAppKey(self, request: pb.GetAppKeyRequest, work: Work) -> pb.AppKey:
        """Gets a key."""
        return await APP_KEYS.get(request.app_key_id, work)

    async def BatchGetAppKeys(
        self, request: pb.BatchGetAppKeysRequest, work: Work
    ) -> pb.BatchGetAppKeysResponse:
        """Gets several keys."""
        return pb.BatchGetAppKeysResponse(app_keys=await APP_KEYS.get_all(request.ids, work))

    async def ListAppKeys(
        self, request: pb.ListAppKeysRequest, work: Work
    ) -> pb.ListAppKeysResponse:
        """Lists the keys of an app, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListAppKeysResponse)

    async def SummarizeAppUsage(
        self, request: pb.SummarizeAppUsageRequest, work: Work
    ) -> pb.AppUsage:
        """Counts operations by day and key."""
        app = await APPS.get(request.app_id, work)
        await work.require("own_organization", app.organization_id)
        rows = await work.fetch(
            _USAGE, app_id=UUID(request.app_id), since=(work.now - USE_KEPT).date()
        )
        return pb.AppUsage(
            operation_count=min(sum(row[2] for row in rows), _MOST_COUNTED),
            days=[
                pb.AppUsageDay(date=str(day), app_key_id=str(key_id), operation_count=operations)
                for day, key_id, operations in rows
            ],
        )

    async def RevokeAppKey(self, request: pb.RevokeAppKeyRequest, work: Work) -> pb.AppKey:
        """Revokes a key."""
        key = await lock_owned(AppKey, request.app_key_id, "own_organization", work)
        key.revoke(at=work.now)
        await work.announce(key, "revoked")
        return _show(key, work)

    async def _refuse_another(self, app_id: UUID, work: Work) -> None:
        if not self._secrets.are_given:
            raise Refused(
                "This platform gives no keys to apps. Ask its operator to set BANYAN_APP_KEY_PEPPER.",
                reason="NO_APP_KEYS",
            )
        if await working_keys(app_id, work) >= MOST_KEYS:
            raise Refused(
                "This app has {max} keys that work, and more are not possible. Revoke one first.",
                reason="TOO_MANY_APP_KEYS",
                params={"max": MOST_KEYS},
            )

    def _remember(self, key_id: UUID, secret: str) -> None:
        self._new[str(key_id)] = (secret, time.monotonic() + RETRY_SECONDS)
        if len(self._new) > _MOST_REMEMBERED:
            self._new.popitem(last=False)


def _show(key: AppKey, work: Work) -> pb.AppKey:
    """Returns a key in its current state: no job marks expired ones."""
    answer = to_proto(key, pb.AppKey)
    answer.MergeFrom(pb.AppKey(state=f"APP_KEY_STATE_{key.state_at(work.now)}"))
    return answer
